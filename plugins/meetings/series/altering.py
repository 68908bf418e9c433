"""Changing a series from now or from a day on: its meetings follow, and those who know of them are told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from bot.chat.places import Place
from bot.language.messages import _
from bot.plugin import Context, Refusal
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings.details import Details
from plugins.meetings.models import MeetingRow
from plugins.meetings.series import changing, planning, register
from plugins.meetings.series.dates import every_other_month
from plugins.meetings.series.models import SeriesRow, TermsRow
from plugins.meetings.series.planning import Changed
from plugins.meetings.series.rhythm import Rhythm
from plugins.meetings.series.wanted import Change, Hours

_EMPTY = {"title": "", "place": "", "link": "", "seats": None}
"""What may be changed of each meeting, and what it is where it is taken away."""


async def change(ctx: Context, series: SeriesRow, wanted: Change, home: Place) -> Changed:
    """Change a series, from now or from a day on; return the meetings of which people were told.

    Raises:
        Refusal: it leaves no month to the letter.
    """
    if wanted.announced_days is not None:
        series.announced_days = wanted.announced_days
    if wanted.alternates is not None:
        series.alternates = wanted.alternates
    since = max(wanted.since or ctx.now, ctx.now)
    rows = list(await register.terms_of(ctx.session, series))
    before = register.in_force(rows, since)
    old = {name: getattr(before, name) for name in _EMPTY}
    rhythm = await _rhythm(ctx, series, wanted, before, home)
    later = [row for row in rows if row.since > since]
    if rhythm is not None:
        for row in later:  # what was to hold later is said anew
            await ctx.session.delete(row)
        later = []
        await changing.add_pauses(ctx, series, rhythm.off)
    await changing.add_pauses(ctx, series, wanted.off)
    terms = before if before.since == since else _copy(ctx, before, since)
    ctx.session.add(terms)
    if rhythm is not None:
        changing.write(terms, rhythm)
    new = {"title": wanted.title, "place": wanted.place, "link": wanted.link, "seats": wanted.seats}
    for one in (terms, *later):
        for name, value in new.items():
            if value is not None:
                setattr(one, name, value or _EMPTY[name])
    await ctx.session.flush()
    changed = await planning.keep_up(ctx, series, moves=rhythm is not None)
    for meeting in await register.made(ctx.session, series.id, since):
        await _follow(ctx, meeting, old, new, terms, changed)
    await changing.tell(ctx, changed)
    return changed


async def _rhythm(
    ctx: Context, series: SeriesRow, wanted: Change, before: TermsRow, home: Place
) -> Rhythm | None:
    """Return the new rhythm of a series, None if it keeps that of `before`."""
    rhythm = wanted.rhythm
    if rhythm is None and (wanted.hours is not None or wanted.alternates):
        rhythm = _as_rhythm(before)
    if rhythm is None:
        return None
    if not rhythm.has_hour:
        rhythm = _at_hours_of(rhythm, before)
    if wanted.hours is not None:
        rhythm = _at_hours(rhythm, wanted.hours)
    if rhythm.minutes is None and not rhythm.all_day and not before.all_day:
        rhythm = replace(rhythm, minutes=before.minutes)
    if series.alternates:
        rhythm = replace(rhythm, plan=every_other_month(rhythm.plan))
    return replace(rhythm, plan=await changing.plan_for(ctx, home, rhythm, alternates=series.alternates))


def _at_hours(rhythm: Rhythm, hours: Hours) -> Rhythm:
    """Return a rhythm at other hours.

    Raises:
        Refusal: its days have different hours.
    """
    if "BYHOUR" in (rhythm.plan.rule or ""):
        raise Refusal("several_hours", _("Its days have hours of their own: write the whole rhythm anew."))
    wall = datetime.combine(rhythm.plan.wall.date(), hours.start)
    return replace(rhythm, plan=replace(rhythm.plan, wall=wall), minutes=hours.minutes, all_day=False)


def _at_hours_of(rhythm: Rhythm, before: TermsRow) -> Rhythm:
    """Return a rhythm of which no hour was said at the hour that there was.

    Raises:
        Refusal: its days had different hours.
    """
    if "BYHOUR" in before.rule:
        raise Refusal("several_hours", _("Its days have hours of their own: write the whole rhythm anew."))
    hour = datetime.fromisoformat(before.wall).time()
    plan = replace(rhythm.plan, wall=datetime.combine(rhythm.plan.wall.date(), hour))
    return replace(rhythm, plan=plan, minutes=before.minutes, all_day=before.all_day)


def _as_rhythm(terms: TermsRow) -> Rhythm:
    return Rhythm(register.plan_of(terms), terms.minutes, terms.all_day)


def _copy(ctx: Context, before: TermsRow, since: datetime) -> TermsRow:
    return TermsRow(
        network_id=before.network_id,
        series_id=before.series_id,
        member_id=ctx.member.id,
        since=since,
        title=before.title,
        place=before.place,
        link=before.link,
        seats=before.seats,
        wall=before.wall,
        zone=before.zone,
        rule=before.rule,
        skip_holidays=before.skip_holidays,
        territory=before.territory,
        minutes=before.minutes,
        all_day=before.all_day,
    )


async def _follow(
    ctx: Context,
    row: MeetingRow,
    old: Mapping[str, object],
    new: Mapping[str, object],
    terms: TermsRow,
    changed: Changed,
) -> None:
    """Have a meeting be as its series is now, but for what was changed of it alone."""
    before = Details.of(row)
    for name, value in new.items():
        if value is not None and getattr(row, name) == old[name]:
            setattr(row, name, value or _EMPTY[name])
    if row.starts_at == row.occurs_at:
        end = register.as_terms(terms).ends(row.starts_at)
        row.ends_at = end.astimezone(UTC) if end is not None else None
    if Details.of(row) == before:
        return
    row.sequence, row.changed_at = row.sequence + 1, ctx.now
    await announcing.refresh(ctx, row)
    is_told = any(row is one for one, _before in changed.moved)
    if row.cancelled_at is None and not is_told and await planning.is_announced(ctx, row):
        changed.moved.append((row, before))
    await ctx.emit(MeetingPlanned(row.id))
