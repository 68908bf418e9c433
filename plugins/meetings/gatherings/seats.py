"""Seats: who waited for one and has it now is told, and so is who has none any more; each of them once."""

from __future__ import annotations

from bot.chat.messages import Post
from bot.language.messages import Message, _, escape
from bot.plugin import WorkContext
from plugins.meetings.gatherings import announcing, register
from plugins.meetings.gatherings.attending import Attendance
from plugins.meetings.models import MeetingRow


async def tell_moved(ctx: WorkContext, row: MeetingRow, before: Attendance) -> None:
    """Tell those who got a seat since `before`, having waited for one, and those who lost theirs."""
    if row.cancelled_at is not None or (row.ends_at or row.starts_at) <= ctx.now:
        return
    now = await register.who_comes(ctx.session, row)
    for member in now.seated:
        if member in before.waiting:
            said = _("A seat became free for you: you are coming to “{title}”, {when}.")
            await _tell(ctx, row, member, said)
    for place, member in enumerate(now.waiting, 1):
        if member in before.seated:
            said = _(
                "“{title}”, {when}, has fewer seats now: you are no. {place} to get one that becomes free."
            )
            await _tell(ctx, row, member, said(place=place))


async def _tell(ctx: WorkContext, row: MeetingRow, member: int, said: Message) -> None:
    reader = await ctx.find_member(member)
    if reader is None:
        return
    words = ctx.words_for(reader)
    text = words(said(title=escape(row.title), when=announcing.when(row, words)))
    post = Post(text=text, buttons=announcing.buttons(row))
    await ctx.post(reader, post, key=f"seat:{row.id}:{member}:{int(ctx.now.timestamp())}")
