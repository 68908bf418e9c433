"""Ending a series, asked once."""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Style, Update
from bot.language.messages import Text, _, escape, ngettext
from bot.plugin import Context
from plugins.meetings.series import alternating, changing, planning, register
from plugins.meetings.series.models import SeriesRow
from plugins.meetings.series.showing import about_series


async def ask_to_end(ctx: Context, series: SeriesRow) -> Reply:
    """Return what would be gone, with the buttons that end the series, or only pause it."""
    about = {"series": series.id}
    title = escape((await register.terms_of(ctx.session, series))[-1].title)
    lines: list[Text] = [_("End the series “{title}”? No meeting comes any more.", title=title)]
    known = [
        row
        for row in await register.to_come(ctx.session, series.id, ctx.now)
        if await planning.is_announced(ctx, row)
    ]
    if known:
        lines.append(
            ngettext(
                "{count} meeting that is announced already is cancelled, and people are told.",
                "{count} meetings that are announced already are cancelled, and people are told.",
                len(known),
            )
        )
    lines.append(_("Those that took place stay, with their minutes."))
    buttons = [Button(_("End the series"), "series-end", about, Style.DANGER, name="end-now")]
    if series.paused_at is None:
        lines.append(_("To have it come again later, a pause is enough."))
        buttons.append(Button(_("Pause"), "series-pause", about, name="pause"))
    return Reply(text=ctx.words.join(lines), buttons=tuple(buttons), private=True, about=about_series(series))


async def end(ctx: Context, series: SeriesRow) -> Update:
    """End a series, and say so in place of the question."""
    title = escape((await register.terms_of(ctx.session, series))[-1].title)
    await changing.end(ctx, series)
    await alternating.settle(ctx, series.place_id)
    return Update(text=_("The series “{title}” is ended: no meeting comes any more.", title=title))
