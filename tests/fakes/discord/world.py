"""Setting up guilds: what their owners and moderators do, told to the bot as it happens."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from .flags import EVERYONE, Intent, Permission
from .places import PUBLIC_THREAD, TEXT, Channel, Guild, Overwrite
from .state import State
from .talk import Talk
from .users import Member, Role, User

if TYPE_CHECKING:
    from .gateway import Hub

BOT_PERMISSIONS = EVERYONE | Permission.CREATE_EVENTS | Permission.MANAGE_EVENTS
"""What the role of an invited bot grants unless a test says otherwise."""


class World:
    """The guilds, as their owners and moderators change them."""

    def __init__(self, state: State, hub: Hub, talk: Talk) -> None:
        self.state = state
        self.hub = hub
        self.talk = talk

    # Guilds

    def found(self, name: str, owner: User | None = None, *, locale: str = "fr") -> Guild:
        """A new guild, with its owner in it and no channel."""
        owner = owner or self.state.new_user(f"owner{len(self.state.users)}")
        guild = Guild(self.state.new_id(), name, owner, locale, world=self)
        guild.roles[guild.id] = Role(guild.id, "@everyone", EVERYONE, position=0)
        self.state.guilds[guild.id] = guild
        self.join(guild, owner)
        return guild

    def invite_bot(
        self,
        guild: Guild,
        permissions: Permission = BOT_PERMISSIONS,
        scopes: tuple[str, ...] = ("bot", "applications.commands"),
    ) -> None:
        """Have the bot in a guild, with a role of its own that grants permissions.

        Without `applications.commands` among the scopes, nobody is offered its commands there.
        """
        guild.scopes = set(scopes)
        bot = self.state.bot
        role = Role(self.state.new_id(), self.state.application.name, permissions, managed_by=bot.id)
        guild.roles[role.id] = role
        guild.members[bot.id] = Member(bot, self.state.now(), roles={role.id})
        for session in self.hub.sessions.values():
            self.hub.tell_guild(session, guild)

    def follow_invitation(self, guild: Guild, link: str) -> None:
        """Have somebody who manages a guild follow an invitation link of the bot (topics/oauth2).

        Raises:
            ValueError: the link is of another application, or does not ask for a bot.
        """
        query = dict(parse_qsl(urlsplit(link).query))
        scopes = tuple(query.get("scope", "").split())
        if query.get("client_id") != self.state.application.id or "bot" not in scopes:
            raise ValueError(f"no invitation of {self.state.application.name}: {link}")
        self.invite_bot(guild, Permission(int(query.get("permissions", "0"))), scopes)

    def tell_guild(self, guild: Guild) -> None:
        """Tell a guild that changed."""
        self.hub.tell("GUILD_UPDATE", guild.json(), guild, Intent.GUILDS)

    def set_available(self, guild: Guild, available: bool) -> None:
        """Have an outage of a guild begin or end."""
        if not available:
            self.hub.tell("GUILD_DELETE", {"id": guild.id, "unavailable": True}, guild, Intent.GUILDS)
        guild.unavailable = not available
        if available:
            for session in self.hub.sessions.values():
                self.hub.tell_guild(session, guild)

    # Members

    def join(self, guild: Guild, user: User, nick: str | None = None) -> Member:
        member = Member(user, self.state.now(), nick)
        guild.members[user.id] = member
        self.hub.tell("GUILD_MEMBER_ADD", member.json() | {"guild_id": guild.id}, guild, Intent.GUILD_MEMBERS)
        return member

    def remove_member(self, guild: Guild, user: User) -> None:
        """Somebody leaves or is sent away; the bot too."""
        if user is self.state.bot:
            self.hub.tell("GUILD_DELETE", {"id": guild.id}, guild, Intent.GUILDS)
            for role in [role for role in guild.roles.values() if role.managed_by == user.id]:
                del guild.roles[role.id]
        del guild.members[user.id]
        data = {"guild_id": guild.id, "user": user.json()}
        self.hub.tell("GUILD_MEMBER_REMOVE", data, guild, Intent.GUILD_MEMBERS)
        self.talk.changed()

    def change_member(self, guild: Guild, member: Member) -> None:
        """Tell a changed member; a bot hears of itself without the intent."""
        intent = Intent.GUILD_MEMBERS
        if member.user is self.state.bot:
            intent |= Intent.GUILDS
        self.hub.tell("GUILD_MEMBER_UPDATE", member.json() | {"guild_id": guild.id}, guild, intent)

    # Roles

    def add_role(self, guild: Guild, name: str, permissions: Permission, mentionable: bool) -> Role:
        role = Role(self.state.new_id(), name, permissions, len(guild.roles), mentionable)
        guild.roles[role.id] = role
        self.hub.tell("GUILD_ROLE_CREATE", {"guild_id": guild.id, "role": role.json()}, guild, Intent.GUILDS)
        return role

    def tell_role(self, guild: Guild, role: Role) -> None:
        """Tell a role that changed."""
        self.hub.tell("GUILD_ROLE_UPDATE", {"guild_id": guild.id, "role": role.json()}, guild, Intent.GUILDS)

    # Channels

    def add_channel(self, guild: Guild, name: str, topic: str | None = None) -> Channel:
        channel = Channel(self.state.new_id(), TEXT, name, self.state.now(), guild, topic=topic)
        channel.position = len(guild.channels)
        self._add(guild, channel)
        self.hub.tell("CHANNEL_CREATE", channel.json(), channel, Intent.GUILDS)
        return channel

    def add_thread(
        self, channel: Channel, name: str, owner: User, *, kind: int = PUBLIC_THREAD, thread_id: str = ""
    ) -> Channel:
        """A thread of a channel; of a message if it has the id of that."""
        assert channel.guild is not None
        made = Channel(thread_id or self.state.new_id(), kind, name, self.state.now(), channel.guild, channel)
        made.owner_id = owner.id
        made.members = {owner.id}
        self._add(channel.guild, made)
        self.hub.tell("THREAD_CREATE", made.json() | {"newly_created": True}, made, Intent.GUILDS)
        return made

    def _add(self, guild: Guild, channel: Channel) -> None:
        guild.channels[channel.id] = channel
        self.state.channels[channel.id] = channel

    def remove_channel(self, channel: Channel) -> None:
        guild = channel.guild
        assert guild is not None
        event = "THREAD_DELETE" if channel.is_thread else "CHANNEL_DELETE"
        self.hub.tell(event, channel.json(), channel, Intent.GUILDS)
        for one in [channel, *(thread for thread in guild.threads if thread.parent is channel)]:
            guild.channels.pop(one.id, None)
            self.state.channels.pop(one.id, None)
        self.talk.changed()

    def overwrite(self, channel: Channel, who: Role | User, allow: Permission, deny: Permission) -> None:
        """Grant and deny permissions in a channel, to a role or an account."""
        channel.overwrites[who.id] = Overwrite(who.id, isinstance(who, User), allow, deny)
        self.tell_channel(channel)

    def tell_channel(self, channel: Channel) -> None:
        """Tell a channel or thread that changed; of a channel that the bot cannot view little is told."""
        guild = channel.guild
        if guild is not None and not channel.is_thread and not self.state.sees(self.state.bot, channel):
            self.hub.tell("CHANNEL_UPDATE", channel.hidden_json(), guild, Intent.GUILDS)
            return
        event = "THREAD_UPDATE" if channel.is_thread else "CHANNEL_UPDATE"
        self.hub.tell(event, channel.json(), channel, Intent.GUILDS)
