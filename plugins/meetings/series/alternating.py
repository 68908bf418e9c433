"""In turn with the letter: a month with a meeting of the series has no letter, and the others have one.

The letter is told of all months that have a meeting whenever one is made, moved or cancelled, so that none is
left with neither.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.language.messages import Instant, Text, _
from bot.language.moments.calendar import add_months
from bot.language.moments.plans import Plan
from bot.plugin import Refusal, WorkContext
from bot.plugin.letters import LetterRhythm, Letters, LetterTimesChanged
from plugins.meetings.series import register
from plugins.meetings.series.dates import (
    MONTHS_AHEAD,
    Off,
    Terms,
    in_turn,
    leaves_months,
    spans_of_months,
    until,
)
from plugins.meetings.series.models import SeriesRow


async def letter_of(ctx: WorkContext, place: int) -> LetterRhythm | None:
    """Return when the letter of a channel goes, None if it has none."""
    for letters in await ctx.services(Letters):
        return await letters.rhythm(ctx.session, place, ctx.now)
    return None


async def settle(ctx: WorkContext, place: int) -> None:
    """Tell the letter of a channel which months have a meeting."""
    months: set[tuple[datetime, datetime]] = set()
    for series in await register.of_place(ctx, place):
        if series.alternates:
            months.update((span.start, span.back) for span in await _months(ctx, series))
    for letters in await ctx.services(Letters):
        freed = await letters.leave_out(ctx.session, ctx.network, place, sorted(months))
        await ctx.emit(LetterTimesChanged(place, tuple(freed)))


async def _months(ctx: WorkContext, series: SeriesRow) -> list[Off]:
    """Return the months from this one on that have a meeting of a series, where it stands now."""
    terms = await register.terms_of(ctx.session, series)
    plan = register.plan_of(terms[-1])
    today = ctx.now.astimezone(plan.zone).date().replace(day=1)
    begins = datetime(today.year, today.month, 1, tzinfo=plan.zone).astimezone(UTC)
    rows = await register.all_since(ctx.session, series.id, begins)
    found = [row.starts_at for row in rows if row.cancelled_at is None]
    if series.paused_at is None:
        made = {row.occurs_at for row in rows}
        end = add_months(today, MONTHS_AHEAD)
        last = datetime(end.year, end.month, 1, tzinfo=plan.zone)
        off = await register.off_of(ctx.session, series)
        later = until([register.as_terms(row) for row in terms], off, ctx.now, last)
        found += [date.at for date in later if date.at.astimezone(UTC) not in made]
    return [span for span in spans_of_months(found, plan) if span.start >= begins]


def check_leaves_months(plan: Plan, now: datetime) -> None:
    """Check that there are months for the letter.

    Raises:
        Refusal: each month has a meeting.
    """
    if not leaves_months(plan, max(plan.first, now)):
        raise Refusal(
            "no_month_left",
            _(
                "With this rhythm each month has a meeting, and none is left to the letter. In turn with it, "
                "meetings come once a month at most: “every 1st Tuesday of the month 14:00-16:00”."
            ),
        )


def begun_in_turn(plan: Plan, letter: LetterRhythm | None, now: datetime) -> Plan:
    """Return a plan that begins in a month without a letter, if it can be chosen."""
    if letter is None:
        return plan
    goes = [letter.last_at] if letter.last_at is not None else []
    if letter.plan is not None:
        ahead = now + timedelta(days=31 * MONTHS_AHEAD)
        goes += [date.at for date in until([Terms(letter.plan, now)], [], now, ahead)]
    taken = spans_of_months(goes, plan)
    return in_turn(plan, taken, now)


async def told(ctx: WorkContext, series: SeriesRow) -> list[Text]:
    """Return what is said of the letter, where a series comes in turn with it."""
    if not series.alternates:
        return []
    letter = await letter_of(ctx, series.place_id)
    said = _("- In turn with the letter: a month with a meeting has none, and the others have one")
    if letter is None:
        return [
            said,
            _(
                "- This channel has no letter yet. To have one in the other months: `/letter schedule the "
                "first Tuesday of the month 9:00`"
            ),
        ]
    if not letter.here:
        return [
            said,
            _("- But this channel receives the letter of another one, which goes as that one wants."),
        ]
    if letter.next_at is not None:
        return [said, _("- The next letter: {at}", at=Instant(letter.next_at))]
    return [said, _("- No letter goes by itself for now: `/letter` says how it stands")]
