"""What is pressed under a meeting: who comes, and the file for calendars."""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.language.messages import Markup, Text, _
from bot.plugin import Context, TimerContext
from plugins.meetings.calendars.links import google_link
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import announcing, register, seats
from plugins.meetings.gatherings.attending import Attendance, Coming
from plugins.meetings.gatherings.managing import check_open
from plugins.meetings.models import MeetingRow
from plugins.meetings.reminding import chasing


@plugin.action("attend")
async def attend(ctx: Context, meeting: int, answer: str) -> Reply:
    """Write down whether the person comes, and show it."""
    row = await register.find(ctx, meeting, for_change=True)
    return await say(ctx, row, Coming(answer))


async def say(ctx: Context, row: MeetingRow, said: Coming) -> Reply:
    """Write down whether the person comes; a seat that they leave goes to whoever waits for one.

    Raises:
        Refusal: the meeting is cancelled, or over.
    """
    check_open(ctx, row)
    await register.answer(ctx, row, ctx.member.id, said)
    await chasing.spare(ctx, row, ctx.member.id)
    await announcing.changed(ctx, row)
    coming = await seats.settle(ctx, row, knows=ctx.member.id)
    return Reply(text=_answered(ctx, said, coming), private=True)


def _answered(ctx: Context, said: Coming, coming: Attendance) -> Text:
    if said is Coming.NO:
        return _("Noted: you are not coming.")
    if said is Coming.MAYBE:
        return _("Noted: you may come.")
    if ctx.member.id in coming.waiting:
        place = coming.waiting.index(ctx.member.id) + 1
        return _("All seats are taken: you are no. {place} to get one that becomes free.", place=place)
    return _("Noted: you are coming.")


@plugin.timer("refresh-meeting")
async def refresh(ctx: TimerContext, meeting: int) -> None:
    """Have the posts of a meeting say who comes, after some said so."""
    row = await register.held(ctx.session, meeting)
    if row is not None:
        await announcing.refresh(ctx, row)


@plugin.action("calendar")
async def calendar(ctx: Context, meeting: int) -> Reply:
    """Give a meeting as a file for calendars."""
    row = await register.find(ctx, meeting)
    file = await announcing.file_of(ctx, row)
    if row.cancelled_at is not None:
        return Reply(text=_("Open this file to take it out of your calendar."), files=(file,), private=True)
    link = google_link(await announcing.entry_of(ctx, row))
    add_it = ctx.words(_("add it there"))
    text = _(
        "Open this file to have it in your calendar. On a telephone with Google Calendar: {link}",
        link=Markup(f"[{add_it}]({link})"),
    )
    return Reply(text=text, files=(file,), private=True)
