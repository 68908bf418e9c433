"""Which feeds a page names, and where feeds usually are on sites that name none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urljoin

from bot.language.folding import fold
from plugins.watch.pages.canonical import canonical, same_key, same_site
from plugins.watch.pages.markings import Link, Markings
from plugins.watch.pages.page import MAX_TITLE, FeedLink
from plugins.watch.pages.plain import plain

MOST_FEEDS = 20
MOST_CANDIDATES = 5
_FEED_TYPES = frozenset(
    ("application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
     "application/x.atom+xml", "application/x-atom+xml", "application/rss", "application/atom")
)  # fmt: skip
_PERHAPS = frozenset(("application/xml", "text/xml", "application/json"))
"""Types under which pages name feeds, and other things: the address has to look like one too."""
_LOOKS_LIKE_A_FEED = re.compile(
    r"""/(?:feed|rss|atom)/?(?:\?|$)                       # WordPress, Ghost, and most others
      | /[\w.-]*(?:feed|rss|atom|actu|news)[\w-]*\.(?:xml|json|rdf)(?:\?|$) | /index\.rdf(?:\?|$)
      | \.(?:rss|atom)(?:\?|$)
      | [?&](?:format|feed|type)=(?:feed|rss2?|atom)\b     # Joomla, WordPress without pretty addresses
      | [?&]page=backend\b                                 # SPIP
    """,
    re.VERBOSE | re.IGNORECASE,
)
_COMMENTS = re.compile(r"\b(?:comments?|commentaires?)\b")
USUAL_PLACES = ("feed", "rss.xml", "atom.xml")
"""Where sites have their feed if they name it nowhere, from the front page."""


def feeds_of(found: Markings, base: str) -> tuple[FeedLink, ...]:
    """Return the feeds that a page names, as they stand there, those of comments last.

    Where none is declared, links of the same site that look like feeds are given as candidates.
    """
    declared = _unique(
        FeedLink(address, plain(link.title, MAX_TITLE))
        for link in found.links
        if _declares(link) and (address := _absolute(link.href, base))
    )
    if declared:
        return tuple(sorted(declared[:MOST_FEEDS], key=_is_of_comments))
    candidates = _unique(
        FeedLink(address, declared=False)
        for href in found.anchors
        if (address := _absolute(href, base))
        and _LOOKS_LIKE_A_FEED.search(address)
        and same_site(address, base)
    )
    return tuple(candidates[:MOST_CANDIDATES])


def usual_places(url: str) -> list[str]:
    """Return the addresses where the site of an address may have its feed, the likeliest first."""
    return [urljoin(url, f"/{place}") for place in USUAL_PLACES]


def _declares(link: Link) -> bool:
    """Return whether a `<link>` says that it leads to a feed."""
    if "feed" in link.relations and "alternate" not in link.relations:
        return True
    if "alternate" not in link.relations or "stylesheet" in link.relations:
        return False
    return link.type in _FEED_TYPES or (
        link.type in _PERHAPS and _LOOKS_LIKE_A_FEED.search(link.href) is not None
    )


def _absolute(href: str, base: str) -> str | None:
    """Return the address that a link of a page leads to, None if it is none of the web."""
    written = re.sub(
        r"^feed:(?://(?=[^/])|(?=https?:))", lambda at: "https://" if "//" in at.group() else "", href
    )
    try:
        return canonical(urljoin(base, written))
    except ValueError:
        return None


def _unique(links: Iterable[FeedLink]) -> list[FeedLink]:
    """Return the links, each address once."""
    found: dict[str, FeedLink] = {}
    for link in links:
        found.setdefault(same_key(link.url), link)
    return list(found.values())


def _is_of_comments(link: FeedLink) -> bool:
    return bool(_COMMENTS.search(fold(link.title)) or "/comments/" in link.url)
