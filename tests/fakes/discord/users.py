"""Accounts, roles and members, and how Discord tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .flags import Permission

Json = dict[str, Any]


def stamp(moment: datetime) -> str:
    """A moment as Discord writes it: `2026-08-03T09:00:00.000000+00:00`."""
    return moment.isoformat(timespec="microseconds")


@dataclass(eq=False, repr=False)
class User:
    """An account.

    Attributes:
        locale: the language of its client: `fr`, `en-GB`, `en-US`…
        closed: whether it takes no direct messages from people of its guilds.
        blocked: ids of the accounts that it blocked.
    """

    id: str
    username: str
    global_name: str | None = None
    bot: bool = False
    locale: str = "en-US"
    closed: bool = False
    blocked: set[str] = field(default_factory=set)

    def __repr__(self) -> str:
        return f"<{self.username} {self.id}>"

    @property
    def mention(self) -> str:
        return f"<@{self.id}>"

    def json(self) -> Json:
        """As in the OpenAPI's `UserResponse`."""
        told: Json = {
            "id": self.id,
            "username": self.username,
            "discriminator": "0" if not self.bot else "0001",
            "global_name": self.global_name,
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
            "banner": None,
            "accent_color": None,
            "avatar_decoration_data": None,
            "collectibles": None,
        }
        return told | {"bot": True} if self.bot else told


@dataclass(eq=False, repr=False)
class Role:
    """A role of a guild; the one with the guild's own id is @everyone."""

    id: str
    name: str
    permissions: Permission
    position: int = 1
    mentionable: bool = False
    managed_by: str | None = None

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def mention(self) -> str:
        return f"<@&{self.id}>"

    def json(self) -> Json:
        """As in the OpenAPI's `GuildRoleResponse`."""
        told: Json = {
            "id": self.id,
            "name": self.name,
            "description": None,
            "permissions": str(int(self.permissions)),
            "position": self.position,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": self.managed_by is not None,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }
        return told | {"tags": {"bot_id": self.managed_by}} if self.managed_by else told


@dataclass(eq=False)
class Member:
    """An account in a guild."""

    user: User
    joined_at: datetime
    nick: str | None = None
    roles: set[str] = field(default_factory=set)

    @property
    def shown_name(self) -> str:
        return self.nick or self.user.global_name or self.user.username

    def json(self, with_user: bool = True) -> Json:
        """As in the OpenAPI's `GuildMemberResponse`."""
        told: Json = {
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "flags": 0,
            "joined_at": stamp(self.joined_at),
            "nick": self.nick,
            "pending": False,
            "premium_since": None,
            "roles": sorted(self.roles),
            "mute": False,
            "deaf": False,
        }
        return told | {"user": self.user.json()} if with_user else told
