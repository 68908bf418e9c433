"""Who is shown the draft of a letter at its hour.

Whoever programmed a letter may coordinate its channel by rights that only the chat knows. So before they are
shown a draft the chat is asked; who has lost those rights is who programmed it no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.chat.delivery import SendFailedError
from bot.chat.messages import Post
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import _
from bot.plugin import ChatRights, Errand, WorkContext
from plugins.digest import preparing, register, sending
from plugins.digest.declaration import plugin
from plugins.digest.models import LetterRow, SeriesRow, State

_AGAIN = timedelta(minutes=5)
"""After so long a chat is asked anew that could not tell."""


async def show(ctx: WorkContext, series: SeriesRow, letter: LetterRow, home: Place) -> None:
    """Show a draft to who prepares the letter, now or once the chat was asked who that is."""
    owner = await preparing.programmer(ctx, series, home)
    if owner is not None:
        await _show_to(ctx, series, letter, home, [owner])
    elif await preparing.doubtful(ctx, series) is None:
        await _show_to(ctx, series, letter, home, await preparing.others(ctx, home))
    else:
        await ctx.later("readers", ctx.now, key=f"readers:{letter.id}", letter=letter.id)


@plugin.errand("readers")
async def ask_the_chat(errand: Errand, letter: int) -> None:
    """Show a draft to who programmed its letter, if the chat says that they may prepare it, or to others."""
    async with errand.unit() as ctx:
        found = await _waiting(ctx, letter)
        owner = await preparing.doubtful(ctx, found[0]) if found is not None else None
        home = found[2].id if found is not None else 0
    holds = False
    if owner is not None:
        try:
            holds = await errand.service(ChatRights).administers(owner.id, home)
        except SendFailedError:
            async with errand.unit() as ctx:
                await ctx.later("readers", ctx.now + _AGAIN, key=f"readers:{letter}", letter=letter)
            return
    async with errand.unit() as ctx:
        found = await _waiting(ctx, letter)
        if found is None:
            return
        series, row, place = found
        if owner is not None and series.member_id == owner.id and not holds:
            series.member_id = None
        is_theirs = owner is not None and series.member_id == owner.id
        members = [owner] if owner is not None and is_theirs else await preparing.others(ctx, place)
        await _show_to(ctx, series, row, place, members)


async def _waiting(ctx: WorkContext, letter: int) -> tuple[SeriesRow, LetterRow, Place] | None:
    """Return a draft, with its series and its channel; None if it is over."""
    row = await ctx.session.get(LetterRow, letter)
    series = await register.find_series(ctx, row.series_id) if row is not None else None
    if row is None or series is None:
        return None
    await ctx.session.refresh(row)
    home = await ctx.find_place(series.place_id)
    return (series, row, home) if home is not None and row.state == State.WAITING else None


async def _show_to(
    ctx: WorkContext, series: SeriesRow, letter: LetterRow, home: Place, members: Sequence[Member]
) -> None:
    shown = {draft.member_id for draft in await register.drafts(ctx.session, letter.id)}
    await sending.show_draft(ctx, series, letter, [one for one in members if one.id not in shown])
    if not members and not shown:
        await _say_that_nobody_prepares_it(ctx, series, home)


async def _say_that_nobody_prepares_it(ctx: WorkContext, series: SeriesRow, home: Place) -> None:
    """Say it in the channel, once for whoever prepared it last: the letter goes all the same."""
    said = _(
        "Nobody whom I know coordinates this channel any more, so nobody reads its letter before it goes. It "
        "goes on as it was programmed. Whoever coordinates the channel takes it over with `/letter draft`."
    )
    await ctx.post(home, Post(text=said), key=f"unread:{series.id}")
