"""Application commands: what Discord is told of the declared commands, and which of them somebody chose.

https://docs.discord.com/developers/interactions/application-commands. The root words are commands, the verbs
their sub-commands; Discord spells the default verb like the others. All are global: those of a guild would
not be there in direct messages.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.chat.people import Role
from bot.language.messages import Language, Text
from bot.platforms.discord.limits import (
    MAX_COMMAND_CHARACTERS,
    MAX_COMMAND_OPTIONS,
    MAX_COMMANDS,
)
from bot.platforms.discord.localising import Localised, Localiser
from bot.platforms.discord.menus import MenuCommand, MenuType, menu_commands
from bot.platforms.discord.options import CommandOption, OptionType, options_of
from bot.plugin import Command, Plugin

CHAT_INPUT = 1
"""The type of a command that people type."""
SUB_COMMAND = 1
"""The type of an option that is a verb."""
_CONTEXTS = (0, 1)
"""Where commands can be used: in guilds, and in direct messages with the bot."""
_GUILD_INSTALL = (0,)
"""How the application is installed: in guilds."""
_MANAGE_GUILD = 1 << 5
"""The permission of whoever may manage the guild: topics/permissions."""
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


class CommandTable:
    """All commands, as Discord is told of them, and the way back."""

    def __init__(self, roots: Sequence[RootCommand], menus: Sequence[MenuCommand] = ()) -> None:
        self._roots = {root.name.text: root for root in roots}
        self._menus = {command.key: command for command in menus}
        self.payload: list[dict[str, Any]] = [
            {**payload, "contexts": list(_CONTEXTS), "integration_types": list(_GUILD_INSTALL)}
            for payload in (*(root.payload() for root in roots), *(menu.payload() for menu in menus))
        ]
        """What is registered: the body of "bulk overwrite global application commands"."""
        canonical = json.dumps(self.payload, ensure_ascii=False, sort_keys=True)
        self.fingerprint = hashlib.sha256(canonical.encode()).hexdigest()
        """Differs if what is to be registered differs."""

    @property
    def names(self) -> tuple[str, ...]:
        """The default names of the commands that people type, in the order of the payload."""
        return tuple(self._roots)

    def find(self, data: Mapping[str, Any]) -> Chosen:
        """Return the command of an interaction's `data`, one that was sent or is being typed.

        Raises:
            UnknownCommandError: nothing declares it any more.
        """
        root = self._roots.get(data["name"])
        if root is None:
            raise UnknownCommandError(data["name"])
        leaf, options = root.leaf(data.get("options", ()))
        return leaf.read(options)

    def shortcut(self, data: Mapping[str, Any]) -> tuple[str, str]:
        """Return the plugin and the name of a shortcut, by the `data` of an interaction from a menu.

        Raises:
            UnknownCommandError: nothing declares it any more.
        """
        command = self._menus.get((data["type"], data["name"]))
        if command is None:
            raise UnknownCommandError(data["name"])
        return command.plugin, command.shortcut


def command_table(
    plugins: Iterable[Plugin], language: Language = "fr", coordinator_roles: Sequence[str] = ()
) -> CommandTable:
    """Return the table of all commands of the plugins.

    The names of `language` are the default ones, for clients in neither of ours. `coordinator_roles` are
    the names of the roles that make coordinators.

    Raises:
        ValueError: Discord would not take one of them; the message names it.
    """
    localiser = Localiser(language)
    plugins = tuple(plugins)
    roots = [root for plugin in plugins for root in _roots(plugin, localiser, coordinator_roles)]
    menus = menu_commands(plugins, localiser, lambda role: _permissions([role], coordinator_roles))
    for root in roots:
        _check(root)
    if len(roots) > MAX_COMMANDS:
        raise ValueError(f"{len(roots)} commands: Discord takes {MAX_COMMANDS}")
    _check_names((root.name for root in roots), "the commands")
    for kind in MenuType:
        _check_names((menu.name for menu in menus if menu.type is kind), f"the menu of a {kind.name.lower()}")
    return CommandTable(roots, menus)


def _roots(plugin: Plugin, localiser: Localiser, coordinator_roles: Sequence[str]) -> Iterator[RootCommand]:
    by_root: dict[str, list[Command]] = {}
    for command in plugin.commands:
        by_root.setdefault(command.root.fr, []).append(command)
    for word, commands in by_root.items():
        group = plugin.groups.get(word)
        summary: Text = group.summary if group else commands[0].summary
        yield RootCommand(
            localiser.command(commands[0].root.in_language),
            localiser.description(summary),
            tuple(_leaf(command, localiser) for command in commands),
            _permissions([command.role for command in commands], coordinator_roles),
        )


def _leaf(command: Command, localiser: Localiser) -> Leaf:
    word = command.verb or command.root
    return Leaf(
        command,
        localiser.command(word.in_language),
        localiser.description(command.summary),
        options_of(command.parameters, localiser),
    )


def _permissions(roles: Iterable[Role], coordinator_roles: Sequence[str]) -> int | None:
    """Return what somebody needs for Discord to show them a command; None: it is shown to all.

    Discord knows no verbs there, so this is only for words that are the coordinators' altogether; and it
    asks for every permission that is named, so it cannot say "or one of these roles". Where roles are
    configured all see the command, as they see those of administrators, whom Discord does not know. Rights
    are checked when somebody acts, whatever is shown.
    """
    if coordinator_roles or min(roles) is not Role.COORDINATOR:
        return None
    return _MANAGE_GUILD


def _check(root: RootCommand) -> None:
    """Raise `ValueError` if Discord would not take a command."""
    if root.has_verbs and len(root.leaves) > MAX_COMMAND_OPTIONS:
        raise ValueError(f"/{root.name.text}: {len(root.leaves)} verbs, Discord takes {MAX_COMMAND_OPTIONS}")
    _check_names((leaf.name for leaf in root.leaves), f"the verbs of /{root.name.text}")
    for leaf in root.leaves:
        if len(leaf.options) > MAX_COMMAND_OPTIONS:
            count = len(leaf.options)
            raise ValueError(f"/{leaf.command.name}: {count} arguments, Discord takes {MAX_COMMAND_OPTIONS}")
    if root.length > MAX_COMMAND_CHARACTERS:
        raise ValueError(
            f"/{root.name.text}: {root.length} characters in its names, descriptions and choices, Discord "
            f"takes {MAX_COMMAND_CHARACTERS}"
        )


def _check_names(names: Iterable[Localised], of_what: str) -> None:
    """Raise `ValueError` if two names are the same in some language."""
    seen: set[tuple[str, str]] = set()
    for name in names:
        forms = set(name.forms.items())
        if seen & forms:
            raise ValueError(f"two of {of_what} have the name {name.text!r}")
        seen |= forms


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
