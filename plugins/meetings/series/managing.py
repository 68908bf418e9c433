"""Who may change a series: who organises it, and who coordinates its channel; which of several is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.chat.messages import Menu, Option, Reply
from bot.chat.people import Role
from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.plugin import Context, NotAllowed, Refusal
from plugins.meetings.coordinating import coordinates
from plugins.meetings.polls.parts import PARTS
from plugins.meetings.series import register
from plugins.meetings.series.models import SeriesRow
from plugins.meetings.series.orders import Order

_ONLY_OTHERS = _("Only who organises this series, and who coordinates its channel, can do that.")
_LETTER_IS_THEIRS = _(
    "Only those who coordinate this channel decide when its letter goes: leave “in turn with the letter” "
    "out, or ask one of them."
)


async def may_manage(ctx: Context, series: SeriesRow) -> bool:
    """Return whether the person organises a series, or coordinates its channel, now."""
    return series.member_id == ctx.member.id or await coordinates(ctx, [series.place_id])


async def check_may_manage(ctx: Context, series: SeriesRow) -> None:
    """Check that the person may change a series.

    Raises:
        NotAllowed: only others may.
    """
    if not await may_manage(ctx, series):
        raise NotAllowed(_ONLY_OTHERS)


async def managed(ctx: Context, series: int) -> SeriesRow:
    """Return a series that the person may change; whoever else changes it waits.

    Raises:
        Refusal: it is over, or gone; `NotAllowed` if only others may.
    """
    row = await register.get(ctx, series)
    await check_may_manage(ctx, row)
    return row


async def check_may_alternate(ctx: Context) -> None:
    """Check that the person may decide in which months the letter of the channel goes.

    Raises:
        NotAllowed: they do not coordinate it.
    """
    if not await ctx.may(Role.COORDINATOR):
        raise NotAllowed(_LETTER_IS_THEIRS)


async def meant(ctx: Context, order: Order) -> tuple[SeriesRow, str] | Reply:
    """Return the series of the channel that is meant, and the words without its title, or ask which it is.

    Raises:
        Refusal: there is none.
    """
    rows = await register.of_place(ctx, ctx.place.id)
    if not rows:
        raise Refusal(
            "no_series",
            _(
                "No series of meetings is set here. To have one: `/meeting series every 1st Tuesday of the "
                "month 14:00-16:00 ; Network meeting`"
            ),
        )
    for row in rows:
        title = (await register.terms_of(ctx.session, row))[-1].title
        without = _without_title(order.rest, title)
        if without is not None:
            return row, without
    if len(rows) == 1:
        return rows[0], order.rest
    about = {"wanted": order.wanted.value, "rest": order.rest, "verb": order.verb}
    menu = await menu_of(ctx, rows, _("Choose a series"), "series-ordered", **about)
    said = _("This channel has several series. Which one do you mean?")
    return Reply(text=said, menus=(menu,), private=True)


async def menu_of(
    ctx: Context, rows: Sequence[SeriesRow], label: Text, action: str, **arguments: int | str | bool
) -> Menu:
    """Return the menu of some series by their titles; the `action` is given the id of one as its choice."""
    titles = [(await register.terms_of(ctx.session, row))[-1].title for row in rows]
    options = [Option(str(row.id), escape(title)) for row, title in zip(rows, titles, strict=True)]
    return Menu(label, action, tuple(options), arguments)


def _without_title(rest: str, title: str) -> str | None:
    """Return words without the title of a series with which they begin, None if they do not."""
    if not fold(rest).startswith(fold(title)):
        return None
    first, *others = PARTS.split(rest)
    if fold(first).strip() == fold(title):
        return " ; ".join(others)
    words = len(title.split())
    return re.sub(rf"^(?:\S+\s+){{{words}}}", "", f"{rest.strip()} ").strip()
