"""Seats: who waited for one and has it now is told, and so is who has none any more; each of them once."""

from __future__ import annotations

from bot.chat.messages import Post
from bot.language.messages import Message, _, escape
from bot.plugin import WorkContext
from plugins.meetings.gatherings import announcing, register, spelling
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.models import AttendanceRow, MeetingRow


async def settle(ctx: WorkContext, row: MeetingRow, knows: int | None = None) -> None:
    """Tell those who got a seat, having waited for one, and who lost theirs; `knows` sees it already."""
    if row.cancelled_at is not None or (row.ends_at or row.starts_at) <= ctx.now:
        return
    coming = await register.who_comes(ctx.session, row)
    for one in await register.answers(ctx.session, row.id):
        waits = one.member_id in coming.waiting
        if waits == one.waits:
            continue
        one.waits = waits
        if one.answer != Coming.YES or one.member_id == knows:
            continue
        said = _("A seat became free for you: you are coming to “{title}”, {when}.")
        if waits:
            said = _waiting(coming.waiting.index(one.member_id) + 1, by_vote=one.by_vote)
        await _tell(ctx, row, one, said)
    await ctx.session.flush()


def _waiting(place: int, *, by_vote: bool) -> Message:
    """Return what somebody is told who has no seat, or not any more."""
    if by_vote:
        return _(
            "“{title}” is {when}, and more people voted for that than there are seats: you are no. {place} "
            "to get one that becomes free.",
            place=place,
        )
    return _(
        "“{title}”, {when}, has fewer seats now: you are no. {place} to get one that becomes free.",
        place=place,
    )


async def _tell(ctx: WorkContext, row: MeetingRow, one: AttendanceRow, said: Message) -> None:
    reader = await ctx.find_member(one.member_id)
    if reader is None:
        return
    words = ctx.words_for(reader)
    text = words(said(title=escape(row.title), when=spelling.when(row, words)))
    await ctx.post(reader, Post(text=text, buttons=announcing.buttons(row)))
