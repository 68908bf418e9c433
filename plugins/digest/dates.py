"""The dates of a letter: those of its rhythm that are neither taken, nor within a pause, nor left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice, takewhile

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.moments.plans import Plan
from plugins.digest.models import LeftOutRow, LetterRow, PauseRow, SeriesRow

_INSTANT = timedelta(microseconds=1)
"""The least between two letters of a series, as far as the database tells instants apart."""


async def next_free(
    session: AsyncSession, series: SeriesRow, plan: Plan, after: datetime, *, even_away: bool = False
) -> datetime | None:
    """Return the next instant of a plan for which there was no letter yet: a skipped one stays skipped.

    With `even_away` also one within a pause that has an end.
    """
    taken = await _taken(session, series)
    away = await (left_out if even_away else _away)(session, series)
    return next(_free(plan, after, taken, away), None)


async def coming(
    session: AsyncSession, series: SeriesRow, plan: Plan, after: datetime, count: int
) -> list[datetime]:
    """Return the next instants at which a letter goes, strictly after another, `count` at most."""
    found = _free(plan, after, await _taken(session, series), await _away(session, series))
    return list(islice(found, count))


async def missed(
    session: AsyncSession, series: SeriesRow, plan: Plan, after: datetime, now: datetime
) -> list[datetime]:
    """Return the instants strictly after another at which a letter should have gone until now."""
    found = _free(plan, after, await _taken(session, series), await _away(session, series))
    return list(takewhile(lambda at: at <= now, found))


async def pauses(session: AsyncSession, series: SeriesRow) -> Sequence[PauseRow]:
    """Return the pauses of a letter that have an end, in their order, also those that are over."""
    found = await session.scalars(
        select(PauseRow).where(PauseRow.series_id == series.id).order_by(PauseRow.away_from, PauseRow.id)
    )
    return found.all()


async def left_out(session: AsyncSession, series: SeriesRow) -> Sequence[LeftOutRow]:
    """Return the times in which a letter does not come, for something comes in turn with it, in order."""
    found = await session.scalars(
        select(LeftOutRow).where(LeftOutRow.place_id == series.place_id).order_by(LeftOutRow.away_from)
    )
    return found.all()


async def _away(session: AsyncSession, series: SeriesRow) -> Sequence[PauseRow | LeftOutRow]:
    return [*await pauses(session, series), *await left_out(session, series)]


async def _taken(session: AsyncSession, series: SeriesRow) -> frozenset[datetime]:
    found = await session.scalars(select(LetterRow.instant).where(LetterRow.series_id == series.id))
    return frozenset(found)


def _free(
    plan: Plan, after: datetime, taken: frozenset[datetime], away: Sequence[PauseRow | LeftOutRow]
) -> Iterator[datetime]:
    at = plan.next_after(after)
    while at is not None:
        back = next((one.away_until for one in away if one.away_from <= at < one.away_until), None)
        if back is None and at not in taken:
            yield at
        at = plan.next_after(at if back is None else back - _INSTANT)


async def free_instant(session: AsyncSession, series: SeriesRow, at: datetime) -> datetime:
    """Return the first instant, from one on, of which there is no letter: for one that somebody asks for."""
    soon = at + timedelta(seconds=1)
    taken = set(
        await session.scalars(
            select(LetterRow.instant).where(
                LetterRow.series_id == series.id, LetterRow.instant >= at, LetterRow.instant < soon
            )
        )
    )
    while at in taken:
        at += _INSTANT
    return at
