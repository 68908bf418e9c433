"""Errands: what a plugin does outside any unit of work, for it takes long: to fetch a page, to ask a server.

    @plugin.errand("poll")
    async def poll(errand: Errand, feed: int) -> None:
        async with errand.read() as session:
            url = await url_of(session, feed)
        fetched = await errand.service(Fetcher).fetch(url)
        async with errand.unit() as ctx:
            await keep(ctx, feed, fetched)
            await ctx.later("poll", ctx.now + timedelta(hours=1), key=f"poll:{feed}", feed=feed)

An errand is durable, as a timer is. It is done once its handler returns: a bot that is killed before runs it
again, so each of its units of work must bear that. One that raises is tried again, later and later. Several
run side by side, never two of one key.

A person's handler that needs something from outside before it can answer makes a look-up: see
`bot.plugin.Context.outside`.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network

if TYPE_CHECKING:
    from bot.plugin.context import ErrandContext

S = TypeVar("S")
T_co = TypeVar("T_co", covariant=True)


class Errand(Protocol):
    """What an errand's handler is given; `due_at` (aware, in UTC) is the instant for which it was set."""

    @property
    def plugin(self) -> str:
        """The name of the plugin."""

    @property
    def network(self) -> Network:
        """The network for which it was set."""

    @property
    def due_at(self) -> datetime:
        """The instant for which it was set."""

    @property
    def now(self) -> datetime:
        """The present instant, aware, in UTC: it goes on while the errand runs."""

    @property
    def stopping(self) -> bool:
        """Whether the bot is being stopped: an errand of many steps sets itself again and returns.

        One that goes on is cancelled some seconds later, and runs anew after the next start.
        """

    def unit(self) -> AbstractAsyncContextManager[ErrandContext]:
        """One unit of work: committed as a whole at the end, with what listeners do, or not at all.

        Nothing slow belongs in it: all others wait.
        """

    def read(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Look at the data: nothing can be changed. Nothing slow belongs in it either: few look at a time."""

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind, offered by the runtime or by a plugin.

        Raises:
            LookupError: nothing offers it.
        """

    async def services(self, kind: type[S]) -> Sequence[S]:
        """Return the services of that kind that plugins offer, of those that are on in the network."""


class Outside(Protocol):
    """What a look-up is given."""

    @property
    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind, offered by the runtime or by a plugin.

        Raises:
            LookupError: nothing offers it.
        """


class Lookup(Protocol[T_co]):
    """Something to be found outside: a frozen dataclass, so that equal ones are looked up once.

    @dataclass(frozen=True, slots=True)
    class PageLookup:
        url: str

        async def look(self, outside: Outside) -> Page: ...
    """

    def __hash__(self) -> int:
        """Equal look-ups have one hash."""

    async def look(self, outside: Outside) -> T_co:
        """Return what is found; no transaction is open meanwhile.

        Raises:
            Refusal: it cannot be found, and the person is to be told why.
        """
