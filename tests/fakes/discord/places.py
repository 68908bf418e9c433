"""Guilds, channels, threads and direct messages, and how Discord tells them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .flags import ALL, NO_RIGHT, Permission
from .users import Json, Member, Role, User, stamp

if TYPE_CHECKING:
    from .events import Scheduled
    from .messages import Message
    from .world import World

TEXT, DM, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
THREADS = (PUBLIC_THREAD, PRIVATE_THREAD)


@dataclass
class Overwrite:
    """What a channel grants and denies to a role or an account."""

    id: str
    of_member: bool
    allow: Permission = NO_RIGHT
    deny: Permission = NO_RIGHT

    def json(self) -> Json:
        return {
            "id": self.id,
            "type": int(self.of_member),
            "allow": str(int(self.allow)),
            "deny": str(int(self.deny)),
        }


@dataclass(eq=False, repr=False)
class Channel:
    """A text channel, a thread or a conversation of two.

    Attributes:
        guild: None in a conversation of two, whose accounts are `recipients`.
        parent: the channel of a thread.
        messages: all of them by id, oldest first, the ephemeral ones too.
        members: ids of those who are in a thread.
    """

    id: str
    kind: int
    name: str
    made_at: datetime
    guild: Guild | None = None
    parent: Channel | None = None
    topic: str | None = None
    owner_id: str = ""
    archived: bool = False
    recipients: list[User] = field(default_factory=list)
    overwrites: dict[str, Overwrite] = field(default_factory=dict)
    messages: dict[str, Message] = field(default_factory=dict)
    members: set[str] = field(default_factory=set)
    position: int = 0

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    @property
    def mention(self) -> str:
        return f"<#{self.id}>"

    @property
    def is_thread(self) -> bool:
        return self.kind in THREADS

    @property
    def is_dm(self) -> bool:
        return self.kind == DM

    @property
    def last_message_id(self) -> str | None:
        newest = reversed(self.messages.values())
        return next((message.id for message in newest if message.ephemeral_to is None), None)

    def json(self, viewer: User | None = None) -> Json:
        """As in the OpenAPI's `GuildChannelResponse`, `ThreadResponse` or `PrivateChannelResponse`."""
        told: Json = {
            "id": self.id,
            "type": self.kind,
            "flags": 0,
            "last_message_id": self.last_message_id,
        }
        if self.is_dm:
            others = [user for user in self.recipients if user is not viewer]
            return told | {"recipients": [user.json() for user in others]}
        assert self.guild is not None
        told |= {"guild_id": self.guild.id, "name": self.name, "rate_limit_per_user": 0}
        told["last_pin_timestamp"] = None
        if self.is_thread:
            return told | self._thread_json()
        return told | {
            "topic": self.topic,
            "position": self.position,
            "parent_id": None,
            "nsfw": False,
            "permission_overwrites": [one.json() for one in self.overwrites.values()],
        }

    def hidden_json(self) -> Json:
        """As the gateway tells it to a bot that cannot view it.

        https://docs.discord.com/developers/resources/channel#channel-object-obfuscated-channels
        """
        assert self.guild is not None
        hidden = Overwrite(self.guild.id, of_member=False, deny=Permission.VIEW_CHANNEL)
        return self.json() | {
            "name": "___hidden___",
            "topic": None,
            "flags": 1 << 17,
            "permission_overwrites": [hidden.json()],
        }

    def _thread_json(self) -> Json:
        assert self.parent is not None
        written = len(self.messages)
        return {
            "parent_id": self.parent.id,
            "owner_id": self.owner_id,
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": stamp(self.made_at),
                "auto_archive_duration": 1440,
                "locked": False,
                "create_timestamp": stamp(self.made_at),
            },
            "message_count": written,
            "member_count": len(self.members),
            "total_message_sent": written,
        }


@dataclass(eq=False, repr=False)
class Guild:
    """A server, in the words of its users.

    Attributes:
        scopes: what the bot was invited with: `bot`, `applications.commands`.
        unavailable: whether it suffers an outage.
    """

    id: str
    name: str
    owner: User
    locale: str = "fr"
    roles: dict[str, Role] = field(default_factory=dict)
    members: dict[str, Member] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    events: dict[str, Scheduled] = field(default_factory=dict)
    unavailable: bool = False
    scopes: set[str] = field(default_factory=set)
    world: World | None = None

    def __repr__(self) -> str:
        return f"<{self.name} {self.id}>"

    # For tests

    def channel(self, name: str, topic: str | None = None) -> Channel:
        """A new text channel, or the one that has the name already."""
        for channel in self.text_channels:
            if channel.name == name:
                return channel
        return self._world.add_channel(self, name, topic)

    def thread(self, channel: Channel, name: str, by: User | None = None) -> Channel:
        """A new public thread of a channel."""
        return self._world.add_thread(channel, name, by or self.owner)

    def role(self, name: str, permissions: Permission = NO_RIGHT, *, mentionable: bool = False) -> Role:
        """A new role, or the one that has the name already."""
        for role in self.roles.values():
            if role.name == name:
                return role
        return self._world.add_role(self, name, permissions, mentionable)

    def give_role(self, user: User, role: Role) -> None:
        self.members[user.id].roles.add(role.id)
        self._world.change_member(self, self.members[user.id])

    def take_role(self, user: User, role: Role) -> None:
        self.members[user.id].roles.discard(role.id)
        self._world.change_member(self, self.members[user.id])

    def change_role(self, role: Role, permissions: Permission) -> None:
        """Grant other permissions by a role; `everyone` is the role of all."""
        role.permissions = permissions
        self._world.tell_role(self, role)

    def rename(self, name: str) -> None:
        """Call the guild otherwise."""
        self.name = name
        self._world.tell_guild(self)

    def rename_channel(self, channel: Channel, name: str) -> None:
        channel.name = name
        self._world.tell_channel(channel)

    def set_permissions(
        self,
        channel: Channel,
        who: Role | User,
        allow: Permission = NO_RIGHT,
        deny: Permission = NO_RIGHT,
    ) -> None:
        """Grant and deny permissions in a channel, to a role or an account."""
        self._world.overwrite(channel, who, allow, deny)

    def remove_channel(self, channel: Channel) -> None:
        self._world.remove_channel(channel)

    @property
    def _world(self) -> World:
        assert self.world is not None
        return self.world

    # Reading

    @property
    def everyone(self) -> Role:
        return self.roles[self.id]

    @property
    def text_channels(self) -> list[Channel]:
        return [channel for channel in self.channels.values() if not channel.is_thread]

    @property
    def threads(self) -> list[Channel]:
        return [channel for channel in self.channels.values() if channel.is_thread]

    def base_rights(self, user: User) -> Permission:
        """What an account may do in the guild as a whole (topics/permissions)."""
        member = self.members.get(user.id)
        if user is self.owner:
            return ALL
        if member is None:
            return NO_RIGHT
        rights = self.everyone.permissions
        for role_id in member.roles:
            rights |= self.roles[role_id].permissions
        return ALL if Permission.ADMINISTRATOR in rights else rights

    def rights(self, user: User, channel: Channel) -> Permission:
        """What an account may do in a channel; a thread goes by its channel (topics/permissions)."""
        rights = self.base_rights(user)
        if rights == ALL or user.id not in self.members:
            return rights
        place = channel.parent or channel
        general = place.overwrites.get(self.id)
        if general is not None:
            rights = rights & ~general.deny | general.allow
        allow = deny = NO_RIGHT
        for role_id in self.members[user.id].roles:
            if role_id in place.overwrites:
                allow |= place.overwrites[role_id].allow
                deny |= place.overwrites[role_id].deny
        rights = rights & ~deny | allow
        own = place.overwrites.get(user.id)
        return rights if own is None else rights & ~own.deny | own.allow

    def json(self) -> Json:
        """As in the OpenAPI's `GuildResponse`."""
        nothing = (
            "icon description home_header splash discovery_splash banner application_id afk_channel_id"
            " system_channel_id widget_channel_id max_presences vanity_url_code rules_channel_id"
            " safety_alerts_channel_id public_updates_channel_id incidents_data"
        )
        zero = (
            "system_channel_flags verification_level default_message_notifications mfa_level"
            " explicit_content_filter max_stage_video_channel_users premium_tier"
            " premium_subscription_count nsfw_level"
        )
        told: Json = dict.fromkeys(nothing.split()) | dict.fromkeys(zero.split(), 0)
        return told | {
            "id": self.id,
            "name": self.name,
            "features": [],
            "owner_id": self.owner.id,
            "region": "deprecated",
            "afk_timeout": 300,
            "widget_enabled": False,
            "roles": [role.json() for role in self.roles.values()],
            "max_members": 500_000,
            "max_video_channel_users": 25,
            "preferred_locale": self.locale,
            "premium_progress_bar_enabled": False,
            "nsfw": False,
            "emojis": [],
            "stickers": [],
        }

    def gateway_json(self, bot: User, everybody: bool) -> Json:
        """As GUILD_CREATE tells it: all members only to who has the intent (or at most the bot's own)."""
        members = self.members.values() if everybody else [self.members[bot.id]]
        channels = [
            one.json() if Permission.VIEW_CHANNEL in self.rights(bot, one) else one.hidden_json()
            for one in self.text_channels
        ]
        more: dict[str, Any] = {
            "joined_at": stamp(self.members[bot.id].joined_at),
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "members": [member.json() for member in members],
            "channels": channels,
            "threads": [thread.json() for thread in self.threads if not thread.archived],
            "presences": [],
            "voice_states": [],
            "stage_instances": [],
            "guild_scheduled_events": [event.json() for event in self.events.values()],
            "soundboard_sounds": [],
        }
        return self.json() | more
