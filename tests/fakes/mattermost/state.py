"""Everything that the server knows, and the rules about who may do what."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from .accounts import Session, User
from .attachments import Cookies
from .commands import Command, Hook
from .errors import ApiError, no_permission, session_expired
from .messages import File, Post
from .places import Channel, Membership, Team

Thing = TypeVar("Thing")
Clock = Callable[[], float]


class Config:
    """The settings of the server, as `GET /config` shows them; a test changes them as it likes."""

    def __init__(self, site_url: str, internal: str = "127.0.0.1 localhost ::1") -> None:
        self.sections: dict[str, dict[str, Any]] = {
            "ServiceSettings": {
                "SiteURL": site_url,
                "AllowedUntrustedInternalConnections": internal,
                "EnableBotAccountCreation": True,
                "EnableCommands": True,
                "EnablePostIconOverride": False,
                "EnablePostUsernameOverride": False,
                "EnableUserAccessTokens": False,
                "OutgoingIntegrationRequestsTimeout": 30,
                "PostEditTimeLimit": -1,
            },
            "TeamSettings": {"SiteName": "Mattermost", "EnableOpenServer": False, "MaxUsersPerTeam": 50},
            "FileSettings": {"MaxFileSize": 52_428_800, "EnableFileAttachments": True},
            "PluginSettings": {"Enable": True, "EnableUploads": False},
            "RateLimitSettings": {"Enable": False, "PerSec": 10, "MaxBurst": 100},
        }

    def __getitem__(self, name: str) -> Any:
        for section in self.sections.values():
            if name in section:
                return section[name]
        raise KeyError(name)

    def __setitem__(self, name: str, value: object) -> None:
        for section in self.sections.values():
            if name in section:
                section[name] = value
                return
        raise KeyError(name)

    def patch(self, changes: dict[str, Any]) -> None:
        for section, values in changes.items():
            if isinstance(values, dict):
                self.sections.setdefault(section, {}).update(values)


class State:
    """The accounts, places and messages of one server.

    Args:
        version: as in `5.37.0`; from 6 on, posts have no `parent_id`.
        site_url: what the setting `SiteURL` says at first.
        now: seconds since 1970.
    """

    def __init__(self, version: str, site_url: str, now: Clock = time.time) -> None:
        self.version = version
        self.modern = int(version.split(".", maxsplit=1)[0]) >= 6
        self.now = now
        self.config = Config(site_url)
        self.users: dict[str, User] = {}
        self.sessions: dict[str, Session] = {}
        self.teams: dict[str, Team] = {}
        self.channels: dict[str, Channel] = {}
        self.posts: dict[str, Post] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[str, Command] = {}
        self.hooks: dict[str, Hook] = {}
        self.plugins: dict[str, list[str]] = {}
        self.cookies = Cookies()
        self.pending: dict[str, tuple[float, str | None]] = {}
        self._last_moment = 0

    def moment(self) -> int:
        """Now in milliseconds, and later than any moment given before: posts have an order."""
        self._last_moment = max(int(self.now() * 1000), self._last_moment + 1)
        return self._last_moment

    # Finding

    def user(self, key: str) -> User:
        return _found(self.users, key, "app.user.missing_account.const")

    def user_named(self, name: str) -> User | None:
        name = name.lower()
        return next((user for user in self.users.values() if user.username == name), None)

    def team(self, key: str) -> Team:
        return _found(self.teams, key, "app.team.get.find.app_error")

    def channel(self, key: str) -> Channel:
        return _found(self.channels, key, "app.channel.get.existing.app_error")

    def channel_named(self, team_id: str, name: str) -> Channel | None:
        return next(
            (one for one in self.channels.values() if (one.team_id, one.name) == (team_id, name)), None
        )

    def post(self, key: str) -> Post:
        """A post that is not deleted."""
        post = self.posts.get(key)
        if post is None or post.delete_at:
            raise ApiError(404, "app.post.get.app_error", detail=f"resource: Post id: {key}")
        return post

    def command(self, key: str) -> Command:
        return _found(self.commands, key, "store.sql_command.get.missing.app_error")

    def file(self, key: str) -> File:
        return _found(self.files, key, "app.file_info.get.app_error")

    def team_member(self, team: Team, user_id: str) -> Membership:
        return _found(team.members, user_id, "app.team.get_member.missing.app_error")

    def channel_member(self, channel: Channel, user_id: str) -> Membership:
        return _found(channel.members, user_id, "app.channel.get_member.missing.app_error")

    def commands_of(self, team_id: str) -> list[Command]:
        return [command for command in self.commands.values() if command.team_id == team_id]

    # Sessions

    def session(self, token: str) -> Session:
        session = self.sessions.get(token)
        if session is None or not session.is_active or self.user(session.user_id).delete_at:
            raise session_expired()
        session.used = True
        return session

    def open_session(self, user: User, description: str | None = None) -> Session:
        session = Session(user.id, description=description, created=self.moment())
        self.sessions[session.token] = session
        return session

    # Permissions

    def need_system_admin(self, user: User) -> None:
        if not user.is_system_admin:
            raise no_permission()

    def manages_team(self, user: User, team_id: str) -> bool:
        team = self.teams.get(team_id)
        member = team and team.members.get(user.id)
        return user.is_system_admin or bool(member and member.admin)

    def sees_team(self, user: User, team_id: str) -> bool:
        team = self.teams.get(team_id)
        return team is not None and (user.is_system_admin or user.id in team.members)

    def manages_channel(self, user: User, channel: Channel) -> bool:
        member = channel.members.get(user.id)
        return bool(member and member.admin) or self.manages_team(user, channel.team_id)

    def is_in_channel(self, user: User, channel_id: str) -> bool:
        """Whether somebody may write in a channel; a system administrator may anywhere."""
        channel = self.channels.get(channel_id)
        if channel is None:
            return False
        return user.id in channel.members or user.is_system_admin

    def reads_channel(self, user: User, channel: Channel) -> bool:
        """Whether somebody may read a channel: its members, and for an open one those of its team."""
        if self.is_in_channel(user, channel.id):
            return True
        return channel.type == "O" and not user.is_guest and self.sees_team(user, channel.team_id)

    def need_channel(self, user: User, channel_id: str) -> Channel:
        """The channel whose member somebody has to be; strangers learn nothing about it."""
        if not self.is_in_channel(user, channel_id):
            if user.is_system_admin:
                self.channel(channel_id)
            raise no_permission()
        return self.channel(channel_id)

    def need_readable(self, user: User, channel_id: str) -> Channel:
        channel = self.channel(channel_id)
        if not self.reads_channel(user, channel):
            raise no_permission()
        return channel


def _found(things: dict[str, Thing], key: str, missing: str) -> Thing:
    thing = things.get(key)
    if thing is None:
        raise ApiError(404, missing, detail=f"id={key}")
    return thing
