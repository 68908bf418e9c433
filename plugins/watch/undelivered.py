"""A card that can never be posted: its link does not stand there, and who brought it may try again."""

from __future__ import annotations

import re

from sqlalchemy import delete, update

from bot.chat.messages import Button, Post, Style
from bot.language.messages import Text, _
from bot.plugin import DeliveryDied, EventContext
from plugins.watch import register, showing, words
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, NoteRow, ShareRow
from plugins.watch.subscriptions import WaitingRow

_KEY = re.compile(rf"{showing.CARD_KEY}(\d+)(?::\d+)?")
"""The key of a card: where it stands, and when it was put back."""


@plugin.on(DeliveryDied)
async def tell_who_brought_it(ctx: EventContext, event: DeliveryDied) -> None:
    """Have a link not stand where its card could not be posted, and tell who brought it there why."""
    found = _KEY.fullmatch(event.key) if event.plugin == plugin.name else None
    appearance = await ctx.session.get(AppearanceRow, int(found.group(1))) if found is not None else None
    if appearance is None or appearance.delivery_id != event.delivery:
        return
    row = await register.find(ctx, appearance.share_id)
    if row is None:  # taken back meanwhile
        return
    await showing.take_appearance(ctx, row, appearance)
    if await register.first_appearance(ctx.session, row.id) is None:
        await _wait_to_be_shared(ctx, row, appearance)
    member = await ctx.find_member(appearance.member_id) if appearance.member_id is not None else None
    place = await ctx.find_place(appearance.place_id)
    if member is None or place is None:
        return
    lines: list[Text] = [
        _(
            "I could not post your link in {channel}, so it is not shared there: {title}",
            channel=words.channel(place.name),
            title=words.linked(row),
        )
    ]
    if event.because is not None:
        lines.append(_("The reason: {because}.", because=event.because))
    lines.append(_("What you said of it is kept for a week: “Try again” posts it there once more."))
    again = Button(_("Try again"), "again", {"share": row.id, "place": place.id}, Style.PRIMARY)
    post = Post(text=ctx.words_for(member).join(lines), buttons=(again,))
    await ctx.post(member, post, key=f"undelivered:{event.delivery}")


async def _wait_to_be_shared(ctx: EventContext, row: ShareRow, gone: AppearanceRow) -> None:
    """Have a share that stands nowhere any more be told to nobody, and be kept for who brought it.

    What they noted is for themselves until they bring it somewhere; then all are told that it was shared.
    """
    row.created_at, row.told_at = ctx.now, None
    await ctx.session.execute(delete(WaitingRow).where(WaitingRow.share_id == row.id))
    theirs = NoteRow.share_id == row.id, NoteRow.member_id == gone.member_id
    await ctx.session.execute(update(NoteRow).where(*theirs).values(place_id=None))
