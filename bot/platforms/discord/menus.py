"""Menus: the commands that Discord shows in the menu of a message, or of a person.

https://docs.discord.com/developers/interactions/application-commands#user-commands
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from bot.chat.people import Role
from bot.platforms.discord.localising import Localised, Localiser
from bot.plugin import Plugin
from bot.plugin.declared import ShortcutOn


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
) -> Iterator[MenuCommand]:
    """Yield the shortcuts of all plugins; `permissions` says what Discord is to ask of whoever has a role."""
    return (
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
