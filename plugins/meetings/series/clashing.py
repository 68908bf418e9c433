"""Two series of a channel at one hour: who sets the second one chooses before anything is announced."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.chat.messages import Button, Reply, Style
from bot.language.messages import Instant, Text, _, escape
from bot.plugin import Context
from plugins.meetings.series import register
from plugins.meetings.series.changing import next_dates
from plugins.meetings.series.dates import Date
from plugins.meetings.series.models import SeriesRow

_LOOKED_AT = 24
_SHORTEST = timedelta(minutes=30)
"""A meeting whose end nobody said takes so long at least."""


def meet(dates: Sequence[Date], others: Sequence[Date]) -> Date | None:
    """Return the first of some dates at which one of others is, too; whole days leave room for an hour."""
    for date in dates:
        for other in others:
            if date.terms.all_day != other.terms.all_day:
                continue
            if date.at < _end(other) and other.at < _end(date):
                return date
    return None


def _end(date: Date) -> datetime:
    return date.end or date.at + _SHORTEST


async def clash(ctx: Context, series: SeriesRow) -> tuple[SeriesRow, Date] | None:
    """Return another series of the channel that comes when this one does, and the first such date."""
    mine = await next_dates(ctx, series, ctx.now, _LOOKED_AT)
    for other in await register.of_place(ctx, series.place_id):
        if other.id == series.id or other.paused_at is not None:
            continue
        date = meet(mine, await next_dates(ctx, other, ctx.now, _LOOKED_AT * 2))
        if date is not None:
            return other, date
    return None


async def told(ctx: Context, series: SeriesRow) -> list[Text]:
    """Return what is said of another series at the same hour: nothing where there is none."""
    found = await clash(ctx, series)
    if found is None:
        return []
    other, date = found
    title = escape((await register.terms_of(ctx.session, other))[-1].title)
    at = Instant(date.at, all_day=date.terms.all_day)
    return [_("At the same hour there is the series “{title}”: {at}, for example.", title=title, at=at)]


async def ask(ctx: Context, series: SeriesRow, other: SeriesRow, date: Date) -> Reply:
    """Return the question what becomes of a new series that waits, for another one has its hour."""
    title = escape((await register.terms_of(ctx.session, series))[-1].title)
    there = escape((await register.terms_of(ctx.session, other))[-1].title)
    lines: list[Text] = [
        _(
            "The series “{there}” is at the same hour already: {at}. “{title}” waits, and nothing of it is "
            "announced.",
            there=there,
            title=title,
            at=Instant(date.at, all_day=date.terms.all_day),
        ),
        _("Shall both come, or only one?"),
    ]
    about = {"series": series.id}
    buttons = (
        Button(_("Keep both"), "series-resume", about, Style.PRIMARY, name="both"),
        Button(
            _("Replace “{title}”", title=there),
            "series-replace",
            {**about, "other": other.id},
            Style.DANGER,
            name="replace",
        ),
        Button(_("Change the hour"), "series-edit", about, name="change"),
        Button(_("Forget the new one"), "series-end", about, name="forget"),
    )
    return Reply(text=ctx.words.join(lines), buttons=buttons, private=True)
