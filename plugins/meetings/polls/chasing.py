"""Chasing: those who have not answered a poll are reminded of it, at most twice, and nobody else is."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam, select

from bot.chat.messages import Post
from bot.chat.people import Peace
from bot.language.messages import _, escape
from bot.plugin import Errand, ErrandContext, WorkContext
from bot.store.tables import DeliveryRow
from plugins.meetings.declaration import plugin
from plugins.meetings.models import ExpectedRow, PollRow
from plugins.meetings.polls import counting, posting, register
from plugins.meetings.polls.showing import to_vote
from plugins.meetings.polls.spelling import spell_closing

BEFORE = (timedelta(hours=48), timedelta(hours=12))
"""How long before the end of a vote people are reminded."""
_TOO_SOON = timedelta(hours=3)
"""Nobody is reminded of what they were told so shortly before, nor so shortly before the end."""
_EVENING = time(18)
_WAITING = (
    select(DeliveryRow.id)
    .join(ExpectedRow, ExpectedRow.chaser_id == DeliveryRow.id)
    .where(
        ExpectedRow.poll_id == bindparam("poll"),
        DeliveryRow.sent_at.is_(None),
        DeliveryRow.state == "pending",
    )
)
_WAITING_OF_ONE = _WAITING.where(ExpectedRow.member_id == bindparam("member"))


def remind_at(closes_at: datetime, before: timedelta, zone: ZoneInfo) -> datetime:
    """Return when people are reminded of a vote that closes at an instant: aware, in its `zone`.

    Nobody is disturbed at night. Where the morning after would leave too little time, it is the evening
    before.
    """
    at, quiet = (closes_at - before).astimezone(zone), Peace()
    if not quiet.is_quiet(at.time()):
        return at
    morning = datetime.combine(at.date() + timedelta(days=at.time() >= quiet.quiet_to), quiet.quiet_to, zone)
    if morning + _TOO_SOON <= closes_at:
        return morning
    return datetime.combine(morning.date() - timedelta(days=1), _EVENING, zone)


async def plan(ctx: WorkContext, poll: PollRow) -> None:
    """Set when those who have not answered are reminded; what was set before is over."""
    for number, before in enumerate(BEFORE):
        await ctx.cancel(_key(poll, number))
        if poll.closes_at is None:
            continue
        at = remind_at(poll.closes_at, before, ZoneInfo(poll.zone))
        if at >= ctx.now + _TOO_SOON:
            await ctx.later("chase", at, key=_key(poll, number), poll=poll.id, number=number)


async def hasten(ctx: WorkContext, poll: PollRow, number: int) -> None:
    """Remind those who have not answered now, in the place of one of the times that are planned."""
    await ctx.later("chase", ctx.now, key=_key(poll, number), poll=poll.id, number=number)


def keys_of(poll: PollRow, number: int) -> tuple[str, str]:
    """Return between which keys those of the deliveries of a reminder are, the second one excluded."""
    return f"{_key(poll, number)}:", f"{_key(poll, number)};"


async def stop(ctx: WorkContext, poll: PollRow) -> None:
    """Remind nobody any more; what waits for the morning is not sent."""
    for number in range(len(BEFORE)):
        await ctx.cancel(_key(poll, number))
    await withdraw(ctx, poll)


async def withdraw(ctx: WorkContext, poll: PollRow, member: int | None = None) -> None:
    """Take back the reminders that were not sent yet: those of a member, or of everybody."""
    waiting = _WAITING if member is None else _WAITING_OF_ONE
    for delivery in (await ctx.session.scalars(waiting, {"poll": poll.id, "member": member})).all():
        await ctx.delete(delivery)


def _key(poll: PollRow, number: int) -> str:
    return f"chase:{poll.id}:{number}"


@plugin.errand("chase")
async def chase(errand: Errand, poll: int, number: int) -> None:
    """Remind those who are in the channels of a poll now, and have not answered."""
    expected = await counting.expected_of(errand, poll)
    async with errand.unit() as ctx:
        row = await register.held(ctx.session, poll)
        if row is None or row.closed_at is not None or (row.closes_at or ctx.now) < ctx.now:
            return
        await counting.note(ctx, row, expected)
        asked = await register.options(ctx.session, poll)
        cast = register.cast_of(asked, await register.ballots(ctx.session, poll))
        for member in await register.missing(ctx.session, row, cast):
            await _remind(ctx, row, member, number)


async def _remind(ctx: ErrandContext, row: PollRow, member: int, number: int) -> None:
    reader = await ctx.find_member(member)
    if reader is None:
        return
    said = _("The vote on “{title}” waits for your answer.", title=escape(row.title))
    if row.closes_at is not None:
        said = _(
            "The vote on “{title}” closes {at}, and waits for your answer.",
            title=escape(row.title),
            at=spell_closing(row.closes_at, row, ctx.words_for(reader)),
        )
    await withdraw(ctx, row, member)
    post = Post(text=said, buttons=tuple(to_vote(await posting.standing(ctx, row))))
    sent = await ctx.post(
        reader, post, key=f"{_key(row, number)}:{member}", unsolicited=True, until=row.closes_at
    )
    expected = await ctx.session.scalar(
        select(ExpectedRow).where(ExpectedRow.poll_id == row.id, ExpectedRow.member_id == member)
    )
    if expected is not None:
        expected.chaser_id = sent
