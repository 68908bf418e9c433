"""A message that was deleted takes its links back, unless others have made something of them meanwhile.

What its author noted about them goes with it, wherever they did not bring the link another time. Where a card
was deleted, by who moderates the channel, its link does not stand there any more.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.chat.messages import Post
from bot.language.messages import Text, ngettext
from bot.plugin import EventContext, MessageDeleted, WorkContext
from bot.store.tables import DeliveryRow
from plugins.watch import doubting, register, showing, words
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, ShareRow


@plugin.on(MessageDeleted)
async def take_back(ctx: EventContext, event: MessageDeleted) -> None:
    """Take back what was taken in from a message; where others keep a link, tell its author how.

    What was to be asked about its links is not asked any more.
    """
    for doubt in await doubting.of_message(ctx.session, event.place.id, event.post):
        await ctx.session.delete(doubt)
    for appearance in await brought_by(ctx, event.place.id, event.post):
        row = await register.find(ctx, appearance.share_id)
        if row is not None:
            await withdraw(ctx, row, appearance, is_edit=False)
    await _lose_card(ctx, event.place.id, event.post)


async def _lose_card(ctx: EventContext, place: int, message: str) -> None:
    """Have a link not stand any more where its card is gone; with the last one it is taken back."""
    appearance = await ctx.session.scalar(
        select(AppearanceRow)
        .join(DeliveryRow, DeliveryRow.id == AppearanceRow.delivery_id)
        .where(DeliveryRow.external_id == message, AppearanceRow.place_id == place)
    )
    row = await register.find(ctx, appearance.share_id) if appearance is not None else None
    if appearance is None or row is None:
        return
    if len(await register.appearances(ctx.session, row.id)) == 1:
        await showing.take_away(ctx, row)
    else:
        await showing.take_appearance(ctx, row, appearance)


async def brought_by(ctx: EventContext, place: int, message: str) -> Sequence[AppearanceRow]:
    """Return where links stand by a message of a place."""
    found = await ctx.session.scalars(
        select(AppearanceRow)
        .where(AppearanceRow.message == message, AppearanceRow.place_id == place)
        .order_by(AppearanceRow.id)
    )
    return found.all()


async def withdraw(ctx: EventContext, row: ShareRow, appearance: AppearanceRow, *, is_edit: bool) -> None:
    """Take back one link of a message that is deleted, or does not bring it any more (`is_edit`)."""
    appearance.message = None  # whatever becomes of the message, the link is no more its
    elsewhere = [one for one in await register.appearances(ctx.session, row.id) if one.id != appearance.id]
    author = appearance.member_id
    if author is not None:
        await leave_to_others(ctx, row, author, elsewhere)
    if elsewhere:
        await showing.take_appearance(ctx, row, appearance)
        await showing.changed(ctx, row)
        return
    others = await register.made_of_it(ctx.session, row.id, {author})
    if not others:
        await showing.take_away(ctx, row)
        return
    await showing.changed(ctx, row)
    member = await ctx.find_member(author) if author is not None else None
    if member is not None:
        kind, say = ("edited", _stays_after_edit) if is_edit else ("deleted", _stays)
        await ctx.post(member, Post(text=say(row, others)), key=f"{kind}:{appearance.id}", unsolicited=True)


async def leave_to_others(
    ctx: WorkContext, row: ShareRow, member: int, left: Sequence[AppearanceRow]
) -> bool:
    """Have a share be without a person's note and name, unless they brought it where it is `left`.

    It is then of who brought it there first, who changes it from now on. Return whether it says less now.
    """
    if member in {one.member_id for one in left}:
        return False
    is_noted = member in {note.member_id for note in await register.notes_of(ctx.session, row.id)}
    await register.set_note(ctx, row, member, "")
    is_theirs = row.member_id == member
    if left and is_theirs:
        row.member_id = left[0].member_id
    return is_noted or is_theirs


def _stays(row: ShareRow, others: int) -> Text:
    return ngettext(
        "Your message is deleted. Its link stays in the shared watch, for {count} person finds it useful, "
        "keeps it or noted something about it: {title}\nTo take it back all the same: `/watch remove {url}`",
        "Your message is deleted. Its link stays in the shared watch, for {count} people find it useful, "
        "keep it or noted something about it: {title}\nTo take it back all the same: `/watch remove {url}`",
        others,
        title=words.linked(row),
        url=words.target(row.url),
    )


def _stays_after_edit(row: ShareRow, others: int) -> Text:
    return ngettext(
        "You changed your message, and it does not bring this link into the shared watch any more. The link "
        "stays there, for {count} person finds it useful, keeps it or noted something about it: {title}\n"
        "To take it back all the same: `/watch remove {url}`",
        "You changed your message, and it does not bring this link into the shared watch any more. The link "
        "stays there, for {count} people find it useful, keep it or noted something about it: {title}\n"
        "To take it back all the same: `/watch remove {url}`",
        others,
        title=words.linked(row),
        url=words.target(row.url),
    )
