"""Spelling: how a command is used on Discord, wherever a text shows how it is typed.

Plugins show commands as people type them, `/rappel demain 9h appeler la mairie`. Discord's client takes no
such line: one chooses `/rappel créer` and fills in a box for each argument. What is written here can be typed
on the other platforms as well, where arguments may be named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.folding import fold
from bot.language.messages import Language
from bot.language.moments import Reading
from bot.language.remembering import remembering
from bot.plugin import Command, Plugin
from bot.plugin.finding import split_word
from bot.plugin.parsing import parse_line

_CODE = re.compile(r"`/([^`\n]+)`")
_PLACEHOLDER = re.compile(r"\[?[^\W\d_a-zà-ÿ]+(?:[ -][^\W\d_a-zà-ÿ]+)*\]?")
_REMEMBERED = 1024
_ZONE = ZoneInfo("UTC")
_THEN = datetime(2000, 1, 3, tzinfo=_ZONE)
"""At what instant moments are read: always the same, so that a text is always spelled alike."""


class Spelling:
    """Spells the commands of some plugins."""

    def __init__(self, plugins: Iterable[Plugin]) -> None:
        self._commands: dict[str, list[Command]] = {}
        for plugin in plugins:
            for command in plugin.commands:
                for form in command.root.forms():
                    self._commands.setdefault(form, []).append(command)
        self._spelled = remembering(_REMEMBERED)(self._spell)

    def __call__(self, text: str) -> str:
        """Return a neutral text with each command that stands there as code spelled as Discord has it."""
        return _CODE.sub(lambda code: f"`/{self._spelled(code[1])}`", text)

    def _spell(self, line: str) -> str:
        word, rest = split_word(line)
        command, rest = self._command(word, rest)
        if command is None:
            return line
        language = _language_of(line, command)
        return " ".join([command.words_in(language), *_arguments(command, rest, language)])

    def _command(self, word: str, rest: str) -> tuple[Command | None, str]:
        """Return the command of a line, and what stands behind its words."""
        commands = self._commands.get(fold(word), [])
        verb, behind = split_word(rest)
        for command in commands:
            if command.verb is not None and fold(verb) in command.verb.forms():
                return command, behind
        default = next((one for one in commands if one.verb is None or one.is_default), None)
        return default, rest


def _language_of(line: str, command: Command) -> Language:
    """Return the language of the words that a line begins with: French where they are the same in both."""
    typed = [fold(word) for word in line.split()[:2]]
    words = [word for word in (command.root, command.verb) if word is not None]
    is_english = any(
        fold(word.en) == said and fold(word.fr) != said for word, said in zip(words, typed, strict=False)
    )
    return "en" if is_english else "fr"


def _arguments(command: Command, text: str, language: Language) -> list[str]:
    """Return each argument with its box, none if the text does not say all that is needed."""
    shown = [word for word in _PLACEHOLDER.sub("", text).split() if word.strip("…")]
    if not shown:
        return []
    words = Words(language, _ZONE)
    parsed = parse_line(text, command.parameters, Reading(now=_THEN, zone=_ZONE, language=language))
    if not parsed.is_complete:
        return []
    return [
        f"{words(item.about.label).lower()}: {parsed.raw[item.name]}"
        for item in command.parameters
        if item.name in parsed.raw
    ]
