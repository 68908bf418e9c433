"""Teams, channels and who belongs to them, as the server keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from .ids import new_id

CHANNEL_NOTIFY = {
    "desktop": "default",
    "email": "default",
    "ignore_channel_mentions": "default",
    "mark_unread": "all",
    "push": "default",
}


@dataclass
class Membership:
    """Somebody's place in a team or in a channel."""

    user_id: str
    admin: bool = False
    guest: bool = False
    explicit_roles: str = ""
    updated_at: int = 0
    viewed_at: int = 0
    seen: int = 0

    def roles(self, kind: str) -> str:
        own = f"{kind}_guest" if self.guest else f"{kind}_user"
        return " ".join(part for part in (self.explicit_roles, own, f"{kind}_admin" * self.admin) if part)

    def _scheme(self) -> dict[str, Any]:
        return {
            "explicit_roles": self.explicit_roles,
            "scheme_admin": self.admin,
            "scheme_guest": self.guest,
            "scheme_user": not self.guest,
            "user_id": self.user_id,
        }

    def team_json(self, team: Team) -> dict[str, Any]:
        return self._scheme() | {"delete_at": 0, "roles": self.roles("team"), "team_id": team.id}

    def channel_json(self, channel: Channel) -> dict[str, Any]:
        return self._scheme() | {
            "channel_id": channel.id,
            "last_update_at": max(self.updated_at, self.viewed_at),
            "last_viewed_at": self.viewed_at,
            "mention_count": 0,
            "mention_count_root": 0,
            "msg_count": self.seen,
            "msg_count_root": self.seen,
            "notify_props": dict(CHANNEL_NOTIFY),
            "roles": self.roles("channel"),
        }


@dataclass
class Team:
    """A team."""

    name: str
    display_name: str
    create_at: int
    email: str = ""
    type: str = "O"
    delete_at: int = 0
    members: dict[str, Membership] = field(default_factory=dict)
    id: str = field(default_factory=new_id)
    invite_id: str = field(default_factory=new_id)

    def json(self) -> dict[str, Any]:
        return {
            "allow_open_invite": False,
            "allowed_domains": "",
            "company_name": "",
            "create_at": self.create_at,
            "delete_at": self.delete_at,
            "description": "",
            "display_name": self.display_name,
            "email": self.email,
            "group_constrained": None,
            "id": self.id,
            "invite_id": self.invite_id,
            "name": self.name,
            "policy_id": None,
            "scheme_id": None,
            "type": self.type,
            "update_at": self.create_at,
        }


@dataclass
class Channel:
    """A channel: open (O), private (P), of two people (D) or of a group (G)."""

    name: str
    type: str
    create_at: int
    team_id: str = ""
    display_name: str = ""
    creator_id: str = ""
    header: str = ""
    purpose: str = ""
    delete_at: int = 0
    last_post_at: int = 0
    messages: int = 0
    members: dict[str, Membership] = field(default_factory=dict)
    posts: list[str] = field(default_factory=list)
    id: str = field(default_factory=new_id)

    @property
    def is_direct(self) -> bool:
        return self.type in {"D", "G"}

    def json(self) -> dict[str, Any]:
        return {
            "create_at": self.create_at,
            "creator_id": self.creator_id,
            "delete_at": self.delete_at,
            "display_name": self.display_name,
            "extra_update_at": 0,
            "group_constrained": None,
            "header": self.header,
            "id": self.id,
            "last_post_at": self.last_post_at,
            "name": self.name,
            "policy_id": None,
            "props": None,
            "purpose": self.purpose,
            "scheme_id": None,
            "shared": False if self.is_direct else None,
            "team_id": self.team_id,
            "total_msg_count": self.messages,
            "total_msg_count_root": self.messages,
            "type": self.type,
            "update_at": self.create_at,
        }
