"""Menus: the commands that Discord shows in the menu of a message, or of a person.

https://docs.discord.com/developers/interactions/application-commands#user-commands
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot.chat.people import Role
from bot.platforms.discord.limits import MAX_MENU_COMMANDS
from bot.platforms.discord.localising import Localised, Localiser
from bot.plugin import Plugin
from bot.plugin.declarations import ShortcutOn


class MenuType(IntEnum):
    """Discord's types of such commands."""

    USER = 2
    MESSAGE = 3


_TYPES = {ShortcutOn.MEMBER: MenuType.USER, ShortcutOn.MESSAGE: MenuType.MESSAGE}


@dataclass(frozen=True, slots=True)
class MenuCommand:
    """A shortcut of a plugin, as Discord shows it; `permissions` is who is shown it, None being everyone."""

    plugin: str
    shortcut: str
    type: MenuType
    name: Localised
    permissions: int | None

    @property
    def key(self) -> tuple[int, str]:
        """What tells it from the others in an interaction."""
        return int(self.type), self.name.text

    def payload(self) -> dict[str, Any]:
        """Return it as Discord's JSON, but for where it can be used; it has no description."""
        return {
            "type": int(self.type),
            **self.name.payload("name"),
            "default_member_permissions": self.permissions,
        }


def menu_commands(
    plugins: Iterable[Plugin], localiser: Localiser, permissions: Callable[[Role], int | None]
) -> tuple[MenuCommand, ...]:
    """Return the shortcuts of all plugins; `permissions` says what Discord is to ask of whoever has a role.

    Raises:
        ValueError: there are more than Discord takes.
    """
    found = tuple(
        MenuCommand(
            plugin=plugin.name,
            shortcut=name,
            type=_TYPES[declared.on],
            name=localiser.menu_name(declared.label),
            permissions=permissions(declared.role),
        )
        for plugin in plugins
        for name, declared in plugin.shortcuts.items()
    )
    for kind in MenuType:
        _check(kind, [item for item in found if item.type is kind])
    return found


def _check(kind: MenuType, commands: Sequence[MenuCommand]) -> None:
    if len(commands) > MAX_MENU_COMMANDS:
        where = f"the menu of a {kind.name.lower()}"
        raise ValueError(f"{len(commands)} commands in {where}: Discord takes {MAX_MENU_COMMANDS}")
