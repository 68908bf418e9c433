"""Making a meeting: its row, its announcement in each of its channels, and word of it to the other parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from secrets import token_hex

from bot.chat.places import Place
from bot.plugin import Context, WorkContext
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import announcing, register, seats
from plugins.meetings.gatherings.appointment import Appointment
from plugins.meetings.gatherings.attending import Voter
from plugins.meetings.models import MeetingRow, OptionRow, PollRow
from plugins.meetings.polls.whereabouts import bare


async def make(
    ctx: WorkContext, row: MeetingRow, places: Iterable[Place], voters: Iterable[Voter] = ()
) -> None:
    """Keep a new meeting, with what voters said of its date, and announce it in some channels."""
    ctx.session.add(row)
    await ctx.session.flush()
    ctx.session.add_all(register.voted(row, one) for one in voters)
    await ctx.session.flush()
    for place in places:
        await announcing.announce(ctx, row, place)
    await seats.settle(ctx, row)
    await ctx.emit(MeetingPlanned(row.id))


def from_poll(ctx: WorkContext, poll: PollRow, option: OptionRow) -> MeetingRow:
    """Return a new meeting on the date of a poll that was chosen."""
    if option.starts_at is None:
        raise ValueError("the option is no date")
    return MeetingRow(
        network_id=ctx.network.id,
        member_id=poll.member_id,
        poll_id=poll.id,
        title=poll.title,
        place=poll.place or bare(option.label),
        link=poll.link,
        seats=poll.seats,
        zone=poll.zone,
        starts_at=option.starts_at,
        ends_at=option.ends_at,
        all_day=option.all_day,
        uid=new_uid(),
        changed_at=ctx.now,
        created_at=ctx.now,
    )


def from_appointment(ctx: Context, appointment: Appointment) -> MeetingRow:
    """Return a new meeting as the person set it, on their clocks."""
    slot = appointment.slot
    return MeetingRow(
        network_id=ctx.network.id,
        member_id=ctx.member.id,
        title=appointment.title,
        place=appointment.where,
        link=appointment.link,
        seats=appointment.seats,
        zone=ctx.words.zone.key,
        starts_at=slot.start.astimezone(UTC),
        ends_at=slot.end.astimezone(UTC) if slot.end is not None else None,
        all_day=slot.all_day,
        uid=new_uid(),
        changed_at=ctx.now,
        created_at=ctx.now,
    )


def new_uid() -> str:
    """Return the name of a new meeting in calendars, which nobody else gives."""
    return f"{token_hex(16)}@maillage"
