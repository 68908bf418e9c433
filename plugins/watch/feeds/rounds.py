"""Reading the feeds that are due: many at once, none waiting for another, written down in batches.

There is one errand a network. It looks for feeds that are due as long as there are any, then sets itself to
the instant at which the next one is. What it fetched and has not written down yet when the bot dies is
fetched again; what is written down was posted in the same unit of work.
"""

from __future__ import annotations

import asyncio
from collections import deque
from datetime import timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import Errand, Fetcher
from plugins.watch.feeds.holding import Holding
from plugins.watch.feeds.judging import known_of
from plugins.watch.feeds.polling import POLL
from plugins.watch.feeds.register import FEED
from plugins.watch.feeds.reporting import report
from plugins.watch.feeds.taking import take_in
from plugins.watch.feeds.visits import Known, Outcome, Read, Tools, visit
from plugins.watch.reading.apart import Apart

_UNDER_WAY = 200
"""So many visits are under way at most; the fetcher decides how many of them ask at once."""
_AHEAD = 500
"""So many feeds that are due are looked up at once, to be visited as others end."""
_BATCH, _BATCH_ENTRIES = 250, 2000
"""What came is written down once it is so many feeds, or entries; a batch has twice as many feeds at most."""
_PATIENCE = 1.0
"""Seconds after which what came is written down, and it is looked for more, even if the batch is not full."""
_LONGEST = 600.0
"""Seconds after which a round ends, and another one begins: an errand may not last for ever."""
_SOMEDAY = timedelta(days=1)
_DUE = (
    select(
        FEED.c.id, FEED.c.url, FEED.c.etag, FEED.c.last_modified, FEED.c.digest, FEED.c.began_at,
        FEED.c.state, FEED.c.failures, FEED.c.failing_since, FEED.c.ttl, FEED.c.weekly,
        FEED.c.moving_to, FEED.c.moved,
    )
    .where(
        FEED.c.network_id == bindparam("network"),
        FEED.c.next_at <= bindparam("now"),
        FEED.c.id.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(FEED.c.next_at, FEED.c.id)
    .limit(bindparam("most"))
)  # fmt: skip


class Round:
    """One run of the errand."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._tools = Tools(errand.service(Fetcher), Holding(), Apart())
        self._due: deque[Known] = deque()
        self._visits: dict[int, asyncio.Task[None]] = {}
        self._brought: deque[Outcome] = deque()
        self._entries = 0
        self._came = asyncio.Event()
        self._may_be_more = True
        self._ends_at = asyncio.get_running_loop().time() + _LONGEST

    @property
    def _is_ending(self) -> bool:
        return self._errand.stopping or asyncio.get_running_loop().time() > self._ends_at

    async def run(self) -> None:
        """Go on until nothing is due any more, or the bot is to stop."""
        try:
            while True:
                if self._errand.stopping:
                    await self._give_up()
                await self._look()
                if self._visits:
                    await self._wait()
                if self._brought:
                    await self._write()
                elif not self._visits and await self._leave():
                    return
        finally:
            await self._give_up()
            await self._tools.apart.close()

    async def _give_up(self) -> None:
        """End what is under way: its feeds stay due."""
        self._due.clear()
        under_way = list(self._visits.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
        self._visits.clear()

    async def _look(self) -> None:
        """Look for feeds that are due before those run out that are known to be."""
        if self._may_be_more and not self._is_ending and len(self._due) < _AHEAD // 2:
            known = (*self._due, *(outcome.known for outcome in self._brought))
            busy = [*self._visits, *(each.id for each in known)]
            async with self._errand.read() as session:
                due = await _due(session, self._errand, busy, _AHEAD)
            self._may_be_more = len(due) == _AHEAD
            self._due.extend(due)
        self._begin()

    def _begin(self) -> None:
        """Begin as many visits as there is room for."""
        if self._is_ending:
            self._due.clear()
        while self._due and len(self._visits) < _UNDER_WAY and not self._is_too_much:
            known = self._due.popleft()
            self._visits[known.id] = asyncio.create_task(self._visit(known))

    async def _visit(self, known: Known) -> None:
        try:
            outcome = await visit(self._tools, known, self._errand.now)
            self._brought.append(outcome)
            if isinstance(outcome, Read):
                self._entries += len(outcome.marks)
        finally:
            self._visits.pop(known.id, None)
            self._begin()
            if self._is_enough:
                self._came.set()

    @property
    def _is_too_much(self) -> bool:
        """Whether more came than is written down soon."""
        return len(self._brought) >= 2 * _BATCH or self._entries >= 2 * _BATCH_ENTRIES

    @property
    def _is_enough(self) -> bool:
        """Whether a batch is full, or nothing more is to come."""
        return not self._visits or len(self._brought) >= _BATCH or self._entries >= _BATCH_ENTRIES

    async def _wait(self) -> None:
        """Wait until it is enough; but not for long."""
        self._came.clear()
        if self._is_enough:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self._came.wait()
        except TimeoutError:
            self._may_be_more = True

    async def _write(self) -> None:
        batch: list[Outcome] = []
        entries = 0
        while self._brought and len(batch) < 2 * _BATCH and (not batch or entries < _BATCH_ENTRIES):
            outcome = self._brought.popleft()
            batch.append(outcome)
            entries += len(outcome.marks) if isinstance(outcome, Read) else 0
        self._entries -= entries
        self._begin()
        await take_in(self._errand, batch)

    async def _leave(self) -> bool:
        """Set the errand to when the next feed is due; return whether that is later than now.

        The timer is set first: who sets it too, for a feed of theirs, waits until this is committed.
        """
        async with self._errand.unit() as ctx:
            await ctx.later(POLL, ctx.now + _SOMEDAY, key=POLL)
            await report(ctx)
            at = await ctx.session.scalar(
                select(FEED.c.next_at)
                .where(FEED.c.network_id == ctx.network.id, FEED.c.next_at.is_not(None))
                .order_by(FEED.c.next_at)
                .limit(1)
            )
            if at is None:
                await ctx.cancel(POLL)
            else:
                await ctx.later(POLL, at, key=POLL)
        self._may_be_more = True
        return at is None or at > self._errand.now or self._is_ending


async def _due(session: AsyncSession, errand: Errand, busy: list[int], most: int) -> list[Known]:
    """Return feeds that are due and that nobody reads yet, the longest due first."""
    rows = await session.execute(
        _DUE, {"network": errand.network.id, "now": errand.now, "busy": busy, "most": most}
    )
    return [known_of(row) for row in rows]
