"""The posts of agendas: in every channel of a meeting, and changed with it."""

from __future__ import annotations

from bot.chat.messages import Post
from bot.language.messages import _, escape
from bot.plugin import WorkContext
from plugins.meetings.agenda import register, showing
from plugins.meetings.agenda.models import Paper
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.gatherings import announcing
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.models import MeetingRow
from plugins.meetings.templates.purposes import Purpose
from plugins.meetings.templates.rendering import says


async def is_posted(ctx: WorkContext, row: MeetingRow) -> bool:
    """Return whether the agenda of a meeting was posted."""
    return bool(await register.posted(ctx.session, row.id, Paper.AGENDA))


async def publish(ctx: WorkContext, row: MeetingRow) -> None:
    """Post the agenda of a meeting in its channels; where it stands already, that post says it anew."""
    await refresh(ctx, row)
    there = {one.place_id for one in await register.posted(ctx.session, row.id, Paper.AGENDA)}
    for stands in await meetings.places(ctx.session, row.id):
        place = await ctx.find_place(stands.place_id)
        if place is None or place.id in there:
            continue
        post = await showing.post_of(ctx, Agenda(row, place.id), ctx.words_for(place))
        await register.post(ctx, row, place, Paper.AGENDA, post)


async def refresh(ctx: WorkContext, row: MeetingRow) -> None:
    """Have the posts of an agenda say how it stands now, and announcements whose templates show it."""
    await ctx.session.flush()
    if await says(ctx, row, Purpose.INVITATION, "ordre_du_jour"):
        await announcing.refresh(ctx, row)
    for one in await register.posted(ctx.session, row.id, Paper.AGENDA):
        place = await ctx.find_place(one.place_id)
        if place is None or one.delivery_id is None:
            continue
        post = await showing.post_of(ctx, Agenda(row, place.id), ctx.words_for(place))
        if row.cancelled_at is not None:
            said = _(
                "“{title}” is cancelled: what was on its agenda waits for the next meeting.",
                title=escape(row.title),
            )
            post = Post(text=said)
        await ctx.edit(one.delivery_id, post)
