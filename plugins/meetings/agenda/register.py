"""The register of agendas: their items in order, and where they are posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.messages import Post
from bot.chat.places import Place
from bot.language.messages import _
from bot.plugin import Refusal, WorkContext
from plugins.meetings.agenda.items import Typed
from plugins.meetings.agenda.models import ItemRow, Paper, PostedRow
from plugins.meetings.gatherings.register import hold_place
from plugins.meetings.models import MeetingRow

MOST = 30
"""So many items an agenda has at most."""
_GONE = _("This item is not on the agenda any more.")


@dataclass(frozen=True, slots=True)
class Agenda:
    """An agenda: that of a meeting, or what waits in a channel for its next meeting.

    `place` is the channel in which it is spoken of; of a meeting, its first channel where nothing says it.
    """

    meeting: MeetingRow | None
    place: int

    @property
    def whose(self) -> ColumnElement[bool]:
        """What tells its items from others."""
        if self.meeting is not None:
            return ItemRow.meeting_id == self.meeting.id
        return ItemRow.meeting_id.is_(None) & (ItemRow.place_id == self.place)


async def lock(ctx: WorkContext, agenda: Agenda) -> None:
    """Have whoever else changes an agenda wait until this is done."""
    if agenda.meeting is not None:
        await ctx.session.refresh(agenda.meeting, with_for_update=True)
    else:
        await hold_place(ctx.session, agenda.place)


async def items(session: AsyncSession, agenda: Agenda) -> Sequence[ItemRow]:
    """Return the items of an agenda, in order."""
    rows = await session.scalars(
        select(ItemRow)
        .where(agenda.whose, ItemRow.dropped_at.is_(None))
        .order_by(ItemRow.position, ItemRow.id)
    )
    return rows.all()


async def dropped(session: AsyncSession, agenda: Agenda) -> Sequence[ItemRow]:
    """Return the items that were taken off an agenda, the last one first."""
    rows = await session.scalars(
        select(ItemRow)
        .where(agenda.whose, ItemRow.dropped_at.is_not(None))
        .order_by(ItemRow.dropped_at.desc(), ItemRow.id.desc())
    )
    return rows.all()


async def find(ctx: WorkContext, item: int) -> ItemRow:
    """Return an item that is on an agenda.

    Raises:
        Refusal: it is not there any more.
    """
    row = await ctx.session.scalar(
        select(ItemRow).where(
            ItemRow.id == item, ItemRow.network_id == ctx.network.id, ItemRow.dropped_at.is_(None)
        )
    )
    if row is None:
        raise Refusal("unknown_item", _GONE)
    return row


async def add(
    ctx: WorkContext, agenda: Agenda, typed: Typed, member: int | None, *, source: str = ""
) -> ItemRow:
    """Put an item at the end of an agenda.

    Raises:
        Refusal: there is no room for more.
    """
    there = await items(ctx.session, agenda)
    if len(there) >= MOST:
        raise Refusal(
            "full_agenda",
            _(
                "There are {most} items on this agenda, and no room for more: drop or postpone one first.",
                most=MOST,
            ),
        )
    row = ItemRow(
        network_id=ctx.network.id,
        place_id=agenda.place,
        meeting_id=agenda.meeting.id if agenda.meeting is not None else None,
        member_id=member,
        kind=typed.topic,
        text=typed.text,
        minutes=typed.minutes,
        position=there[-1].position + 1 if there else 0,
        source=source,
        created_at=ctx.now,
    )
    ctx.session.add(row)
    await ctx.session.flush()
    return row


async def put_in_order(ctx: WorkContext, rows: Sequence[ItemRow]) -> None:
    """Have the items of an agenda stand in this order."""
    for position, row in enumerate(rows):
        row.position = position
    await ctx.session.flush()


async def move_to(ctx: WorkContext, row: ItemRow, agenda: Agenda) -> None:
    """Have an item stand at the end of another agenda."""
    last = await ctx.session.scalar(select(func.max(ItemRow.position)).where(agenda.whose))
    row.meeting_id = agenda.meeting.id if agenda.meeting is not None else None
    row.position = 0 if last is None else last + 1
    await ctx.session.flush()


async def posted(session: AsyncSession, meeting: int, paper: Paper) -> Sequence[PostedRow]:
    """Return where the agenda or the minutes of a meeting are posted."""
    rows = await session.scalars(
        select(PostedRow)
        .where(PostedRow.meeting_id == meeting, PostedRow.paper == paper)
        .order_by(PostedRow.id)
    )
    return rows.all()


async def post(ctx: WorkContext, row: MeetingRow, place: Place, paper: Paper, said: Post) -> None:
    """Post the agenda or the minutes of a meeting in a channel, and note where they stand."""
    delivery = await ctx.post(place, said, key=f"{paper}:{row.id}:{place.id}")
    ctx.session.add(
        PostedRow(
            network_id=ctx.network.id,
            meeting_id=row.id,
            place_id=place.id,
            paper=paper,
            delivery_id=delivery,
        )
    )
    await ctx.session.flush()
