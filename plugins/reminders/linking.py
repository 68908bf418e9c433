"""What becomes of reminders when two members turn out to be one person, and when they part again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import count

from sqlalchemy import ColumnElement, and_, or_, select

from bot.plugin import EventContext, MembersMerging, MembersParted
from plugins.reminders import consent, register
from plugins.reminders.declaration import plugin
from plugins.reminders.models import Answer, ConsentRow, ReminderRow, State

_NUMBERS, _ACCEPTED, _SINCE = "numbers", "accepted", "since"
"""In the notes of a link: the numbers that reminders had, those that needed no consent any more, and when."""


@plugin.on(MembersMerging)
async def make_room(ctx: EventContext, event: MembersMerging) -> None:
    """Give the reminders of who goes other numbers where those are taken; accept those between the two."""
    notes = event.notes.setdefault(plugin.name, {})
    notes[_SINCE] = ctx.now.isoformat()
    notes[_ACCEPTED] = await _accept(ctx, event.kept.id, event.gone.id)
    mine = {row.number for row in await _rows(ctx, _numbered(event.kept.id))}
    theirs = await _rows(ctx, _numbered(event.gone.id))
    taken = mine | {row.number for row in theirs}
    free = (number for number in count(1) if number not in taken)
    notes[_NUMBERS] = {str(row.id): row.number for row in theirs}
    for row in theirs:
        if row.number in mine:
            row.number = next(free)


@plugin.on(MembersParted)
async def give_numbers_back(ctx: EventContext, event: MembersParted) -> None:
    """Give the reminders of who has them again their old numbers, and ask about those between the two.

    What was refused since the link, by or to the person that they were, is refused by or to both.
    """
    notes = event.notes.get(plugin.name, {})
    rows = await _rows(ctx, _numbered(event.gone.id))
    old = notes.get(_NUMBERS, {})
    wanted = {row.id: old[str(row.id)] for row in rows if str(row.id) in old}
    taken = {row.number for row in rows if row.id not in wanted}
    back = {row.id: number for row in rows if (number := wanted.get(row.id)) and number not in taken}
    for row in rows:
        if row.id in back:
            row.number = None  # so that two may swap theirs
    await ctx.session.flush()
    for row in rows:
        row.number = back.get(row.id, row.number)
    if _SINCE in notes:
        since = datetime.fromisoformat(notes[_SINCE])
        for one, other in ((event.kept.id, event.gone.id), (event.gone.id, event.kept.id)):
            await _share_refusals(ctx, one, other, since)
    await _ask_again(ctx, notes.get(_ACCEPTED, ()))


async def _accept(ctx: EventContext, one: int, other: int) -> list[int]:
    """Accept what the two set for each other: nobody asks themselves. Return the reminders."""
    waiting = (
        *await register.waiting_for(ctx.session, one, other),
        *await register.waiting_for(ctx.session, other, one),
    )
    for row in waiting:
        await consent.take_back_question(ctx, row)
        row.state = State.ACTIVE
    return [row.id for row in waiting]


async def _ask_again(ctx: EventContext, reminders: Sequence[int]) -> None:
    """Have those reminders wait for an answer which are for somebody else again."""
    for row in await _rows(ctx, and_(ReminderRow.id.in_(reminders), ReminderRow.state == State.ACTIVE)):
        if row.member_id is not None and row.member_id != row.owner_id:
            row.state = State.ASKING
            await ctx.session.flush()
            await consent.ask_next(ctx, row.owner_id, row.member_id)


async def _share_refusals(ctx: EventContext, one: int, other: int, since: datetime) -> None:
    """Have the refusals since an instant by one member, and those of their reminders, hold for another."""
    refusals = await ctx.session.scalars(
        select(ConsentRow).where(
            ConsentRow.network_id == ctx.network.id,
            ConsentRow.answer != Answer.ALWAYS,
            ConsentRow.answered_at > since,
            or_(ConsentRow.member_id == one, ConsentRow.owner_id == one),
        )
    )
    for row in refusals.all():
        member, owner = (other if who == one else who for who in (row.member_id, row.owner_id))
        if member != owner and await consent.consent(ctx, member, owner) is None:
            ctx.session.add(
                ConsentRow(
                    network_id=ctx.network.id,
                    member_id=member,
                    owner_id=owner,
                    answer=row.answer,
                    answered_at=row.answered_at,
                )
            )
    await ctx.session.flush()


def _numbered(owner: int) -> ColumnElement[bool]:
    return and_(ReminderRow.owner_id == owner, ReminderRow.number.is_not(None))


async def _rows(ctx: EventContext, condition: ColumnElement[bool]) -> Sequence[ReminderRow]:
    return (await ctx.session.scalars(select(ReminderRow).where(condition).order_by(ReminderRow.id))).all()
