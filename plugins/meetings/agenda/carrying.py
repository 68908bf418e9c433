"""What goes from one agenda to another: what waited, what is cancelled, what was not treated."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from bot.plugin import WorkContext
from bot.plugin.letters import DigestWithdrawn
from plugins.meetings.agenda import register
from plugins.meetings.agenda.items import same
from plugins.meetings.agenda.models import ItemRow, Outcome, Topic
from plugins.meetings.agenda.planned import next_agenda
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.models import MeetingRow


async def take_up(ctx: WorkContext, row: MeetingRow) -> None:
    """Put on the agenda of a meeting what waits in its channels for the next one."""
    for stands in await meetings.places(ctx.session, row.id):
        then = await next_agenda(ctx.session, ctx.network.id, stands.place_id, ctx.now)
        if then.meeting is not row:
            continue  # of several that are planned at once, the first one has it
        for item in await register.items(ctx.session, Agenda(None, stands.place_id)):
            await register.move_to(ctx, item, then)


async def hand_on(ctx: WorkContext, row: MeetingRow) -> Sequence[MeetingRow]:
    """Put what stands on the agenda of a cancelled meeting on the next ones; return which these are."""
    found: dict[int, MeetingRow] = {}
    for item in await register.items(ctx.session, Agenda(row, 0)):
        then = await next_agenda(ctx.session, ctx.network.id, item.place_id, _after(ctx, row))
        if then.meeting is None:
            then = await next_agenda(ctx.session, ctx.network.id, item.place_id, ctx.now)
        await register.move_to(ctx, item, then)
        if then.meeting is not None:
            found[then.meeting.id] = then.meeting
    return list(found.values())


async def postpone(ctx: WorkContext, row: MeetingRow, item: ItemRow, to: Agenda | None = None) -> Agenda:
    """Put an item on another agenda, that of the meeting after its own where none is given; return that."""
    then = to or await next_agenda(ctx.session, ctx.network.id, item.place_id, _after(ctx, row))
    await register.move_to(ctx, item, then)
    return then


def _after(ctx: WorkContext, row: MeetingRow) -> datetime:
    return max(row.starts_at, ctx.now)


async def carry(ctx: WorkContext, row: MeetingRow, item: ItemRow) -> Agenda | None:
    """Have what was left at a meeting come again at the next one; None where it does already."""
    if await _going_on(ctx, item) is not None:
        return None
    then = await next_agenda(ctx.session, ctx.network.id, item.place_id, _after(ctx, row))
    there = await _proposed_again(ctx, item, then)
    if there is not None:
        there.before_id, there.origin_id = item.id, item.origin_id or item.id
        await ctx.session.flush()
        return then
    again = ItemRow(
        network_id=item.network_id,
        place_id=item.place_id,
        member_id=item.member_id,
        kind=item.kind,
        text=item.text,
        minutes=item.minutes,
        source=item.source,
        origin_id=item.origin_id or item.id,
        before_id=item.id,
        created_at=item.created_at,
    )
    ctx.session.add(again)
    await register.move_to(ctx, again, then)
    return then


async def _proposed_again(ctx: WorkContext, item: ItemRow, then: Agenda) -> ItemRow | None:
    """Return the item by which somebody proposed the same for the next meeting, None if nobody did."""
    rows = await register.items(ctx.session, then)
    return next((row for row in rows if row.before_id is None and same(row.text) == same(item.text)), None)


async def take_back(ctx: WorkContext, item: ItemRow) -> None:
    """Take an item off the next agenda again: it was treated after all."""
    again = await _going_on(ctx, item)
    if again is None or again.outcome is not None:
        return
    if again.created_at != item.created_at:  # somebody proposed it, it did not come by itself
        again.before_id = again.origin_id = None
    else:
        await ctx.session.delete(again)
    await ctx.session.flush()


async def _going_on(ctx: WorkContext, item: ItemRow) -> ItemRow | None:
    return await ctx.session.scalar(select(ItemRow).where(ItemRow.before_id == item.id))


async def settle(ctx: WorkContext, row: MeetingRow, item: ItemRow, outcome: Outcome | None) -> Agenda | None:
    """Write down what became of an item; return the agenda to which it goes from now on, if any."""
    if item.outcome == outcome:
        return None
    item.outcome = outcome
    if outcome is Outcome.LEFT:
        return await carry(ctx, row, item)
    await take_back(ctx, item)
    await withdraw(ctx, item)
    return None


async def withdraw(ctx: WorkContext, item: ItemRow) -> None:
    """Have letters ask a question no more: it was treated, or taken back."""
    if item.kind == Topic.QUESTION:
        await ctx.emit(DigestWithdrawn(question_key(item)))


def question_key(item: ItemRow) -> str:
    """Return the key of a question in letters, whichever meetings it went through."""
    return f"question:{item.origin_id or item.id}"
