"""Making a poll: its rows, its post in the channel, and the timer that closes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC

from bot.chat.places import Place, PlaceKind
from bot.language.messages import _
from bot.plugin import Context, Refusal
from plugins.meetings.models import Kind, Names, OptionRow, PollRow
from plugins.meetings.polls import counting, ending, posting
from plugins.meetings.polls.manner import Manner
from plugins.meetings.polls.proposal import Proposal
from plugins.meetings.polls.question import Question
from plugins.meetings.secrecy import new_secret


def check_place(ctx: Context) -> None:
    """Check that a poll can stand where somebody speaks.

    Raises:
        Refusal: it is a direct message.
    """
    if ctx.place.kind is PlaceKind.DM:
        raise Refusal("no_channel", _("A poll stands in a channel, where those who vote are: make it there."))


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
    ctx: Context, poll: PollRow, options: Iterable[OptionRow], others: Sequence[Place]
) -> PollRow:
    ctx.session.add(poll)
    await ctx.session.flush()
    for option in options:
        option.network_id, option.poll_id = ctx.network.id, poll.id
        ctx.session.add(option)
    await ctx.session.flush()
    for place in (ctx.place, *others):
        await posting.open_in(ctx, poll, place)
    await counting.soon(ctx, poll)
    await ending.plan(ctx, poll)
    return poll
