"""The register of polls: what is asked, and what people said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from sqlalchemy import bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import Instant, _
from bot.plugin import Refusal, WorkContext
from bot.store.tables import MemberRow
from plugins.meetings.models import BallotRow, ExpectedRow, Kind, Names, OptionRow, PollPlaceRow, PollRow
from plugins.meetings.polls.ranking import Answer, Dated, Tally
from plugins.meetings.secrecy import voter

_OPTIONS = (
    select(OptionRow)
    .where(OptionRow.poll_id == bindparam("poll"), OptionRow.removed_at.is_(None))
    .order_by(OptionRow.starts_at, OptionRow.ends_at.nulls_first(), OptionRow.id)
)
_BALLOT = select(BallotRow).where(
    BallotRow.poll_id == bindparam("poll"), BallotRow.voter == bindparam("voter")
)
_BALLOTS = (
    select(BallotRow.voter, BallotRow.member_id, BallotRow.answers)
    .where(BallotRow.poll_id == bindparam("poll"))
    .order_by(BallotRow.id)
)
"""What every press asks is built once: building it takes longer than the answer."""

GONE = _("This poll is not there any more.")


async def find(ctx: WorkContext, poll: int, *, for_change: bool = False) -> PollRow:
    """Return a poll of the network; `for_change` whoever else changes it, or votes, waits until this is done.

    Raises:
        Refusal: it is not there any more.
    """
    row = await ctx.session.get(PollRow, poll, with_for_update=for_change or None)
    if row is None or row.network_id != ctx.network.id:
        raise Refusal("unknown_poll", GONE)
    return row


async def held(session: AsyncSession, poll: int) -> PollRow | None:
    """Return a poll for change, None if it is not there any more: for what happens by itself."""
    return await session.get(PollRow, poll, with_for_update=True)


async def options(session: AsyncSession, poll: int) -> Sequence[OptionRow]:
    """Return what may be chosen, dates in order, else as it was proposed."""
    return (await session.scalars(_OPTIONS, {"poll": poll})).all()


def over_at(option: OptionRow) -> datetime | None:
    """Return when a date has passed: nobody can come any more. Whole days go on until they end."""
    return option.ends_at if option.all_day else option.starts_at


def is_over(option: OptionRow, now: datetime) -> bool:
    """Return whether a date has passed."""
    last = over_at(option)
    return last is not None and last <= now


async def places(session: AsyncSession, poll: int) -> Sequence[PollPlaceRow]:
    """Return where a poll is posted, first where it was made."""
    rows = await session.scalars(
        select(PollPlaceRow).where(PollPlaceRow.poll_id == poll).order_by(PollPlaceRow.id)
    )
    return rows.all()


class Ballot(NamedTuple):
    """What somebody said, as a `BallotRow` holds it, to be read: there may be hundreds each second."""

    voter: str
    member_id: int | None
    answers: Mapping[str, str]


async def ballots(session: AsyncSession, poll: int) -> Sequence[Ballot]:
    """Return what people said, in the order in which they first did."""
    rows = await session.execute(_BALLOTS, {"poll": poll})
    return [Ballot(*row) for row in rows]


async def ballot_of(session: AsyncSession, poll: PollRow, member: int) -> BallotRow | None:
    """Return what a member said, None if they said nothing yet."""
    named = {"poll": poll.id, "voter": voter(member, poll.secret)}
    row: BallotRow | None = await session.scalar(_BALLOT, named)
    return row


def cast_of(asked: Collection[OptionRow], ballots_: Iterable[Ballot]) -> list[Ballot]:
    """Return the ballots that say anything of what may be chosen now: a date may be gone that they knew."""
    keys = {str(one.id) for one in asked}
    return [ballot for ballot in ballots_ if keys & ballot.answers.keys()]


async def missing(session: AsyncSession, poll: PollRow, cast: Collection[Ballot]) -> list[int]:
    """Return who is expected to answer, and did not: members by their ids."""
    voted = {ballot.voter for ballot in cast}
    return [one for one in await expected(session, poll) if voter(one, poll.secret) not in voted]


async def is_complete(session: AsyncSession, poll: PollRow, now: datetime) -> bool:
    """Return whether all who are expected have answered, and of dates each one that has not passed."""
    if await _count(session, BallotRow, poll) < await expects(session, poll):
        return False  # nearly always so, and told without reading hundreds of ballots
    asked = [one for one in await options(session, poll.id) if not is_over(one, now)]
    keys = {str(one.id) for one in asked}
    cast_ = {ballot.voter: keys & ballot.answers.keys() for ballot in await ballots(session, poll.id)}
    for member in await expected(session, poll):
        said = cast_.get(voter(member, poll.secret), set())
        if not said or (poll.kind == Kind.DATE and said != keys):
            return False
    return True


async def expects(session: AsyncSession, poll: PollRow) -> int:
    """Return how many are expected to answer, of those whom the bot knows."""
    return await _count(session, ExpectedRow, poll)


async def _count(session: AsyncSession, table: type[BallotRow | ExpectedRow], poll: PollRow) -> int:
    query = select(func.count()).select_from(table).where(table.poll_id == poll.id)
    return await session.scalar(query) or 0


async def voters(session: AsyncSession, poll: PollRow) -> list[int]:
    """Return who has voted: members by their ids. Of an anonymous poll its secret tells that, and no more."""
    cast_ = await ballots(session, poll.id)
    if poll.secret is None:
        return [ballot.member_id for ballot in cast_ if ballot.member_id is not None]
    keys = {ballot.voter for ballot in cast_}
    known = await session.scalars(select(MemberRow.id).where(MemberRow.network_id == poll.network_id))
    return [member for member in known if voter(member, poll.secret) in keys]


async def is_expected(session: AsyncSession, poll: PollRow, member: int) -> bool:
    """Return whether a member is among those who are expected to answer."""
    query = select(ExpectedRow.poll_id).where(ExpectedRow.poll_id == poll.id, ExpectedRow.member_id == member)
    return await session.scalar(query) is not None


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


@dataclass(frozen=True, slots=True)
class Cast:
    """What somebody says once they voted: `answered` of so many options `asked` that are still open.

    `is_new` tells whether that is anything else than before.
    """

    asked: int
    answered: int
    is_new: bool


async def cast(ctx: WorkContext, poll: PollRow, member: int, said: Mapping[int, Answer | None]) -> Cast:
    """Write down what a member says of some options; None is to say nothing of one any more.

    What they said of others stays, and of dates that have passed. Who says nothing at all has not voted. The
    poll has to be held for change: it may be closing.

    Raises:
        Refusal: the poll is closed.
    """
    check_open(poll, ctx.now)
    asked = {row.id for row in await options(ctx.session, poll.id) if not is_over(row, ctx.now)}
    row = await ballot_of(ctx.session, poll, member)
    before = dict(row.answers) if row is not None else {}
    after = before | {str(one): str(answer) for one, answer in said.items() if one in asked and answer}
    for option in asked & {one for one, answer in said.items() if answer is None}:
        after.pop(str(option), None)
    done = Cast(len(asked), sum(str(one) in after for one in asked), after != before)
    if not done.is_new:
        return done
    if row is None:
        row = BallotRow(network_id=ctx.network.id, poll_id=poll.id, voter=voter(member, poll.secret))
        ctx.session.add(row)
    row.answers = after
    if poll.names != Names.ANONYMOUS:
        row.member_id, row.changed_at = member, ctx.now
    if not after:
        await ctx.session.delete(row)
    await ctx.session.flush()
    return done


def tallies(poll: PollRow, asked: Sequence[OptionRow], cast_: Sequence[Ballot]) -> dict[int, Tally]:
    """Return how many said what of each option; where the ballots are gone that was noted before."""
    if poll.answered is not None:
        return {row.id: Tally(row.yes, row.if_need_be, row.no) for row in asked}
    said = Counter(chain.from_iterable(ballot.answers.items() for ballot in cast_))
    return {row.id: Tally(*(said[str(row.id), str(answer)] for answer in Answer)) for row in asked}


def dated(asked: Sequence[OptionRow], counts: Mapping[int, Tally]) -> list[Dated]:
    """Return the dates that can be ranked."""
    return [Dated(row.id, row.starts_at, counts[row.id]) for row in asked if row.starts_at is not None]


async def close(session: AsyncSession, poll: PollRow, ended: str, at: datetime) -> None:
    """Close a poll: nobody is waited for. Of an anonymous one only the counts are left, and no secret."""
    if poll.names == Names.ANONYMOUS:
        await reduce_to_counts(session, poll)
    await session.execute(delete(ExpectedRow).where(ExpectedRow.poll_id == poll.id))
    poll.closed_at, poll.ended = at, ended
    await session.flush()


async def reduce_to_counts(session: AsyncSession, poll: PollRow) -> None:
    """Keep of what people said only how many said what, and no secret that could tell who did."""
    asked = await options(session, poll.id)
    cast_ = cast_of(asked, await ballots(session, poll.id))
    counts = tallies(poll, asked, cast_)
    for row in asked:
        tally = counts[row.id]
        row.yes, row.if_need_be, row.no = tally.yes, tally.if_need_be, tally.no
    await session.execute(delete(BallotRow).where(BallotRow.poll_id == poll.id))
    poll.answered, poll.secret = len(cast_), None
    await session.flush()


async def before_move(
    session: AsyncSession, option: OptionRow, said: Mapping[str, str]
) -> tuple[OptionRow, Answer] | None:
    """Return what somebody said of a date before it was moved, and which one it was then."""
    old = option
    while old.moved_from is not None:
        found = await session.get(OptionRow, old.moved_from)
        if found is None:
            return None
        old = found
        if str(old.id) in said:
            return old, Answer(said[str(old.id)])
    return None
