"""Application commands: what Discord is told of the declared commands, and which of them somebody chose.

https://docs.discord.com/developers/interactions/application-commands. The root words are commands, the verbs
their sub-commands; Discord spells the default verb like the others. All are global: those of a guild would
not be there in direct messages.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.chat.people import Role
from bot.language.messages import Language, Text, _
from bot.platforms.discord.limits import (
    MAX_COMMAND_CHARACTERS,
    MAX_COMMAND_OPTIONS,
    MAX_COMMANDS,
    MAX_MENU_COMMANDS,
)
from bot.platforms.discord.localising import Localised, Localiser, UnfitError
from bot.platforms.discord.menus import MenuCommand, MenuType, menu_commands
from bot.platforms.discord.options import options_of
from bot.platforms.discord.roots import Chosen, Leaf, RootCommand, UnknownCommandError
from bot.plugin import Command, Plugin

_CONTEXTS = (0, 1)
"""Where commands can be used: in guilds, and in direct messages with the bot."""
_GUILD_INSTALL = (0,)
"""How the application is installed: in guilds."""
_MANAGE_GUILD = 1 << 5
"""The permission of whoever may manage the guild: topics/permissions."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A command that Discord would not take, as people know it, and why."""

    command: str
    why: Text


class CommandTable:
    """All commands, as Discord is told of them, and the way back."""

    def __init__(
        self,
        roots: Sequence[RootCommand],
        menus: Sequence[MenuCommand] = (),
        left_out: tuple[LeftOut, ...] = (),
    ) -> None:
        self.left_out = left_out
        """What is declared, and not registered."""
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
    """Return the table of all commands of the plugins, but for those that Discord would not take.

    The names of `language` are the default ones, for clients in neither of ours. `coordinator_roles` are
    the names of the roles that make coordinators.
    """
    return _Builder(Localiser(language), coordinator_roles).table(tuple(plugins))


class _Builder:
    """Takes command after command, as long as they fit, and notes those that do not."""

    def __init__(self, localiser: Localiser, coordinator_roles: Sequence[str]) -> None:
        self._localiser = localiser
        self._coordinator_roles = coordinator_roles
        self._left_out: list[LeftOut] = []

    def table(self, plugins: Sequence[Plugin]) -> CommandTable:
        """Return the table."""
        return CommandTable(self._all_roots(plugins), self._all_menus(plugins), tuple(self._left_out))

    def _all_roots(self, plugins: Sequence[Plugin]) -> list[RootCommand]:
        roots: list[RootCommand] = []
        names = _Names()
        for plugin in plugins:
            by_root: dict[str, list[Command]] = {}
            for command in plugin.commands:
                by_root.setdefault(command.root.fr, []).append(command)
            for word, commands in by_root.items():
                with self._noting(f"/{word}"):
                    if len(roots) == MAX_COMMANDS:
                        raise UnfitError(_("Discord takes {most} commands", most=MAX_COMMANDS))
                    root = self._root(plugin, commands)
                    names.add(root.name)
                    roots.append(root)
        return roots

    def _root(self, plugin: Plugin, commands: Sequence[Command]) -> RootCommand:
        """Return a command with those verbs that fit.

        Raises:
            UnfitError: Discord would not take it, whatever its verbs.
        """
        group = plugin.groups.get(commands[0].root.fr)
        summary: Text = group.summary if group else commands[0].summary
        bare = RootCommand(
            self._localiser.command(commands[0].root.in_language),
            self._localiser.description(summary),
            (),
            _permissions([command.role for command in commands], self._coordinator_roles),
        )
        if commands[0].verb is None:
            return _with(bare, self._leaf(commands[0]))
        root, names = bare, _Names()
        for command in commands:
            with self._noting(f"/{command.name}"):
                leaf = self._leaf(command)
                longer = _with(root, leaf)
                names.add(leaf.name)
                root = longer
        if not root.leaves:
            raise UnfitError(_("none of its verbs fits"))
        return root

    def _leaf(self, command: Command) -> Leaf:
        word = command.verb or command.root
        options = options_of(command.parameters, self._localiser)
        if len(options) > MAX_COMMAND_OPTIONS:
            raise UnfitError(
                _(
                    "it has {count} arguments: Discord takes {most}",
                    count=len(options),
                    most=MAX_COMMAND_OPTIONS,
                )
            )
        return Leaf(
            command,
            self._localiser.command(word.in_language),
            self._localiser.description(command.summary),
            options,
        )

    def _all_menus(self, plugins: Sequence[Plugin]) -> list[MenuCommand]:
        taken: list[MenuCommand] = []
        names = {kind: _Names() for kind in MenuType}
        for menu in menu_commands(
            plugins, self._localiser, lambda role: _permissions([role], self._coordinator_roles)
        ):
            with self._noting(f"“{menu.name.text}”"):
                if sum(other.type is menu.type for other in taken) == MAX_MENU_COMMANDS:
                    raise UnfitError(
                        _("Discord takes {most} commands in such a menu", most=MAX_MENU_COMMANDS)
                    )
                names[menu.type].add(menu.name)
                taken.append(menu)
        return taken

    @contextlib.contextmanager
    def _noting(self, command: str) -> Iterator[None]:
        try:
            yield
        except UnfitError as error:
            self._left_out.append(LeftOut(command, error.text))


class _Names:
    """Names of which no two are the same in any language."""

    def __init__(self) -> None:
        self._taken: set[tuple[str, str]] = set()

    def add(self, name: Localised) -> None:
        """Take one more.

        Raises:
            UnfitError: another has it.
        """
        forms = set(name.forms.items())
        both = sorted(form for _language, form in self._taken & forms)
        if both:
            raise UnfitError(_("another command has the name “{name}”", name=both[0]))
        self._taken |= forms


def _with(root: RootCommand, leaf: Leaf) -> RootCommand:
    """Return a command with one more verb.

    Raises:
        UnfitError: that is more than Discord takes.
    """
    longer = replace(root, leaves=(*root.leaves, leaf))
    if len(longer.leaves) > MAX_COMMAND_OPTIONS:
        raise UnfitError(_("Discord takes {most} verbs under one word", most=MAX_COMMAND_OPTIONS))
    if longer.length > MAX_COMMAND_CHARACTERS:
        raise UnfitError(
            _(
                "Discord takes {most} characters in all names, descriptions and choices under one word",
                most=MAX_COMMAND_CHARACTERS,
            )
        )
    return longer


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
