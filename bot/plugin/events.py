"""Events of the runtime that plugins may listen for."""

from __future__ import annotations

from dataclasses import dataclass

from bot.chat.people import Member
from bot.chat.places import Place


@dataclass(frozen=True, slots=True)
class DeliveryDied:
    """A post of a plugin can never be sent: `key` is the one it was queued under, `reason` the platform's."""

    plugin: str
    key: str
    delivery: int
    reason: str


@dataclass(frozen=True, slots=True)
class MemberJoined:
    """A member joined a place."""

    member: Member
    place: Place


@dataclass(frozen=True, slots=True)
class MemberLeft:
    """A member left a place."""

    member: Member
    place: Place


@dataclass(frozen=True, slots=True)
class ReactionAdded:
    """A member reacted to a message; `post` is the platform's id of that message."""

    member: Member
    place: Place
    emoji: str
    post: str


@dataclass(frozen=True, slots=True)
class LinksPosted:
    """A member posted a message with links and tags for everyone in a place.

    `post` is the platform's id of that message; `tags` are without their sign.
    """

    member: Member
    place: Place
    text: str
    links: tuple[str, ...]
    tags: tuple[str, ...]
    post: str
