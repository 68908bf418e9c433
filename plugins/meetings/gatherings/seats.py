"""Seats: who waited for one and has it now is told, and so is who has none any more; each of them once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.addressed import Addressed
from bot.chat.messages import Post
from bot.language.messages import Message, _, escape
from bot.plugin import WorkContext
from bot.store.people import find_members
from plugins.meetings.gatherings import announcing, register, spelling
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.models import AttendanceRow, MeetingRow


async def settle(ctx: WorkContext, row: MeetingRow, knows: int | None = None) -> Attendance:
    """Tell those who got a seat, having waited for one, and who lost theirs; return who comes.

    Who `knows` sees it already.
    """
    answers = await register.answers(ctx.session, row.id)
    coming = register.attendance_of(row, answers)
    if row.cancelled_at is not None or (row.ends_at or row.starts_at) <= ctx.now:
        return coming
    turned = [one for one in answers if one.waits != (one.member_id in coming.waiting)]
    for one in turned:
        one.waits = not one.waits
    await ctx.session.flush()
    told = [one for one in turned if one.answer == Coming.YES and one.member_id != knows]
    if told:
        await _tell(ctx, row, told, coming)
    return coming


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


async def _tell(ctx: WorkContext, row: MeetingRow, told: Sequence[AttendanceRow], coming: Attendance) -> None:
    known = await find_members(ctx.session, ctx.network.id, [one.member_id for one in told])
    posts = []
    for one in told:
        said = _("A seat became free for you: you are coming to “{title}”, {when}.")
        if one.waits:
            said = _waiting(coming.waiting.index(one.member_id) + 1, by_vote=one.by_vote)
        if (reader := known.get(one.member_id)) is not None:
            words = ctx.words_for(reader)
            text = words(said(title=escape(row.title), when=spelling.when(row, words)))
            posts.append(Addressed(to=reader, post=Post(text=text, buttons=announcing.buttons(row))))
    await ctx.post_each(posts)
