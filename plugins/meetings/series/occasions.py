"""One date of a series that is cancelled or moved: its meeting is, as any other, and the series goes on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

from bot.chat.messages import Reply
from bot.language.messages import Instant, Text, _
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.gatherings.cancelling import ask, reason_of
from plugins.meetings.gatherings.modifying import modify_as_typed
from plugins.meetings.models import MeetingRow
from plugins.meetings.polls.parts import PARTS
from plugins.meetings.series import changing, planning, register
from plugins.meetings.series.managing import check_may_manage
from plugins.meetings.series.models import SeriesRow
from plugins.meetings.series.orders import Order, Wanted, days_named, is_next, moves

_LOOKED_AT = 120
_SHOWN = 5
_INSTANT = timedelta(microseconds=1)


async def change_one(ctx: Context, series: SeriesRow, order: Order) -> Reply | OpenForm:
    """Ask before one date of a series is cancelled, or move it.

    Raises:
        Refusal: the words name none of its dates, or several; `NotAllowed` if only others may.
    """
    await check_may_manage(ctx, series)
    if order.wanted is Wanted.CANCEL:
        named, *why = PARTS.split(order.rest, maxsplit=1) if order.rest else [""]
        row = await _one(ctx, series, named)
        return await ask(ctx, row.id, reason_of(why[0] if why else ""))
    for named, when in moves(order.rest, order.verb):
        if is_next(named) or days_named(named, ctx.reading) is not None:
            row = await _one(ctx, series, named)
            return await modify_as_typed(ctx, row.id, when)
    raise Refusal(
        "where_to",
        _(
            "Which date moves, and where to? For example `/meeting series move 5 January to 12 January "
            "14:00`, or `move the next one to Thursday 10:00`."
        ),
    )


async def _one(ctx: Context, series: SeriesRow, named: str) -> MeetingRow:
    """Return the meeting of the one date that some words name, which is made if it was not yet.

    Raises:
        Refusal: they name none, or several.
    """
    coming = await register.to_come(ctx.session, series.id, ctx.now)
    if is_next(named) and coming:
        return coming[0]
    days = days_named(named, ctx.reading)
    if days is None:
        raise Refusal("which_date", ctx.words.join([_WHICH, *_dates(coming)]))
    found = [row for row in coming if days[0] <= row.starts_at < days[1]]
    made = {row.occurs_at for row in await register.made(ctx.session, series.id, ctx.now)}
    start = max(days[0] - _INSTANT, ctx.now)
    for date in await changing.next_dates(ctx, series, start, _LOOKED_AT):
        if date.at >= days[1]:
            break
        if date.at.astimezone(UTC) not in made:
            found.append(await planning.make_on(ctx, series, date))
    if len(found) == 1:
        return found[0]
    if found:
        raise Refusal("several_dates", ctx.words.join([_SEVERAL, *_dates(found)]))
    raise Refusal("no_such_date", ctx.words.join([_NONE, *_dates(coming)]))


_WHICH = _(
    "Which date do you mean? For example `/meeting series cancel 5 January`; to end all of it: `/meeting "
    "series end`. The next ones:"
)
_NONE = _("No meeting of the series is then. The next ones:")
_SEVERAL = _("Several meetings are then: name one, or leave all of them out with `/meeting series pause`.")


def _dates(rows: Sequence[MeetingRow]) -> list[Text]:
    return [_("- {at}", at=Instant(row.starts_at, all_day=row.all_day)) for row in rows[:_SHOWN]]
