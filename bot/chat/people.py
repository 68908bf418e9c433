"""People: who speaks, as the platform says it (`Author`) and as the network knows them (`Member`)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.language.messages import Language


class Role(IntEnum):
    """What a person may do, from least to most; a higher role may do all that a lower one may."""

    MEMBER = 1
    COORDINATOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Author:
    """An account on a platform, as that platform describes it now.

    `administers_community` and `administers_place` are the platform's own rights where the author speaks.
    """

    id: str
    username: str
    name: str | None = None
    language: str | None = None
    zone: str | None = None
    is_bot: bool = False
    administers_community: bool = False
    administers_place: bool = False


@dataclass(frozen=True, slots=True)
class Network:
    """The community that the bot serves: the tenant of every row."""

    id: int
    name: str
    language: Language
    zone: ZoneInfo
    territory: str | None = None
    """The INSEE code of the network's département, if it has one."""


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a network. `language` and `zone` are the person's own choice, None if not chosen."""

    id: int
    name: str
    username: str
    language: Language | None = None
    zone: ZoneInfo | None = None
