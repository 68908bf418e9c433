"""Counting: who is expected to answer a poll, and who has not; the chats tell who is in its channels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, delete, select

from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.plugin import (
    ChannelPeople,
    Context,
    Errand,
    EventContext,
    MemberJoined,
    MemberLeft,
    Outside,
    WorkContext,
)
from bot.store.people import bot_is_in
from bot.store.tables import PlaceRow
from plugins.meetings.declaration import plugin
from plugins.meetings.models import ExpectedRow, PollPlaceRow, PollRow
from plugins.meetings.polls import posting, register
from plugins.meetings.polls.expecting import Expected

_A_MOMENT = timedelta(seconds=30)
"""How long comers, goers and voters are waited for, so that a crowd is counted once."""


async def soon(ctx: WorkContext, poll: PollRow) -> None:
    """Have who is expected be counted anew."""
    await ctx.later("count", ctx.now, key=f"count:{poll.id}", poll=poll.id)


async def after_vote(ctx: Context, poll: PollRow) -> None:
    """Have who is expected be counted anew, if the bot had not met who votes when it counted."""
    if poll.strangers and not await register.is_expected(ctx.session, poll, ctx.member.id):
        await _count_and_close(ctx, poll.id)


async def _count_and_close(ctx: WorkContext, poll: int) -> None:
    await ctx.later("count-and-close", ctx.now + _A_MOMENT, key=f"count-and-close:{poll}", poll=poll)


@plugin.errand("count")
async def count(errand: Errand, poll: int) -> None:
    """Ask the chats who is in the channels of a poll, and show how many have not answered."""
    expected = await expected_of(errand, poll)
    async with errand.unit() as ctx:
        row = await register.held(ctx.session, poll)
        if row is not None and row.closed_at is None:
            await note(ctx, row, expected)


async def expected_of(errand: Errand, poll: int) -> Expected:
    """Return whose answers a poll waits for, as the chats tell it now."""
    return await present_in(errand, select(PollPlaceRow.place_id).where(PollPlaceRow.poll_id == poll))


async def present_in(errand: Errand, places: Select[int]) -> Expected:
    """Return who is in some channels, as their chats tell it now."""
    async with errand.read() as session:
        there = select(PlaceRow.id).where(PlaceRow.id.in_(places), bot_is_in()).order_by(PlaceRow.id)
        numbers = (await session.scalars(there)).all()
    people, found = errand.service(ChannelPeople), Expected()
    for place in numbers:
        try:
            found = found.with_channel(await people.present(place))
        except SendRefusedError:
            continue  # that channel is gone: nobody is waited for there
    return found


@dataclass(frozen=True, slots=True)
class PeopleLookup:
    """Asks the chats who is in some channels."""

    places: tuple[int, ...]

    async def look(self, outside: Outside) -> Expected:
        """Return who is there; what a chat does not tell, or not now, is not known."""
        people, found = outside.service(ChannelPeople), Expected()
        for place in self.places:
            try:
                found = found.with_channel(await people.present(place))
            except SendFailedError:
                found = found.with_channel(None)
            except SendRefusedError:
                continue  # that channel is gone: nobody is waited for there
        return found


async def note(ctx: WorkContext, row: PollRow, expected: Expected) -> None:
    """Write down who is expected, and show it where that changed."""
    if await write(ctx, row, expected):
        await posting.changed(ctx, row)


async def write(ctx: WorkContext, row: PollRow, expected: Expected) -> bool:
    """Write down who is expected; return whether that changed."""
    now = set(await register.expected(ctx.session, row))
    strangers = expected.strangers if expected.is_known else None
    if now == expected.members and row.strangers == strangers:
        return False
    gone = now - expected.members
    await ctx.session.execute(
        delete(ExpectedRow).where(ExpectedRow.poll_id == row.id, ExpectedRow.member_id.in_(gone))
    )
    ctx.session.add_all(
        ExpectedRow(network_id=row.network_id, poll_id=row.id, member_id=member)
        for member in sorted(expected.members - now)
    )
    row.strangers = strangers
    await ctx.session.flush()
    return True


@plugin.on(MemberJoined)
async def joined(ctx: EventContext, event: MemberJoined) -> None:
    """Expect an answer of who comes to a channel with an open poll."""
    for poll in await _open_polls(ctx, event.place.id):
        await ctx.later("count", ctx.now + _A_MOMENT, key=f"count:{poll}", poll=poll)


@plugin.on(MemberLeft)
async def left(ctx: EventContext, event: MemberLeft) -> None:
    """Expect no answer any more of who left: they may have been the last one who was waited for."""
    for poll in await _open_polls(ctx, event.place.id):
        await _count_and_close(ctx, poll)


async def _open_polls(ctx: EventContext, place: int) -> Sequence[int]:
    polls = await ctx.session.scalars(
        select(PollRow.id)
        .join(PollPlaceRow, PollPlaceRow.poll_id == PollRow.id)
        .where(PollPlaceRow.place_id == place, PollRow.closed_at.is_(None))
    )
    return polls.all()
