"""A process that reads damaged feeds: text in, lines of JSON out, then it is gone.

It is run as a file, not as a module of the project: it starts in the time that feedparser takes, and whatever
it reads can only cost the seconds and the memory that it gives itself. The first line is what the feed says
of itself, each other one an item, as it is written: who started it makes entries of them.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from importlib import import_module
from typing import Any

Found = Any
"""What feedparser returns, which has no annotations."""
SECONDS = 10
_MEMORY = 512 * 1024 * 1024
_MOST_ENTRIES = 10_000
_LONGEST_TEXT = 20_000


def said(feed: Found) -> Iterator[dict[str, object]]:
    """Yield what feedparser found: the feed, then its items."""
    about = feed.feed
    yield {
        "title": _text(about, "title"),
        "link": _text(about, "link"),
        "language": _text(about, "language"),
        "ttl": _text(about, "ttl"),
    }
    for item in feed.entries[:_MOST_ENTRIES]:
        others = (link.get("href", "") for link in item.get("links", ()) if link.get("rel") == "enclosure")
        texts = [item.get("summary_detail"), *item.get("content", ())]
        yield {
            "guid": _text(item, "id"),
            "guid_is_link": bool(item.get("guidislink", True)),
            "links": [_text(item, "feedburner_origlink"), _text(item, "link")],
            "files": list(others),
            "titles": [_written(item.get("title_detail"))],
            "texts": [_written(text) for text in texts],
            "dates": [_text(item, name) for name in ("published", "created", "updated")],
        }


def _text(holder: Found, name: str) -> str:
    value = holder.get(name) or ""
    return value[:_LONGEST_TEXT] if isinstance(value, str) else ""


def _written(detail: Found) -> tuple[str, bool]:
    """Return a text, and whether it is markup."""
    return (_text(detail, "value"), "html" in detail.get("type", "html")) if detail else ("", False)


def _bounded() -> None:
    """Give this process no more than it should need, where the system can."""
    try:
        limits = import_module("resource")
    except ImportError:
        return
    limits.setrlimit(limits.RLIMIT_AS, (_MEMORY, _MEMORY))
    limits.setrlimit(limits.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> None:
    """Read a feed from standard input, which came from the address that is the only argument."""
    _bounded()
    feed = import_module("feedparser").parse(
        io.BytesIO(sys.stdin.buffer.read()),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": sys.argv[1],
        },
        resolve_relative_uris=False,
        sanitize_html=False,
    )
    for line in said(feed):
        sys.stdout.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main()
