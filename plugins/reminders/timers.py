"""What rings: the timers of reminders, each in one transaction with the post and the next occurrence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from bot.chat.places import Place
from bot.language.messages import Instant
from bot.language.moments.plans import Due, became_due, moved
from bot.plugin import TimerContext
from plugins.reminders import consent, register, words
from plugins.reminders.declaration import plugin
from plugins.reminders.models import OccurrenceRow, ReminderRow, State
from plugins.reminders.operations import people


@plugin.timer("due")
async def due(ctx: TimerContext, reminder: int) -> None:
    """Ring a reminder that is due, and set its next ring; those missed in a row ring as one."""
    row = await register.find(ctx, reminder)
    if row is None or row.next_at is None:
        return
    if row.state == State.ASKING:
        await consent.expire(ctx, row)
    if row.state != State.ACTIVE:
        return
    plan = register.plan_of_row(row)
    postponed = moved(plan, row.next_at, ctx.now)
    if postponed is not None:
        row.next_at = postponed
        await register.schedule(ctx, row)
        return
    outcome = became_due(plan, row.next_at, ctx.now)
    await _ring(ctx, row, row.next_at, outcome)
    row.next_at = outcome.next_at
    if plan.rule is not None:
        await register.forget_old_rings(ctx.session, row.id, ctx.now - register.KEPT)
    await _go_on(ctx, row)


@plugin.timer("again")
async def again(ctx: TimerContext, reminder: int) -> None:
    """Ring a recurring reminder once more, as somebody asked; the series goes on by itself."""
    row = await register.find(ctx, reminder)
    if row is None or row.snoozed_to is None or row.state != State.ACTIVE:
        return
    await _ring(ctx, row, row.snoozed_to, Due(1, row.next_at))
    row.snoozed_to = None
    await _go_on(ctx, row)


@plugin.timer("forget")
async def forget(ctx: TimerContext, reminder: int) -> None:
    """Remove all trace of a reminder that was over a while ago."""
    row = await register.find(ctx, reminder)
    if row is not None and row.state not in (State.ACTIVE, State.PAUSED, State.ASKING):
        await ctx.session.delete(row)


async def _go_on(ctx: TimerContext, row: ReminderRow) -> None:
    if row.next_at is None and row.snoozed_to is None:
        await register.end(ctx, row, State.RUNG)
    else:
        await register.schedule(ctx, row)


async def _ring(ctx: TimerContext, row: ReminderRow, instant: datetime, outcome: Due) -> None:
    """Post a ring, once for each instant."""
    if row.rule is not None and await _has_rung(ctx, row, instant):
        return
    owner, addressee = await people(ctx, row)
    to = addressee if row.place_id is None else await _place(ctx, row, row.place_id)
    if to is None:
        return
    reader = ctx.words_for(to)
    next_at = Instant(outcome.next_at) if outcome.next_at else None
    post = words.ring_post(
        row,
        instant,
        reader,
        owner=owner,
        addressee=addressee,
        missed=outcome.count,
        goes_on=words.recurrence_line(register.plan_of_row(row), next_at, reader),
    )
    delivery = await ctx.post(to, post, key=f"{row.id}:{int(instant.timestamp())}")
    ctx.session.add(
        OccurrenceRow(network_id=row.network_id, reminder_id=row.id, instant=instant, delivery_id=delivery)
    )


async def _has_rung(ctx: TimerContext, row: ReminderRow, instant: datetime) -> bool:
    """Return whether it rang at that instant: a ring may have been postponed to one of the series."""
    found = select(OccurrenceRow.id).where(
        OccurrenceRow.reminder_id == row.id, OccurrenceRow.instant == instant
    )
    return await ctx.session.scalar(found) is not None


async def _place(ctx: TimerContext, row: ReminderRow, place_id: int) -> Place | None:
    place = await ctx.find_place(place_id)
    return replace(place, thread=row.thread) if place is not None else None
