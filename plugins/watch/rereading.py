"""Messages that are edited are read again: the watch has of them what they say now.

One that gets a link and a tag of the watch is taken in as if it had been posted so, while it is young. One
that loses either takes its link back as if it were deleted. What its author says of the link follows, unless
that was changed on the card meanwhile.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update

from bot.plugin import EventContext, MemberErasing, MessageEdited, Refusal
from plugins.watch import doubting, messages, register, showing, taking
from plugins.watch.declaration import plugin
from plugins.watch.messages import Said
from plugins.watch.models import AddressRow, AppearanceRow, DoubtRow, Origin, ShareRow
from plugins.watch.tags import read_tags
from plugins.watch.taking import Wish
from plugins.watch.withdrawing import brought_by, withdraw

YOUNG: Final = timedelta(days=7)
"""An edit brings a link in until then: nobody looks at what is older, and it may only be tidied up."""


@plugin.on(MessageEdited)
async def read_again(ctx: EventContext, event: MessageEdited) -> None:
    """Take in, change or take back what a message brings, by what it says now."""
    said = None if event.posted is None else await messages.said_in(ctx, event.posted)
    before = await brought_by(ctx, event.place.id, event.post)
    doubts = await doubting.of_message(ctx.session, event.place.id, event.post)
    if said is None and not before and not doubts:
        return
    shares = {link: await _share_under(ctx, link) for link in event.links}
    for appearance in before:
        row = await register.find(ctx, appearance.share_id)
        if row is None:
            continue
        is_chosen = appearance.note_said is None
        if appearance.share_id not in shares.values() or (said is None and not is_chosen):
            await withdraw(ctx, row, appearance, is_edit=True)
        elif said is not None and not is_chosen:
            await _follow(ctx, row, appearance, said)
    doubted = await _follow_doubts(ctx, doubts, before, event.links, said)
    at = None if event.posted is None else event.posted.posted_at
    if said is None or at is None or ctx.now - at > YOUNG:
        return
    known = {appearance.share_id for appearance in before}
    links = [link for link in said.links[: messages.MOST_LINKS] if _key_of(link) not in doubted]
    new = tuple(link for link in links if shares[link] not in known)
    if new:
        await messages.take_or_say_why(ctx, replace(said, links=new))


@plugin.on(MemberErasing)
async def forget_what_was_said(ctx: EventContext, event: MemberErasing) -> None:
    """Forget by what the words of their messages are known again: those stay with nobody."""
    theirs = AppearanceRow.member_id.in_(event.members)
    await ctx.session.execute(update(AppearanceRow).where(theirs).values(note_said=None, tags_said=None))


async def _share_under(ctx: EventContext, link: str) -> int | None:
    """Return the number of the share that is known under an address, also one that was taken back."""
    key = _key_of(link)
    if key is None:
        return None
    found: int | None = await ctx.session.scalar(
        select(AddressRow.share_id).where(AddressRow.network_id == ctx.network.id, AddressRow.key == key)
    )
    return found


def _key_of(link: str) -> str | None:
    """Return the key of an address, None if it is one that cannot be shared."""
    try:
        return register.key_of(taking.wish_of(link).url)
    except Refusal:
        return None


async def _follow_doubts(
    ctx: EventContext,
    doubts: Sequence[DoubtRow],
    before: Sequence[AppearanceRow],
    links: Sequence[str],
    said: Said | None,
) -> set[str]:
    """Have doubts be about what their message says now; return the keys of the links that still wait.

    One whose link is not there any more, or to which nothing calls the watch, waits no more: should it come
    back, it is as new.
    """
    there = {_key_of(link) for link in links}
    waiting: set[str] = set()
    for doubt in doubts:
        key = register.key_of(doubt.url)
        is_tagged = doubt.origin == Origin.TAGGED
        if key not in there or (is_tagged and said is None):
            await ctx.session.delete(doubt)
            share = await _share_under(ctx, doubt.url)
            for appearance in before:
                if appearance.share_id == share:
                    appearance.message = None
            continue
        waiting.add(key)
        if is_tagged and said is not None:
            doubting.say(doubt, Wish(doubt.url, said.tags, taking.checked_note(said.note)))
    return waiting


async def _follow(ctx: EventContext, row: ShareRow, appearance: AppearanceRow, said: Said) -> None:
    """Have a share say what the message of who shared it says now, as far as it still said what that said."""
    author = appearance.member_id
    if author is None or row.member_id != author:
        return
    note, tags = taking.checked_note(said.note), said.tags
    note_now, tags_now = messages.digest_of_note(note), messages.digest_of_tags(tags)
    notes = {one.member_id: one.text for one in await register.notes_of(ctx.session, row.id)}
    there = read_tags(await register.tags_of(ctx.session, row.id))
    is_changed = False
    if messages.digest_of_note(notes.get(author, "")) == appearance.note_said != note_now:
        await register.set_note(ctx, row, author, note, appearance.place_id)
        appearance.note_said, is_changed = note_now, True
    if messages.digest_of_tags(there) == appearance.tags_said != tags_now:
        await register.set_tags(ctx.session, row, tags)
        appearance.tags_said, is_changed = tags_now, True
    if is_changed:
        await showing.changed(ctx, row)
