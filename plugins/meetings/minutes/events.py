"""What meetings do to minutes: they are asked for when one ends, and who is erased leaves them."""

from __future__ import annotations

from sqlalchemy import delete, select, update

from bot.chat.messages import Button, Post
from bot.language.messages import _
from bot.plugin import EventContext, MemberErasing, TimerContext
from plugins.meetings.agenda import publishing
from plugins.meetings.agenda.models import ItemRow
from plugins.meetings.agenda.planned import end_of
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings.managing import who_organise
from plugins.meetings.minutes import leftovers, register, showing
from plugins.meetings.minutes.models import PresentRow
from plugins.meetings.models import MeetingRow


@plugin.on(MeetingPlanned)
async def planned(ctx: EventContext, event: MeetingPlanned) -> None:
    """Have minutes asked for when a meeting ends."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None:
        return
    key = f"minutes:{row.id}"
    if row.cancelled_at is not None or end_of(row) <= ctx.now:
        await ctx.cancel(key)
    else:
        await ctx.later("minutes", end_of(row), key=key, meeting=row.id)
    await showing.refresh(ctx, row)


@plugin.timer("minutes")
async def ask(ctx: TimerContext, meeting: int) -> None:
    """Ask who organised a meeting for its minutes, unless they are published."""
    row = await ctx.session.get(MeetingRow, meeting)
    if row is None or row.cancelled_at is not None or await showing.is_posted(ctx, row):
        return
    buttons = [showing.fill_button(row)]
    if any(item.outcome is None for item in await register.items(ctx.session, row)):
        buttons.append(Button(_("All was treated"), "minutes-done", {"meeting": row.id}))
    for member in await who_organise(ctx, row):
        post = Post(text=showing.heads_up(row), buttons=tuple(buttons))
        await ctx.post(member, post, key=f"minutes:{row.id}:{row.sequence}:{member.id}", unsolicited=True)
    at = leftovers.asking_time(row)
    await ctx.later("left-open", max(at, ctx.now), key=f"left-open:{row.id}", meeting=row.id)


@plugin.on(MemberErasing)
async def erase(ctx: EventContext, event: MemberErasing) -> None:
    """Take somebody out of agendas and minutes that were posted: their items stay, without a name."""
    proposed = select(ItemRow.meeting_id).where(ItemRow.member_id.in_(event.members))
    there = select(PresentRow.meeting_id).where(PresentRow.member_id.in_(event.members))
    rows = await ctx.session.scalars(
        select(MeetingRow).where(
            MeetingRow.network_id == ctx.network.id,
            MeetingRow.id.in_(proposed) | MeetingRow.id.in_(there) | MeetingRow.member_id.in_(event.members),
        )
    )
    concerned = rows.all()
    await ctx.session.execute(
        update(ItemRow).where(ItemRow.member_id.in_(event.members)).values(member_id=None)
    )
    await ctx.session.execute(delete(PresentRow).where(PresentRow.member_id.in_(event.members)))
    for row in concerned:
        await publishing.refresh(ctx, row)
        await showing.refresh(ctx, row)
