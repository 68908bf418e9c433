"""Making the meetings of a series ahead of their dates, announcing each in its time, and setting its timer.

The next dates are meetings long before they are announced: their agenda fills, they stand in calendars, and
one of them is moved or cancelled as any other meeting. `keep_up` brings them to what the series wants; it may
run as often as it likes, for no date has two meetings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.places import Place
from bot.language.moments.plans import Plan
from bot.plugin import WorkContext
from bot.store.people import bot_is_in, place_of
from bot.store.tables import PlaceRow
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings import register as gatherings
from plugins.meetings.gatherings.details import Details
from plugins.meetings.gatherings.making import new_uid
from plugins.meetings.habits import habits_of
from plugins.meetings.models import MeetingPlaceRow, MeetingRow
from plugins.meetings.series import register
from plugins.meetings.series.dates import Date, dates
from plugins.meetings.series.models import SeriesRow, TermsRow

AHEAD = 6
"""So many of the next dates are meetings already."""
NEAR = timedelta(days=31)
"""A meeting moves no further when the rhythm of its series changes."""
_MOST_LOOKED_AT = 400


@dataclass(slots=True)
class Changed:
    """What became of meetings that people know of: those that are no more, and how others were before."""

    gone: list[MeetingRow] = field(default_factory=list)
    moved: list[tuple[MeetingRow, Details]] = field(default_factory=list)


async def keep_up(ctx: WorkContext, series: SeriesRow, *, moves: bool = False) -> Changed:
    """Bring the meetings of a series to what it wants; return what people have to be told.

    Where its rhythm was changed, a meeting that it has no more `moves` to the new date near it, with its
    agenda and those who come. Meetings that nobody knew of go quietly.
    """
    await ctx.session.flush()
    changed = Changed()
    rows = {row.occurs_at: row for row in await register.made(ctx.session, series.id, ctx.now)}
    terms = await register.terms_of(ctx.session, series)
    wanted, valid = await _wanted(ctx, series, terms, rows)
    spare = [row for at, row in rows.items() if at not in valid and row.cancelled_at is None]
    for date in wanted:
        at = date.at.astimezone(UTC)
        row = rows.get(at)
        if row is not None and row.left_out:
            await _take_in(ctx, row)
        elif row is None and moves and spare and abs(spare[0].starts_at - at) <= NEAR:
            await _move(ctx, spare.pop(0), date, changed)
        elif row is None:
            await _make(ctx, series, register.in_force(terms, at), date)
    for row in spare:
        if await is_announced(ctx, row):
            changed.gone.append(row)
        await _leave_out(ctx, row)
    await announce_due(ctx, series)
    return changed


async def _wanted(
    ctx: WorkContext, series: SeriesRow, terms: Sequence[TermsRow], rows: dict[datetime | None, MeetingRow]
) -> tuple[list[Date], set[datetime]]:
    """Return the next dates of a series that are to be meetings, and all that are its dates still, in UTC.

    Those that somebody cancelled do not count among the next ones.
    """
    if series.paused_at is not None or series.ended_at is not None:
        return [], set()
    off = await register.off_of(ctx.session, series)
    last = max((at for at in rows if at is not None), default=ctx.now)
    wanted: list[Date] = []
    valid: set[datetime] = set()
    alive = 0
    for date in islice(dates([register.as_terms(row) for row in terms], off, ctx.now), _MOST_LOOKED_AT):
        at = date.at.astimezone(UTC)
        if alive < AHEAD:
            wanted.append(date)
        elif at > last:
            break
        row = rows.get(at)
        alive += row is None or row.cancelled_at is None or row.left_out
        valid.add(at)
    return wanted, valid


async def _move(ctx: WorkContext, row: MeetingRow, date: Date, changed: Changed) -> None:
    """Have a meeting be of another date of its series, where that puts it."""
    before = Details.of(row)
    row.occurs_at = row.starts_at = date.at.astimezone(UTC)
    row.ends_at = date.end.astimezone(UTC) if date.end is not None else None
    row.all_day, row.zone = date.terms.all_day, date.terms.plan.zone.key
    row.sequence, row.changed_at = row.sequence + 1, ctx.now
    await ctx.session.flush()
    await announcing.refresh(ctx, row)
    if await is_announced(ctx, row):
        changed.moved.append((row, before))
    await ctx.emit(MeetingPlanned(row.id))


async def _make(ctx: WorkContext, series: SeriesRow, terms: TermsRow, date: Date) -> MeetingRow:
    """Make the meeting of a date; nobody is told of it yet."""
    row = MeetingRow(
        network_id=series.network_id,
        member_id=series.member_id,
        series_id=series.id,
        occurs_at=date.at.astimezone(UTC),
        title=terms.title,
        place=terms.place,
        link=terms.link,
        seats=terms.seats,
        zone=terms.zone,
        starts_at=date.at.astimezone(UTC),
        ends_at=date.end.astimezone(UTC) if date.end is not None else None,
        all_day=date.terms.all_day,
        uid=new_uid(),
        changed_at=ctx.now,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    ctx.session.add(
        MeetingPlaceRow(network_id=series.network_id, meeting_id=row.id, place_id=series.place_id)
    )
    await ctx.session.flush()
    await ctx.emit(MeetingPlanned(row.id))
    return row


async def make_on(ctx: WorkContext, series: SeriesRow, date: Date) -> MeetingRow:
    """Return the meeting of a date of a series, made now if it was not yet."""
    at = date.at.astimezone(UTC)
    for row in await register.made(ctx.session, series.id, at - timedelta(microseconds=1)):
        if row.occurs_at == at:
            return row
    terms = register.in_force(await register.terms_of(ctx.session, series), at)
    return await _make(ctx, series, terms, date)


async def _take_in(ctx: WorkContext, row: MeetingRow) -> None:
    """Have a meeting take place again that the series had left out; it is announced anew in its time."""
    row.cancelled_at, row.left_out = None, False
    row.sequence, row.changed_at = row.sequence + 1, ctx.now
    await announcing.refresh(ctx, row)
    for stands in await gatherings.places(ctx.session, row.id):
        stands.delivery_id = None
    await ctx.emit(MeetingPlanned(row.id))


async def _leave_out(ctx: WorkContext, row: MeetingRow) -> None:
    row.cancelled_at, row.left_out = ctx.now, True
    row.sequence, row.changed_at = row.sequence + 1, ctx.now
    await announcing.refresh(ctx, row)
    await ctx.emit(MeetingPlanned(row.id))


async def is_announced(ctx: WorkContext, row: MeetingRow) -> bool:
    """Return whether a channel was told of a meeting."""
    return any(stands.delivery_id is not None for stands in await gatherings.places(ctx.session, row.id))


async def announce_due(ctx: WorkContext, series: SeriesRow) -> None:
    """Announce the meetings of a series whose time it is, and set its timer for the next one.

    Where the bot is not in the channel any more it waits until it is there again.
    """
    await ctx.session.flush()
    place = await _place_of(ctx, series)
    waiting: list[datetime] = []
    for row in await _unannounced(ctx, series):
        at = await announced_at(ctx, series, row)
        if at > ctx.now:
            waiting.append(at)
        elif place is not None:
            await announcing.announce(ctx, row, place)
            await ctx.emit(MeetingPlanned(row.id))
    key = f"series:{series.id}"
    made = await register.made(ctx.session, series.id, ctx.now)
    ends = [row.occurs_at for row in made if row.occurs_at is not None]
    following = min([*waiting, *ends[:1]], default=None)
    if following is None or series.ended_at is not None:
        await ctx.cancel(key)
    else:
        await ctx.later("series", following, key=key, series=series.id)


async def _place_of(ctx: WorkContext, series: SeriesRow) -> Place | None:
    """Return the channel of a series, None where the bot is not there now."""
    row = await ctx.session.scalar(select(PlaceRow).where(PlaceRow.id == series.place_id, bot_is_in()))
    return place_of(row) if row is not None else None


async def _unannounced(ctx: WorkContext, series: SeriesRow) -> list[MeetingRow]:
    """Return the meetings to come that their channel was not told of."""
    rows = await register.to_come(ctx.session, series.id, ctx.now)
    return [row for row in rows if not await is_announced(ctx, row)]


async def announced_at(ctx: WorkContext, series: SeriesRow, row: MeetingRow) -> datetime:
    """Return when a meeting is announced: so many days before, when its channel is reminded of meetings."""
    habits = await habits_of(ctx.session, series.network_id, series.place_id)
    zone = ZoneInfo(row.zone)
    day = row.starts_at.astimezone(zone).date() - timedelta(days=series.announced_days)
    return Plan(datetime.combine(day, habits.reminder_hour), zone).first.astimezone(UTC)
