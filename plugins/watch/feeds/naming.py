"""Telling feeds apart: several may have one title, as those of two sections of a site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.language.folding import fold
from bot.language.shortening import shortened
from plugins.watch.pages.canonical import shown_host


@dataclass(frozen=True, slots=True)
class Named:
    """A feed, as far as people know it."""

    id: int
    title: str
    url: str


def told_apart(feeds: Iterable[Named]) -> Mapping[int, str]:
    """Return what tells each of these feeds from those of the same title, by id; nothing for the others.

    It is its host, or its whole address without the scheme where that is the same.

    >>> told_apart([Named(1, "Actus", "https://a.fr/rss"), Named(2, "actus", "https://b.fr/rss")])
    {1: 'a.fr', 2: 'b.fr'}
    """
    listed = list({feed.id: feed for feed in feeds}.values())
    titles = Counter(fold(feed.title) for feed in listed)
    alike = [feed for feed in listed if titles[fold(feed.title)] > 1]
    hosts = Counter((fold(feed.title), shown_host(feed.url)) for feed in alike)
    return {
        feed.id: shown_host(feed.url)
        if hosts[fold(feed.title), shown_host(feed.url)] == 1
        else feed.url.partition("://")[2]
        for feed in alike
    }


def labels(feeds: Sequence[Named], most: int) -> Mapping[int, str]:
    """Return each feed's title by id, in `most` characters, with what tells it from others of that title."""
    apart = told_apart(feeds)
    return {feed.id: _label(feed.title, apart.get(feed.id), most) for feed in feeds}


def _label(title: str, apart: str | None, most: int) -> str:
    if apart is None:
        return shortened(title, most)
    beside = f" ({shortened(apart, most // 2)})"
    return f"{shortened(title, most - len(beside))}{beside}"
