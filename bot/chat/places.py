"""Places: where one can post."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.language.messages import Language


class PlaceKind(StrEnum):
    """The kinds of place."""

    CHANNEL = "channel"
    DM = "dm"


def platform_title(platform: str) -> str:
    """Return the configured name of a platform as people read it: it is one word in small letters.

    >>> platform_title("discord")
    'Discord'
    """
    return platform[:1].upper() + platform[1:]


@dataclass(frozen=True, slots=True)
class Location:
    """A place as a platform names it.

    `platform` is the configured name of one server or connection, `community` the platform's team or guild
    (None in a DM that belongs to none), `id` the platform's channel, `thread` the post that a thread hangs
    under. `is_private` says that not all of its community can see it, None that the platform did not say.
    """

    platform: str
    id: str
    name: str
    kind: PlaceKind = PlaceKind.CHANNEL
    community: str | None = None
    community_name: str | None = None
    thread: str | None = None
    is_private: bool | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place as the network knows it; `language`, `zone` and `territory` are None if not chosen for it.

    One that `is_private` is not named to people who are not in it.
    """

    id: int
    name: str
    kind: PlaceKind
    community_id: int | None = None
    territory: str | None = None
    language: Language | None = None
    zone: ZoneInfo | None = None
    thread: str | None = None
    is_private: bool = False
