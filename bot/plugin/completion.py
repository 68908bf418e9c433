"""Completion: what an argument may become, offered while somebody types it.

A completer is an `async def` function of what it is given, a `CompletionContext`, and of what was typed so
far. It only reads. It may be that of one argument, `Arg(complete=…)`, or that of its type, a method
`complete`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar, runtime_checkable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Option
from bot.chat.people import Member, Network, Role
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.moments import Reading

S = TypeVar("S")


class Surroundings(Protocol):
    """What the runtime knows for whoever completes an argument."""

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind."""

    async def may(self, role: Role) -> bool:
        """Return whether who types has at least that role here, now."""

    async def members(self) -> Sequence[Member]:
        """Return the members of the network."""

    async def channels(self) -> Sequence[Place]:
        """Return the channels of the community where it happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompletionContext:
    """Who types an argument, where and when, and what can be read meanwhile.

    `member` is None for a person whom the network does not know yet: nobody becomes a member by typing. A
    place where nobody spoke to the bot yet has the id 0. `session` can only read. `options` are the other
    arguments typed so far, as text, by name. `now` is aware, in UTC.
    """

    network: Network
    member: Member | None
    place: Place
    words: Words
    now: datetime
    session: AsyncSession
    options: Mapping[str, str]
    surroundings: Surroundings

    @property
    def reading(self) -> Reading:
        """How expressions of time are to be read for who types."""
        territory = self.place.territory or self.network.territory
        return Reading(now=self.now, zone=self.words.zone, language=self.words.language, territory=territory)

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind, offered by the runtime or by a plugin.

        Raises:
            LookupError: nothing offers it.
        """
        return self.surroundings.service(kind)

    async def may(self, role: Role) -> bool:
        """Return whether who types has at least that role here, now."""
        return await self.surroundings.may(role)

    async def members(self) -> Sequence[Member]:
        """Return the members of the network, each once, under their user name on this platform if any."""
        return await self.surroundings.members()

    async def channels(self) -> Sequence[Place]:
        """Return the channels of the community where they type, in alphabetical order; none in a DM."""
        return await self.surroundings.channels()


Completer: TypeAlias = Callable[[CompletionContext, str], Awaitable[Sequence[Option]]]
"""Returns what the argument may become, the likeliest first. The value of an option is what is then typed,
its label what people read: 100 characters at most each, and 25 options; what goes beyond is cut or left out.
"""


@runtime_checkable
class Completing(Protocol):
    """A type of argument that can be completed."""

    async def complete(self, ctx: CompletionContext, typed: str) -> Sequence[Option]:
        """Return what the argument may become."""
