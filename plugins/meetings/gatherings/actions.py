"""What is pressed under a meeting: who comes, and the file for calendars."""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.language.messages import Text, _
from bot.plugin import Context, Refusal
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import announcing, register
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.models import MeetingRow


@plugin.action("attend")
async def attend(ctx: Context, meeting: int, answer: str) -> Reply:
    """Write down whether the person comes, and show it."""
    row = await register.find(ctx, meeting, for_change=True)
    _check_open(ctx, row)
    said = Coming(answer)
    await register.answer(ctx, row, ctx.member.id, said)
    await announcing.refresh(ctx, row)
    return Reply(text=_answered(ctx, said, await register.who_comes(ctx.session, row)), private=True)


def _check_open(ctx: Context, row: MeetingRow) -> None:
    if row.cancelled_at is not None:
        raise Refusal("cancelled", _("This meeting is cancelled."))
    if (row.ends_at or row.starts_at) <= ctx.now:
        raise Refusal("over", _("This meeting is over."))


def _answered(ctx: Context, said: Coming, coming: Attendance) -> Text:
    if said is Coming.NO:
        return _("Noted: you are not coming.")
    if said is Coming.MAYBE:
        return _("Noted: you may come.")
    if ctx.member.id in coming.waiting:
        place = coming.waiting.index(ctx.member.id) + 1
        return _("All seats are taken: you are no. {place} to get one that becomes free.", place=place)
    return _("Noted: you are coming.")


@plugin.action("calendar")
async def calendar(ctx: Context, meeting: int) -> Reply:
    """Give a meeting as a file for calendars."""
    row = await register.find(ctx, meeting)
    file = await announcing.file_of(ctx, row)
    return Reply(text=_("Open this file to have it in your calendar."), files=(file,), private=True)
