"""The timers of reminders: one a meeting, for the next reminder, set anew whenever the meeting changes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.chat.messages import Post
from bot.plugin import EventContext, TimerContext, WorkContext
from bot.store.people import find_members
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, register, seats
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.spelling import how_soon
from plugins.meetings.habits import habits_of
from plugins.meetings.models import MeetingRow
from plugins.meetings.reminding import chasing, wording
from plugins.meetings.reminding.instants import Beginning, Reminder, due, following, reminders
from plugins.meetings.reminding.waiting import take_back
from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.rendering import render


@plugin.on(MeetingPlanned)
async def planned(ctx: EventContext, event: MeetingPlanned) -> None:
    """Set the reminders of a meeting anew, or none any more."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None:
        return
    await plan(ctx, row)
    if row.cancelled_at is None and beginning_of(row).last_call > ctx.now:
        await chasing.renew(ctx, row)
    else:
        await _stop(ctx, row)


async def _stop(ctx: WorkContext, row: MeetingRow) -> None:
    """Have nothing that waits to be sent go out any more."""
    await take_back(ctx, f"{_key(row)}:")
    await chasing.stop(ctx, row)


async def plan(ctx: WorkContext, row: MeetingRow) -> None:
    """Set the timer for the next reminder of a meeting; what should have come before now is left out."""
    await ctx.cancel(_key(row))
    if row.cancelled_at is not None:
        return
    every = [one for wanted in (await _wanted(ctx, row)).values() for one in wanted]
    upcoming, last_call = following(every, ctx.now), beginning_of(row).last_call
    if upcoming is not None:
        await ctx.later("remind", upcoming.at, key=_key(row), meeting=row.id)
    elif every and last_call > ctx.now:
        await ctx.later("begun", last_call, key=_key(row), meeting=row.id)


def _key(row: MeetingRow) -> str:
    return f"remind:{row.id}"


def beginning_of(row: MeetingRow) -> Beginning:
    """Return when a meeting begins."""
    return Beginning(row.starts_at, ZoneInfo(row.zone), row.all_day)


async def _wanted(ctx: WorkContext, row: MeetingRow) -> dict[int, list[Reminder]]:
    """Return the reminders of a meeting by the channel that wants them."""
    beginning = beginning_of(row)
    found = {}
    for stands in await register.places(ctx.session, row.id):
        if stands.delivery_id is None:  # its channel knows nothing of it yet: it is a date of a series
            continue
        habits = await habits_of(ctx.session, row.network_id, stands.place_id)
        found[stands.place_id] = reminders(beginning, habits)
    return found


@plugin.timer("remind")
async def remind(ctx: TimerContext, meeting: int) -> None:
    """Remind of a meeting, unless it has begun, and set the next reminder."""
    row = await register.held(ctx.session, meeting)
    if row is None or row.cancelled_at is not None or beginning_of(row).last_call <= ctx.now:
        return
    await plan(ctx, row)
    wanted = await _wanted(ctx, row)
    of_now = {place: due(every, ctx.due_at, ctx.now) for place, every in wanted.items()}
    told = [one for one in of_now.values() if one is not None]
    if not told:
        return
    await seats.settle(ctx, row)
    for place, one in of_now.items():
        if one is not None:
            await _tell_channel(ctx, row, place, one)
    await _tell_people(ctx, row, max(told))
    await chasing.soon(ctx, row)


@plugin.timer("begun")
async def begun(ctx: TimerContext, meeting: int) -> None:
    """Remind nobody any more: what could not be sent until now would come after the beginning."""
    row = await ctx.session.get(MeetingRow, meeting)
    if row is not None:
        await _stop(ctx, row)


async def _tell_channel(ctx: TimerContext, row: MeetingRow, place: int, one: Reminder) -> None:
    channel = await ctx.find_place(place)
    if channel is None:
        return
    words = ctx.words_for(channel)
    coming = await register.who_comes(ctx.session, row)
    days = beginning_of(row).days_from(ctx.now)
    soon = str(words(how_soon(days)))
    said = await render(ctx, channel, Purpose.REMINDER, row, {"delai": soon})
    text = wording.reminder(row, days, words, wording.for_channel(row, coming), said=said)
    await ctx.post(channel, Post(text=text, buttons=announcing.buttons(row)), key=f"{_of(row, one)}:p{place}")


async def _tell_people(ctx: TimerContext, row: MeetingRow, one: Reminder) -> None:
    """Remind those who said that they come or may, each by a message of their own."""
    coming = await register.who_comes(ctx.session, row)
    days = beginning_of(row).days_from(ctx.now)
    answers = [said for said in await register.answers(ctx.session, row.id) if said.answer != Coming.NO]
    known = await find_members(ctx.session, ctx.network.id, [said.member_id for said in answers])
    for said in answers:
        reader = known.get(said.member_id)
        if reader is None:
            continue
        text = wording.reminder(row, days, ctx.words_for(reader), wording.for_person(said, coming))
        post = Post(text=text, buttons=announcing.buttons(row))
        await ctx.post(reader, post, key=f"{_of(row, one)}:m{reader.id}")


def _of(row: MeetingRow, one: Reminder) -> str:
    """Return the key of a reminder: once for each date and each lead, whatever else changes meanwhile."""
    return f"remind:{row.id}:{int(row.starts_at.timestamp())}:{one.days}"
