"""Opening hours: from OpenStreetMap's format to words, and whether it is open now.

The format is read and evaluated by opening-hours-py; the weeks to come, as it evaluates them, are what is put
into words. So all that it understands can be said: months, weeks in turn, the first Monday of a month.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from bot.language.messages import Message, Text, _, pgettext
from bot.language.remembering import remembering

if TYPE_CHECKING:
    from opening_hours import OpeningHours

_WEEKS = 9
"""So many weeks are looked at: two months show what changes from one week to another."""
_WEEKDAYS = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
_HOLIDAYS = re.compile(r"\bPH\b[^;]*\b(?:off|closed)\b", re.IGNORECASE)
_SCHOOL = re.compile(r"\bSH\b")
_COMMENT = re.compile(r'"([^"]{1,120})"')
_LONGEST = 1_000

_LISTED = _("{one}, {others}")
UNREADABLE = _(
    "these hours are not in OpenStreetMap’s format, such as “Mo-Fr 09:00-12:00”: they are shown as they are."
)

Span = tuple[time, time]
"""From one wall time to another; midnight at the end is the end of the day."""
Day = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Weeks:
    """What hours come to: the seven days of the present week, and whether all weeks are like it."""

    days: tuple[Day, ...]
    are_alike: bool


def is_valid(hours: str) -> bool:
    """Return whether hours are written in OpenStreetMap's format."""
    return _parsed(hours) is not None


def said(hours: str, today: date) -> Text | None:
    """Return the hours in words, None if there are none or nobody can read them."""
    weeks = _weeks(hours, today - timedelta(days=today.weekday()))
    if weeks is None:
        return None
    text = _week_said(weeks.days)
    if not weeks.are_alike:
        text = _("this week: {hours} (it changes from one week to another)", hours=text)
    comments = dict.fromkeys(_COMMENT.findall(hours))
    if comments:
        text = _("{hours} ({comment})", hours=text, comment=", ".join(comments))
    if _HOLIDAYS.search(hours):
        text = _("{hours}; closed on public holidays", hours=text)
    if _SCHOOL.search(hours):
        text = _("{hours}; other hours during school holidays", hours=text)
    return text


def now_said(hours: str, wall: datetime) -> Message | None:
    """Return whether it is open at a wall time of the place, and until when, None if nobody can tell.

    `wall` is naive. A change that is more than a week away is not told.
    """
    parsed = _parsed(hours)
    if parsed is None:
        return None
    if parsed.is_open(wall):
        change = parsed.next_change(wall)
        if change is None or change.date() != wall.date():
            return _("open now")
        return _("open now, closes at {time}", time=_time(change.time()))
    opening = _next_opening(parsed, wall)
    if parsed.is_unknown(wall) or opening is None:
        return None
    if opening.date() == wall.date():
        return _("closed now, opens at {time}", time=_time(opening.time()))
    day = _WEEKDAYS[opening.weekday()]
    return _("closed now, opens on {day} at {time}", day=day, time=_time(opening.time()))


@remembering(maxsize=4096)
def _parsed(hours: str) -> OpeningHours | None:
    """Return the parsed hours; public holidays are those of France, an evaluation asks no clock."""
    from opening_hours import OpeningHours, validate

    if not hours.strip() or len(hours) > _LONGEST or not validate(hours):
        return None
    return OpeningHours(hours, country="FR", auto_timezone=False)


def _next_opening(parsed: OpeningHours, wall: datetime) -> datetime | None:
    """Return when it opens next, within a week."""
    from opening_hours import State

    until = wall + timedelta(days=7)
    for start, _end, state, _comment in parsed.intervals(wall, until):
        if state == State.OPEN and start > wall:
            return start
    return None


@remembering(maxsize=4096)
def _weeks(hours: str, monday: date) -> _Weeks | None:
    """Return what the hours come to in the week of a Monday, public holidays left aside."""
    from opening_hours import OpeningHours, State

    if _parsed(hours) is None:
        return None
    start = datetime.combine(monday, time())
    days: list[list[Span]] = [[] for _day in range(7 * _WEEKS)]
    without_holidays = OpeningHours(hours, auto_country=False, auto_timezone=False)
    for opens, closes, state, _comment in without_holidays.intervals(start, start + timedelta(weeks=_WEEKS)):
        if state == State.OPEN:
            _add(days, start, opens, closes)
    weeks = [tuple(map(tuple, days[first : first + 7])) for first in range(0, len(days), 7)]
    return _Weeks(weeks[0], all(week == weeks[0] for week in weeks))


def _add(days: list[list[Span]], start: datetime, opens: datetime, closes: datetime) -> None:
    """Add a time of opening to its day; one that goes on all night long is cut at midnight."""
    while opens < closes:
        midnight = datetime.combine(opens.date() + timedelta(days=1), time())
        index = (opens - start).days
        is_night = closes > midnight and closes - opens < timedelta(days=1)
        if 0 <= index < len(days):
            end = closes if is_night or closes < midnight else midnight
            days[index].append((opens.time(), end.time()))
        opens = closes if is_night else midnight


def _week_said(days: Sequence[Day]) -> Message:
    all_day = ((time(), time()),)
    if all(day == all_day for day in days):
        return _("at all hours, every day")
    opened = [index for index, day in enumerate(days) if day]
    if not opened:
        return _("closed")
    groups: dict[Day, list[int]] = {}
    for index in opened:
        groups.setdefault(days[index], []).append(index)
    said = [_day_said(_days_said(indexes), spans) for spans, indexes in groups.items()]
    return _chain(said, _("{one}; {others}"))


def _day_said(days: Message, spans: Day) -> Message:
    if spans == ((time(), time()),):
        return _("{days} all day", days=days)
    times = _chain([_span_said(span) for span in spans], _("{one} and {others}"))
    return _("{days} {times}", days=days, times=times)


def _span_said(span: Span) -> Message:
    start, end = span
    closing = pgettext("hour", "midnight") if end == time() else _time(end)
    return _("from {start} to {end}", start=_time(start), end=closing)


def _days_said(indexes: Sequence[int]) -> Message:
    """Return days: runs of three or more as `Monday to Friday`, the others one by one."""
    if len(indexes) == 7:
        return _("every day")
    runs: list[list[int]] = []
    for index in indexes:
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    said: list[Message] = []
    for run in runs:
        if len(run) > 2:
            said.append(_("{first} to {last}", first=_WEEKDAYS[run[0]], last=_WEEKDAYS[run[-1]]))
        else:
            said += [pgettext("on a day", "{day}")(day=_WEEKDAYS[index]) for index in run]
    *before, last = said
    if not before:
        return last
    return _("{one} and {others}", one=_chain(before, _LISTED), others=last)


def _chain(parts: Sequence[Message], pattern: Message) -> Message:
    """Return parts one after another, each joined to the next as the pattern says."""
    *before, text = parts
    for part in reversed(before):
        text = pattern(one=part, others=text)
    return text


def _time(at: time) -> Message:
    if at.minute:
        return _("{hour}:{minute}", hour=at.hour, minute=f"{at.minute:02d}")
    return _("{hour}:00", hour=at.hour)
