"""What becomes of reminders when two members turn out to be one person, and when they part again."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from sqlalchemy import ColumnElement, and_, select

from bot.plugin import EventContext, MembersMerging, MembersParted
from plugins.reminders import consent, register
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow, State

_NUMBERS, _ACCEPTED = "numbers", "accepted"
"""In the notes of a link: the numbers that reminders had, and those that needed no consent any more."""


@plugin.on(MembersMerging)
async def make_room(ctx: EventContext, event: MembersMerging) -> None:
    """Give the reminders of who goes other numbers where those are taken; accept those between the two."""
    notes = event.notes.setdefault(plugin.name, {})
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
    """Give the reminders of who has them again their old numbers, and ask about those between the two."""
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


def _numbered(owner: int) -> ColumnElement[bool]:
    return and_(ReminderRow.owner_id == owner, ReminderRow.number.is_not(None))


async def _rows(ctx: EventContext, condition: ColumnElement[bool]) -> Sequence[ReminderRow]:
    return (await ctx.session.scalars(select(ReminderRow).where(condition).order_by(ReminderRow.id))).all()
