"""Plain sentences are answered as the commands do for which they stand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat.messages import Reply
from bot.plugin import Context, OpenForm
from plugins.meetings.agenda.commands import agenda
from plugins.meetings.declaration import plugin
from plugins.meetings.hosting.commands import host
from plugins.meetings.minutes.commands import minutes
from plugins.meetings.overview.calendar import calendar
from plugins.meetings.presence.commands import attendance
from plugins.meetings.spoken.hearing import Act, Heard, heard
from plugins.meetings.survey.reviewing import review


def claims(text: str) -> float:
    """Return how surely a sentence says something of a meeting, its agenda or its survey."""
    found = heard(text)
    return found.surely if found is not None else 0


@plugin.sentence(claims)
async def answer(ctx: Context, text: str) -> Reply | OpenForm:
    """Do what a sentence says, as its command would."""
    said = heard(text) or Heard(Act.ATTENDANCE)
    line = said.line or None
    ways: dict[Act, Callable[[], Awaitable[Reply | OpenForm]]] = {
        Act.ATTENDANCE: lambda: attendance(ctx, line),
        Act.AGENDA: lambda: agenda(ctx, line),
        Act.HOST: lambda: host(ctx, None, line),
        Act.MINUTES: lambda: minutes(ctx, None if said.line == "la dernière" else line),
        Act.REVIEW: lambda: review(ctx, line),
        Act.CALENDAR: lambda: calendar(ctx),
    }
    return await ways[said.act]()
