"""A vote in words: `ok pour le 14, pas mardi` counts in the one open poll that has those dates."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.chat.messages import Button, Reply
from bot.language.messages import Text, _, escape
from bot.language.moments import Reading, Understood, read
from bot.plugin import Context
from plugins.meetings.gatherings.meant import is_that_weekday
from plugins.meetings.models import Kind, OptionRow, PollRow
from plugins.meetings.overview import finding
from plugins.meetings.overview.scope import scope_of
from plugins.meetings.overview.wanted import Wanted
from plugins.meetings.polls import register, voting
from plugins.meetings.polls.ranking import Answer
from plugins.meetings.polls.spelling import spell_answer, spell_option

if TYPE_CHECKING:  # what hears wishes is loaded with the first one
    from plugins.meetings.spoken.wishes import Wish

_CLOCK = re.compile(r"\d ?(?:h|:)|midi|noon|\d ?[ap]m\b")
"""An hour that is said to the minute; “mardi matin” is any hour of that morning."""
_NOON = 12


async def vote(ctx: Context, wishes: Sequence[Wish]) -> Reply | None:
    """Count what somebody says of dates, and say what was understood; None if no single poll has them all."""
    scope = await scope_of(ctx)
    on = await finding.polls(ctx.session, scope, Wanted(), ctx.now, ctx.words.zone)
    found: list[tuple[PollRow, Mapping[int, Answer]]] = []
    for row in on:
        if row.kind != Kind.DATE or row.closed_at is not None:
            continue
        asked = [
            one for one in await register.options(ctx.session, row.id) if not register.is_over(one, ctx.now)
        ]
        given = _given(wishes, asked, ZoneInfo(row.zone), ctx.reading)
        if given:
            found.append((row, given))
    if len(found) != 1:
        return None
    row, given = found[0]
    return await _counted(ctx, row, given)


async def _counted(ctx: Context, row: PollRow, given: Mapping[int, Answer]) -> Reply:
    reply = await voting.say(ctx, row.id, given)
    zone = ZoneInfo(row.zone)
    lines: list[Text] = [_("Noted for “{title}”:", title=escape(row.title))]
    lines += [
        _("- {date}: {answer}", date=spell_option(one, zone, ctx.words), answer=spell_answer(given[one.id]))
        for one in await register.options(ctx.session, row.id)
        if one.id in given
    ]
    ballot = (Button(_("See my vote"), "vote", {"poll": row.id}),) if row.closed_at is None else ()
    return replace(reply, text=ctx.words.join([*lines, reply.text]), buttons=(*ballot, *reply.buttons))


def _given(
    wishes: Sequence[Wish], asked: Sequence[OptionRow], zone: ZoneInfo, reading: Reading
) -> Mapping[int, Answer]:
    """Return what is said of each date by its id; nothing if any day that is named is not asked about."""
    given: dict[int, Answer] = {}
    for wish in wishes:
        meant = _meant(wish.day, asked, zone, reading) if wish.day else asked
        if not meant:
            return {}
        given |= {one.id: wish.answer for one in meant}
    return given


def _meant(words: str, asked: Sequence[OptionRow], zone: ZoneInfo, reading: Reading) -> Sequence[OptionRow]:
    """Return the dates that words name: those of a day, or the one of an hour; none where it is not clear."""
    days = {one.id: _day(one, zone, reading) for one in asked}
    whole = replace(reading, recurring=False, whole_days=True)
    found = read(words, whole)
    day = found.at.date() if isinstance(found, Understood) else None
    if day not in days.values():
        others = {one for one in days.values() if one is not None and is_that_weekday(one, words, reading)}
        day = others.pop() if len(others) == 1 else None
        if day is None:
            return ()
    on = [one for one in asked if days[one.id] == day]
    if not isinstance(found, Understood) or found.all_day:
        return on
    hour = found.at.timetz()
    if _CLOCK.search(words):
        return [one for one in on if _at(one, reading) == (hour.hour, hour.minute)]
    return [one for one in on if (_at(one, reading)[0] < _NOON) is (hour.hour < _NOON)]


def _day(option: OptionRow, zone: ZoneInfo, reading: Reading) -> date | None:
    if option.starts_at is None:
        return None
    return option.starts_at.astimezone(zone if option.all_day else reading.zone).date()


def _at(option: OptionRow, reading: Reading) -> tuple[int, int]:
    if option.starts_at is None or option.all_day:
        return 0, 0
    start = option.starts_at.astimezone(reading.zone)
    return start.hour, start.minute
