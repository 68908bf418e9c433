"""Under the reminders of one person: what they may answer, and that they want no more of them."""

from __future__ import annotations

from bot.chat.messages import Button, Reply, Style
from bot.language.messages import _, escape
from bot.plugin import Context
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.gatherings.managing import check_open
from plugins.meetings.models import AttendanceRow, MeetingRow


def buttons(row: MeetingRow, said: AttendanceRow) -> tuple[Button, ...]:
    """Return the buttons under what somebody is reminded of who said that they come, or may."""
    about = {"meeting": row.id}
    no = _("I am not coming any more") if said.answer == Coming.YES else _("I am not coming")
    return (
        Button(_("I am coming"), "attend", {**about, "answer": Coming.YES}, Style.PRIMARY, name="yes"),
        Button(no, "attend", {**about, "answer": Coming.NO}, name="no"),
        Button(_("Calendar file"), "calendar", about),
        Button(_("No more reminders of this meeting"), "mute", about),
    )


@plugin.action("mute")
async def mute(ctx: Context, meeting: int) -> Reply:
    """Remind the person of a meeting no more."""
    row = await _set(ctx, meeting, muted=True)
    text = _(
        "You are not reminded of “{title}” any more. If it changes, or is cancelled, you are told all the "
        "same.",
        title=escape(row.title),
    )
    button = Button(_("Remind me all the same"), "unmute", {"meeting": row.id})
    return Reply(text=text, buttons=(button,), private=True)


@plugin.action("unmute")
async def unmute(ctx: Context, meeting: int) -> Reply:
    """Remind the person of a meeting again."""
    row = await _set(ctx, meeting, muted=False)
    return Reply(text=_("You are reminded of “{title}” again.", title=escape(row.title)), private=True)


async def _set(ctx: Context, meeting: int, *, muted: bool) -> MeetingRow:
    row = await register.find(ctx, meeting, for_change=True)
    check_open(ctx, row)
    said = await register.answer_of(ctx.session, row.id, ctx.member.id)
    if said is not None:
        said.muted = muted
        await ctx.session.flush()
    return row
