"""What becomes of cards when people are met, turn out to be one person, part again, or are erased."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.chat.people import account_key
from bot.plugin import EventContext, MemberErasing, MemberMet, MembersMerging, MembersParted
from bot.store.tables import AccountRow
from plugins.directory import entries, operations, register, sections
from plugins.directory.cards import Kind, State, Visibility, stricter
from plugins.directory.declaration import plugin
from plugins.directory.models import CardRow
from plugins.directory.rows import content_of

_ADDED, _SEEN, _JOINED = "added", "visibility", "joined"
"""In the notes of a link: what the kept card got of the other one, who saw it before, and who since."""


@plugin.on(MemberMet)
async def recognise(ctx: EventContext, event: MemberMet) -> None:
    """Give somebody who is met the card that was imported for them, and have them told of it."""
    await operations.given_card(ctx, event.member)


@plugin.on(MembersMerging)
async def join_cards(ctx: EventContext, event: MembersMerging) -> None:
    """Make one card of two: what the other one says besides is added, and the stricter visibility holds.

    The other card is set aside with the link, and is found by nobody meanwhile.
    """
    kept = await _row(ctx, event.kept.id)
    gone = await _row(ctx, event.gone.id)
    if kept is None or gone is None:
        return
    notes = event.notes.setdefault(plugin.name, {})
    notes[_SEEN], notes[_ADDED] = kept.visibility, {}
    await entries.index.remove(ctx.session, [gone.id])
    if State.REFUSED in (kept.state, gone.state):
        return
    for kind in Kind:
        new = content_of(gone).values(kind)
        added = await register.add(ctx.session, kept, kind, new, ctx.now)
        notes[_ADDED][kind.value] = list(added)
    joined = stricter(Visibility(kept.visibility), Visibility(gone.visibility))
    notes[_JOINED] = joined.value
    await register.show_to(ctx.session, kept, joined, ctx.now)
    for card in (kept, gone):
        if joined is not Visibility.NETWORK:
            await sections.withdraw(ctx, card)
    if gone.paused_at is not None and kept.paused_at is None:
        await register.pause(ctx.session, kept, gone.paused_at, gone.paused_until)


@plugin.on(MembersParted)
async def part_cards(ctx: EventContext, event: MembersParted) -> None:
    """Take from the kept card what came from the other one, which is found again.

    What the person wanted of their one card since then holds for both: to hide, pause, refuse or erase it.
    """
    notes = event.notes.get(plugin.name, {})
    kept = await _row(ctx, event.kept.id)
    gone = await _row(ctx, event.gone.id)
    if _JOINED not in notes:
        if gone is not None:
            await register.reindex(ctx.session, gone)
    elif kept is None:
        if gone is not None:
            await sections.withdraw(ctx, gone)
            await register.erase(ctx.session, gone)
    elif kept.state == State.REFUSED:
        if gone is not None:
            await sections.withdraw(ctx, gone)
            await register.refuse(ctx.session, gone, ctx.now)
    else:
        await _part(ctx, kept, gone, notes)


async def _part(ctx: EventContext, kept: CardRow, gone: CardRow | None, notes: dict[str, Any]) -> None:
    wanted = Visibility(kept.visibility)
    was_chosen = wanted.value != notes[_JOINED]
    for kind, texts in notes[_ADDED].items():
        await register.remove(ctx.session, kept, Kind(kind), texts, ctx.now)
    before = Visibility(notes[_SEEN])
    await register.show_to(ctx.session, kept, stricter(before, wanted) if was_chosen else before, ctx.now)
    await sections.withdraw_hidden(ctx, kept)
    if gone is None:
        return
    own = Visibility(gone.visibility)
    await register.show_to(ctx.session, gone, stricter(own, wanted) if was_chosen else own, ctx.now)
    await sections.withdraw_hidden(ctx, gone)
    if kept.paused_at is not None and gone.paused_at is None:
        await register.pause(ctx.session, gone, kept.paused_at, kept.paused_until)


@plugin.on(MemberErasing)
async def erase_cards(ctx: EventContext, event: MemberErasing) -> None:
    """Remove somebody's cards, the imported ones that only name an account of theirs among them."""
    accounts = await ctx.session.execute(
        select(AccountRow.platform, AccountRow.external_id, AccountRow.folded).where(
            AccountRow.member_id.in_(event.members)
        )
    )
    keys = {
        account_key(name)
        for platform, external_id, folded in accounts
        for name in (folded, f"{platform}:{folded}", f"{platform}:#{external_id}")
    }
    rows = await ctx.session.scalars(
        select(CardRow).where(
            CardRow.network_id == ctx.network.id,
            CardRow.account_folded.in_(keys) | CardRow.member_id.in_(event.members),
        )
    )
    for row in rows.all():
        if row.member_id is None or row.member_id in event.members:
            await ctx.cancel(f"tell:{row.id}")
            await ctx.cancel(f"confirm:{row.id}")
            await ctx.cancel(f"back:{row.id}")
            await sections.withdraw(ctx, row)
            await register.erase(ctx.session, row)


async def _row(ctx: EventContext, member: int) -> CardRow | None:
    return await ctx.session.scalar(
        select(CardRow).where(CardRow.network_id == ctx.network.id, CardRow.member_id == member)
    )
