"""People: who speaks, as the platform says it (`Author`) and as the network knows them (`Member`)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import time
from enum import IntEnum
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.messages import Language


def account_key(account: str) -> str:
    """Return the form under which an account is compared that a person or a file names.

    It is `username`, `platform:username` or `platform:#id`; case, accents, spare spaces and an `@` before the
    name do not matter.

    >>> account_key(" @Léa.Martin"), account_key("Discord:@Léa"), account_key("DISCORD: #Ab1")
    ('lea.martin', 'discord:lea', 'discord:#ab1')
    """
    platform, colon, name = fold(account).lstrip("@ ").rpartition(":")
    return f"{platform.strip()}{colon}{name.lstrip('@ ')}"


class Role(IntEnum):
    """What a person may do, from least to most; a higher role may do all that a lower one may."""

    MEMBER = 1
    COORDINATOR = 2
    ADMIN = 3


@dataclass(frozen=True, slots=True)
class Rights:
    """What a person administers on a platform: the community, and the place, where they speak."""

    community: bool = False
    place: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """An account on a platform, as that platform describes it now.

    `administers_community` and `administers_place` are the platform's own rights where the author speaks; a
    platform that has to look them up gives `ask_rights` instead, which is called when they matter.
    `ask_place` tells whether they administer another place of that platform, by its id there; `places` is
    what it told. A guest has a limited account. `is_outside` tells of who writes a DM that they are, for
    certain, in no community of the network, or not any more.
    """

    id: str
    username: str
    name: str | None = None
    language: str | None = None
    zone: str | None = None
    is_bot: bool = False
    is_guest: bool = False
    is_outside: bool = False
    administers_community: bool = False
    administers_place: bool = False
    ask_rights: Callable[[], Awaitable[Rights]] | None = field(default=None, compare=False, repr=False)
    ask_place: Callable[[str], Awaitable[bool]] | None = field(default=None, compare=False, repr=False)
    places: Mapping[str, bool] = field(default_factory=dict, compare=False, repr=False)

    async def with_rights(self) -> Author:
        """Return the author with the rights that they have where they speak, now."""
        if self.ask_rights is None:
            return self
        rights = await self.ask_rights()
        return replace(
            self,
            administers_community=rights.community,
            administers_place=rights.place,
            ask_rights=None,
        )

    async def with_place(self, place: str) -> Author:
        """Return the author with whether they administer another place, by the platform's id of it, now."""
        administers = await self.ask_place(place) if self.ask_place is not None else False
        return replace(self, places={**self.places, place: administers})


@dataclass(frozen=True, slots=True)
class Person:
    """An account on one platform, for calling it: by its id on some platforms, by its user name on others."""

    id: str
    username: str


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


@dataclass(frozen=True, slots=True)
class Peace:
    """How a person wishes to be left in peace by DMs that they did not ask for.

    Quiet from one wall time to another, in the person's zone, and so many DMs a day at most.
    """

    quiet_from: time = time(20)
    quiet_to: time = time(8)
    daily_cap: int = 5

    @property
    def has_quiet_hours(self) -> bool:
        """Whether there are quiet hours at all: equal bounds mean that there are none."""
        return self.quiet_from != self.quiet_to

    def is_quiet(self, moment: time) -> bool:
        """Return whether that wall time is in the quiet hours."""
        if self.quiet_from <= self.quiet_to:
            return self.quiet_from <= moment < self.quiet_to
        return moment >= self.quiet_from or moment < self.quiet_to
