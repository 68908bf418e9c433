"""What becomes of ballots when two members turn out to be one person, part again, or are erased.

A ballot bears who it is of as a text, which nothing moves by itself: in an anonymous poll only its secret
leads from a person to theirs.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from sqlalchemy import or_, select

from bot.plugin import EventContext, MemberErasing, MembersMerging, MembersParted
from plugins.meetings.declaration import plugin
from plugins.meetings.models import BallotRow, PollRow
from plugins.meetings.polls import register
from plugins.meetings.secrecy import voter

_MOVED, _MERGED = "ballots", "merged ballots"
"""In the notes of a link: polls in which only who goes had voted, and what both had said of others."""
_SOON = timedelta(seconds=1)


@plugin.on(MembersMerging)
async def bring_together(ctx: EventContext, event: MembersMerging) -> None:
    """Have each poll hold one ballot of the person; of two answers to one date the newer one stays."""
    moved: list[int] = []
    merged: list[dict[str, Any]] = []
    for poll, theirs in await _ballots_of(ctx, event.gone.id):
        mine = await register.ballot_of(ctx.session, poll, event.kept.id)
        if mine is None:
            theirs.voter = voter(event.kept.id, poll.secret)
            moved.append(poll.id)
            continue
        before = dict(mine.answers)
        older, newer = (mine, theirs) if _is_newer(theirs, mine) else (theirs, mine)
        mine.answers = {**older.answers, **newer.answers}
        if poll.secret is None:  # of what is anonymous nobody notes who said what
            merged.append({"poll": poll.id, "mine": before, "theirs": dict(theirs.answers)})
        await ctx.session.delete(theirs)
        await _show_soon(ctx, poll)
    await ctx.session.flush()
    event.notes.setdefault(plugin.name, {}).update({_MOVED: moved, _MERGED: merged})


def _is_newer(one: BallotRow, other: BallotRow) -> bool:
    return one.changed_at is not None and other.changed_at is not None and one.changed_at > other.changed_at


@plugin.on(MembersParted)
async def give_back(ctx: EventContext, event: MembersParted) -> None:
    """Give who is a member again their ballots, as far as they are still there."""
    notes = event.notes.get(plugin.name, {})
    for number in notes.get(_MOVED, ()):
        poll = await register.held(ctx.session, number)
        mine = await register.ballot_of(ctx.session, poll, event.kept.id) if poll is not None else None
        if poll is not None and mine is not None:
            mine.voter = voter(event.gone.id, poll.secret)
            mine.member_id = event.gone.id if poll.secret is None else None
    for noted in notes.get(_MERGED, ()):
        await _part(ctx, event, noted)
    await ctx.session.flush()


async def _part(ctx: EventContext, event: MembersParted, noted: dict[str, Any]) -> None:
    """Have two ballots again where there was one of two; what was changed since stays with who has it."""
    poll = await register.held(ctx.session, noted["poll"])
    if poll is None:
        return
    mine = await register.ballot_of(ctx.session, poll, event.kept.id)
    if mine is not None and mine.answers.items() <= {**noted["mine"], **noted["theirs"]}.items():
        mine.answers = noted["mine"]
    ctx.session.add(
        BallotRow(
            network_id=poll.network_id,
            poll_id=poll.id,
            member_id=event.gone.id,
            voter=voter(event.gone.id, None),
            answers=noted["theirs"],
            changed_at=ctx.now,
        )
    )
    await _show_soon(ctx, poll)


@plugin.on(MemberErasing)
async def forget(ctx: EventContext, event: MemberErasing) -> None:
    """Take the ballots of who is erased out of polls, and their names off the posts."""
    for member in event.members:
        for poll, ballot in await _ballots_of(ctx, member):
            await ctx.session.delete(ballot)
            await _show_soon(ctx, poll)
    await ctx.session.flush()


async def _ballots_of(ctx: EventContext, member: int) -> Iterable[tuple[PollRow, BallotRow]]:
    """Return the ballots of a member with their polls, the anonymous ones that are open included."""
    named = select(BallotRow.poll_id).where(BallotRow.voter == voter(member, None))
    polls = await ctx.session.scalars(
        select(PollRow)
        .where(PollRow.network_id == ctx.network.id, or_(PollRow.id.in_(named), PollRow.secret.is_not(None)))
        .order_by(PollRow.id)
        .with_for_update()
    )
    found = [(poll, await register.ballot_of(ctx.session, poll, member)) for poll in polls.all()]
    return [(poll, ballot) for poll, ballot in found if ballot is not None]


async def _show_soon(ctx: EventContext, poll: PollRow) -> None:
    await ctx.later("refresh", ctx.now + _SOON, key=f"refresh:{poll.id}", poll=poll.id)
