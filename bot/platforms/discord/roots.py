"""Roots: a word with its verbs as Discord is told of it, and what somebody chose of it.

https://docs.discord.com/developers/interactions/application-commands#application-command-object
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.discord.localising import Localised
from bot.platforms.discord.options import CommandOption, OptionType
from bot.plugin import Command

CHAT_INPUT = 1
"""The type of a command that people type."""
SUB_COMMAND = 1
"""The type of an option that is a verb."""
_HERE = "ici"
"""How the place where somebody speaks is named, whatever their language."""


class UnknownCommandError(LookupError):
    """Discord still shows a command that is not declared any more."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A command that somebody chose, or is typing: `options` as Discord sends them, by option.

    `focused` is the name of the parameter that is being typed, if one is.
    """

    command: Command
    options: tuple[tuple[CommandOption, Any], ...]
    focused: str | None

    @property
    def files(self) -> tuple[str, ...]:
        """The ids of the attached files."""
        return tuple(str(value) for option, value in self.options if option.type is OptionType.ATTACHMENT)

    def texts(self, resolved: Mapping[str, Any], here: str | None = None) -> dict[str, str]:
        """Return what was chosen as text, by the names of the parameters, files left out.

        `resolved` is what the interaction says of the people and channels that were chosen, `here` the id of
        the channel where it was.
        """
        return {
            option.parameter.name: _text(option.type, value, resolved, here)
            for option, value in self.options
            if option.type is not OptionType.ATTACHMENT
        }


@dataclass(frozen=True, slots=True)
class Leaf:
    """A command without verbs, or one verb: its name in every language, and its options."""

    command: Command
    name: Localised
    description: Localised
    options: tuple[CommandOption, ...]

    @property
    def length(self) -> int:
        """How many of the characters of a command it takes."""
        return self.name.length + self.description.length + sum(option.length for option in self.options)

    def payload(self) -> dict[str, Any]:
        """Return it as Discord's JSON, but for its type."""
        return {
            **self.name.payload("name"),
            **self.description.payload("description"),
            "options": [option.payload() for option in self.options],
        }

    def read(self, sent: Iterable[Mapping[str, Any]]) -> Chosen:
        """Return what was chosen.

        Raises:
            UnknownCommandError: an option is not declared any more.
        """
        by_name = {option.name.text: option for option in self.options}
        found: list[tuple[CommandOption, Any]] = []
        focused = None
        for item in sent:
            option = by_name.get(item["name"])
            if option is None:
                raise UnknownCommandError(f"{self.command.name} {item['name']}")
            found.append((option, item.get("value", "")))
            focused = option.parameter.name if item.get("focused") else focused
        return Chosen(self.command, tuple(found), focused)


@dataclass(frozen=True, slots=True)
class RootCommand:
    """A command that people type, with its verbs if it has any."""

    name: Localised
    description: Localised
    leaves: tuple[Leaf, ...]
    permissions: int | None

    @property
    def has_verbs(self) -> bool:
        """Whether its leaves are verbs."""
        return self.leaves[0].command.verb is not None

    @property
    def length(self) -> int:
        """How many characters it takes of those that a command may have."""
        own = self.name.length + self.description.length if self.has_verbs else 0
        return own + sum(leaf.length for leaf in self.leaves)

    def payload(self) -> dict[str, Any]:
        """Return it as Discord's JSON, but for where it can be used."""
        if self.has_verbs:
            options = [{"type": SUB_COMMAND, **leaf.payload()} for leaf in self.leaves]
        else:
            options = self.leaves[0].payload()["options"]
        return {
            "type": CHAT_INPUT,
            **self.name.payload("name"),
            **self.description.payload("description"),
            "options": options,
            "default_member_permissions": self.permissions,
        }

    def leaf(self, sent: Sequence[Mapping[str, Any]]) -> tuple[Leaf, Sequence[Mapping[str, Any]]]:
        """Return which leaf was chosen, and its options.

        Raises:
            UnknownCommandError: it is not declared any more.
        """
        if not self.has_verbs:
            return self.leaves[0], sent
        verb = sent[0]["name"] if sent else ""
        for leaf in self.leaves:
            if leaf.name.text == verb:
                return leaf, sent[0].get("options", ())
        raise UnknownCommandError(f"{self.name.text} {verb}")


def _text(kind: OptionType, value: object, resolved: Mapping[str, Any], here: str | None) -> str:
    match kind:
        case OptionType.USER:
            return f"@{resolved.get('users', {}).get(value, {}).get('username', value)}"
        case OptionType.CHANNEL:
            return _HERE if value == here else f"#{_channel_name(value, resolved)}"
        case OptionType.BOOLEAN:
            return "true" if value else "false"
        case _:
            return str(value)


def _channel_name(value: object, resolved: Mapping[str, Any]) -> str:
    return str(resolved.get("channels", {}).get(value, {}).get("name", value))
