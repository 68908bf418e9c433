"""Reading catalogues of translations: gettext's `.po` files.

https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_STRING = re.compile(r'\s*(?:(msgctxt|msgid|msgid_plural|msgstr(?:\[\d+\])?)\s*)?"(.*)"\s*')
_ESCAPED = re.compile(r"\\(.)")
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r"}
_FUZZY = re.compile(r"#,(?:.*,)?\s*fuzzy\s*(?:,|$)")


class Entry(NamedTuple):
    """A text, and what it is in the language of the catalogue: one form, or its singular and plurals."""

    context: str | None
    text: str
    forms: tuple[str, ...]


def entries(lines: Iterable[str]) -> Iterator[Entry]:
    """Return what a catalogue translates: neither its header nor what is doubtful, obsolete or empty."""
    fields: dict[str, str] = {}
    is_fuzzy = False
    name = ""
    for line in lines:
        if line.startswith("#"):
            is_obsolete, becomes_fuzzy = line.startswith("#~"), _FUZZY.match(line) is not None
            if is_obsolete or becomes_fuzzy:
                yield from _entry(fields, is_fuzzy)
                fields, is_fuzzy = {}, becomes_fuzzy  # `fuzzy` above an obsolete entry is not of the next one
            continue
        if (found := _STRING.match(line)) is None:
            continue
        if found[1]:
            name = found[1]
            if name in {"msgctxt", "msgid"} and _forms(fields):
                yield from _entry(fields, is_fuzzy)
                fields, is_fuzzy = {}, False
        fields[name] = fields.get(name, "") + _unescaped(found[2])
    yield from _entry(fields, is_fuzzy)


def _entry(fields: dict[str, str], is_fuzzy: bool) -> Iterator[Entry]:
    forms = _forms(fields)
    if fields.get("msgid") and forms and all(forms) and not is_fuzzy:
        yield Entry(fields.get("msgctxt"), fields["msgid"], forms)


def _forms(fields: dict[str, str]) -> tuple[str, ...]:
    return tuple(value for name, value in fields.items() if name.startswith("msgstr"))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text
