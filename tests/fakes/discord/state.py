"""All that the fake Discord knows: accounts, guilds, conversations, the application of the bot."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from .errors import refusal
from .flags import APPLICATION_FLAGS, NO_INTENT, Intent, Permission
from .places import DM, Channel, Guild
from .users import Json, User

Clock = Callable[[], datetime]
_EPOCH = datetime(2015, 1, 1, tzinfo=UTC)
"""The first moment that a snowflake can tell (reference: Snowflakes)."""


def real_time() -> datetime:
    return datetime.now(UTC)


@dataclass(eq=False)
class Application:
    """The application that the bot belongs to, as its owner set it up in the developer portal.

    Attributes:
        granted: the privileged intents that are switched on there.
    """

    id: str
    bot: User
    owner: User
    token: str
    name: str
    description: str = ""
    public: bool = True
    granted: Intent = NO_INTENT

    @property
    def flags(self) -> int:
        return sum(flag for intent, flag in APPLICATION_FLAGS.items() if intent in self.granted)

    def json(self, guilds: int) -> Json:
        """As in the OpenAPI's `PrivateApplicationResponse`."""
        return {
            "id": self.id,
            "name": self.name,
            "icon": None,
            "description": self.description,
            "type": None,
            "bot": self.bot.json(),
            "bot_public": self.public,
            "bot_require_code_grant": False,
            "integration_types_config": {"0": {}},
            "verify_key": "0" * 64,
            "flags": self.flags,
            "flags_new": str(self.flags),
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": self.owner.json(),
            "approximate_guild_count": guilds,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "event_webhooks_status": 1,
            "eligible_oauth2_scopes": [],
        }


class State:
    """Everything by id, and the clock."""

    def __init__(self, now: Clock) -> None:
        self.now = now
        self.users: dict[str, User] = {}
        self.guilds: dict[str, Guild] = {}
        self.channels: dict[str, Channel] = {}
        self.refused_channels: set[str] = set()
        self._last_id = 0
        owner = self.new_user("proprietaire")
        bot = self.new_user("maillage", bot=True)
        self.application = Application(bot.id, bot, owner, self.new_token(bot), "Maillage")

    @property
    def bot(self) -> User:
        return self.application.bot

    def new_id(self) -> str:
        """A snowflake: of the present moment, and greater than all before."""
        milliseconds = int((self.now() - _EPOCH).total_seconds() * 1000)
        self._last_id = max(milliseconds << 22, self._last_id + 1)
        return str(self._last_id)

    def new_user(self, username: str, name: str | None = None, *, bot: bool = False) -> User:
        user = User(self.new_id(), username, name, bot)
        self.users[user.id] = user
        return user

    def new_token(self, bot: User) -> str:
        """A token as long as the real ones."""
        return f"{bot.id}.{secrets.token_urlsafe(4)}.{secrets.token_urlsafe(28)}"

    def guild(self, guild_id: str) -> Guild:
        """A guild that the bot is in.

        Raises:
            ApiError: 10004 if there is none, 50001 if the bot is not in it.
        """
        guild = self.guilds.get(guild_id)
        if guild is None:
            raise refusal(10004)
        if self.bot.id not in guild.members:
            raise refusal(50001)
        return guild

    def channel(self, channel_id: str) -> Channel:
        """A channel that the bot can see.

        Raises:
            ApiError: 10003 if there is none, 50001 if the bot cannot see it.
        """
        channel = self.channels.get(channel_id)
        if channel is None:
            raise refusal(10003)
        if channel.id in self.refused_channels or not self.sees(self.bot, channel):
            raise refusal(50001)
        return channel

    def sees(self, user: User, channel: Channel) -> bool:
        """Whether an account can see a channel."""
        if channel.guild is None:
            return user in channel.recipients
        return Permission.VIEW_CHANNEL in channel.guild.rights(user, channel)

    def needs(self, channel: Channel, *permissions: Permission) -> None:
        """Have the bot hold permissions in a channel of a guild; in direct messages it needs none.

        Raises:
            ApiError: 50013.
        """
        if channel.guild is None:
            return
        held = channel.guild.rights(self.bot, channel)
        if any(permission not in held for permission in permissions):
            raise refusal(50013)

    def share_guild(self, one: User, other: User) -> bool:
        """Whether two accounts meet in a guild."""
        return any(one.id in guild.members and other.id in guild.members for guild in self.guilds.values())

    def conversation(self, one: User, other: User) -> Channel:
        """The direct messages of two, begun if they are new."""
        for channel in self.channels.values():
            if channel.is_dm and set(channel.recipients) == {one, other}:
                return channel
        channel = Channel(self.new_id(), DM, "", self.now(), recipients=[one, other])
        self.channels[channel.id] = channel
        return channel
