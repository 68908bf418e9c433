"""What rings: the timers of reminders, each in one transaction with the post and the next occurrence."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Instant, Text
from bot.plugin import TimerContext
from plugins.reminders import consent, register, words
from plugins.reminders.declaration import plugin
from plugins.reminders.models import OccurrenceRow, ReminderRow, State
from plugins.reminders.operations import people
from plugins.reminders.series import moved, rung


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
    instant = row.next_at
    outcome = rung(plan, instant, ctx.now)
    row.next_at = outcome.next_at
    await _ring(ctx, row, instant, missed=outcome.count)
    if plan.rule is not None:
        await register.forget_old_rings(ctx.session, row.id, ctx.now - register.KEPT)
    await _go_on(ctx, row)


@plugin.timer("again")
async def again(ctx: TimerContext, reminder: int) -> None:
    """Ring a recurring reminder once more, as somebody asked; the series goes on by itself."""
    row = await register.find(ctx, reminder)
    if row is None or row.snoozed_to is None or row.state != State.ACTIVE:
        return
    instant, row.snoozed_to = row.snoozed_to, None
    await _ring(ctx, row, instant)
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


async def _ring(ctx: TimerContext, row: ReminderRow, instant: datetime, *, missed: int = 1) -> None:
    """Post a ring, once for each instant."""
    if await ctx.session.scalar(
        select(OccurrenceRow.id).where(OccurrenceRow.reminder_id == row.id, OccurrenceRow.instant == instant)
    ):
        return
    to = await destination(ctx, row)
    if to is None:
        return
    owner, addressee = await people(ctx, row)
    ring = OccurrenceRow(network_id=row.network_id, reminder_id=row.id, instant=instant)
    ctx.session.add(ring)
    await ctx.session.flush()
    reader = ctx.words_for(to)
    goes_on: Text | None = words.recurrence_line(
        register.plan_of_row(row), Instant(row.next_at) if row.next_at else None, reader
    )
    post = words.ring_post(
        row, ring, reader, owner=owner, addressee=addressee, missed=missed, goes_on=goes_on
    )
    ring.delivery_id = await ctx.post(to, post, key=f"{row.id}:{int(instant.timestamp())}")


async def destination(ctx: TimerContext, row: ReminderRow) -> Member | Place | None:
    """Return where a reminder rings, None if nobody is there any more."""
    if row.place_id is None:
        return await ctx.find_member(row.member_id) if row.member_id is not None else None
    place = await ctx.find_place(row.place_id)
    return replace(place, thread=row.thread) if place is not None else None
