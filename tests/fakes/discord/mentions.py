"""Whom a message names and notifies (resources/message: allowed mentions)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .flags import Permission
from .places import Channel
from .users import Json, Role, User

_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYONE = re.compile(r"@(everyone|here)\b")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)

ALL: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}
"""What counts for a message without `allowed_mentions`."""
USERS_ONLY: Json = {"parse": ["users"], "replied_user": True}
"""What counts for an answer to an interaction without `allowed_mentions`."""


@dataclass
class Mentions:
    """Whom a text mentions: only these count as mentioned, and are notified."""

    users: list[User] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    everyone: bool = False

    @property
    def pinged(self) -> set[str]:
        """Ids of the accounts and roles that are notified; `@everyone`."""
        ids = {user.id for user in self.users} | {role.id for role in self.roles}
        return ids | {"@everyone"} if self.everyone else ids


def mentioned(
    text: str,
    channel: Channel,
    author: User,
    allowed: Json,
    users: dict[str, User],
    replied_to: User | None = None,
) -> Mentions:
    """Whom a text in a channel mentions; what stands in code mentions nobody.

    Args:
        text: what was written.
        channel: where.
        author: who wrote it.
        allowed: the `allowed_mentions` that hold.
        users: all accounts by id.
        replied_to: who wrote the message that this one answers.
    """
    text = _CODE.sub("", text)
    found = Mentions()
    for user_id in dict.fromkeys(_USER.findall(text)):
        if user_id in users and _lets(allowed, "users", user_id):
            found.users.append(users[user_id])
    if replied_to is not None and allowed.get("replied_user") and replied_to not in found.users:
        found.users.append(replied_to)
    if channel.guild is None:
        return found
    may_all = Permission.MENTION_EVERYONE in channel.guild.rights(author, channel)
    for role_id in dict.fromkeys(_ROLE.findall(text)):
        role = channel.guild.roles.get(role_id)
        if role is not None and (role.mentionable or may_all) and _lets(allowed, "roles", role_id):
            found.roles.append(role)
    everyone = "everyone" in (allowed.get("parse") or [])
    found.everyone = bool(may_all and everyone and _EVERYONE.search(text))
    return found


def _lets(allowed: Json, kind: str, thing_id: str) -> bool:
    ids = [str(one) for one in allowed.get(kind) or []]  # discord.py sends numbers
    return kind in (allowed.get("parse") or []) or thing_id in ids
