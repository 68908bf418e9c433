"""What the tags of a page say of it, gathered in one pass: as it is written there, to be judged elsewhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from plugins.watch.pages.tags import Tag, tags

MOST_KEPT = 200
"""Of each sort of marking."""
MOST_DATA = 20
LONGEST_DATA = 300_000
LONGEST_TEXT = 5_000
SHORTEST_OPENING = 60
MOST_PARAGRAPHS = 30
_PARAGRAPH = re.compile(r"<p(?=[\s>])[^>]*+(?:>|\Z)", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|section|article|main|header|footer|nav|ul|ol|li|table|form|h[1-6]|blockquote|figure|aside"
    r"|body|hr|script|style)(?=[\s/>])",
    re.IGNORECASE,
)
"""A tag that ends the paragraph, or the heading, before it."""
_ANY_TAG = re.compile(r"<[a-z!/][^<>]*+>", re.IGNORECASE)

_PUBLISHED = frozenset(("published", "entry-date", "dt-published"))
"""Classes of a `<time>` that says when its page was published: microformats, and what WordPress writes."""


@dataclass(frozen=True, slots=True)
class Link:
    """A `<link>`: its relations in small letters, its address as it is written, its type and title."""

    relations: frozenset[str]
    href: str
    type: str
    title: str


@dataclass(slots=True)
class Markings:
    """What a page says of itself. Texts may hold entities and markup."""

    language: str = ""
    base: str = ""
    title: str = ""
    heading: str = ""
    opening: str = ""
    """The first paragraph of its main part that is long enough to say something."""
    forward: str = ""
    """What its first `<meta http-equiv="refresh">` says that browsers follow."""
    metas: dict[str, str] = field(default_factory=dict)
    """By `property`, `name`, `itemprop` or `http-equiv`, in small letters; the first that is not empty."""
    links: list[Link] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    """Of each `<time>` of an article."""
    published: list[str] = field(default_factory=list)
    """Of each `<time>` that says that it is when the page was published."""
    data: list[str] = field(default_factory=list)
    """Scripts of JSON-LD."""
    anchors: list[str] = field(default_factory=list)
    """Addresses that `<a>` leads to, of those that may be feeds."""


def markings(page: str) -> Markings:
    """Return what the tags of a page say of it."""
    gathering = _Gathering()
    for tag in tags(page):
        gathering.take(tag)
    if gathering.heading_at is not None:
        gathering.found.heading = _text_at(page, gathering.heading_at)
    if gathering.main_at is not None:
        gathering.found.opening = _opening(page, gathering.main_at)
    return gathering.found


def _text_at(page: str, at: int) -> str:
    """Return the words of a page from there to the end of their paragraph or heading."""
    piece = page[at : at + LONGEST_TEXT]
    ended = _BLOCK.search(piece)
    return " ".join(_ANY_TAG.sub("", piece[: ended.start()] if ended else piece).split())


def _opening(page: str, at: int) -> str:
    """Return the first of the next paragraphs that is long enough to say something, else nothing."""
    for _time in range(MOST_PARAGRAPHS):
        begins = _PARAGRAPH.search(page, at)
        if begins is None:
            break
        text, at = _text_at(page, begins.end()), begins.end()
        if len(text) >= SHORTEST_OPENING:
            return text
    return ""


class _Gathering:
    """Takes tags in order, and keeps what they say, and where the heading and the main part begin."""

    def __init__(self) -> None:
        self.found = Markings()
        self.heading_at: int | None = None
        self.main_at: int | None = None
        self._in_drawing = False
        self._without_scripts = False
        self._articles = 0
        self._takes: dict[str, Callable[[Tag], None]] = {
            "html": self._html,
            "base": self._base,
            "title": self._title,
            "meta": self._meta,
            "link": self._link,
            "script": self._script,
            "time": self._time,
            "a": self._anchor,
            "svg": self._drawing,
            "main": self._article,
            "article": self._article,
            "h1": self._heading,
            "noscript": self._for_few,
        }

    def take(self, tag: Tag) -> None:
        """Keep what one more tag says."""
        takes = self._takes.get(tag.name)
        if takes is not None:
            takes(tag)

    def _html(self, tag: Tag) -> None:
        attributes = tag.attributes
        self.found.language = self.found.language or attributes.get("lang") or attributes.get("xml:lang", "")

    def _base(self, tag: Tag) -> None:
        self.found.base = self.found.base or tag.attributes.get("href", "").strip()

    def _title(self, tag: Tag) -> None:
        if not self._in_drawing and not tag.ends:
            self.found.title = self.found.title or tag.text[:LONGEST_TEXT].strip()

    def _meta(self, tag: Tag) -> None:
        attributes = tag.attributes
        content = attributes.get("content", "")[:LONGEST_TEXT].strip()
        if not content or len(self.found.metas) >= MOST_KEPT:
            return
        for naming in ("property", "name", "itemprop", "http-equiv"):
            for name in attributes.get(naming, "").lower().split():
                self.found.metas.setdefault(name, content)
        if attributes.get("http-equiv", "").strip().lower() == "refresh" and not self._without_scripts:
            self.found.forward = self.found.forward or content

    def _link(self, tag: Tag) -> None:
        attributes = tag.attributes
        href = attributes.get("href", "").strip()
        if href and len(self.found.links) < MOST_KEPT:
            relations = frozenset(attributes.get("rel", "").lower().split())
            kind = attributes.get("type", "").partition(";")[0].strip().lower()
            self.found.links.append(Link(relations, href, kind, attributes.get("title", "")))

    def _script(self, tag: Tag) -> None:
        if len(self.found.data) >= MOST_DATA or not 0 < len(tag.text) <= LONGEST_DATA:
            return
        if tag.attributes.get("type", "").partition(";")[0].strip().lower() == "application/ld+json":
            self.found.data.append(tag.text)

    def _time(self, tag: Tag) -> None:
        if tag.ends or len(self.found.times) + len(self.found.published) >= MOST_KEPT:
            return
        attributes = tag.attributes
        written = attributes.get("datetime") or tag.text
        classes = attributes.get("class", "").lower().split()
        says_so = "pubdate" in attributes or "datepublished" in attributes.get("itemprop", "").lower().split()
        if says_so or ("updated" not in classes and _PUBLISHED & set(classes)):
            self.found.published.append(written)
        elif self._articles:
            self.found.times.append(written)

    def _anchor(self, tag: Tag) -> None:
        if not tag.ends and len(self.found.anchors) < MOST_KEPT:
            href = tag.attributes.get("href", "").strip()
            if href:
                self.found.anchors.append(href)

    def _drawing(self, tag: Tag) -> None:
        self._in_drawing = not tag.ends

    def _for_few(self, tag: Tag) -> None:
        self._without_scripts = not tag.ends

    def _article(self, tag: Tag) -> None:
        self._articles = max(self._articles + (-1 if tag.ends else 1), 0)
        self.main_at = tag.at if self.main_at is None else self.main_at

    def _heading(self, tag: Tag) -> None:
        if not tag.ends and self.heading_at is None:
            self.heading_at = tag.at
