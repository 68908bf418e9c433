"""Making a poll: its rows, its post in the channel, and the timer that closes it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta

from sqlalchemy import select

from bot.chat.places import Place, PlaceKind
from bot.language.messages import _
from bot.plugin import Context, Refusal
from plugins.meetings.models import Kind, Names, OptionRow, PollPlaceRow, PollRow
from plugins.meetings.polls import counting, ending, posting, register
from plugins.meetings.polls.counting import PeopleLookup
from plugins.meetings.polls.manner import Manner
from plugins.meetings.polls.proposal import Proposal
from plugins.meetings.polls.question import Question
from plugins.meetings.secrecy import new_secret

_A_MOMENT = timedelta(seconds=20)


def check_place(ctx: Context) -> None:
    """Check that a poll can stand where somebody speaks.

    Raises:
        Refusal: it is a direct message.
    """
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal("no_channel", _("A poll stands in a channel, where those who vote are: make it there."))


async def _is_twice(ctx: Context, poll: PollRow, options: Sequence[OptionRow]) -> bool:
    """Return whether the person made the same poll here a moment ago: a button was pressed twice."""
    here = select(PollPlaceRow.poll_id).where(PollPlaceRow.place_id == ctx.place.id)
    found = await ctx.session.scalar(
        select(PollRow.id)
        .where(
            PollRow.network_id == ctx.network.id,
            PollRow.member_id == ctx.member.id,
            PollRow.title == poll.title,
            PollRow.created_at > ctx.now - _A_MOMENT,
            PollRow.id.in_(here),
        )
        .order_by(PollRow.id.desc())
        .limit(1)
    )
    if found is None:
        return False
    there = {(one.label, one.starts_at, one.ends_at) for one in await register.options(ctx.session, found)}
    return there == {(one.label, one.starts_at, one.ends_at) for one in options}


async def for_date(ctx: Context, proposal: Proposal, others: Sequence[Place] = ()) -> PollRow:
    """Make a poll for a date, and post it where the person speaks, and in other channels."""
    poll = _poll(ctx, Kind.DATE, proposal.title, proposal.manner)
    poll.place, poll.link, poll.seats = proposal.where, proposal.link, proposal.seats
    poll.closes_at = proposal.closes_at.astimezone(UTC)
    options = [
        OptionRow(
            label=slot.label,
            starts_at=slot.start.astimezone(UTC),
            ends_at=slot.end.astimezone(UTC) if slot.end is not None else None,
            all_day=slot.all_day,
        )
        for slot in proposal.slots
    ]
    return await _made(ctx, poll, options, others)


async def for_choice(ctx: Context, question: Question, others: Sequence[Place] = ()) -> PollRow:
    """Make a plain poll, and post it where the person speaks, and in other channels."""
    poll = _poll(ctx, Kind.CHOICE, question.text, question.manner)
    poll.closes_at = question.closes_at.astimezone(UTC) if question.closes_at is not None else None
    return await _made(ctx, poll, [OptionRow(label=answer) for answer in question.answers], others)


def _poll(ctx: Context, kind: Kind, title: str, manner: Manner) -> PollRow:
    return PollRow(
        network_id=ctx.network.id,
        member_id=ctx.member.id,
        kind=kind,
        title=title,
        place="",
        link="",
        zone=ctx.words.zone.key,
        names=manner.names,
        # counts that change under everybody's eyes tell who voted what
        hides_results=manner.hides_results or manner.names is Names.ANONYMOUS,
        several=manner.several,
        additions=manner.additions,
        secret=new_secret() if manner.names is Names.ANONYMOUS else None,
        created_at=ctx.now,
    )


async def _made(
    ctx: Context, poll: PollRow, options: Sequence[OptionRow], others: Sequence[Place]
) -> PollRow:
    if await _is_twice(ctx, poll, options):
        raise Refusal("twice", _("This poll was posted just now: nothing is posted twice."))
    places = (ctx.place, *others)
    expected = await ctx.outside(PeopleLookup(tuple(place.id for place in places)))
    ctx.session.add(poll)
    await ctx.session.flush()
    for option in options:
        option.network_id, option.poll_id = ctx.network.id, poll.id
        ctx.session.add(option)
    await ctx.session.flush()
    await counting.write(ctx, poll, expected)
    for place in places:
        await posting.open_in(ctx, poll, place)
    if not expected.is_known:
        await counting.soon(ctx, poll)
    await ending.plan(ctx, poll)
    return poll
