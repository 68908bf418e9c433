"""Plain sentences are answered as the commands do for which they stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat.messages import Reply
from bot.language.messages import _
from bot.plugin import Context, OpenForm, Refusal
from plugins.meetings.agenda.commands import agenda
from plugins.meetings.declaration import plugin
from plugins.meetings.hosting.commands import host
from plugins.meetings.minutes.commands import minutes
from plugins.meetings.overview.calendar import calendar
from plugins.meetings.overview.listing import listing
from plugins.meetings.overview.wanted import Wanted
from plugins.meetings.presence.commands import attendance
from plugins.meetings.survey.reviewing import review


def claims(text: str) -> float:
    """Return how surely a sentence says something of a meeting, its agenda or its survey."""
    from plugins.meetings.spoken.hearing import heard

    found = heard(text)
    return found.surely if found is not None else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply | OpenForm:
    """Do what a sentence says, as its command would."""
    from plugins.meetings.spoken.hearing import heard
    from plugins.meetings.spoken.words import Act, Heard

    said = heard(text) or Heard(Act.ATTENDANCE)
    line = said.line or None
    ways: dict[Act, Callable[[], Awaitable[Reply | OpenForm]]] = {
        Act.ATTENDANCE: lambda: _coming(ctx, line),
        Act.AGENDA: lambda: agenda(ctx, line),
        Act.HOST: lambda: host(ctx, None, line),
        Act.MINUTES: lambda: minutes(ctx, None if said.line == "la dernière" else line),
        Act.REVIEW: lambda: review(ctx, line),
        Act.CALENDAR: lambda: calendar(ctx),
    }
    return await ways[said.act]()


async def _coming(ctx: Context, line: str | None) -> Reply:
    """Write down who comes, or tell it; where no meeting is meant, the votes that wait may be."""
    try:
        return await attendance(ctx, line)
    except Refusal as refusal:
        votes = await listing(ctx, Wanted())
        if refusal.code not in ("no_meeting", "unknown_meeting") or not votes.buttons:
            raise
        text = ctx.words.join(
            [_("No date is chosen for that yet, as far as I know. This is on:"), votes.text]
        )
        return Reply(text=text, buttons=votes.buttons, menus=votes.menus, private=True)
