"""What is held on a person, in words: section by section, for the chat and for a file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.chat.forms import FormView
from bot.chat.markup import translate
from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.messages import Instant, Markup, Message, Text, _, ngettext
from bot.store.base import Base
from bot.store.personal import Category, Personal, Section, declared, personal_tables
from bot.territory import Area, Level, name_of

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?([+-]\d\d:\d\d)?")
_AREA = re.compile(rf"({'|'.join(Level)}):\w+")
_FIELD = re.compile(r"([a-z_]+)\.([a-z_]+)")
_COMMUNE = "commune"
"""Columns and keys of this name hold the INSEE code of a commune."""
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
    if any(_is_cut(words, section) for section in sections):
        lines += [Markup(""), _("What is shortened or left out here is complete in the files of “Export”.")]
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


def _is_cut(words: Words, section: Section) -> bool:
    """Return whether the chat shows less of a section than there is."""
    shown = section.rows[-_SHOWN_ROWS:]
    return len(section.rows) > len(shown) or any(
        _item(words, section, row, longest=_SHOWN_TEXT) != _item(words, section, row) for row in shown
    )


def _item(words: Words, section: Section, row: Mapping[str, Any], longest: int | None = None) -> Markup:
    meant = _codes(section)
    shown = ((name, _value(words, name, value, meant.get(name, {}))) for name, value in row.items())
    said = [
        words(_("{label}: {value}", label=section.columns[name], value=_cut(value, longest)))
        for name, value in shown
        if value != ""
    ]
    return Markup("- " + words(_("; ")).join(said)) if said else Markup("- …")


def _message(stored: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is read in a message, its embeds too."""
    yield stored["text"]
    for embed in stored.get("embeds", ()):
        yield from (embed[part] for part in ("title", "text", "footer") if embed[part])


def _codes(section: Section) -> Mapping[str, Mapping[str, Message]]:
    """Return what the codes in the columns of a section mean, as its table declares it."""
    table = Base.metadata.tables.get(section.name)
    said = declared(table) if table is not None else None
    return said.words if isinstance(said, Personal) else {}


def _value(words: Words, name: str, value: object, meant: Mapping[str, Message]) -> Text | Instant | str:
    """Return one value as people read it, "" if it says nothing: words for codes, names for areas."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping) and isinstance(value.get("text"), str):
        return _on_one_line(plain("\n".join(_message(value))))
    if isinstance(value, Mapping) and "fields" in value:
        return _filled(words, FormView.from_json(value))
    if isinstance(value, dict | list):
        return ", ".join(str(words(meant[one])) if one in meant else one for one in _leaves(name, value))
    text = str(value)
    if text in meant:
        return meant[text]
    if _INSTANT.fullmatch(text):
        at = datetime.fromisoformat(text)
        return Instant(at if at.tzinfo is not None else at.replace(tzinfo=words.zone))
    return _field(text) or _on_one_line(_named(name, text))


def _filled(words: Words, form: FormView) -> str:
    """Return the title of a form, and what it is filled with."""
    said = [str(form.title)]
    for item in form.fields:
        chosen = {option.value: str(option.label) for option in item.options}
        if item.value:
            value = _on_one_line(chosen.get(item.value, item.value))
            said.append(words(_("{label}: {value}", label=item.label, value=value)))
    return ", ".join(said)


def _leaves(name: str, value: object) -> Iterator[str]:
    """Yield all that is said in lists and mappings, those inside them too."""
    if isinstance(value, Mapping):
        for key, one in value.items():
            yield from _leaves(str(key), one)
    elif isinstance(value, list):
        for one in value:
            yield from _leaves(name, one)
    elif value not in (None, ""):
        yield _on_one_line(_named(name, str(value)))


def _named(name: str, text: str) -> str:
    """Return the name of an area where a value is one, else the value as it is."""
    if name == _COMMUNE:
        return name_of(Area(Level.COMMUNE, text))
    return name_of(Area.parse(text)) if _AREA.fullmatch(text) else text


def _field(text: str) -> Message | None:
    """Return what a field is, such as `directory.skills`, as the table that has it declares it.

    Where it is a whole table, such as `referral.answer`, that is the title.
    """
    found = _FIELD.fullmatch(text)
    for table, said in personal_tables() if found is not None else ():
        if found is not None and table.name == f"{found[1]}_{found[2]}":
            return said.title
        if found is not None and table.name.startswith(f"{found[1]}_") and found[2] in said.columns:
            return said.columns[found[2]]
    return None


def _on_one_line(text: str) -> str:
    return " ".join(_without_marks(text).split())


def _cut(value: Text | Instant | str, longest: int | None) -> Text | Instant | str:
    if longest is None or isinstance(value, Message | Markup | Instant) or len(value) <= longest:
        return value
    return value[: longest - 1] + "…"


def _without_marks(text: str) -> str:
    """Return a text with mentions by name, and instants in words."""
    return translate(
        text,
        mention_form=lambda _member, username: username,
        timestamp_form=lambda _seconds, spelled: spelled,
        calls=lambda _name: False,
    )
