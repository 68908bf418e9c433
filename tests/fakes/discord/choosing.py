"""How the client turns what somebody chooses and types into the data of a command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from . import limits
from .command_rules import (
    ATTACHMENT,
    BOOLEAN,
    CHANNEL,
    GROUP,
    INTEGER,
    MENTIONABLE,
    NUMBER,
    OF_USER,
    ROLE,
    STRING,
    SUBCOMMAND,
)
from .flags import Permission
from .messages import NotThereError
from .places import Channel, Guild
from .talk import Talk
from .users import Json, Role, User

if TYPE_CHECKING:
    from .commands import Commands


class ClientRefusedError(AssertionError):
    """The client does not send this: a field is missing, unknown, or not of its kind."""


def names_of(named: Json, locale: str) -> set[str]:
    """What somebody may call a command, option or choice: its name in their language, or the default."""
    return {named["name"], shown(named, locale)}


def shown(named: Json, locale: str) -> str:
    """The name that somebody sees."""
    return str((named.get("name_localizations") or {}).get(locale) or named["name"])


def offered(commands: Commands, user: User, channel: Channel) -> list[Json]:
    """The commands that the client offers somebody in a place (contexts, default permissions)."""
    guild = channel.guild
    every = commands.of() + (commands.of(guild.id) if guild is not None else [])
    return [command for command in every if _offers(command, user, channel, guild)]


def _offers(command: Json, user: User, channel: Channel, guild: Guild | None) -> bool:
    contexts = command.get("contexts")
    if guild is None:
        dm = command.get("dm_permission", True) if contexts is None else 1 in contexts
        return bool(dm) and "guild_id" not in command
    if contexts is not None and 0 not in contexts:
        return False
    rights = guild.rights(user, channel)
    needed = command["default_member_permissions"]
    if Permission.USE_APPLICATION_COMMANDS not in rights or "applications.commands" not in guild.scopes:
        return False
    if needed is None or Permission.ADMINISTRATOR in rights:
        return True
    return int(needed) != 0 and Permission(int(needed)) in rights


class Choosing:
    """A command that somebody fills in.

    Attributes:
        data: of the interaction, once `fill` is done.
    """

    def __init__(self, talk: Talk, user: User, channel: Channel) -> None:
        self.talk = talk
        self.user = user
        self.locale = user.locale
        self.channel = channel
        self.resolved: dict[str, dict[str, Json]] = {}

    def fill(self, command: Json, path: tuple[str, ...], values: Mapping[str, Any], typed: str = "") -> Json:
        """The data for a command with values; `typed` names the option that is being typed.

        Raises:
            ClientRefusedError: the client would not send it.
        """
        data: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
        if "guild_id" in command:
            data["guild_id"] = command["guild_id"]
        options = self._level(command, list(path), values, typed)
        if options:
            data["options"] = options
        if self.resolved:
            data["resolved"] = self.resolved
        return data

    def _level(self, level: Json, path: list[str], values: Mapping[str, Any], typed: str) -> list[Json]:
        declared = level.get("options") or []
        if declared and declared[0]["type"] in {SUBCOMMAND, GROUP}:
            if not path:
                raise ClientRefusedError(f"{level['name']} needs one of {[one['name'] for one in declared]}")
            chosen = self.named(declared, path[0])
            inside = self._level(chosen, path[1:], values, typed)
            return [{"name": chosen["name"], "type": chosen["type"], "options": inside}]
        if path:
            raise ClientRefusedError(f"{level['name']} has no sub-command {path[0]!r}")
        return self._values(declared, values, typed)

    def named(self, declared: list[Json], name: str) -> Json:
        """The declaration with a name, in the language of the person or the default."""
        for one in declared:
            if name in names_of(one, self.locale):
                return one
        raise ClientRefusedError(f"no {name!r} among {[shown(one, self.locale) for one in declared]}")

    def _values(self, declared: list[Json], values: Mapping[str, Any], typed: str) -> list[Json]:
        given = {self.named(declared, name)["name"]: (name, value) for name, value in values.items()}
        filled = []
        for option in declared:
            if option["name"] in given:
                name, value = given[option["name"]]
                filled.append(self._value(option, value, is_typed=name == typed))
            elif option.get("required") and not typed:
                raise ClientRefusedError(f"{shown(option, self.locale)} is required")
        return filled

    def _value(self, option: Json, value: Any, *, is_typed: bool) -> Json:
        told = {"name": option["name"], "type": option["type"]}
        if is_typed:
            if not option.get("autocomplete"):
                raise ClientRefusedError(f"{option['name']} has no autocompletion")
            return told | {"value": str(value), "focused": True}
        takers: dict[int, Callable[[Json, Any], Any]] = {
            STRING: self._text,
            INTEGER: self._number,
            NUMBER: self._number,
            BOOLEAN: self._truth,
            OF_USER: self._user,
            CHANNEL: self._channel,
            ROLE: self._role,
            MENTIONABLE: self._mentionable,
            ATTACHMENT: self._file,
        }
        return told | {"value": takers[option["type"]](option, value)}

    def _text(self, option: Json, value: Any) -> str:
        if option.get("choices"):
            return str(self._choice(option, value))
        if not isinstance(value, str) or not value:
            raise ClientRefusedError(f"{option['name']}: {value!r} is no text")
        least = option.get("min_length") or 0
        most = option.get("max_length") or limits.STRING_OPTION
        if not least <= len(value) <= most:
            raise ClientRefusedError(f"{option['name']}: {len(value)} characters, {least} to {most} fit")
        return value

    def _choice(self, option: Json, value: Any) -> Any:
        for choice in option["choices"]:
            if value in names_of(choice, self.locale) or value == choice["value"]:
                return choice["value"]
        names = [shown(choice, self.locale) for choice in option["choices"]]
        raise ClientRefusedError(f"{option['name']}: {value!r} is not one of {names}")

    def _number(self, option: Json, value: Any) -> int | float:
        if option.get("choices"):
            value = self._choice(option, value)
        right = int if option["type"] == INTEGER else (int, float)
        if isinstance(value, bool) or not isinstance(value, right):
            raise ClientRefusedError(f"{option['name']}: {value!r} is no number of its kind")
        least, most = option.get("min_value"), option.get("max_value")
        if (least is not None and value < least) or (most is not None and value > most):
            raise ClientRefusedError(f"{option['name']}: {value} is not between {least} and {most}")
        return value

    def _truth(self, option: Json, value: Any) -> bool:
        if not isinstance(value, bool):
            raise ClientRefusedError(f"{option['name']}: {value!r} is neither True nor False")
        return value

    def _user(self, option: Json, value: Any) -> str:
        user = getattr(value, "user", value)
        if not isinstance(user, User):
            raise ClientRefusedError(f"{option['name']}: {value!r} is no person")
        self.resolve_user(user)
        return user.id

    def resolve_user(self, user: User) -> None:
        """Put an account into `resolved`, with its membership if it has one."""
        self.resolved.setdefault("users", {})[user.id] = user.json()
        guild = self.channel.guild
        if guild is not None and user.id in guild.members:
            member = guild.members[user.id].json(with_user=False)
            rights = str(int(guild.rights(user, self.channel)))
            self.resolved.setdefault("members", {})[user.id] = member | {"permissions": rights}

    def _channel(self, option: Json, value: Any) -> str:
        kinds = option.get("channel_types") or []
        if not isinstance(value, Channel) or (kinds and value.kind not in kinds):
            raise ClientRefusedError(f"{option['name']}: {value!r} is no channel of {kinds}")
        return self.resolve_channel(value)

    def resolve_channel(self, value: Channel) -> str:
        """Put a channel into `resolved`; gives its id."""
        told: Json = {"id": value.id, "name": value.name, "type": value.kind}
        assert self.channel.guild is not None
        assert value.guild is not None
        told["guild_id"] = value.guild.id
        told["permissions"] = str(int(value.guild.rights(self.user, value)))
        told["parent_id"] = value.parent.id if value.parent else None
        self.resolved.setdefault("channels", {})[value.id] = told
        return value.id

    def _role(self, option: Json, value: Any) -> str:
        if not isinstance(value, Role):
            raise ClientRefusedError(f"{option['name']}: {value!r} is no role")
        return self.resolve_role(value)

    def resolve_role(self, value: Role) -> str:
        """Put a role into `resolved`; gives its id."""
        self.resolved.setdefault("roles", {})[value.id] = value.json()
        return value.id

    def _mentionable(self, option: Json, value: Any) -> str:
        return self._role(option, value) if isinstance(value, Role) else self._user(option, value)

    def _file(self, option: Json, value: Any) -> str:
        name, content = value
        if len(content) > limits.ATTACHMENT_BYTES:
            raise ClientRefusedError(f"{option['name']}: {name} is too large")
        return self.attach(name, content)

    def attach(self, name: str, content: bytes) -> str:
        """Upload a file and put it into `resolved`; gives its id."""
        attachment = self.talk.upload(name, content)
        attachment.ephemeral = True
        self.resolved.setdefault("attachments", {})[attachment.id] = attachment.json()
        return attachment.id


def command_named(commands: list[Json], kind: int, name: str, locale: str) -> Json:
    """The command of a type with a name.

    Raises:
        NotThereError: it is not offered.
    """
    same = [command for command in commands if command["type"] == kind]
    for command in same:
        if name in names_of(command, locale):
            return command
    raise NotThereError(f"no command {name!r} among {[shown(one, locale) for one in same]}")
