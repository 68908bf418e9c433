"""The timers of reminders: one a meeting, for the next reminder, set anew whenever the meeting changes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.addressed import Addressed
from bot.chat.messages import Post
from bot.language.catalogue import Words
from bot.language.messages import Markup, Text
from bot.plugin import EventContext, TimerContext, WorkContext
from bot.store.people import find_members
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, register, seats
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.gatherings.spelling import how_soon
from plugins.meetings.habits import habits_of
from plugins.meetings.models import AttendanceRow, MeetingRow
from plugins.meetings.reminding import chasing, muting, wording
from plugins.meetings.reminding.instants import (
    Beginning,
    Reminder,
    after_the_night,
    days_after,
    due,
    following,
    reminders,
)
from plugins.meetings.reminding.waiting import take_back
from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.rendering import render, render_for_people


@plugin.on(MeetingPlanned)
async def planned(ctx: EventContext, event: MeetingPlanned) -> None:
    """Set the reminders of a meeting anew, or none any more."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None:
        return
    await plan(ctx, row)
    if row.cancelled_at is None and beginning_of(row).last_call > ctx.now:
        await take_back(ctx, f"{_key(row)}:", but=_of_date(row))
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


def beginning_of(row: MeetingRow, zone: ZoneInfo | None = None) -> Beginning:
    """Return when a meeting begins, on its own clocks or on those of a zone."""
    there = ZoneInfo(row.zone)
    day = row.starts_at.astimezone(there).date() if row.all_day else None
    return Beginning(row.starts_at, zone or there, row.all_day, day)


async def _wanted(ctx: WorkContext, row: MeetingRow) -> dict[int, list[Reminder]]:
    """Return the reminders of a meeting by the channel that wants them, at an hour on the clocks there."""
    found = {}
    for stands in await register.places(ctx.session, row.id):
        if stands.delivery_id is None:  # its channel knows nothing of it yet: it is a date of a series
            continue
        habits = await habits_of(ctx.session, row.network_id, stands.place_id)
        channel = await ctx.find_place(stands.place_id)
        zone = ctx.words_for(channel).zone if channel is not None else None
        found[stands.place_id] = reminders(beginning_of(row, zone), habits)
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
    said = await register.answers(ctx.session, row.id)
    coming = register.attendance_of(row, said)
    channels = [
        await _for_channel(ctx, row, place, one, coming) for place, one in of_now.items() if one is not None
    ]
    people = await _for_people(ctx, row, max(told), said, coming)
    await ctx.post_each([*(one for one in channels if one is not None), *people])
    await chasing.soon(ctx, row)


@plugin.timer("begun")
async def begun(ctx: TimerContext, meeting: int) -> None:
    """Remind nobody any more: what could not be sent until now would come after the beginning."""
    row = await ctx.session.get(MeetingRow, meeting)
    if row is not None:
        await _stop(ctx, row)


async def _for_channel(
    ctx: TimerContext, row: MeetingRow, place: int, one: Reminder, coming: Attendance
) -> Addressed | None:
    channel = await ctx.find_place(place)
    if channel is None:
        return None
    words = ctx.words_for(channel)
    beginning = beginning_of(row, words.zone)
    more = wording.for_channel(row, coming)

    async def text(days: int) -> Markup:
        about = {"delai": str(words(how_soon(days)))}
        said = await render(ctx, channel, Purpose.REMINDER, row, about)
        return wording.reminder(row, days, words, more, said=said)

    return Addressed(
        to=channel,
        post=Post(text=await text(beginning.days_from(ctx.now)), buttons=announcing.buttons(row)),
        key=f"{_of(row, one)}:p{place}",
        until=one.until,
        instead=tuple([(at, await text(days)) for at, days in days_after(beginning, ctx.now, one.until)]),
    )


async def _for_people(
    ctx: TimerContext,
    row: MeetingRow,
    one: Reminder,
    said: Sequence[AttendanceRow],
    coming: Attendance,
    *,
    zone: str = "",
) -> list[Addressed]:
    """Return the reminders of those who said that they come or may, and still want them.

    Who sleeps is told in the morning, if that is early enough: then it is for those of a `zone` alone.
    """
    wanted = {each.member_id: each for each in said if each.answer != Coming.NO and not each.muted}
    known = await find_members(ctx.session, ctx.network.id, list(wanted))
    said_of: dict[tuple[str, str, int], Markup | None] = {}

    async def text(days: int, words: Words, more: Text) -> Markup:
        key = (words.language, words.zone.key, days)
        if key not in said_of:
            about = {"delai": str(words(how_soon(days)))}
            said_of[key] = await render_for_people(ctx, words, Purpose.REMINDER, row, about)
        return wording.reminder(row, days, words, more, said=said_of[key])

    found = []
    for member, reader in known.items():
        words, more = ctx.words_for(reader), wording.for_person(wanted[member], coming)
        if zone not in ("", words.zone.key):
            continue
        morning = after_the_night(ctx.now, words.zone)
        if morning is not None and morning < one.until:
            await _tell_in_the_morning(ctx, row, one, morning, words.zone)
            continue
        beginning = beginning_of(row, words.zone)
        now = await text(beginning.days_from(ctx.now), words, more)
        later = days_after(beginning, ctx.now, one.until)
        found.append(
            Addressed(
                to=reader,
                post=Post(text=now, buttons=muting.buttons(row, wanted[member])),
                key=f"{_of(row, one)}:m{member}",
                until=one.until,
                instead=tuple([(at, await text(days, words, more)) for at, days in later]),
            )
        )
    return found


async def _tell_in_the_morning(
    ctx: TimerContext, row: MeetingRow, one: Reminder, at: datetime, zone: ZoneInfo
) -> None:
    """Have those of a zone reminded when their night is over."""
    await ctx.later(
        "remind-rested",
        at,
        key=f"{_of(row, one)}:{zone.key}",
        meeting=row.id,
        reminder=_of(row, one),
        days=one.days,
        until=one.until.isoformat(),
        zone=zone.key,
    )


@plugin.timer("remind-rested")
async def remind_rested(
    ctx: TimerContext, meeting: int, reminder: str, days: int, until: str, zone: str
) -> None:
    """Remind those who slept when the others were, unless the meeting has another date by now."""
    row = await register.held(ctx.session, meeting)
    one = Reminder(ctx.due_at, days, datetime.fromisoformat(until))
    if row is None or row.cancelled_at is not None or _of(row, one) != reminder or one.until <= ctx.now:
        return
    said = await register.answers(ctx.session, row.id)
    coming = register.attendance_of(row, said)
    await ctx.post_each(await _for_people(ctx, row, one, said, coming, zone=zone))


def _of(row: MeetingRow, one: Reminder) -> str:
    """Return the key of a reminder: once for each date and each lead, whatever else changes meanwhile."""
    return f"{_of_date(row)}{one.days}"


def _of_date(row: MeetingRow) -> str:
    return f"{_key(row)}:{int(row.starts_at.timestamp())}:"
