"""What becomes of the timers of reminders when a person is erased: they go with the reminders."""

from __future__ import annotations

from sqlalchemy import or_, select

from bot.plugin import EventContext, MemberErasing
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow


@plugin.on(MemberErasing)
async def cancel_timers(ctx: EventContext, event: MemberErasing) -> None:
    """Cancel what was to be done for the reminders that a person set, or that are set for them."""
    theirs = or_(ReminderRow.owner_id.in_(event.members), ReminderRow.member_id.in_(event.members))
    for reminder in await ctx.session.scalars(select(ReminderRow.id).where(theirs)):
        for key in (str(reminder), f"{reminder}:again"):
            await ctx.cancel(key)
