"""What meetings do to agendas: a new one takes up what waits, a cancelled one hands on its own.

The agenda is posted by itself some days before; who prepares it is shown it the evening before that.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.chat.messages import Button, Post, Style
from bot.language.messages import Instant, Text, _
from bot.plugin import EventContext, TimerContext, WorkContext
from bot.plugin.letters import DigestWithdrawn
from plugins.meetings.agenda import carrying, needs, publishing, register, showing
from plugins.meetings.agenda.models import ItemRow
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.gatherings.managing import who_organise
from plugins.meetings.habits import Habits, habits_of
from plugins.meetings.models import MeetingRow

_EVENING = time(17)
_AT_LEAST = timedelta(hours=1)
"""So long before it is posted who prepares an agenda is shown it, and so long before the meeting it is."""


@plugin.on(MeetingPlanned)
async def planned(ctx: EventContext, event: MeetingPlanned) -> None:
    """Have the agenda of a meeting follow what became of it."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None:
        return
    for name in ("agenda", "preview"):
        await ctx.cancel(f"{name}:{row.id}")
    if row.cancelled_at is not None:
        for then in await carrying.hand_on(ctx, row):
            await publishing.refresh(ctx, then)
    elif row.starts_at > ctx.now:
        await carrying.take_up(ctx, row)
        await _plan(ctx, row)
    await publishing.refresh(ctx, row)


async def _plan(ctx: WorkContext, row: MeetingRow) -> None:
    places = await meetings.places(ctx.session, row.id)
    if not places:
        return
    posted_at = posting_time(row, await habits_of(ctx.session, ctx.network.id, places[0].place_id), ctx.now)
    if posted_at is None:
        return
    await ctx.later("agenda", posted_at, key=f"agenda:{row.id}", meeting=row.id)
    shown_at = preview_time(row, posted_at, ctx.now)
    if shown_at is not None:
        await ctx.later("preview", shown_at, key=f"preview:{row.id}", meeting=row.id)


def posting_time(row: MeetingRow, habits: Habits, now: datetime) -> datetime | None:
    """Return when an agenda is posted by itself, None if it is not; where that has passed, an hour before."""
    if habits.agenda_days is None:
        return None
    zone = ZoneInfo(row.zone)
    day = row.starts_at.astimezone(zone).date() - timedelta(days=habits.agenda_days)
    usual = datetime.combine(day, habits.reminder_hour, zone).astimezone(UTC)
    last = row.starts_at - _AT_LEAST
    at = min(usual, last) if usual > now else last
    return at if at > now else None


def preview_time(row: MeetingRow, posted_at: datetime, now: datetime) -> datetime | None:
    """Return when who prepares an agenda is shown it: the evening before it is posted, or an hour before."""
    zone = ZoneInfo(row.zone)
    evening = datetime.combine(posted_at.astimezone(zone).date() - timedelta(days=1), _EVENING, zone)
    for at in (evening.astimezone(UTC), posted_at - _AT_LEAST):
        if at > now:
            return at
    return None


@plugin.timer("preview")
async def preview(ctx: TimerContext, meeting: int) -> None:
    """Show who prepares an agenda how it stands, and the needs that could be on it."""
    row = await ctx.session.get(MeetingRow, meeting)
    if row is None or row.cancelled_at is not None or await publishing.is_posted(ctx, row):
        return
    places = await meetings.places(ctx.session, row.id)
    if not places:
        return
    agenda = Agenda(row, places[0].place_id)
    new = await needs.new_ones(ctx, agenda)
    items = await register.items(ctx.session, agenda)
    if not items and not new:
        return
    at = posting_time(row, await habits_of(ctx.session, ctx.network.id, places[0].place_id), ctx.now)
    for member in await who_organise(ctx, row):
        lines: list[Text] = [await showing.text_of(ctx, agenda, ctx.words_for(member), advises=True)]
        if at is not None:
            lines.append(_("It is posted by itself {at}, as it stands then.", at=Instant(at)))
        if new:
            lines.append(_("Needs of the channel without an answer, which could be on it:"))
            lines += [_("- {need}", need=need.text) for need in new]
        buttons = (
            Button(_("Publish it"), "agenda-publish", {"meeting": row.id}, Style.PRIMARY),
            Button(_("Propose an item"), "agenda-add", {"meeting": row.id}),
        )
        post = Post(
            text=ctx.words_for(member).join(lines),
            buttons=buttons if items else buttons[1:],
            menus=needs.menu_of(agenda, new),
        )
        key = f"preview:{row.id}:{row.sequence}:{member.id}"
        await ctx.post(member, post, key=key, unsolicited=True)


@plugin.timer("agenda")
async def post_by_itself(ctx: TimerContext, meeting: int) -> None:
    """Post an agenda that has items and was not published, unless its meeting began meanwhile."""
    row = await meetings.held(ctx.session, meeting)
    if row is None or row.cancelled_at is not None or row.starts_at <= ctx.now:
        return
    if await publishing.is_posted(ctx, row) or not await register.items(ctx.session, Agenda(row, 0)):
        return
    await publishing.publish(ctx, row)


@plugin.on(DigestWithdrawn)
async def withdrawn(ctx: EventContext, event: DigestWithdrawn) -> None:
    """Take off the agendas what was made of something that somebody takes back."""
    rows = await ctx.session.scalars(
        select(ItemRow).where(ItemRow.network_id == ctx.network.id, ItemRow.source == event.key)
    )
    for row in rows.all():
        meeting = await ctx.session.get(MeetingRow, row.meeting_id) if row.meeting_id is not None else None
        await ctx.session.delete(row)
        if meeting is not None:
            await publishing.refresh(ctx, meeting)
