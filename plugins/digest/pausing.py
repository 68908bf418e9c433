"""Pausing the letter of a channel: until somebody resumes it, or from a day to another one, now or later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import Instant, Text, _
from bot.language.moments.plans import Plan
from bot.plugin import Context, Refusal
from bot.plugin.days_off import Away
from plugins.digest import dates, register
from plugins.digest.models import PauseRow, SeriesRow
from plugins.digest.sending import discard

_HAS_ENDED = _("The rhythm of this letter has ended. Give it another one: `/letter schedule`.")
_ALREADY = _("This letter is paused already. To resume it: `/letter resume`.")
_MOST = 12
"""So many pauses to come a letter may have: nobody plans more of them."""
_BEFORE = timedelta(seconds=1)


async def pause(ctx: Context, series: SeriesRow, away: Away | None = None) -> Text:
    """Have the letter of a channel not come for a time, or until it is resumed; return what to say.

    Raises:
        Refusal: it is paused already, has no rhythm, or no date after that time.
    """
    plan = register.plan_of(series)
    if plan is None:
        raise Refusal("no_rhythm", _("This letter has no rhythm: it only goes when somebody sends it."))
    if away is not None:
        return await _pause_for(ctx, series, plan, away)
    if series.paused_at is not None:
        raise Refusal("already_paused", _ALREADY)
    if series.next_at is None and await register.open_letter(ctx.session, series) is None:
        raise Refusal("ended", _HAS_ENDED)
    await discard(ctx, series)
    series.paused_at = ctx.now
    await register.schedule(ctx, series)
    return _("The letter is paused: it does not come until you resume it.")


async def _pause_for(ctx: Context, series: SeriesRow, plan: Plan, away: Away) -> Text:
    """Have the letter not come for a time, now or later: it goes on by itself at its first date after it."""
    start = max(away.start or ctx.now, ctx.now)
    if series.paused_at is not None and start > ctx.now:
        raise Refusal("already_paused", _ALREADY)
    waiting = await register.open_letter(ctx.session, series)
    goes_at = waiting.send_at if waiting else series.next_at
    if goes_at is not None and not await _leaves_out(ctx, series, plan, start, away.back):
        return _(
            "Nothing is left out: no letter was to go then. The next one goes {at}.", at=Instant(goes_at)
        )
    following = await dates.next_free(ctx.session, series, plan, away.back - _BEFORE, even_away=True)
    if following is None and (goes_at is None or goes_at >= start):
        raise Refusal("never", _("The rhythm of this letter ends before: there would be no letter any more."))
    await _note(ctx, series, start, away.back)
    series.paused_at = None
    if waiting is not None and start <= waiting.send_at < away.back:
        await discard(ctx, series)
        waiting = None
    if waiting is None:
        series.next_at = goes_at = await dates.next_free(ctx.session, series, plan, ctx.now)
    await register.schedule(ctx, series)
    if goes_at is not None and start <= goes_at:
        return _(
            "The letter is paused: the next one goes {at}. To have it earlier: `/letter resume`.",
            at=Instant(goes_at),
        )
    following = await dates.next_free(ctx.session, series, plan, away.back - _BEFORE)
    return _to_come(start, away.back, goes_at, following)


async def _leaves_out(ctx: Context, series: SeriesRow, plan: Plan, start: datetime, back: datetime) -> bool:
    """Return whether a pause changes anything: a letter goes in it, or one would but for another pause."""
    waiting = await register.open_letter(ctx.session, series)
    if series.paused_at is not None or (waiting is not None and start <= waiting.send_at < back):
        return True
    if await is_away(ctx, series, plan):
        return True
    first = await dates.next_free(ctx.session, series, plan, start - _BEFORE, even_away=True)
    return first is not None and first < back


async def _note(ctx: Context, series: SeriesRow, start: datetime, back: datetime) -> None:
    """Write a pause down, in the place of those that it overlaps and of those that are over.

    One that lasts now is not cut short by a later one: no letter would be expected in between.
    """
    for one in await dates.pauses(ctx.session, series):
        is_replaced = one.away_from < back and start < one.away_until
        is_kept = one.away_from <= ctx.now < start
        if one.away_until <= ctx.now or (is_replaced and not is_kept):
            await ctx.session.delete(one)
    if len(await to_come(ctx, series)) >= _MOST:
        raise Refusal(
            "too_many_pauses", _("This letter has 12 pauses to come already: `/letter resume` cancels them.")
        )
    ctx.session.add(
        PauseRow(network_id=series.network_id, series_id=series.id, away_from=start, away_until=back)
    )
    await ctx.session.flush()


def _to_come(start: datetime, back: datetime, next_at: datetime | None, following: datetime | None) -> Text:
    """Return from when to when a letter pauses that goes before, and when it goes then."""
    said: Text = _("The letter pauses from {first} to {last}.", **_days(start, back))
    if next_at is not None:
        said = _("{said} The next one goes {at}.", said=said, at=Instant(next_at))
    if following is not None:
        said = _("{said} The first one after the pause goes {at}.", said=said, at=Instant(following))
    return _("{said} To cancel the pause: `/letter resume`.", said=said)


def spell(one: PauseRow) -> Text:
    """Return a line that says when a letter will pause."""
    return _(
        "- It pauses from {first} to {last}: `/letter resume` cancels that",
        **_days(one.away_from, one.away_until),
    )


def _days(start: datetime, back: datetime) -> dict[str, Instant]:
    return {"first": Instant(start, all_day=True), "last": Instant(back - _BEFORE, all_day=True)}


async def to_come(ctx: Context, series: SeriesRow) -> Sequence[PauseRow]:
    """Return the pauses of a letter that begin later."""
    return [one for one in await dates.pauses(ctx.session, series) if one.away_from > ctx.now]


async def end(ctx: Context, series: SeriesRow) -> None:
    """Have the pause that lasts now be over; those to come stay."""
    for one in await dates.pauses(ctx.session, series):
        if one.away_from <= ctx.now:
            await ctx.session.delete(one)
    await ctx.session.flush()


async def forget(session: AsyncSession, series: SeriesRow) -> None:
    """Remove all pauses of a letter."""
    await session.execute(delete(PauseRow).where(PauseRow.series_id == series.id))


async def resume(ctx: Context, series: SeriesRow) -> Text:
    """Have a paused letter come again, at the next of its dates; where none is, pauses to come are cancelled.

    What to say of it is returned.

    Raises:
        Refusal: it is not paused, or has no date left.
    """
    plan = register.plan_of(series)
    is_paused = plan is not None and await is_away(ctx, series, plan)
    if plan is None or not (is_paused or await to_come(ctx, series)):
        raise Refusal("not_paused", _("This letter is not paused."))
    following = await dates.next_free(ctx.session, series, plan, ctx.now, even_away=True)
    if following is None:
        raise Refusal("never", _HAS_ENDED)
    pauses = await dates.pauses(ctx.session, series)
    cancelled = [one for one in pauses if not is_paused or one.away_from <= following]
    for one in cancelled:
        await ctx.session.delete(one)
    await ctx.session.flush()
    series.paused_at = None
    if await register.open_letter(ctx.session, series) is None:
        series.next_at = following
    await register.schedule(ctx, series)
    if is_paused:
        return _("The letter comes again.")
    if len(cancelled) == 1:
        return _("The pause to come is cancelled.")
    return _("The {count} pauses to come are cancelled.", count=len(cancelled))


async def is_away(ctx: Context, series: SeriesRow, plan: Plan) -> bool:
    """Return whether a letter is paused, or goes on only at a later date than its next one."""
    if series.paused_at is not None:
        return True
    if series.next_at is None or await register.open_letter(ctx.session, series) is not None:
        return False
    following = await dates.next_free(ctx.session, series, plan, ctx.now, even_away=True)
    return following is not None and following < series.next_at
