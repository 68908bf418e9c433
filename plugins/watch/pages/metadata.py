"""What a page says of itself: title, description, site, language, day, its own address, and its feeds.

Pure, and linear in what is read. A megabyte takes tens of milliseconds, more on a busy machine: call it in a
thread (`asyncio.to_thread`), never on the event loop.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from urllib.parse import urljoin

from bot.language.folding import fold
from plugins.watch.pages.canonical import canonical, is_home, same_key, same_site, shown_host
from plugins.watch.pages.dating import day_of
from plugins.watch.pages.discovery import feeds_of
from plugins.watch.pages.encodings import decode
from plugins.watch.pages.files import file_name, kind_of, pdf_title
from plugins.watch.pages.markings import Markings, markings
from plugins.watch.pages.page import MAX_DESCRIPTION, MAX_SITE, MAX_TITLE, Page, PageKind
from plugins.watch.pages.plain import plain
from plugins.watch.pages.structured import Structured, structured

READ_AT_MOST = 1024 * 1024
"""Bytes of a page that are looked into: what it says of itself stands near its beginning."""
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "datepublished", "og:published_time",
    "citation_publication_date", "citation_online_date", "parsely-pub-date", "sailthru.date", "pubdate",
    "publish_date", "publication_date", "dc.date.issued", "dcterms.issued", "dcterms.created",
    "dc.date.created", "dc.date", "dcterms.date", "uploaddate", "date",
)  # fmt: skip
"""Names under which pages give the day of their publication, the surest first."""
_PARTING = re.compile(r"\s+[|•·»«–—:~-]+\s+|\s*\|\s*|\s+::\s+")
"""What stands between the title of a page and the name of its site."""
_FORWARD = re.compile(
    r"(?P<seconds>\d{1,4})(?:\.\d{0,9})?\s*+[;,]\s*+(?:url\s*+=\s*+)?(?P<address>\S.*)", re.IGNORECASE
)
"""What `<meta http-equiv="refresh">` says: after how long, and whither."""
_AT_ONCE = 5
"""Seconds that a page which only forwards is shown at most."""
_UNFILLED = re.compile(r"(?:^|/)(?:undefined|null|none|nan|false)/?$|[{}]|%7B|%7D|\[object|<", re.IGNORECASE)
"""An address that a program was to write, and did not: `undefined`, `{{ page.url }}`."""
_SMALL_WORDS = frozenset(("de", "du", "des", "d", "la", "le", "les", "l", "et", "a", "the", "of", "and"))
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_].*)?", re.IGNORECASE | re.DOTALL)


def read_page(content: bytes, content_type: str | None, url: str, now: datetime) -> Page:
    """Return what an answer says of itself; `url` is where it was found in the end.

    `content_type` is the header of that name. `now` is aware: days in its future are not believed.

    Raises:
        ValueError: `url` is no address of the web.
    """
    address = canonical(url)
    kind = kind_of(content, content_type)
    if kind is not PageKind.PAGE:
        return _file(content, kind, address)
    found = markings(decode(content[:READ_AT_MOST], content_type))
    said = structured(found.data)
    base = _base(found, url)
    own = _own_address(found, base, address)
    site = _site(found, said, address)
    title = _title(found, said, site, address)
    return Page(
        url=own or address,
        title=title or _stand_in(address),
        site=site,
        description=_description(found, said),
        language=_language(found, said),
        published_on=_published(found, said, now),
        canonical=own,
        feeds=feeds_of(found, base),
        is_titled=bool(title),
        forwards_to=_forward(found.forward, base, address),
    )


def _file(content: bytes, kind: PageKind, address: str) -> Page:
    """Return what is known of something that is no page."""
    title = plain(pdf_title(content[:READ_AT_MOST]), MAX_TITLE) if kind is PageKind.PDF else ""
    stand_in = title or _stand_in(address)
    return Page(address, stand_in, shown_host(address), kind=kind, is_titled=bool(title))


def _base(found: Markings, url: str) -> str:
    """Return what the relative addresses of the page are relative to."""
    try:
        return canonical(urljoin(url, found.base)) if found.base else url
    except ValueError:
        return url


def _forward(written: str, base: str, address: str) -> str | None:
    """Return the address to which a page sends browsers on at once, None if to none, or to itself."""
    found = _FORWARD.fullmatch(written)
    if found is None or int(found["seconds"]) > _AT_ONCE:
        return None
    try:
        to = canonical(urljoin(base, found["address"].strip("\"' ")))
    except ValueError:
        return None
    return to if to != address else None


def _own_address(found: Markings, base: str, address: str) -> str | None:
    """Return the address that the page gives as its own, if it can be believed.

    It has to be of the same site, and no front page unless this one is. `og:url` is believed less: some sites
    write it without the parameters that tell their pages apart. Several that differ say nothing.
    """
    declared = {link.href for link in found.links if "canonical" in link.relations}
    if len(declared) > 1:
        return None
    written = next(iter(declared), "") or found.metas.get("og:url", "")
    if _UNFILLED.search(written):
        return None
    try:
        own = canonical(urljoin(base, written)) if written else ""
        if not own or not same_site(own, address) or (is_home(own) and not is_home(address)):
            return None
        if not declared and "?" in address and same_key(own) == same_key(address.partition("?")[0]):
            return None
    except ValueError:
        return None
    secure = own.removeprefix("http://")
    return f"https://{secure}" if secure != own and address.startswith("https://") else own


def _site(found: Markings, said: Structured, address: str) -> str:
    """Return the name of the site, at worst its host."""
    for named in (found.metas.get("og:site_name"), said.site, found.metas.get("application-name")):
        if named and (name := plain(named, MAX_SITE)):
            return name
    return plain(shown_host(address), MAX_SITE)


def _title(found: Markings, said: Structured, site: str, address: str) -> str:
    """Return the title without the name of the site, nothing if the page gives none.

    A title that is but the name of the site is passed over: some sites give it to all of their pages.
    """
    written = (
        found.metas.get("og:title"), found.metas.get("twitter:title"), found.title, found.heading, said.title,
        found.metas.get("dc.title"),
    )  # fmt: skip
    titles = [title for text in written if text and (title := plain(text, MAX_TITLE * 2))]
    telling = [title for title in titles if _letters(title) != _letters(site)]
    for title in (titles if is_home(address) else telling) or titles:
        return plain(_without_site(title, site, address), MAX_TITLE)
    return ""


def _stand_in(address: str) -> str:
    """Return what an address is called by where nothing gives it a title."""
    return plain(file_name(address), MAX_TITLE) or shown_host(address)


def _without_site(title: str, site: str, address: str) -> str:
    """Return the title without the name of the site at its end, or its beginning, if it surely is that."""
    partings = list(_PARTING.finditer(title))
    if not partings:
        return title
    names = {_letters(site), *_names_in(shown_host(address))}
    last, first = partings[-1], partings[0]
    if _names(title[last.end() :]) & names and title[: last.start()].strip():
        return title[: last.start()].strip()
    if _names(title[: first.start()]) & names and title[first.end() :].strip():
        return title[first.end() :].strip()
    return _without_long_site(title, site, partings)


def _without_long_site(title: str, site: str, partings: list[re.Match[str]]) -> str:
    """Return the title without a name of the site that has dashes of its own: `Ville - Site officiel`."""
    for parting in partings:
        if parting.start() and _letters(title[parting.end() :]) == _letters(site):
            return title[: parting.start()].strip()
    return title


def _names_in(host: str) -> set[str]:
    """Return what a host says of the name of its site: `service-public.fr`, and `servicepublic`."""
    return {_letters(host), _letters(host.rpartition(".")[0])}


def _names(words: str) -> set[str]:
    """Return what words may be in a name: all their letters, and those without the small words."""
    telling = [word for word in re.split(r"[\W_]+", fold(words)) if word not in _SMALL_WORDS]
    return {_letters(words), "".join(telling)} - {""}


def _letters(name: str) -> str:
    """Return the letters and digits of a name alone, without accents or case."""
    return "".join(letter for letter in fold(name) if letter.isalnum())


def _description(found: Markings, said: Structured) -> str:
    """Return what the page says that it is about, else how its main part begins."""
    metas = found.metas
    for written in (
        metas.get("og:description"), metas.get("description"), metas.get("twitter:description"),
        said.description, metas.get("dc.description"), found.opening,
    ):  # fmt: skip
        if written and (description := plain(written, MAX_DESCRIPTION)):
            return description
    return ""


def _language(found: Markings, said: Structured) -> str | None:
    """Return the two letters of the language that the page says it is in."""
    metas = found.metas
    for written in (
        found.language, metas.get("og:locale"), metas.get("content-language"), said.language,
        metas.get("dc.language"), metas.get("language"),
    ):  # fmt: skip
        stated = _LANGUAGE.fullmatch((written or "").partition(",")[0].strip())
        if stated:
            return stated.group(1).lower()
    return None


def _published(found: Markings, said: Structured, now: datetime) -> date | None:
    """Return the day on which the page says that it was published, None without one that can be true.

    The `<time>` of articles counts only if all are of one day: lists of articles have many.
    """
    surest = [found.metas.get(_PUBLISHED[0]), said.published, *map(found.metas.get, _PUBLISHED[1:])]
    for written in (*surest, *found.published[:1]):
        if written and (day := day_of(written, now)):
            return day
    days = {day_of(written, now) for written in found.times}
    return days.pop() if len(days) == 1 else None
