"""The register of polls: what is asked, and what people said of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import Instant, Text, _
from bot.plugin import Refusal, WorkContext
from plugins.meetings.models import BallotRow, ExpectedRow, Kind, Names, OptionRow, PollPlaceRow, PollRow
from plugins.meetings.polls.ranking import Answer, Dated, Tally
from plugins.meetings.secrecy import voter

GONE = _("This poll is not there any more.")


async def find(ctx: WorkContext, poll: int, *, for_change: bool = False) -> PollRow:
    """Return a poll of the network; `for_change` whoever else changes it waits until this is done.

    Raises:
        Refusal: it is not there any more.
    """
    query = select(PollRow).where(PollRow.id == poll, PollRow.network_id == ctx.network.id)
    row = await ctx.session.scalar(query.with_for_update() if for_change else query)
    if row is None:
        raise Refusal("unknown_poll", GONE)
    return row


async def options(session: AsyncSession, poll: int) -> Sequence[OptionRow]:
    """Return what may be chosen, dates in order, else as it was proposed."""
    rows = await session.scalars(
        select(OptionRow)
        .where(OptionRow.poll_id == poll, OptionRow.removed_at.is_(None))
        .order_by(OptionRow.starts_at, OptionRow.ends_at, OptionRow.id)
    )
    return rows.all()


def is_over(option: OptionRow, now: datetime) -> bool:
    """Return whether a date has passed: nobody can come any more. Whole days go on until they end."""
    last = option.ends_at if option.all_day else option.starts_at
    return last is not None and last <= now


async def places(session: AsyncSession, poll: int) -> Sequence[PollPlaceRow]:
    """Return where a poll is posted, first where it was made."""
    rows = await session.scalars(
        select(PollPlaceRow).where(PollPlaceRow.poll_id == poll).order_by(PollPlaceRow.id)
    )
    return rows.all()


async def ballots(session: AsyncSession, poll: int) -> Sequence[BallotRow]:
    """Return what people said, in the order in which they first did."""
    rows = await session.scalars(select(BallotRow).where(BallotRow.poll_id == poll).order_by(BallotRow.id))
    return rows.all()


async def ballot_of(session: AsyncSession, poll: PollRow, member: int) -> BallotRow | None:
    """Return what a member said, None if they said nothing yet."""
    row: BallotRow | None = await session.scalar(
        select(BallotRow).where(BallotRow.poll_id == poll.id, BallotRow.voter == voter(member, poll.secret))
    )
    return row


async def missing(session: AsyncSession, poll: PollRow, cast: Collection[BallotRow]) -> list[int]:
    """Return who is expected to answer, and did not: members by their ids."""
    voted = {ballot.voter for ballot in cast}
    return [one for one in await expected(session, poll) if voter(one, poll.secret) not in voted]


async def expected(session: AsyncSession, poll: PollRow) -> Sequence[int]:
    """Return who is expected to answer, of those whom the bot knows."""
    rows = await session.scalars(
        select(ExpectedRow.member_id).where(ExpectedRow.poll_id == poll.id).order_by(ExpectedRow.member_id)
    )
    return rows.all()


def check_open(poll: PollRow, now: datetime) -> None:
    """Check that people may vote.

    Raises:
        Refusal: it is closed.
    """
    if poll.closed_at is None and (poll.closes_at is None or poll.closes_at > now):
        return
    at = poll.closed_at or poll.closes_at or now
    raise Refusal("closed", _("This poll closed {at}: votes do not change any more.", at=Instant(at)))


async def cast(ctx: WorkContext, poll: PollRow, member: int, answers: Mapping[int, Answer | None]) -> None:
    """Write down what a member says of some options; None is to say nothing of one any more.

    Of others, and of dates that have passed, what they said stays. Who says nothing has not voted.

    Raises:
        Refusal: the poll is closed.
    """
    check_open(poll, ctx.now)
    asked = {row.id for row in await options(ctx.session, poll.id) if not is_over(row, ctx.now)}
    row = await ballot_of(ctx.session, poll, member)
    given = {str(option): answer for option, answer in answers.items() if option in asked}
    before = row.answers if row is not None else {}
    said = {key: answer for key, answer in before.items() if key not in given}
    said |= {key: str(answer) for key, answer in given.items() if answer is not None}
    if not said:
        if row is not None:
            await ctx.session.delete(row)
            await ctx.session.flush()
        return
    if row is None:
        row = BallotRow(network_id=ctx.network.id, poll_id=poll.id, voter=voter(member, poll.secret))
        ctx.session.add(row)
    row.answers = said
    if poll.names != Names.ANONYMOUS:
        row.member_id, row.changed_at = member, ctx.now
    await ctx.session.flush()


def tallies(poll: PollRow, asked: Sequence[OptionRow], cast_: Sequence[BallotRow]) -> dict[int, Tally]:
    """Return how many said what of each option."""
    if poll.closed_at is not None and poll.names == Names.ANONYMOUS:
        return {row.id: Tally(row.yes, row.if_need_be, row.no) for row in asked}
    said: dict[int, list[Answer]] = {row.id: [] for row in asked}
    for ballot in cast_:
        for option, answer in ballot.answers.items():
            if int(option) in said:
                said[int(option)].append(Answer(answer))
    return {option: Tally.of(answers) for option, answers in said.items()}


def dated(asked: Sequence[OptionRow], counts: Mapping[int, Tally]) -> list[Dated]:
    """Return the dates that can be ranked."""
    return [Dated(row.id, row.starts_at, counts[row.id]) for row in asked if row.starts_at is not None]


async def close(session: AsyncSession, poll: PollRow, ended: str, now: datetime) -> None:
    """Close a poll. Of an anonymous one only the counts are left, and the secret is gone."""
    asked = await options(session, poll.id)
    if poll.names == Names.ANONYMOUS:
        cast_ = await ballots(session, poll.id)
        counts = tallies(poll, asked, cast_)
        poll.answered = len(cast_)
        for row in asked:
            tally = counts[row.id]
            row.yes, row.if_need_be, row.no = tally.yes, tally.if_need_be, tally.no
        await session.execute(delete(BallotRow).where(BallotRow.poll_id == poll.id))
        poll.secret = None
    poll.closed_at, poll.ended = now, ended
    await session.flush()


def spell_kind(poll: PollRow) -> Text:
    """Return what a poll asks for, in a word."""
    return _("which date?") if poll.kind == Kind.DATE else _("which answer?")
