"""Questions in the terminal: each with a proposal, asked again until its answer is understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bot.cli.speech import say, tell
from bot.errors import ConfigurationError
from bot.language.folding import fold
from bot.language.messages import Language, Markup, Text, _
from bot.territory import Territory, named, search

T = TypeVar("T")

_LONGEST_NAME = 200
_ADMINISTRATOR = re.compile(r"[^:\s]+:\S+")
_YES = frozenset({"o", "oui", "y", "yes"})


class Interview:
    """Asks questions on the terminal, unless it is told to ask none; at the end of input it asks no more."""

    def __init__(self, language: Language, *, asks: bool) -> None:
        self._language = language
        self._asks = asks

    def answer(self, given: str | None, question: Text, proposal: str, read: Callable[[str], T]) -> T:
        """Return what `read` makes of the answer that was given beforehand, or typed, or proposed.

        Raises:
            ConfigurationError: the answer that was given beforehand is not understood.
        """
        if given is not None:
            return read(given)
        while self._asks:
            typed = self._ask(question, proposal)
            try:
                return read(typed or proposal)
            except ConfigurationError as error:
                tell(error.text, self._language)
        return read(proposal)

    def confirms(self, question: Text) -> bool:
        """Return whether the answer is yes; it is no unless somebody says so."""
        return self._asks and fold(self._ask(question, say(_("no"), self._language))) in _YES

    def _ask(self, question: Text, proposal: str) -> str:
        shown = f" [{proposal}]" if proposal else ""
        try:
            return input(f"\n{say(question, self._language)}{shown}\n> ").strip()
        except EOFError:
            self._asks = False
            return ""


def read_name(text: str) -> str:
    """Return the name of a network."""
    name = text.strip()
    if not 0 < len(name) <= _LONGEST_NAME:
        raise ConfigurationError(_("A name of {count} characters at most is expected.", count=_LONGEST_NAME))
    return name


def read_territory(text: str) -> Territory | None:
    """Return the territory that is meant, None if the text is empty."""
    if not text.strip():
        return None
    found = named(text)
    if found is not None:
        return found
    close = search(text)
    if len(close) == 1:
        return close[0]
    if not close:
        raise ConfigurationError(
            _("“{text}” is no département or overseas collectivity that I know.", text=text)
        )
    names = Markup(", ".join(f"{item.name} ({item.code})" for item in close))
    raise ConfigurationError(_("Which one is “{text}”: {names}?", text=text, names=names))


def read_folder(text: str) -> Path:
    """Return a folder."""
    return Path(text).expanduser()


def read_administrator(text: str) -> list[str]:
    """Return the administrator, as a list, or an empty one."""
    if not text.strip():
        return []
    if not _ADMINISTRATOR.fullmatch(text.strip()):
        raise ConfigurationError(
            _("“platform:username” is expected, for example {example}.", example=Markup("console:camille"))
        )
    return [text.strip()]
