"""What falls due: a year after somebody checked a card, and what goes a month after one was removed."""

from __future__ import annotations

from datetime import timedelta

from bot.chat.messages import Button, Post, Style
from bot.language.messages import Instant, _
from bot.plugin import DayPassed, EventContext, TimerContext
from plugins.partners import register
from plugins.partners.declaration import plugin

NOTES_KEPT = timedelta(days=30)
"""Notes about a partner whose card is removed go after so long."""


@plugin.timer("ask")
async def ask(ctx: TimerContext, partner: int) -> None:
    """Ask whoever checked a card last, if both are still there."""
    row = await register.find(ctx.session, ctx.network.id, partner)
    if row is None or row.checked_by is None or row.checked_at is None:
        return
    member = await ctx.find_member(row.checked_by)
    if member is None:
        return
    about: dict[str, int | str | bool] = {"partner": row.id}
    await ctx.post(
        member,
        Post(
            text=_(
                "You checked the card of {name} on {day}. Is it still true?",
                name=row.name,
                day=Instant(row.checked_at, all_day=True),
            ),
            buttons=(
                Button(_("Still true"), "still-true", about, Style.PRIMARY),
                Button(_("See the card"), "card", about),
                Button(_("Something is wrong"), "report", about),
            ),
        ),
        key=f"ask:{row.id}:{int(row.checked_at.timestamp())}",
        unsolicited=True,
    )


@plugin.on(DayPassed)
async def forget_notes(ctx: EventContext, _event: DayPassed) -> None:
    """Remove the notes about partners whose cards were removed a while ago."""
    await register.forget_notes(ctx.session, ctx.network.id, ctx.now - NOTES_KEPT)
