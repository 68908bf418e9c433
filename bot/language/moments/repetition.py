"""From a repetition as it was said to its rule and its first occurrence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from operator import or_
from zoneinfo import ZoneInfo

from bot.language.messages import Message, _
from bot.language.moments import troubles
from bot.language.moments.calendar import add_months
from bot.language.moments.first_day import FirstDay
from bot.language.moments.monthly import moved, within_period
from bot.language.moments.recurrence import with_day
from bot.language.moments.values import (
    Clock,
    Day,
    Days,
    Except,
    Instead,
    Length,
    Repeat,
    Slot,
    Trouble,
    Value,
)
from bot.language.moments.wall import closing, later, moved_note, place, spelled

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FEWEST_HOURS = 2
_FORTNIGHT = 2
_RANK_OF_SOME_MONTHS = 5
_DAYS_OF_ALL_MONTHS = 28
_LAST_HOUR = 23
_QUARTER = 3
_QUARTERS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """A moment understood: aware instants, and the rule when it recurs."""

    at: datetime
    end: datetime | None = None
    all_day: bool = False
    rrule: str | None = None
    skip_holidays: bool = False
    note: Message | None = None


def repeated(
    said: Repeat,
    slots: Mapping[Slot, Value],
    clock: Clock | None,
    now: datetime,
    zone: ZoneInfo,
    territory: str | None,
) -> Outcome | Trouble:
    """Return the series that a repetition and what was said with it make."""
    excepted = _left_out(slots)
    completed = _completed(_at_all_hours(said, clock), slots.get("day"), excepted.weekdays)
    if isinstance(completed, Trouble):
        return completed
    said = completed
    skip = excepted.holidays or (said.working and "even" not in slots)
    start, until = _bounds(slots, zone)
    if isinstance(start, Trouble):
        return start
    if said.frequency in ("HOURLY", "MINUTELY") and clock is not None and (clock.end or "part" in slots):
        windowed = _within_hours(said, clock, clock.end)
        if isinstance(windowed, Trouble):
            return windowed
        said, clock = windowed, replace(clock, end=None)
    if said.frequency in ("HOURLY", "MINUTELY") and ("instead" in slots or excepted.months):
        return troubles.months_left_out() if excepted.months else troubles.only_left_out()
    if said.frequency in ("HOURLY", "MINUTELY") and clock is None and start is None:
        step = said.interval * (3600 if said.frequency == "HOURLY" else 60)
        first = later(now, step)
        return _ended(said, slots, first, until, zone, Outcome(first, skip_holidays=skip))
    anchored = _in_months(_placed(said, start, slots.get("instead")), excepted.months)
    if isinstance(anchored, Trouble):
        return anchored
    skip = skip or "instead" in slots
    search = FirstDay(anchored, clock or Clock(9), zone, territory if skip else None, skip)
    found = search.first_after(now, start or now.date())
    if found is None:
        return Trouble(
            "impossible", _("No day fits this repetition. Write for instance “every Tuesday 10:00”.")
        )
    first, wall = found
    outcome = Outcome(first, _end(first, clock, zone), skip_holidays=skip, note=_gaps(anchored, skips=skip))
    if first.replace(tzinfo=None) != wall:
        outcome = replace(outcome, note=moved_note(wall, first))
    return _ended(anchored, slots, first, until, zone, outcome, wall)


def _left_out(slots: Mapping[Slot, Value]) -> Except:
    """Return all that was said to be left out, or not among the only months that were said."""
    said = [one for one in (slots.get("except"), slots.get("months")) if isinstance(one, Except)]
    return reduce(or_, said, Except())


def _gaps(said: Repeat, *, skips: bool) -> Message | None:
    """Return what is to be said of even weeks, of a day that some months lack, or that may be a holiday."""
    if said.weeks:
        return _(
            "Weeks are those of the calendar. Week 53 and week 1 are both odd: after a year with 53 weeks, "
            "two odd weeks follow one another, and even ones are three weeks apart."
        )
    if said.frequency == "MONTHLY" and set(said.nths) == {_RANK_OF_SOME_MONTHS}:
        return _(
            "Months without that day are skipped. To have it in all of them: "
            "“the last Monday of every month 9:00”."
        )
    if said.positions or not said.monthdays:
        return None
    if skips and said.frequency == "MONTHLY":
        return _(
            "When that day is a public holiday, it does not come at all. To have it all the same: "
            "“the 1st of every month 9:00, or the next working day”."
        )
    if said.frequency == "MONTHLY" and max(said.monthdays) > _DAYS_OF_ALL_MONTHS:
        return _(
            "Months without that day are skipped. To have it in all of them: "
            "“the last day of every month 9:00”."
        )
    if (said.months, said.monthdays) == ((2,), (29,)):
        return _("29 February exists in leap years only: it comes every four years.")
    return None


def _at_all_hours(said: Repeat, clock: Clock | None) -> Repeat | Trouble:
    """Return a repetition with the hours of each day, where several were listed, or why it cannot be kept."""
    if clock is None or not clock.more:
        return said
    hours = tuple(sorted({one.hour for one in (clock, *clock.more)}))
    if said.frequency in ("HOURLY", "MINUTELY") or said.positions or hours[-1] > _LAST_HOUR:
        return troubles.several_hours()
    if any((one.minute, one.second) != (clock.minute, clock.second) for one in clock.more):
        return troubles.other_minutes()
    return replace(said, hours=hours) if len(hours) > 1 else said


def _completed(said: Repeat | Trouble, day: Value, excepted: tuple[int, ...]) -> Repeat | Trouble:
    """Return the repetition with the day said apart, and without the weekdays excepted."""
    if isinstance(said, Trouble):
        return said
    if isinstance(day, Day):
        said = with_day(said, day) or said
    if said.times and said.times != _days_named(said):
        return Trouble("ambiguous", _on_which_days(said))
    if not excepted:
        return said
    return _without(said, excepted) or troubles.not_without(excepted[0])


def _in_months(said: Repeat | Trouble, excepted: tuple[int, ...]) -> Repeat | Trouble:
    """Return a repetition without some months, which it may name itself only all of; or why it cannot be.

    What moves within its week may leave the month that is left out.
    """
    if isinstance(said, Trouble) or not excepted:
        return said
    if said.months or said.frequency == "YEARLY" or (said.frequency == "WEEKLY" and said.positions):
        return troubles.months_left_out()
    return replace(said, months=tuple(month for month in range(1, 13) if month not in excepted))


def _within_hours(said: Repeat, start: Clock, end: Clock | None) -> Repeat | Trouble:
    """Return `toutes les deux heures de 8h à 18h` as several hours of each day, or why it cannot be kept."""
    last = 0 if end is None else end.hour if end.minute >= start.minute else end.hour - 1
    hours = tuple(range(start.hour, min(last, 23) + 1, said.interval))
    if said.frequency != "HOURLY" or len(hours) < _FEWEST_HOURS:
        reason = _(
            "Within hours of the day, only whole hours can be repeated, and not across midnight. "
            "Write for instance “every 2 hours from 8:00 to 18:00”."
        )
        return Trouble("unsupported", reason)
    return replace(said, frequency="DAILY", interval=1, hours=hours)


def _end(first: datetime, clock: Clock | None, zone: ZoneInfo) -> datetime | None:
    return closing(first, clock, clock.end, zone) if clock is not None and clock.end is not None else None


def _without(said: Repeat, excepted: tuple[int, ...]) -> Repeat | None:
    """Return a daily or weekly repetition without some weekdays: `tous les jours sauf le dimanche`."""
    if said.frequency == "DAILY" and said.interval == 1:
        return replace(
            said, frequency="WEEKLY", weekdays=tuple(day for day in range(7) if day not in excepted)
        )
    if said.frequency == "WEEKLY" and said.weekdays:
        left = tuple(day for day in said.weekdays if day not in excepted)
        return replace(said, weekdays=left) if left else None
    return None


def _bounds(slots: Mapping[Slot, Value], zone: ZoneInfo) -> tuple[date | Trouble | None, Day | None]:
    start, until, days = slots.get("start"), slots.get("until"), slots.get("days")
    if isinstance(until, Day) and until.kind in ("week", "month", "year"):
        return troubles.which_day(spelled(until.date, zone)), None
    if isinstance(days, Days):
        return days.first.date, days.last
    return (start.date if isinstance(start, Day) else None), (until if isinstance(until, Day) else None)


def _anchored(said: Repeat, start: date | None) -> Repeat | Trouble:
    """Return the repetition with the day that it needs, taken from its start when it names none."""
    if said.frequency not in ("WEEKLY", "MONTHLY", "YEARLY") or said.weekdays or said.monthdays:
        return said
    if start is None:
        return Trouble("ambiguous", _on_which_day(said))
    if said.frequency == "WEEKLY":
        return replace(said, weekdays=(start.weekday(),))
    return replace(said, monthdays=(start.day,), months=(start.month,) if said.frequency == "YEARLY" else ())


def _placed(said: Repeat, start: date | None, instead: Value) -> Repeat | Trouble:
    """Return the repetition with its day, its months, and the days on which it may come `instead`."""
    anchored = _anchored(said, start)
    if isinstance(anchored, Trouble):
        return anchored
    if start is None:
        anchored = within_period(anchored) or anchored
    if not isinstance(instead, Instead):
        return anchored
    one_day = len(anchored.weekdays if anchored.frequency == "WEEKLY" else anchored.monthdays) == 1
    if not one_day or anchored.weeks or anchored.hours:
        return troubles.only_left_out()
    return moved(anchored, instead) or troubles.not_moved(before=instead.before)


def _days_named(said: Repeat) -> int:
    """Return how many days of its period a repetition names, or how many hours of a day."""
    if said.frequency == "DAILY":
        return len(said.hours)
    if said.frequency == "WEEKLY":
        return len(said.weekdays)
    return len(said.monthdays) + len(said.positions) + len(said.nths) * len(said.weekdays)


def _on_which_days(said: Repeat) -> Message:
    """Return the question for the days of what comes several times in its period, with an example."""
    if said.frequency == "DAILY":
        return _("At which hours? Write for instance “every day at 9:00 and 17:00”.")
    if said.frequency == "WEEKLY":
        return _("On which days? Write for instance “every Monday and Thursday 9:00”.")
    if said.frequency == "YEARLY" and said.times == _QUARTERS:
        return _("On which day? Write for instance “the first Tuesday of every quarter at 10:00”.")
    if said.frequency == "YEARLY":
        return _("On which day? Write for instance “the first Tuesday of every half-year at 10:00”.")
    return _(
        "On which days? Write for instance “the 1st and 15th of every month 9:00” or “the first and third "
        "Monday of every month 9:00”; for every other week, “every other Monday 9:00”."
    )


def _on_which_day(said: Repeat) -> Message:
    """Return the question for the day that a repetition lacks, with examples of the same rhythm."""
    if said.weeks:
        return _("On which day? Write for instance “every Monday of even weeks 9:00”.")
    if said.frequency == "WEEKLY" and said.interval == _FORTNIGHT:
        return _("On which day? Write for instance “every other Tuesday 10:00”.")
    if said.frequency == "WEEKLY":
        return _("On which day? Write for instance “every Tuesday 10:00”.")
    if said.frequency == "YEARLY":
        return _("On which day? Write for instance “every year on 3 March”.")
    if said.within == _QUARTER:
        return _("On which day? Write for instance “the first Tuesday of every quarter at 10:00”.")
    if said.within:
        return _("On which day? Write for instance “the first Tuesday of every half-year at 10:00”.")
    return _(
        "On which day? Write for instance “on the 15th of every month” or "
        "“the first Tuesday of every month at 10:00”."
    )


def _ended(
    said: Repeat,
    slots: Mapping[Slot, Value],
    first: datetime,
    until: Day | None,
    zone: ZoneInfo,
    outcome: Outcome,
    wall: datetime | None = None,
) -> Outcome | Trouble:
    """Return the series with its rule, and with the end that was said for it."""
    written = _rule(said, first, wall)
    count, span = slots.get("count"), slots.get("span")
    if isinstance(count, int):
        written.append(f"COUNT={count}")
    start, _until = _bounds(slots, zone)
    begins = start if isinstance(start, date) else None
    last = _last_day(first.date(), begins, until, span if isinstance(span, Length) else None, zone)
    if isinstance(last, Trouble):
        return last
    if last is not None and isinstance(count, int):
        return Trouble(
            "ambiguous", _("Two ends for one repetition: give either a number of times or a last day.")
        )
    if isinstance(span, Length) and not span.is_calendar:
        return replace(outcome, end=later(first, span.seconds), rrule=";".join(written))
    if last is not None:
        closing, _moved_end = place(datetime.combine(last, time(23, 59, 59)), zone)
        written.append(f"UNTIL={closing.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    return replace(outcome, rrule=";".join(written))


def _last_day(
    first: date, start: date | None, until: Day | None, span: Length | None, zone: ZoneInfo
) -> date | Trouble | None:
    """Return the last day of a repetition: one that was said with its start is the first one after it."""
    if span is not None and span.is_calendar:
        return add_months(first, span.months) + timedelta(span.days - 1)
    if until is None:
        return None
    last = until.date
    if start is not None and last < start and until.kind == "date":
        last = add_months(last, 12)
    if last < first:
        reason = _(
            "The repetition would end on {last}, before it starts on {first}.",
            last=spelled(last, zone),
            first=spelled(first, zone),
        )
        return Trouble("impossible", reason)
    return last


def _rule(said: Repeat, first: datetime, wall: datetime | None) -> list[str]:
    """Return the parts of the rule but its end, in the order of RFC 5545 by habit."""
    written = [f"FREQ={'YEARLY' if said.weeks else said.frequency}"]
    if said.interval > 1:
        written.append(f"INTERVAL={said.interval}")
    if said.months:
        written.append("BYMONTH=" + ",".join(map(str, said.months)))
    if said.weeks:
        written.append("BYWEEKNO=" + ",".join(map(str, said.weeks)))
    if said.monthdays:
        written.append("BYMONTHDAY=" + ",".join(map(str, said.monthdays)))
    if said.weekdays:
        ranks = [str(nth) for nth in said.nths] or [""]
        written.append("BYDAY=" + ",".join(rank + _DAYS[day] for rank in ranks for day in said.weekdays))
    if said.positions:
        written.append("BYSETPOS=" + ",".join(map(str, said.positions)))
    if said.hours:
        written.append("BYHOUR=" + ",".join(map(str, said.hours)))
    elif wall is not None and (wall.hour, wall.minute) != (first.hour, first.minute):
        written += (f"BYHOUR={wall.hour}", f"BYMINUTE={wall.minute}")
    return written
