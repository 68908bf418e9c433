"""Collecting: several changes of a meeting in a row are told as one, a while after the last of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.language.catalogue import Words
from bot.language.messages import Text, _
from bot.plugin import Context, TimerContext, WorkContext
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register, telling
from plugins.meetings.gatherings.details import Details
from plugins.meetings.models import MeetingRow

_A_WHILE = timedelta(minutes=2)
"""Who corrects a slip does so within this."""
_URGENT = timedelta(minutes=15)
"""What begins so soon, or was to, is told at once."""

IN_A_WHILE = _(
    "The channel, and those who said that they come or may, are told in two minutes, in one message: what "
    "you change until then is in it."
)


async def note(ctx: Context, row: MeetingRow, before: Details) -> bool:
    """Have a change of a meeting told in a while; return whether there is anything to tell any more."""
    known, now = announced(row) or before, Details.of(row)
    await ctx.cancel(_key(row))
    row.announced = None
    if not now.concerns_people(known):
        return False
    row.announced = known.to_json()
    at = ctx.now if _is_urgent(ctx, known, now) else ctx.now + _A_WHILE
    await ctx.later("tell-changes", at, key=_key(row), meeting=row.id, by=ctx.member.id)
    return True


def announced(row: MeetingRow) -> Details | None:
    """Return how people know a meeting that changed since, None if they know it as it is."""
    return Details.from_json(row.announced) if row.announced is not None else None


async def drop(ctx: WorkContext, row: MeetingRow) -> Details:
    """Have no change told any more, for the meeting is cancelled; return how people know it."""
    known = announced(row) or Details.of(row)
    row.announced = None
    await ctx.cancel(_key(row))
    return known


def what_is_told(row: MeetingRow, before: Details, ctx: Context) -> Sequence[Text]:
    """Return what who changed a meeting is told of that: who hears of it when, and of what else if so."""
    known, now = announced(row) or before, Details.of(row)
    if _is_urgent(ctx, known, now):
        return [_("The channel is told now, and so are those who said that they come or may.")]
    lines: list[Text] = [IN_A_WHILE]
    if known != before:
        lines.append(_("It will say:"))
        lines += _listed(telling.differences(known, now, ctx.words), ctx.words)
    return lines


def _listed(lines: Sequence[Text], words: Words) -> list[Text]:
    return [_("- {line}", line=words(line)) for line in lines]


def _is_urgent(ctx: WorkContext, known: Details, now: Details) -> bool:
    return min(known.starts_at, now.starts_at) <= ctx.now + _URGENT


def _key(row: MeetingRow) -> str:
    return f"tell-changes:{row.id}"


@plugin.timer("tell-changes")
async def tell_changes(ctx: TimerContext, meeting: int, by: int) -> None:
    """Tell what changed of a meeting since people were told of it last, unless it is over by now."""
    row = await register.held(ctx.session, meeting)
    known = announced(row) if row is not None else None
    if row is None or known is None or row.cancelled_at is not None:
        return
    row.announced = None
    if max(known.over_at, Details.of(row).over_at) > ctx.now:
        await telling.changed(ctx, row, known, knows=by)
