"""The catalogue: what the messages are in each language, and how they are filled in for one reader.

Every package that speaks keeps `locale/fr.po` beside its code; the English text is in the code itself. The
files are read once per process: Babel turns them into gettext's own in-memory form, so that there is no
compiled file to forget.
"""

from __future__ import annotations

import gettext
import importlib.util
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.language.dates import spell
from bot.language.marks import timestamp
from bot.language.messages import LANGUAGES, Instant, Language, Markup, Message, Text, escape
from bot.language.typography import typeset

_folders: list[Path] = []


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
def _translations() -> gettext.GNUTranslations:
    from babel.messages.catalog import Catalog
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    merged = Catalog(locale="fr")
    for folder in _folders:
        with (folder / "fr.po").open("rb") as file:
            for message in read_po(file, locale="fr"):
                if message.id and message.string:
                    merged[message.id] = message
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@cache
def _template(
    text: str, plural: str | None, is_one: bool | None, context: str | None, language: Language
) -> str:
    """Return the text to fill in, typeset; `is_one` chooses singular or plural."""
    if language == "en":
        return plural if plural is not None and not is_one else text
    catalogue = _translations()
    if plural is not None:
        count = 1 if is_one else 2
        found = (
            catalogue.npgettext(context, text, plural, count)
            if context
            else catalogue.ngettext(text, plural, count)
        )
    else:
        found = catalogue.pgettext(context, text) if context else catalogue.gettext(text)
    return typeset(found, language)


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
        is_one = None
        if text.count is not None:
            is_one = text.count in (0, 1) if self.language == "fr" else text.count == 1
        template = _template(text.text, text.plural, is_one, text.context, self.language)
        if not text.values:
            return Markup(template)
        return Markup(template.format_map({name: self._fill(value) for name, value in text.values.items()}))

    def join(self, texts: Iterable[Text], separator: str = "\n") -> Markup:
        """Return the texts for this reader, one after another."""
        return Markup(separator.join(self(text) for text in texts))

    def _fill(self, value: object) -> str:
        match value:
            case Message() | Markup():
                return self(value)
            case Instant(at, all_day):
                words = spell(at.astimezone(self.zone), self.language, all_day=all_day)
                return words if all_day else timestamp(at, words)
            case str():
                return escape(value)
            case _:
                return str(value)


def in_every_language(text: Text) -> frozenset[str]:
    """Return the message without values in every language: the names under which people may type it."""
    if not isinstance(text, Message):
        return frozenset({text})
    return frozenset(_template(text.text, None, None, text.context, language) for language in LANGUAGES)
