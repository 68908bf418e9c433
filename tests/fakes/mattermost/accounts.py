"""People, bots and their tokens, as the server keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .ids import new_id

ANYBODY_ZONE = {"automaticTimezone": "", "manualTimezone": "", "useAutomaticTimezone": "true"}
_SESSION_MILLISECONDS = 30 * 24 * 3600 * 1000
NOTIFY = {
    "channel": "true",
    "comments": "never",
    "desktop": "mention",
    "desktop_sound": "true",
    "email": "true",
    "first_name": "false",
    "mention_keys": "",
    "push": "mention",
    "push_status": "away",
}


@dataclass
class User:
    """An account; a bot is an account with an owner and no password."""

    username: str
    email: str
    create_at: int
    password: str = ""
    roles: str = "system_user"
    locale: str = "en"
    first_name: str = ""
    last_name: str = ""
    nickname: str = ""
    position: str = ""
    timezone: dict[str, str] = field(default_factory=lambda: dict(ANYBODY_ZONE))
    is_bot: bool = False
    bot_description: str = ""
    bot_owner: str = ""
    update_at: int = 0
    delete_at: int = 0
    status: str = "offline"
    id: str = field(default_factory=new_id)

    @property
    def is_system_admin(self) -> bool:
        return "system_admin" in self.roles.split()

    @property
    def is_guest(self) -> bool:
        return "system_guest" in self.roles.split()

    def json(self, *, full: bool = False) -> dict[str, Any]:
        """What others see; `full` is what the account itself and administrators see."""
        shown: dict[str, Any] = {
            "auth_data": "",
            "auth_service": "",
            "create_at": self.create_at,
            "delete_at": self.delete_at,
            "disable_welcome_email": False,
            "email": self.email,
            "first_name": self.first_name,
            "id": self.id,
            "last_name": self.last_name,
            "locale": self.locale,
            "nickname": self.nickname,
            "position": self.position,
            "roles": self.roles,
            "timezone": dict(self.timezone),
            "update_at": self.update_at or self.create_at,
            "username": self.username,
        }
        if self.is_bot:
            shown |= {"is_bot": True, "bot_description": self.bot_description}
        if full:
            shown |= {"last_password_update": self.create_at, "notify_props": dict(NOTIFY)}
        return shown

    def bot_json(self) -> dict[str, Any]:
        return {
            "create_at": self.create_at,
            "delete_at": self.delete_at,
            "description": self.bot_description,
            "display_name": self.first_name,
            "owner_id": self.bot_owner,
            "update_at": self.update_at or self.create_at,
            "user_id": self.id,
            "username": self.username,
        }


@dataclass
class Session:
    """What a token gives access to; a personal access token has a name, a log-in has none."""

    user_id: str
    token: str = field(default_factory=new_id)
    id: str = field(default_factory=new_id)
    description: str | None = None
    is_active: bool = True
    created: int = 0
    used: bool = False

    @property
    def is_personal_token(self) -> bool:
        return self.description is not None

    def json(self, *, with_token: bool = False) -> dict[str, Any]:
        shown: dict[str, Any] = {
            "description": self.description or "",
            "id": self.id,
            "is_active": self.is_active,
            "user_id": self.user_id,
        }
        return shown | {"token": self.token} if with_token else shown

    def session_json(self, user: User) -> dict[str, Any]:
        """The session; a personal access token has one from its first use on."""
        props = {"is_guest": str(user.is_guest).lower()}
        if self.is_personal_token:
            props |= {"type": "UserAccessToken", "user_access_token_id": self.id}
        if user.is_bot:
            props["is_bot"] = "true"
        return {
            "id": self.id,
            "token": "",
            "create_at": self.created,
            "expires_at": 0 if self.is_personal_token else self.created + _SESSION_MILLISECONDS,
            "last_activity_at": self.created,
            "user_id": user.id,
            "device_id": "",
            "roles": user.roles,
            "is_oauth": False,
            "expired_notify": False,
            "props": props,
            "team_members": None,
            "local": False,
        }
