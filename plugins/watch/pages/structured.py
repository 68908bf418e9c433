"""What a page says of itself in JSON-LD, by the words of schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

MOST_NODES = 500
DEEPEST = 6
"""Levels of `@graph`, lists and values below which nothing of the page itself stands."""
_ARTICLES = frozenset(
    ("Article", "NewsArticle", "BlogPosting", "ReportageNewsArticle", "TechArticle", "ScholarlyArticle",
     "SocialMediaPosting", "LiveBlogPosting", "Report", "VideoObject", "AudioObject", "PodcastEpisode",
     "LearningResource", "Course", "Event", "JobPosting", "HowTo", "Recipe", "Book", "Dataset")
)  # fmt: skip
_PAGES = frozenset(("WebPage", "ItemPage", "FAQPage", "AboutPage", "CollectionPage", "QAPage"))
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "isPartOf", "itemListElement")

Node = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Structured:
    """What JSON-LD says of a page; empty where it says nothing. Texts may hold entities."""

    title: str = ""
    description: str = ""
    site: str = ""
    published: str = ""
    language: str = ""


def structured(scripts: Iterable[str]) -> Structured:
    """Return what scripts of JSON-LD say of their page; those that are damaged say nothing."""
    nodes = [node for script in scripts for node in _nodes(_read(script), 0)][:MOST_NODES]
    by_id = {identifier: node for node in reversed(nodes) if (identifier := _text(node.get("@id")))}
    articles = [node for node in nodes if _types(node) & _ARTICLES]
    telling = [*articles, *(node for node in nodes if _types(node) & _PAGES)]
    sites = [node for node in nodes if "WebSite" in _types(node)]
    return Structured(
        title=_first(articles, "headline", "name"),
        description=_first(telling, "description"),
        site=_named(telling, "publisher", by_id) or _first(sites, "name"),
        published=_first(telling, "datePublished", "uploadDate", "datePosted"),
        language=_first([*telling, *sites], "inLanguage"),
    )


def _read(script: str) -> object:
    """Return the value of a script, None if it is damaged."""
    trimmed = script.strip().removeprefix("<!--").removesuffix("-->").strip()
    trimmed = trimmed.removeprefix("/*<![CDATA[*/").removesuffix("/*]]>*/").rstrip("; \n")
    try:
        return json.loads(trimmed, strict=False)  # line ends within texts are frequent
    except (ValueError, RecursionError):
        return None


def _nodes(value: object, depth: int) -> Iterator[Node]:
    """Yield the things that a value describes, those that hold others first."""
    if depth > DEEPEST:
        return
    if isinstance(value, list):
        for one in value[:MOST_NODES]:
            yield from _nodes(one, depth + 1)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for name in _INSIDE:
            if name in value:
                yield from _nodes(value[name], depth + 1)


def _types(node: Node) -> frozenset[str]:
    kinds = node.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(str(kind).rpartition("/")[2].rpartition(":")[2] for kind in listed)


def _first(nodes: Iterable[Node], *names: str) -> str:
    """Return the first text that one of the nodes has under one of the names."""
    return next((text for node in nodes for name in names if (text := _text(node.get(name)))), "")


def _named(nodes: Iterable[Node], name: str, by_id: Mapping[str, Node]) -> str:
    """Return the name of what the nodes have under a name, itself or by reference."""
    for node in nodes:
        value = node.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                said = _text(one.get("name")) or _text(by_id.get(_text(one.get("@id")), {}).get("name"))
            else:
                said = _text(one)
            if said and not said.startswith(("http://", "https://")):
                return said
    return ""


def _text(value: object) -> str:
    """Return a text as it stands, or the one of a value with a language; else nothing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("@value") or value.get("alternateName")
    return value.strip() if isinstance(value, str) else ""
