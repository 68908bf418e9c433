"""What is held on a person, in words: section by section, for the chat and for a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.chat.markup import translate
from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Message, Text, _, ngettext
from bot.store.base import Base
from bot.store.personal import Category, Personal, Section, declared

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d")
_SHOWN_ROWS = 2
_SHOWN_TEXT = 120
"""Characters of one value, in the chat; the file has all of it."""

CATEGORIES: Mapping[Category, Message] = {
    Category.IDENTITY: _("Who you are"),
    Category.CONTENT: _("What you asked for, wrote and chose"),
    Category.TECHNICAL: _("What I need to work"),
}


def overview(words: Words, sections: Sequence[Section]) -> Markup:
    """Return all sections for the chat: the newest rows of each, cut short, and how many there are."""
    lines: list[Text] = []
    for category, title in CATEGORIES.items():
        of_it = [section for section in sections if section.category is category]
        if of_it:
            lines += [Markup(""), _("**{title}**", title=title)]
        for section in of_it:
            lines += _in_short(words, section)
    return words.join(lines)


def in_markdown(words: Words, sections: Sequence[Section], now: datetime) -> str:
    """Return all that is held, whole, as a readable file."""
    lines: list[Text] = [_("# Your data, {now}", now=Instant(now))]
    for category, title in CATEGORIES.items():
        for section in sections:
            if section.category is category:
                heading = _("## {category}: {title}", category=title, title=section.title)
                lines += [Markup(""), heading, *_why(section), Markup("")]
                lines += [_item(words, section, row) for row in section.rows]
    return _without_marks(words.join(lines)) + "\n"


def in_json(sections: Sequence[Section], now: datetime) -> str:
    """Return all that is held, whole, for a program: the rows of each section by its name."""
    document = {
        "exported_at": now.isoformat(timespec="seconds"),
        "data": {section.name: [dict(row) for row in section.rows] for section in sections},
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def count_rows(sections: Sequence[Section]) -> int:
    """Return how many rows there are in all."""
    return sum(len(section.rows) for section in sections)


def _why(section: Section) -> Iterator[Text]:
    table = Base.metadata.tables.get(section.name)
    said = declared(table) if table is not None else None
    if isinstance(said, Personal):
        yield _("What for: {purpose}. Kept: {retention}.", purpose=said.purpose, retention=said.retention)


def _in_short(words: Words, section: Section) -> Iterator[Text]:
    shown = section.rows[-_SHOWN_ROWS:]
    yield _("- {title}: {count}", title=section.title, count=len(section.rows))
    for row in reversed(shown):
        yield Markup(f"  {_item(words, section, row, longest=_SHOWN_TEXT)}")
    more = len(section.rows) - len(shown)
    if more:
        rest = words(ngettext("- and one more", "- and {count} more", more))
        yield Markup(f"  {rest}")


def _item(words: Words, section: Section, row: Mapping[str, Any], longest: int | None = None) -> Markup:
    said = [
        words(_("{label}: {value}", label=section.columns[name], value=_value(value, longest)))
        for name, value in row.items()
        if value not in (None, "", [], {})
    ]
    return Markup("- " + " ; ".join(said)) if said else Markup("- …")


def _value(value: object, longest: int | None) -> Text | Instant | str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        value = plain(value["text"])  # a message
    elif isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    text = str(value)
    if _INSTANT.fullmatch(text):
        return Instant(datetime.fromisoformat(text))
    text = " ".join(_without_marks(text).split())
    return text if longest is None or len(text) <= longest else text[: longest - 1] + "…"


def _without_marks(text: str) -> str:
    """Return a text with mentions by name, and instants in words."""
    return translate(
        text,
        mention_form=lambda _member, username: username,
        timestamp_form=lambda _seconds, spelled: spelled,
        calls=lambda _name: False,
    )
