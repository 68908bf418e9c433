"""Feeds for tests, written as sites write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape

ADDRESS = "https://journal.example/feed.xml"


def item(number: int | str, *, title: str | None = None, at: datetime | None = None, about: str = "") -> str:
    """Return an item of RSS 2.0; its guid and its address hold the number."""
    date = f"<pubDate>{format_datetime(at)}</pubDate>" if at is not None else ""
    titled = escape(title or f"Article {number}")
    return (
        f"<item><guid isPermaLink='false'>n{number}</guid><title>{titled}</title>"
        f"<link>https://journal.example/articles/{number}</link>{date}"
        f"<description>{escape(about or f'Ce que dit l’article {number}.')}</description></item>"
    )


def rss(items: Sequence[str], *, title: str = "Le Journal") -> str:
    """Return a feed of these items."""
    return (
        "<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel>"
        f"<title>{escape(title)}</title><link>https://journal.example/</link><description>…</description>"
        f"{''.join(items)}</channel></rss>"
    )


def articles(*numbers: int) -> str:
    """Return a feed with articles of these numbers."""
    return rss([item(number) for number in numbers])
