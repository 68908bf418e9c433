"""The catalogue: what the messages are in each language, and how they are filled in for one reader.

Every package that speaks keeps `locale/fr.po` beside its code; the English text is in the code itself. The
files are read once per process, so that there is no compiled file to forget.
"""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.language.dates import spell
from bot.language.marks import timestamp
from bot.language.messages import (
    LANGUAGES,
    Continued,
    Instant,
    Language,
    Markup,
    Message,
    Text,
    escape,
)
from bot.language.po import entries
from bot.language.typography import typeset

_folders: list[Path] = []
_BETWEEN_FORMS = "\0"
_OPENING_VALUE = re.compile(r"\{(\w+)\}")
_OPENING_WORD = re.compile(r"[^\W\d_]+")


def add_package(package: str) -> None:
    """Add the catalogue of a package, by its dotted name; a package without one speaks English only."""
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        add_folder(Path(folder) / "locale")


def add_folder(folder: Path) -> None:
    """Add a folder that holds `fr.po`; one that is there already, or holds none, changes nothing."""
    if folder in _folders or not (folder / "fr.po").is_file():
        return
    _folders.append(folder)
    _translations.cache_clear()
    _template.cache_clear()


@cache
def _translations() -> dict[bytes, bytes]:
    """Return the French singular and plural of each text, by its context and its English singular.

    They are kept in UTF-8, as gettext does: in Python's own form French texts take twice as much.
    """
    found = {}
    for folder in _folders:
        with (folder / "fr.po").open(encoding="utf-8") as file:
            for entry in entries(file):
                forms = dict.fromkeys((entry.forms[0], entry.forms[-1]))
                found[_key(entry.context, entry.text)] = _BETWEEN_FORMS.join(forms).encode()
    return found


def _key(context: str | None, text: str) -> bytes:
    return (text if context is None else f"{context}\4{text}").encode()


@cache
def _template(
    text: str, plural: str | None, is_one: bool | None, context: str | None, language: Language
) -> str:
    """Return the text to fill in, typeset; `is_one` chooses singular or plural."""
    forms = [text, text if plural is None else plural]
    if language == "fr" and (french := _translations().get(_key(context, text))):
        forms = french.decode().split(_BETWEEN_FORMS)
    found = forms[0] if plural is None or is_one else forms[-1]
    return found if language == "en" else typeset(found, language)


@dataclass(frozen=True, slots=True)
class Words:
    """Chooses the words for one reader: a language, and a zone for instants."""

    language: Language
    zone: ZoneInfo
    now: datetime | None = None

    def __call__(self, text: Text) -> Markup:
        """Return the Markdown for this reader."""
        if not isinstance(text, Message):
            return text
        template = self._template_of(text)
        if not text.values:
            return Markup(template)
        return Markup(template.format_map({name: self._fill(value) for name, value in text.values.items()}))

    def join(self, texts: Iterable[Text], separator: str = "\n") -> Markup:
        """Return the texts for this reader, one after another."""
        return Markup(separator.join(self(text) for text in texts))

    def _template_of(self, text: Message) -> str:
        is_one = None
        if text.count is not None:
            is_one = text.count in (0, 1) if self.language == "fr" else text.count == 1
        return _template(text.text, text.plural, is_one, text.context, self.language)

    def _fill(self, value: object) -> str:
        match value:
            case Message() | Markup():
                return self(value)
            case Continued(text):
                return self._continue(text)
            case Instant(at, all_day):
                words = spell(at.astimezone(self.zone), self.language, all_day=all_day)
                return words if all_day else timestamp(at, words)
            case str():
                return escape(value)
            case _:
                return str(value)

    def _continue(self, text: Text) -> str:
        """Return a text that follows a colon: only names and acronyms keep their capital in French.

        What is a name is seen in the English text, which begins with the same word.
        """
        said = self(text)
        if self.language != "fr" or not isinstance(text, Message):
            return said
        template = self._template_of(text)
        if value := _OPENING_VALUE.match(template):
            name = value[1]
            first = text.values.get(name)
            if not isinstance(first, Message):
                return said
            return self(replace(text, values={**text.values, name: Continued(first)}))
        word, english = _OPENING_WORD.match(template), _OPENING_WORD.match(text.text)
        is_acronym = word is not None and len(word[0]) > 1 and word[0].isupper()
        is_name = word is not None and english is not None and word[0] == english[0]
        return said if is_acronym or is_name else said[:1].lower() + said[1:]


def in_every_language(text: Text) -> frozenset[str]:
    """Return the message without values in every language: the names under which people may type it."""
    if not isinstance(text, Message):
        return frozenset({text})
    return frozenset(_template(text.text, None, None, text.context, language) for language in LANGUAGES)
