"""Options: the arguments of a command as Discord asks for them.

https://docs.discord.com/developers/interactions/application-commands#application-command-object-application-command-option-structure
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from bot.language.messages import Language
from bot.platforms.discord.limits import (
    MAX_CHOICE,
    MAX_CHOICES,
    MAX_COMMAND_NAME,
    MAX_OPTION_VALUE_LENGTH,
)
from bot.platforms.discord.localising import Localised, Localiser
from bot.plugin.arguments import BooleanArgument, IntegerArgument, MemberArgument, PlaceArgument
from bot.plugin.choices import ChoiceArgument
from bot.plugin.parameters import Parameter

FILES_OF_A_COMMAND = 5
"""How many files one command takes: each is an option of its own, and few people attach more."""
_LARGEST_INTEGER = 10**15 - 1
"""As many digits as are read of a number; Discord itself stops at 2 ** 53."""
_TEXT_CHANNELS = (0, 5)
"""Channels of text and of announcements: resources/channel#channel-object-channel-types."""


class OptionType(IntEnum):
    """Discord's types of options, those that are used here."""

    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ATTACHMENT = 11


@dataclass(frozen=True, slots=True)
class CommandOption:
    """One option of a command: the argument for which it is, under which name, and what Discord is told."""

    parameter: Parameter
    type: OptionType
    name: Localised
    description: Localised
    is_required: bool
    choices: tuple[tuple[Localised, str], ...] = ()

    @property
    def length(self) -> int:
        """How many of the characters of a command it takes."""
        names = self.name.length + self.description.length
        return names + sum(name.length + len(value) for name, value in self.choices)

    def payload(self) -> dict[str, Any]:
        """Return the option as Discord's JSON."""
        return {
            "type": int(self.type),
            **self.name.payload("name"),
            **self.description.payload("description"),
            "required": self.is_required,
            **self._details(),
        }

    def _details(self) -> dict[str, Any]:
        match self.type:
            case OptionType.INTEGER:
                return {"min_value": -_LARGEST_INTEGER, "max_value": _LARGEST_INTEGER}
            case OptionType.CHANNEL:
                return {"channel_types": list(_TEXT_CHANNELS)}
            case OptionType.STRING if self.choices:
                return {"choices": [{**name.payload("name"), "value": value} for name, value in self.choices]}
            case OptionType.STRING:
                return self._details_of_text()
            case _:
                return {}

    def _details_of_text(self) -> dict[str, Any]:
        room = self.parameter.about.max_length
        longest = {} if room is None else {"max_length": min(room, MAX_OPTION_VALUE_LENGTH)}
        return {"autocomplete": self.parameter.completer is not None, **longest}


def options_of(parameters: Iterable[Parameter], localiser: Localiser) -> tuple[CommandOption, ...]:
    """Return the options of a command, those that are required first, as Discord wants them.

    What is required is so there as well: Discord then shows these fields by itself, and tells whoever sends
    the command which one is empty, before anything is sent. Options that are optional hide behind a button,
    where few people would find `quand` and `texte`. The form is for what was filled in and not understood.

    Each has names of its own in every language.
    """
    found = [option for item in parameters for option in _options_of_one(item, localiser)]
    found.sort(key=lambda option: not option.is_required)
    return _with_names_of_their_own(found)


def _options_of_one(item: Parameter, localiser: Localiser) -> Sequence[CommandOption]:
    name = localiser.name(item.about.label)
    description = localiser.description(item.about.help or item.about.label, item.about.example)
    if item.takes_files:
        return [
            CommandOption(item, OptionType.ATTACHMENT, name, description, item.required and number == 0)
            for number in range(FILES_OF_A_COMMAND)
        ]
    choices = _choices(item, localiser)
    return [CommandOption(item, _type_of(item), name, description, item.required, choices)]


def _type_of(item: Parameter) -> OptionType:
    """Return Discord's own type for an argument.

    Types that were made from ours may read more than Discord lets people choose: theirs is text. So is that
    of a list, and of what completes itself.
    """
    if item.many or item.about.complete is not None:
        return OptionType.STRING
    return _NATIVE.get(type(item.type), OptionType.STRING)


_NATIVE: Mapping[type, OptionType] = {
    IntegerArgument: OptionType.INTEGER,
    BooleanArgument: OptionType.BOOLEAN,
    MemberArgument: OptionType.USER,
    PlaceArgument: OptionType.CHANNEL,
}


def _choices(item: Parameter, localiser: Localiser) -> tuple[tuple[Localised, str], ...]:
    """Return what can be chosen; nothing if it is too much, which is completed while it is typed."""
    if item.many or not isinstance(item.type, ChoiceArgument):
        return ()
    options = item.type.options()
    if len(options) > MAX_CHOICES or any(len(option.value) > MAX_CHOICE for option in options):
        return ()
    return tuple((localiser.choice(option.label), option.value) for option in options)


def _with_names_of_their_own(options: Iterable[CommandOption]) -> tuple[CommandOption, ...]:
    """Return the options with names that differ in every language: the second `fichier` is `fichier-2`."""
    counts: Counter[tuple[Language, str]] = Counter()
    named = []
    for option in options:
        forms: dict[Language, str] = {}
        for language, form in option.name.forms.items():
            counts[language, form] += 1
            forms[language] = _numbered(form, counts[language, form])
        named.append(replace(option, name=Localised(forms, option.name.default)))
    return tuple(named)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name[: MAX_COMMAND_NAME - 3]}-{number}"
