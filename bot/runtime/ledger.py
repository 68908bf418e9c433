"""The ledger: what became of each delivery. Those told while one commit is under way share the next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.messages import Text
from bot.runtime.clock import Clock
from bot.runtime.leasing import Leased
from bot.runtime.obituary import Obituary
from bot.runtime.presence import note_left
from bot.runtime.traffic import Traffic
from bot.store import Store
from bot.store.base import table_of
from bot.store.tables import DeliveryRow, PlaceRow

_DELIVERY, _PLACE = table_of(DeliveryRow), table_of(PlaceRow)
_UPDATE = update(_DELIVERY).where(_DELIVERY.c.id == bindparam("delivery"))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a leased delivery: the columns to write, and why it died if people are to hear of it.

    `because` says that in their words, if the platform has any. `moved` is the platform's new id of the post
    that it changed, if that has another one now. `is_away` if it died because the bot is not in the place.
    """

    leased: Leased
    values: Mapping[str, Any]
    died: str | None = None
    because: Text | None = None
    moved: str | None = None
    is_away: bool = False

    @property
    def is_final(self) -> bool:
        """Whether nothing more is to be done for the delivery."""
        return self.values["state"] in ("sent", "dead")


class Ledger:
    """Writes down outcomes. `tell` is given the events that follow from them, in the same unit of work."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        obituary: Obituary,
        tell: Callable[[AsyncSession, list[tuple[Network, object]]], Awaitable[None]],
        traffic: Traffic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._obituary = obituary
        self._tell = tell
        self._traffic = traffic
        self._told: list[tuple[Outcome, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    def note(self, outcome: Outcome) -> asyncio.Future[None]:
        """Take an outcome and return what is done once it is committed."""
        written = asyncio.get_running_loop().create_future()
        self._told.append((outcome, written))
        if self._writer is None:
            self._writer = asyncio.create_task(self._write_all(), name="ledger")
        return written

    async def _write_all(self) -> None:
        batch: list[tuple[Outcome, asyncio.Future[None]]] = []
        try:
            while self._told:
                batch, self._told = self._told, []
                await self._write(batch)
        except BaseException as error:  # the end of the process: nobody is left to wait
            for _outcome, written in (*batch, *self._told):
                if not written.done():
                    written.set_exception(error)
            raise
        finally:
            self._writer = None

    async def _write(self, batch: list[tuple[Outcome, asyncio.Future[None]]]) -> None:
        events: list[tuple[Network, object]] = []
        try:
            async with self._store.unit() as session:
                await _write_down(session, [outcome for outcome, _written in batch])
                events += await self._absences(session, batch)
                for outcome, _written in batch:
                    if outcome.died is not None:
                        events += await self._obituary.announce(
                            session, outcome.leased.id, outcome.died, outcome.because
                        )
                await self._tell(session, events)
        except Exception as error:  # noqa: BLE001 - whoever told the outcome hears of it
            for _outcome, written in batch:
                written.set_exception(error)
            return
        self._traffic.closed(outcome.leased.stream for outcome, _written in batch if outcome.is_final)
        for _outcome, written in batch:
            written.set_result(None)

    async def _absences(
        self, session: AsyncSession, batch: list[tuple[Outcome, asyncio.Future[None]]]
    ) -> list[tuple[Network, object]]:
        """Note where the bot is found not to be any more; return the events to tell the plugins."""
        away = [outcome.leased for outcome, _written in batch if outcome.is_away]
        wanted = {(one.platform, one.outgoing.channel) for one in away if one.outgoing.channel is not None}
        events: list[tuple[Network, object]] = []
        for platform, channel in wanted:
            here = and_(_PLACE.c.platform == platform, _PLACE.c.external_id == channel)
            events += await note_left(session, here, self._clock.now())
        return events


async def _write_down(session: AsyncSession, outcomes: Iterable[Outcome]) -> None:
    """Write the columns of each outcome, those with the same columns together."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for outcome in outcomes:
        if outcome.moved is not None:
            original = {"delivery": outcome.leased.edits, "external_id": outcome.moved}
            alike.setdefault(tuple(original), []).append(original)
        values = {"delivery": outcome.leased.id, **outcome.values}
        alike.setdefault(tuple(values), []).append(values)
    for rows in alike.values():
        await session.execute(_UPDATE, rows)
