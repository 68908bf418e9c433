"""Setting, changing, pausing, resuming and ending a series; those who know of its meetings are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.places import Place
from bot.language.folding import fold
from bot.language.messages import Instant, Text, _, escape
from bot.language.moments.plans import Plan
from bot.plugin import Context, Refusal
from bot.plugin.days_off import Away
from plugins.meetings.gatherings import collecting, telling
from plugins.meetings.gatherings.modifying import ask_to_confirm
from plugins.meetings.gatherings.register import hold_place
from plugins.meetings.series import alternating, planning, register
from plugins.meetings.series.dates import Date, Off, coming, ended
from plugins.meetings.series.models import SeriesPauseRow, SeriesRow, TermsRow
from plugins.meetings.series.planning import Changed
from plugins.meetings.series.rhythm import Rhythm
from plugins.meetings.series.typed import Described

_MOST = 10
"""So many series a channel has."""
_MOST_PAUSES = 30
_BEFORE = timedelta(microseconds=1)


async def begin(ctx: Context, place: Place, described: Described) -> SeriesRow:
    """Give a channel a series, of which no meeting is made yet: `planning.keep_up` does.

    Raises:
        Refusal: it is there already, there are too many, or it leaves no month to the letter.
    """
    plan = await plan_for(ctx, place, described.rhythm, alternates=described.alternates)
    title = described.title or str(ctx.words_for(place)(_("Our meeting")))
    await _check_new(ctx, place, title)
    series = SeriesRow(
        network_id=ctx.network.id,
        place_id=place.id,
        member_id=ctx.member.id,
        announced_days=described.announced_days,
        alternates=described.alternates,
        created_at=ctx.now,
    )
    ctx.session.add(series)
    await ctx.session.flush()
    terms = TermsRow(
        network_id=ctx.network.id,
        series_id=series.id,
        member_id=ctx.member.id,
        since=ctx.now,
        title=title,
        place=described.where,
        link=described.link,
        seats=described.seats,
    )
    write(terms, replace(described.rhythm, plan=plan))
    ctx.session.add(terms)
    await add_pauses(ctx, series, described.rhythm.off)
    return series


async def _check_new(ctx: Context, place: Place, title: str) -> None:
    await hold_place(ctx.session, place.id)
    there = await register.of_place(ctx, place.id)
    if len(there) >= _MOST:
        raise Refusal("too_many_series", _("This channel has 10 series already: end one first."))
    for one in there:
        last = (await register.terms_of(ctx.session, one))[-1]
        if fold(last.title) == fold(title):
            raise Refusal(
                "same_series",
                _(
                    "This channel has a series “{title}” already: `/meeting series` shows it, `/meeting "
                    "series change …` changes it. For another one, give it another title.",
                    title=escape(last.title),
                ),
            )


async def plan_for(ctx: Context, place: Place, rhythm: Rhythm, *, alternates: bool) -> Plan:
    """Return the plan of a rhythm on the clocks of the channel, in turn with its letter if wanted."""
    plan = replace(rhythm.plan, zone=place.zone or ctx.network.zone)
    if not alternates:
        return plan
    alternating.check_leaves_months(plan, ctx.now)
    return alternating.begun_in_turn(plan, await alternating.letter_of(ctx, place.id), ctx.now)


def write(terms: TermsRow, rhythm: Rhythm) -> None:
    """Write a rhythm into what holds of a series."""
    plan = rhythm.plan
    terms.wall, terms.zone, terms.rule = plan.wall_text, plan.zone.key, plan.rule or ""
    terms.skip_holidays, terms.territory = plan.skip_holidays, plan.territory
    terms.minutes, terms.all_day = rhythm.minutes, rhythm.all_day


async def add_pauses(ctx: Context, series: SeriesRow, off: Iterable[Off]) -> None:
    """Have a series leave out some more times.

    Raises:
        Refusal: there are too many.
    """
    there = [row for row in await register.pauses_of(ctx.session, series) if row.away_until > ctx.now]
    for span in off:
        if len(there) >= _MOST_PAUSES:
            raise Refusal(
                "too_many_pauses",
                _("This series has 30 pauses to come already: `/meeting series resume` cancels them."),
            )
        row = SeriesPauseRow(
            network_id=series.network_id, series_id=series.id, away_from=span.start, away_until=span.back
        )
        ctx.session.add(row)
        there.append(row)
    await ctx.session.flush()


async def tell(ctx: Context, changed: Changed) -> None:
    """Tell those who know of meetings of a series what became of them."""
    for row, before in changed.moved:
        await ask_to_confirm(ctx, row)
        await collecting.note(ctx, row, before)
    for row in changed.gone:
        await telling.cancelled(ctx, row, await collecting.drop(ctx, row), "")


async def pause(ctx: Context, series: SeriesRow, away: Away | None) -> Text:
    """Have a series not come for a time, or until it is resumed; return what to say.

    Raises:
        Refusal: it is paused already, or nothing would be left out.
    """
    if series.paused_at is not None:
        raise Refusal(
            "already_paused", _("This series is paused already. To resume it: `/meeting series resume`.")
        )
    if away is None:
        series.paused_at = ctx.now
        await tell(ctx, await planning.keep_up(ctx, series))
        return _("The series is paused: no meeting comes until you resume it.")
    start = max(away.start or ctx.now, ctx.now)
    dated = await next_dates(ctx, series, start - _BEFORE, 1)
    if not dated or dated[0].at >= away.back:
        following = dated[0].at if dated else None
        if following is None:
            raise Refusal("never", _("This series has no more date after that."))
        return _("Nothing is left out: no meeting is then. The next one is {at}.", at=Instant(following))
    await add_pauses(ctx, series, [Off(start, away.back)])
    await tell(ctx, await planning.keep_up(ctx, series))
    after = await next_dates(ctx, series, away.back - _BEFORE, 1)
    said = _("No meeting comes from {first} to {last}.", **days_of(Off(start, away.back)))
    if after:
        said = _("{said} The first one after that is {at}.", said=said, at=Instant(after[0].at))
    return _("{said} To take that back: `/meeting series resume`.", said=said)


async def resume(ctx: Context, series: SeriesRow) -> Text:
    """Have a paused series come again; where it is not paused now, the pauses to come are taken back.

    Raises:
        Refusal: it is not paused.
    """
    rows = [row for row in await register.pauses_of(ctx.session, series) if row.away_until > ctx.now]
    lasting = [row for row in rows if row.away_from <= ctx.now]
    is_paused = series.paused_at is not None or bool(lasting)
    cancelled = lasting if is_paused else rows
    if not is_paused and not rows:
        raise Refusal("not_paused", _("This series is not paused."))
    series.paused_at = None
    for row in cancelled:
        await ctx.session.delete(row)
    await tell(ctx, await planning.keep_up(ctx, series))
    if is_paused:
        return _("The series comes again.")
    if len(cancelled) == 1:
        return _("The pause to come is cancelled.")
    return _("The {count} pauses to come are cancelled.", count=len(cancelled))


async def end(ctx: Context, series: SeriesRow) -> int:
    """Have a series come no more; return how many meetings that people knew of are cancelled by it."""
    series.ended_at = ctx.now
    changed = await planning.keep_up(ctx, series)
    await tell(ctx, changed)
    return len(changed.gone)


async def end_at(ctx: Context, series: SeriesRow, back: datetime) -> Text:
    """Have a series come no more from an instant on; return what to say.

    Raises:
        Refusal: that is over.
    """
    if back <= ctx.now:
        raise Refusal("past", _("That day has passed. To end the series now: `/meeting series end`."))
    last = back - timedelta(seconds=1)
    first, *others = await register.terms_of(ctx.session, series)
    for row in (first, *others):
        row.rule = ended(row.rule, last)
    for row in others:
        if row.since >= back:  # it holds of nothing any more
            await ctx.session.delete(row)
    await tell(ctx, await planning.keep_up(ctx, series))
    return _("The series ends: no meeting comes after {day}.", day=Instant(last, all_day=True))


async def next_dates(ctx: Context, series: SeriesRow, after: datetime, count: int) -> list[Date]:
    """Return the next dates of a series by its rhythm, whatever was cancelled or moved by hand."""
    terms = [register.as_terms(row) for row in await register.terms_of(ctx.session, series)]
    return coming(terms, await register.off_of(ctx.session, series), after, count)


def days_of(span: Off) -> dict[str, Instant]:
    """Return the first and the last day of a time, to be told."""
    return {"first": Instant(span.start, all_day=True), "last": Instant(span.back - _BEFORE, all_day=True)}
