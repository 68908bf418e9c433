"""Letters in turn with something else: in the times of that they do not go, and in the others they do.

What comes in turn may be called off when the date of the letter in its month has passed already: that letter
goes the next day then, so that the month has one of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.moments.plans import Plan
from bot.plugin import EventContext
from bot.plugin.letters import LetterTimesChanged
from plugins.digest import dates, readers, register, sending
from plugins.digest.declaration import plugin
from plugins.digest.models import LeftOutRow, LetterRow, SeriesRow, State

_BEFORE = timedelta(microseconds=1)
Time = tuple[datetime, datetime]


async def leave_out(session: AsyncSession, network: Network, place: int, times: Sequence[Time]) -> list[Time]:
    """Write down when the letter of a channel does not go; return the times that are free again."""
    rows = (await session.scalars(select(LeftOutRow).where(LeftOutRow.place_id == place))).all()
    before = {(row.away_from, row.away_until): row for row in rows}
    for time, row in before.items():
        if time not in times:
            await session.delete(row)
    await session.flush()
    for start, end in times:
        if (start, end) not in before:
            session.add(LeftOutRow(network_id=network.id, place_id=place, away_from=start, away_until=end))
    await session.flush()
    return sorted(time for time in before if time not in times)


async def next_of(
    session: AsyncSession, series: SeriesRow, plan: Plan | None, now: datetime
) -> datetime | None:
    """Return when the next letter goes by itself, in none of the times that are left out."""
    if series.paused_at is not None:
        return None
    waiting = await register.open_letter(session, series)
    if waiting is not None and not waiting.waits_for_somebody(series):
        left_out = [(row.away_from, row.away_until) for row in await dates.left_out(session, series)]
        if not _is_in(waiting.send_at, left_out):
            return waiting.send_at
    return await dates.next_free(session, series, plan, now) if plan is not None else None


@plugin.on(LetterTimesChanged)
async def go_by(ctx: EventContext, event: LetterTimesChanged) -> None:
    """Have the letter of a channel go by the times that are left out now."""
    series = await register.series_of(ctx.session, event.place)
    plan = register.plan_of(series) if series is not None and series.place_id == event.place else None
    if series is None or plan is None or series.paused_at is not None:
        return
    times = [(row.away_from, row.away_until) for row in await dates.left_out(ctx.session, series)]
    waiting = await register.open_letter(ctx.session, series)
    if waiting is not None and _is_in(waiting.send_at, times) and not waiting.waits_for_somebody(series):
        await sending.discard(ctx, series)
        waiting = None
    if waiting is not None and not _is_in(series.next_at, times):
        await register.schedule(ctx, series)
        return
    owed = next((time for time in event.freed if time[0] <= ctx.now < time[1]), None)
    if waiting is None and owed is not None:
        await _owed(ctx, series, plan, owed)
    series.next_at = await dates.next_free(ctx.session, series, plan, ctx.now)
    await register.schedule(ctx, series)


async def _owed(ctx: EventContext, series: SeriesRow, plan: Plan, time: Time) -> None:
    """Have the letter of a time go that is free again, where all of its dates in it have passed by now.

    It goes the next day, at its hour; not if one went, or will, or that day is not of the time any more.
    """
    start, end = time
    following = await dates.next_free(ctx.session, series, plan, ctx.now)
    if following is not None and following < end:
        return
    missed = await dates.missed(ctx.session, series, plan, start - _BEFORE, ctx.now)
    sent = await ctx.session.scalar(
        select(LetterRow.id).where(
            LetterRow.series_id == series.id, LetterRow.state == State.SENT, LetterRow.sent_at >= start
        )
    )
    tomorrow = ctx.now.astimezone(plan.zone).date() + timedelta(days=1)
    at = Plan(datetime.combine(tomorrow, plan.wall.time()), plan.zone).first.astimezone(UTC)
    home = await ctx.find_place(series.place_id)
    if not missed or sent is not None or at >= end or home is None:
        return
    letter = await sending.begin(ctx, series, missed[-1], at, ctx.now)
    await readers.show(ctx, series, letter, home)


def _is_in(at: datetime | None, times: Sequence[Time]) -> bool:
    return at is not None and any(start <= at < end for start, end in times)
