"""The buttons under a reminder that rang: done, or later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.chat.messages import Post, Update
from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Instant, Text, _
from bot.language.moments.plans import Plan, plan_at
from bot.plugin import Context, OpenForm, Refusal
from plugins.reminders import operations, register, words
from plugins.reminders.declaration import plugin
from plugins.reminders.models import OccurrenceRow, Outcome, ReminderRow, State
from plugins.reminders.series import tomorrow_morning


@plugin.action("done")
async def done(ctx: Context, reminder: int, at: int) -> Update:
    """Mark a ring as done; a reminder that rings only once is over."""
    row, occurrence = await answered(ctx, reminder, at)
    occurrence.outcome = Outcome.DONE
    if row.state == State.RUNG:
        await register.end(ctx, row, State.DONE)
    status = (
        _("Done.") if ctx.member.id == row.owner_id else _("Done by {name}.", name=words.named(ctx.member))
    )
    return await _closed(ctx, row, status)


@plugin.action("snooze")
async def snooze(ctx: Context, reminder: int, at: int, minutes: int) -> Update:
    """Ring again in a while."""
    return await _postponed(ctx, reminder, at, plan_at(ctx.now + timedelta(minutes=minutes), ctx.words.zone))


@plugin.action("tomorrow")
async def tomorrow(ctx: Context, reminder: int, at: int) -> Update:
    """Ring again tomorrow at 9:00, in the zone of the person who asks."""
    return await _postponed(ctx, reminder, at, tomorrow_morning(ctx.now, ctx.words.zone))


@plugin.action("other")
async def other(ctx: Context, reminder: int, at: int) -> OpenForm:
    """Ask when to ring again."""
    await answered(ctx, reminder, at)
    return OpenForm(form="postpone", arguments={"reminder": reminder, "at": at})


async def answered(ctx: Context, reminder: int, at: int) -> tuple[ReminderRow, OccurrenceRow]:
    """Return the ring at an instant (Unix time, in seconds), which waits for a choice, and its reminder.

    Raises:
        Refusal: the reminder is over, or somebody chose already.
        NotAllowed: it is not theirs to choose.
    """
    row = await register.get(ctx, reminder)
    await operations.check_may_touch(ctx, row)
    occurrence = await ctx.session.scalar(
        select(OccurrenceRow).where(
            OccurrenceRow.reminder_id == row.id, OccurrenceRow.instant == datetime.fromtimestamp(at, UTC)
        )
    )
    if occurrence is None:
        raise Refusal("gone", _("This reminder is too old: I kept nothing of it."))
    if occurrence.outcome == Outcome.DONE:
        raise Refusal("already_done", _("This reminder is marked as done already."))
    if occurrence.outcome == Outcome.SNOOZED:
        raise _already_postponed(row)
    operations.check_not_over(row)
    return row, occurrence


def _already_postponed(row: ReminderRow) -> Refusal:
    at = row.snoozed_to or (row.next_at if row.rule is None else None)
    if at is None or row.state != State.ACTIVE:
        return Refusal("already_postponed", _("This reminder was postponed already."))
    return Refusal("already_postponed", _("This reminder is postponed already, to {at}.", at=Instant(at)))


async def postpone_ring(
    ctx: Context, reminder: int, at: int, plan: Plan
) -> tuple[ReminderRow, OccurrenceRow, Post]:
    """Have a reminder ring again, and return it with what its post is to say."""
    row, occurrence = await answered(ctx, reminder, at)
    await operations.postpone(ctx, row, plan)
    occurrence.outcome = Outcome.SNOOZED
    return row, occurrence, await _content(ctx, row, _("Postponed to {at}.", at=Instant(plan.first)))


async def _postponed(ctx: Context, reminder: int, at: int, plan: Plan) -> Update:
    _row, _occurrence, post = await postpone_ring(ctx, reminder, at, plan)
    return Update(text=post.text)


async def _closed(ctx: Context, row: ReminderRow, status: Text) -> Update:
    return Update(text=(await _content(ctx, row, status)).text)


async def _content(ctx: Context, row: ReminderRow, status: Text) -> Post:
    """Return what the post of a ring says once something was chosen, in the words of those who read it."""
    owner, addressee = await operations.people(ctx, row)
    reader = await _reader(ctx, row, addressee)
    return Post(text=reader.join([words.headline(row, owner, addressee), status]))


async def _reader(ctx: Context, row: ReminderRow, addressee: Member | None) -> Words:
    place = await ctx.find_place(row.place_id) if row.place_id is not None else None
    return ctx.words_for(place or addressee)
