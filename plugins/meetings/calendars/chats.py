"""The events of chat networks that have some, as Discord: each meeting stands there, changes, and goes."""

from __future__ import annotations

from bot.chat.gatherings import Gathering
from bot.language.messages import Markup, escape
from bot.plugin import EventContext
from plugins.meetings.calendars.entries import USUAL_LENGTH
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.models import MeetingRow


@plugin.on(MeetingPlanned)
async def show(ctx: EventContext, event: MeetingPlanned) -> None:
    """Show a meeting as it is now; one that is cancelled is called off."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None:
        return
    key = f"meeting-event:{row.id}"
    if row.cancelled_at is not None:
        await ctx.call_off(key=key)
    elif (row.ends_at or row.starts_at + USUAL_LENGTH) > ctx.now:
        await ctx.announce(gathering_of(row), key=key)


def gathering_of(row: MeetingRow) -> Gathering:
    """Return what a chat network shows of a meeting."""
    return Gathering(
        title=escape(row.title),
        starts_at=row.starts_at,
        ends_at=row.ends_at or row.starts_at + USUAL_LENGTH,
        where=escape(row.place) if row.place else Markup(row.link),
        about=Markup(row.link) if row.place else Markup(""),
    )
