"""How long a vote lasts: until when people vote on dates, as it was typed or as is usual."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.language.messages import Instant, _
from bot.language.moments import Reading
from bot.plugin.finding import Misread
from plugins.meetings.polls.deadline import EVENING, read_closing
from plugins.meetings.polls.slots import Slot

_USUAL = timedelta(days=7)
_SHORTEST = timedelta(hours=12)
"""A vote that would be shorter closes an hour before the first date instead."""
_HOUR = timedelta(hours=1)


def closing_of(typed: str, slots: Sequence[Slot], reading: Reading) -> datetime:
    """Return when the poll closes: as it was typed, else in a week, and the evening before the first date.

    Raises:
        Misread: it is no instant, or the last date has passed by then.
    """
    if not typed:
        return min(usual_closing(slots, reading), max(slot.over_at for slot in slots))
    return check_closing(typed, slots, reading)


def check_closing(typed: str, slots: Sequence[Slot], reading: Reading) -> datetime:
    """Return when a poll closes, as it was typed: aware. One without `slots` is no poll for a date.

    Raises:
        Misread: it is no instant, or the last date has passed by then.
    """
    closes_at = read_closing(typed, reading)
    last = max((slot.over_at for slot in slots), default=None)
    if last is not None and closes_at >= last:
        closes_at = read_closing(typed, reading, of_day=(last - _HOUR).time())
    if last is not None and closes_at >= last:
        raise Misread(
            _(
                "The vote would close {at}, when the last date has passed already. Choose an earlier time.",
                at=Instant(closes_at),
            )
        )
    return closes_at


def usual_closing(slots: Sequence[Slot], reading: Reading) -> datetime:
    """Return when a poll closes where nobody said it: aware, in the zone of who proposes it."""
    now = reading.now.astimezone(reading.zone)
    first = min(slot.start for slot in slots).astimezone(reading.zone)
    day = min(first.date() - timedelta(days=1), now.date() + _USUAL)
    evening = datetime.combine(day, EVENING, reading.zone)
    if evening - now >= _SHORTEST:
        return evening
    return max(first - _HOUR, min(first, now + _HOUR))
