"""What a declaration becomes: words, commands, actions, shortcuts, forms, sentences and suggestions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from pydantic import BaseModel

from bot.chat.messages import Button
from bot.chat.people import Role
from bot.language.folding import fold
from bot.language.messages import Message, Text
from bot.plugin.parameters import Parameter

if TYPE_CHECKING:
    from bot.plugin.context import Context
    from bot.plugin.services import WordLists

Questions: TypeAlias = "Callable[..., Awaitable[Sequence[Parameter]]]"
Answered: TypeAlias = "Callable[..., Awaitable[Mapping[str, str]]]"
FormCheck: TypeAlias = "Callable[[Context, Mapping[str, str]], Awaitable[Mapping[str, Text]]]"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the command language: French first, English second, then any other form that is accepted."""

    fr: str
    en: str
    aliases: tuple[str, ...] = ()

    def forms(self) -> frozenset[str]:
        """Return every accepted form, folded."""
        return _forms(self)

    def in_language(self, language: str) -> str:
        """Return the form to show in that language."""
        return self.en if language == "en" else self.fr


@cache
def _forms(word: Word) -> frozenset[str]:
    return frozenset(fold(form) for form in (word.fr, word.en, *word.aliases))


Before = Callable[["Context"], Awaitable[object]]
"""Raises a `Refusal` if a command is not for who typed it: no form is opened for them then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command: a root word, a verb if the root has several, and typed arguments.

    `examples` are whole lines in French, then in English. `opens_form` and `public` are what some platforms
    must know before the handler runs: that it may answer by a form, so that they hold back anything else as
    long as they can, and that everybody in the place is to see the answer. A command that `joins` takes a
    code, its only argument: it is open where no network is, and runs in that of the code. `before` is called
    before a form is opened for arguments that are missing or wrong: what it raises is answered instead.
    `instead` are French verbs of the same root that are likeliest meant where this one cannot take a line.
    """

    plugin: str
    root: Word
    verb: Word | None
    is_default: bool
    handler: Callable[..., Any]
    parameters: tuple[Parameter, ...]
    summary: Message
    role: Role
    examples: Message | None
    opens_form: bool
    public: bool
    joins: bool = False
    before: Before | None = None
    instead: tuple[str, ...] = ()

    @property
    def takes_any_words(self) -> bool:
        """Whether any words are welcome: they have to come somewhere, or may come first."""
        return any(
            item.takes_the_rest and (item.required or item is self.parameters[0]) for item in self.parameters
        )

    @property
    def name(self) -> str:
        """A stable name: the French words, as typed."""
        return self.words_in("fr")

    def words_in(self, language: str) -> str:
        """Return the words to type, in that language, without the slash."""
        return " ".join(word.in_language(language) for word in (self.root, self.verb) if word)


@dataclass(frozen=True, slots=True)
class Action:
    """What a button or a menu runs; one that `joins` takes a code, `code`, as a `Command` that joins does."""

    handler: Callable[..., Any]
    role: Role
    joins: bool = False


class ShortcutOn(StrEnum):
    """What a shortcut is chosen on."""

    MESSAGE = "message"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class ShortcutDeclaration:
    """A command in the menu that some platforms show on a message, or on a person."""

    on: ShortcutOn
    label: Message
    handler: Callable[..., Any]
    role: Role


@dataclass(frozen=True, slots=True)
class FormDeclaration:
    """A form: its fields, and what to do with it once it is filled in.

    The fields are those of a pydantic `model`, or what `questions` returns each time: see `Plugin.form` and
    `Plugin.questions`. `check` tells what is wrong in what was typed so far. A form with `answered`, which
    returns what was answered so far, is saved piece by piece.
    """

    handler: Callable[..., Any]
    title: Message
    submit: Message | None
    model: type[BaseModel] | None = None
    questions: Questions | None = None
    check: FormCheck | None = None
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a plain sentence in a DM may be for: `claims` gives how surely it is, from 0 to 1.

    It is asked in a thread of its own, and told where the words are that the network adds.
    """

    handler: Callable[..., Any]
    claims: Callable[[str, WordLists], float]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a plugin has for somebody whose sentence no plugin claims.

    `text` is one line with an example to copy; `buttons` do it with that very sentence.
    """

    text: Text
    buttons: tuple[Button, ...] = ()
