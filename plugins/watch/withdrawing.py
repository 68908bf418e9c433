"""A message that was deleted takes its links back, unless others have made something of them meanwhile."""

from __future__ import annotations

from sqlalchemy import select, union

from bot.chat.messages import Post
from bot.language.messages import ngettext
from bot.plugin import EventContext, MessageDeleted
from plugins.watch import register, showing, words
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, MarkRow, NoteRow, ShareRow


@plugin.on(MessageDeleted)
async def take_back(ctx: EventContext, event: MessageDeleted) -> None:
    """Take back what was taken in from a message; where others keep a link, tell its author how."""
    rows = await ctx.session.scalars(
        select(AppearanceRow).where(
            AppearanceRow.message == event.post, AppearanceRow.place_id == event.place.id
        )
    )
    for appearance in rows.all():
        row = await register.find(ctx, appearance.share_id)
        if row is not None:
            await _take_back(ctx, row, appearance)


async def _take_back(ctx: EventContext, row: ShareRow, appearance: AppearanceRow) -> None:
    if len(await register.appearances(ctx.session, row.id)) > 1:
        await showing.take_appearance(ctx, row, appearance)
        return
    others = await _others(ctx, row, appearance)
    if not others:
        await showing.take_away(ctx, row)
        return
    author = await ctx.find_member(appearance.member_id) if appearance.member_id is not None else None
    if author is None:
        return
    text = ngettext(
        "Your message is deleted. Its link stays in the shared watch, for {count} person finds it useful, "
        "keeps it or noted something about it: {title}\nTo take it back all the same: `/watch remove {url}`",
        "Your message is deleted. Its link stays in the shared watch, for {count} people find it useful, "
        "keep it or noted something about it: {title}\nTo take it back all the same: `/watch remove {url}`",
        others,
        title=words.linked(row),
        url=words.target(row.url),
    )
    await ctx.post(author, Post(text=text), key=f"deleted:{appearance.id}", unsolicited=True)


async def _others(ctx: EventContext, row: ShareRow, appearance: AppearanceRow) -> int:
    """Return how many people, save who brought it by their message, marked a link or noted something."""
    people = union(*(select(kind.member_id).where(kind.share_id == row.id) for kind in (MarkRow, NoteRow)))
    found = set(await ctx.session.scalars(people))
    return len(found - {appearance.member_id})
