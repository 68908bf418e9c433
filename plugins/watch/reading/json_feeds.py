"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib import import_module
from typing import Any

from plugins.watch.reading.composing import Item, address, compose, host, language_tag
from plugins.watch.reading.feed import LONGEST_TITLE, MOST_ENTRIES, Entry, ParsedFeed
from plugins.watch.reading.plain import Said, plain

_LARGE = 500_000
"""Characters; reading as many at once takes some milliseconds, in which no other thread can run."""
_MOST_VALUES = 1_000_000
"""Values of a large document, as marks between them tell; in prose there are fewer."""
_MOST_ATTACHED = 10
_TEXTS = (("summary", False), ("content_html", True), ("content_text", False))


def read_json(text: str, url: str, now: datetime) -> ParsedFeed | None:
    """Return the feed that a text in JSON is, None if it is JSON of another kind.

    Raises:
        ValueError: it is no JSON.
        RecursionError: it is too deep, or has too many values.
    """
    document = _loaded(text)
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    if not str(document.get("version", "")).startswith(("https://jsonfeed.org/", "http://jsonfeed.org/")):
        return None
    home = _text(document, "home_page_url")
    site = address(home, url) if home else None
    language = language_tag(_text(document, "language"))
    return ParsedFeed(
        title=plain(Said(_text(document, "title"), is_markup=False), LONGEST_TITLE) or host(site or url),
        site=site,
        language=language,
        entries=list(_entries(document["items"], url, now, not (language or "").startswith("en"))),
        ttl=None,
    )


def _loaded(text: str) -> object:
    if len(text) <= _LARGE:
        return json.loads(text)
    if sum(map(text.count, ",[{")) > _MOST_VALUES:
        raise RecursionError
    # In Python, other threads run meanwhile: in C none does before the end.
    decoder: Any = json.JSONDecoder()
    decoder.scan_once = import_module("json.scanner").py_make_scanner(decoder)
    document: object = decoder.decode(text)
    return document


def _entries(items: list[Any], url: str, now: datetime, day_first: bool) -> Iterator[Entry]:
    for found in items[:MOST_ENTRIES]:
        if not isinstance(found, Mapping):
            continue
        item = Item(
            base=url,
            guid=_text(found, "id"),
            links=[_text(found, name) for name in ("url", "external_url")],
            files=_attached(found.get("attachments")),
            titles=[Said(_text(found, "title"), is_markup=False)],
            texts=[Said(_text(found, name), is_markup) for name, is_markup in _TEXTS],
            dates=[_text(found, name) for name in ("date_published", "date_modified")],
        )
        if entry := compose(item, now, day_first=day_first):
            yield entry


def _attached(listed: object) -> list[str]:
    found = listed if isinstance(listed, list) else []
    return [_text(one, "url") for one in found[:_MOST_ATTACHED] if isinstance(one, Mapping)]


def _text(holder: Mapping[str, Any], name: str) -> str:
    """Return a value as text; numbers are, for ids (1.1: “treat as a string”), all else is nothing."""
    value = holder.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return str(value).encode(errors="ignore").decode()
