"""Names and descriptions of commands, in the forms and the languages that Discord takes.

https://docs.discord.com/developers/interactions/application-commands#localization
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.chat.plain import plain
from bot.language.catalogue import Words
from bot.language.messages import LANGUAGES, Language, Markup, Text, _, in_english
from bot.platforms.discord.limits import MAX_CHOICE, MAX_COMMAND_DESCRIPTION, MAX_COMMAND_NAME, fit

LOCALES: Mapping[Language, tuple[str, ...]] = {"fr": ("fr",), "en": ("en-US", "en-GB")}
"""The locales of Discord's clients that each of our languages is for: reference#locales. Clients in any other
language show the default."""

_WORDS: Mapping[Language, Words] = {language: Words(language, ZoneInfo("UTC")) for language in LANGUAGES}
_PART = re.compile(r"\w+")


class UnfitError(ValueError):
    """Discord would not take a command; `text` says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(in_english(text))
        self.text = text


@dataclass(frozen=True, slots=True)
class Localised:
    """A text in each of our languages, of which one is the default."""

    forms: Mapping[Language, str]
    default: Language

    @property
    def text(self) -> str:
        """The text of the default language."""
        return self.forms[self.default]

    @property
    def length(self) -> int:
        """How many characters it counts for in a command: those of its longest form."""
        return max(map(len, self.forms.values()))

    def payload(self, key: str) -> dict[str, object]:
        """Return the text as a property of a command, `name` or `description`, with its localisations."""
        localisations = {
            locale: form for language, form in self.forms.items() for locale in LOCALES[language]
        }
        return {key: self.text, f"{key}_localizations": localisations}

    def changed(self, change: Callable[[str], str]) -> Localised:
        """Return what a change makes of every form."""
        return Localised({language: change(form) for language, form in self.forms.items()}, self.default)


@dataclass(frozen=True, slots=True)
class Localiser:
    """Says things in every language for Discord, `default` being that of the network."""

    default: Language

    def plain(self, text: Text) -> Localised:
        """Return a message without its Markdown, on one line."""
        return self._each(lambda language: " ".join(plain(_WORDS[language](text)).split()))

    def name(self, text: Text) -> Localised:
        """Return a label as the name of an option."""
        return self.plain(text).changed(command_name)

    def command(self, in_language: Callable[[str], str]) -> Localised:
        """Return a word of the command language as the name of a command."""
        return self._each(lambda language: command_name(in_language(language)))

    def menu_name(self, text: Text) -> Localised:
        """Return a label as the name of a command in the menu of a message or a person."""
        return self.plain(text).changed(lambda form: fit(form, MAX_COMMAND_NAME))

    def description(self, text: Text, example: Text | None = None) -> Localised:
        """Return what people read of a command or an option: a sentence, cut at a word if it is too long.

        The first line of the example follows, if there is room for it in every language.
        """
        sentence = self.plain(text).changed(lambda form: form[:1].upper() + form[1:])
        if example is not None:
            longer = self._each(lambda language: _with_example(sentence.forms[language], example, language))
            if longer.length <= MAX_COMMAND_DESCRIPTION:
                return longer
        return sentence.changed(lambda form: fit(form, MAX_COMMAND_DESCRIPTION))

    def choice(self, text: Text) -> Localised:
        """Return the name of a choice."""
        return self.plain(text).changed(lambda form: fit(form, MAX_CHOICE))

    def _each(self, said: Callable[[Language], str]) -> Localised:
        return Localised({language: said(language) for language in LANGUAGES}, self.default)


def _with_example(sentence: str, example: Text, language: Language) -> str:
    words = _WORDS[language]
    first, *_others = words(example).splitlines()
    return plain(words(_("{sentence}. E.g. {example}", sentence=sentence.rstrip("."), example=Markup(first))))


def command_name(text: str) -> str:
    """Return a text as Discord takes the name of a command or option: small letters, digits and hyphens.

    Accents stay: interactions/application-commands#application-command-object-application-command-naming.

    Raises:
        UnfitError: nothing is left of it.

    >>> command_name("Jusqu’à quand ?")
    'jusqu-à-quand'
    """
    lowered = unicodedata.normalize("NFC", text.lower())
    name = "-".join(_PART.findall(lowered))[:MAX_COMMAND_NAME].strip("-")
    if not name:
        raise UnfitError(_("“{text}” has neither letters nor digits", text=text))
    return name
