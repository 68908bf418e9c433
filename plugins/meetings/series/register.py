"""The register of series: what comes again and again in a channel, and the meetings that were made of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.language.moments.plans import Plan
from bot.plugin import Refusal, WorkContext
from plugins.meetings.models import MeetingRow
from plugins.meetings.series.dates import Off, Terms
from plugins.meetings.series.models import SeriesPauseRow, SeriesRow, TermsRow

_LATELY = 24
"""So many meetings tell how a series goes."""
_GONE = _("This series is over, or is not there any more.")


async def find(ctx: WorkContext, series: int) -> SeriesRow | None:
    """Return a series of the network, None if it is gone or over; whoever else changes it waits."""
    return await ctx.session.scalar(
        select(SeriesRow)
        .where(SeriesRow.id == series, SeriesRow.network_id == ctx.network.id, SeriesRow.ended_at.is_(None))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


async def get(ctx: WorkContext, series: int) -> SeriesRow:
    """Return a series of the network; whoever else changes it waits.

    Raises:
        Refusal: it is gone or over.
    """
    row = await find(ctx, series)
    if row is None:
        raise Refusal("no_series", _GONE)
    return row


async def of_place(ctx: WorkContext, place: int) -> Sequence[SeriesRow]:
    """Return the series of a channel that are not over, the oldest first; nobody changes them meanwhile."""
    rows = await ctx.session.scalars(
        select(SeriesRow)
        .where(
            SeriesRow.place_id == place,
            SeriesRow.network_id == ctx.network.id,
            SeriesRow.ended_at.is_(None),
        )
        .order_by(SeriesRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def of_member(ctx: WorkContext, member: int) -> Sequence[SeriesRow]:
    """Return the series that a member organises and that are not over."""
    rows = await ctx.session.scalars(
        select(SeriesRow)
        .where(
            SeriesRow.member_id == member,
            SeriesRow.network_id == ctx.network.id,
            SeriesRow.ended_at.is_(None),
        )
        .order_by(SeriesRow.id)
    )
    return rows.all()


async def terms_of(session: AsyncSession, series: SeriesRow) -> Sequence[TermsRow]:
    """Return what holds of a series, in the order of since when."""
    rows = await session.scalars(
        select(TermsRow).where(TermsRow.series_id == series.id).order_by(TermsRow.since, TermsRow.id)
    )
    return rows.all()


def as_terms(row: TermsRow) -> Terms:
    """Return when a series comes, as its row says it."""
    return Terms(plan_of(row), row.since, row.minutes, row.all_day)


def plan_of(row: TermsRow) -> Plan:
    """Return the plan of a series."""
    return Plan.stored(row.wall, row.zone, row.rule, row.skip_holidays, row.territory)


def in_force(rows: Sequence[TermsRow], at: datetime) -> TermsRow:
    """Return what holds of a series at an instant; before all, what holds first."""
    return next((row for row in reversed(rows) if row.since <= at), rows[0])


async def pauses_of(session: AsyncSession, series: SeriesRow) -> Sequence[SeriesPauseRow]:
    """Return the times in which a series does not come, in their order, also those that are over."""
    rows = await session.scalars(
        select(SeriesPauseRow)
        .where(SeriesPauseRow.series_id == series.id)
        .order_by(SeriesPauseRow.away_from, SeriesPauseRow.id)
    )
    return rows.all()


async def off_of(session: AsyncSession, series: SeriesRow) -> list[Off]:
    """Return the same as times of the calendar."""
    return [Off(row.away_from, row.away_until) for row in await pauses_of(session, series)]


async def made(session: AsyncSession, series: int, since: datetime) -> Sequence[MeetingRow]:
    """Return the meetings of a series of its dates after an instant, cancelled ones too, in order."""
    rows = await session.scalars(
        select(MeetingRow)
        .where(MeetingRow.series_id == series, MeetingRow.occurs_at > since)
        .order_by(MeetingRow.occurs_at)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return rows.all()


async def all_since(session: AsyncSession, series: int, since: datetime) -> Sequence[MeetingRow]:
    """Return the meetings of a series that are of its dates from an instant on, or stand there now."""
    rows = await session.scalars(
        select(MeetingRow).where(
            MeetingRow.series_id == series, or_(MeetingRow.occurs_at >= since, MeetingRow.starts_at >= since)
        )
    )
    return rows.all()


async def to_come(session: AsyncSession, series: int, now: datetime) -> Sequence[MeetingRow]:
    """Return the meetings of a series that are to come, where they stand now, in order."""
    rows = await session.scalars(
        select(MeetingRow)
        .where(MeetingRow.series_id == series, MeetingRow.starts_at > now, MeetingRow.cancelled_at.is_(None))
        .order_by(MeetingRow.starts_at, MeetingRow.id)
    )
    return rows.all()


async def held(session: AsyncSession, series: int, until: datetime) -> Sequence[MeetingRow]:
    """Return the last meetings of a series that took place until an instant, the last one first."""
    rows = await session.scalars(
        select(MeetingRow)
        .where(
            MeetingRow.series_id == series, MeetingRow.starts_at <= until, MeetingRow.cancelled_at.is_(None)
        )
        .order_by(MeetingRow.starts_at.desc(), MeetingRow.id)
        .limit(_LATELY)
    )
    return rows.all()
