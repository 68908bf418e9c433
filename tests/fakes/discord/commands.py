"""The application commands that are registered (interactions/application-commands)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from . import limits
from .command_rules import CHAT, check_command, check_commands
from .errors import refusal
from .state import State
from .users import Json

_FIELDS = (
    "name",
    "name_localizations",
    "description",
    "description_localizations",
    "options",
    "default_member_permissions",
    "dm_permission",
    "contexts",
    "integration_types",
    "nsfw",
    "type",
)
_GLOBAL = ""


class Commands:
    """Commands by scope: everywhere, or one guild.

    Attributes:
        written: how many requests changed the commands.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.written = 0
        self._scopes: dict[str, dict[str, Json]] = {}
        self._created: dict[str, list[datetime]] = {}

    def of(self, guild_id: str = _GLOBAL) -> list[Json]:
        """The commands of a scope: of a guild, or global."""
        return list(self._scopes.get(guild_id, {}).values())

    def get(self, guild_id: str, command_id: str) -> Json:
        """A command.

        Raises:
            ApiError: 10063.
        """
        command = self._scopes.get(guild_id, {}).get(command_id)
        if command is None:
            raise refusal(10063)
        return command

    def put(self, guild_id: str, given: list[Json]) -> list[Json]:
        """Replace all; those with the name of one that stood keep its id and are not created.

        Raises:
            ApiError: 50035 for one that is not right, 30032 for too many, 30034 for too many creations.
        """
        check_commands(given)
        self._check_counts(given)
        before = {_key(command): command for command in self.of(guild_id)}
        self._count_created(guild_id, sum(_key(command) not in before for command in given))
        after = [self._registered(guild_id, command, before.get(_key(command))) for command in given]
        self._scopes[guild_id] = {command["id"]: command for command in after}
        self.written += 1
        return after

    def create(self, guild_id: str, given: Json) -> tuple[Json, bool]:
        """Add one, or replace the one with its name; says whether it is new."""
        check_command(given)
        others = [command for command in self.of(guild_id) if _key(command) != _key(given)]
        check_commands([*others, given])
        self._check_counts([*others, given])
        before = next((command for command in self.of(guild_id) if _key(command) == _key(given)), None)
        self._count_created(guild_id, int(before is None))
        command = self._registered(guild_id, given, before)
        self._scopes.setdefault(guild_id, {})[command["id"]] = command
        self.written += 1
        return command, before is None

    def change(self, guild_id: str, command_id: str, given: Json) -> Json:
        """Change some fields of one."""
        before = self.get(guild_id, command_id)
        merged = {name: before.get(name) for name in _FIELDS} | given
        check_command(merged)
        check_commands([one for one in self.of(guild_id) if one is not before] + [merged])
        self._scopes[guild_id][command_id] = command = self._registered(guild_id, merged, before)
        self.written += 1
        return command

    def delete(self, guild_id: str, command_id: str) -> None:
        self.get(guild_id, command_id)
        del self._scopes[guild_id][command_id]
        self.written += 1

    def _check_counts(self, commands: list[Json]) -> None:
        for kind, most in limits.COMMANDS.items():
            if sum((command.get("type") or CHAT) == kind for command in commands) > most:
                raise refusal(30032)

    def _count_created(self, guild_id: str, new: int) -> None:
        since = self.state.now() - timedelta(days=1)
        recent = [moment for moment in self._created.get(guild_id, []) if moment > since]
        if len(recent) + new > limits.COMMANDS_CREATED_A_DAY:
            raise refusal(30034)
        self._created[guild_id] = recent + [self.state.now()] * new

    def _registered(self, guild_id: str, given: Json, before: Json | None) -> Json:
        """As in the OpenAPI's `ApplicationCommandResponse`."""
        command_id = before["id"] if before else self.state.new_id()
        rights = given.get("default_member_permissions")
        contexts = given.get("contexts")
        told: Json = {
            "id": command_id,
            "application_id": self.state.application.id,
            "version": self.state.new_id(),
            "default_member_permissions": None if rights is None else str(rights),
            "type": given.get("type") or CHAT,
            "name": given["name"],
            "name_localizations": given.get("name_localizations") or None,
            "description": given.get("description") or "",
            "description_localizations": given.get("description_localizations") or None,
            "nsfw": bool(given.get("nsfw")),
        }
        if guild_id:
            told["guild_id"] = guild_id
        else:
            told["dm_permission"] = given.get("dm_permission") is not False
            told["contexts"] = contexts
            told["integration_types"] = given.get("integration_types") or [0]
        if given.get("options"):
            told["options"] = [_option(option) for option in given["options"]]
        return told


def _key(command: Json) -> tuple[int, str]:
    return command.get("type") or CHAT, command["name"]


def _option(option: Json) -> Json:
    """An option as it is told: nothing that is null or false by default."""
    told: dict[str, Any] = {name: value for name, value in option.items() if value not in (None, [], {})}
    if told.get("required") is False:
        del told["required"]
    if told.get("autocomplete") is False:
        del told["autocomplete"]
    if "options" in told:
        told["options"] = [_option(one) for one in told["options"]]
    return told
