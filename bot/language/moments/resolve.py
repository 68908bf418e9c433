"""From what was said to an instant or a rule: the conventions, and the checks that forbid an answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.language.messages import Instant, _
from bot.language.moments import troubles
from bot.language.moments.calendar import add_months
from bot.language.moments.clock_times import in_part
from bot.language.moments.public_holidays import is_public_holiday
from bot.language.moments.repetition import Outcome, repeated
from bot.language.moments.values import Clock, Day, Days, Length, Part, Repeat, Slot, Trouble, Value
from bot.language.moments.wall import ahead, closing, is_after, moment, spelled

_MORNING = Clock(9)
_DAWN = 8
_HORIZON_YEARS = 100
_MOST_WORKING_DAYS = 1000


@dataclass(frozen=True, slots=True)
class Context:
    """When and where a text is read: the instant in the reader's zone, and the territory for holidays.

    `recurring`: where something that recurs is expected, a weekday alone is asked about. `whole_days`: a day
    without an hour is meant as a whole.
    """

    now: datetime
    zone: ZoneInfo
    territory: str | None
    recurring: bool = False
    whole_days: bool = False

    @property
    def today(self) -> date:
        """The reader's day."""
        return self.now.date()


def resolve(slots: Mapping[Slot, Value], context: Context) -> Outcome | Trouble:
    """Return the instant or the series that the expressions name, or why there is none."""
    found = _resolve(slots, context)
    if isinstance(found, Trouble):
        return replace(found, code="ambiguous") if found.code in ("soft", "deadline") else found
    if found.at > context.now.replace(year=min(9999, context.now.year + _HORIZON_YEARS), day=1):
        reason = _(
            "That is more than {years} years away. Give a nearer date: “3 March 2027”.", years=_HORIZON_YEARS
        )
        return Trouble("too_far", reason)
    return found


def _resolve(slots: Mapping[Slot, Value], context: Context) -> Outcome | Trouble:
    trouble = slots.get("trouble")
    if isinstance(trouble, Trouble):
        return trouble
    clock = _hour(slots)
    if isinstance(clock, Trouble):
        return clock
    repeat, days, offset = slots.get("repeat"), slots.get("days"), slots.get("offset")
    if isinstance(repeat, Repeat):
        return repeated(repeat, slots, clock, context.now, context.zone, context.territory)
    if isinstance(days, Days):
        return _days(days, clock, context)
    if isinstance(offset, Length):
        return _offset(offset, slots, clock, context)
    return _single(slots, clock, context)


def _hour(slots: Mapping[Slot, Value]) -> Clock | Trouble | None:
    """Return the hour that was said, placed in the part of day that was said with it."""
    clock, part = slots.get("clock"), slots.get("part")
    repeat = slots.get("repeat")
    if part is None and isinstance(repeat, Repeat):
        part = repeat.part
    if isinstance(clock, Clock) and isinstance(part, Part):
        clock = _in_part(clock, part)
    if isinstance(clock, Trouble):
        return clock
    if isinstance(clock, Clock):
        return _unambiguous(clock, slots)
    if isinstance(part, Part):
        if part.name == "night":
            return Trouble(
                "ambiguous",
                _("Which hour of the night? Write for instance “tonight 22:00” or “tomorrow 6:00”."),
            )
        return Clock(part.hour)
    return None


def _in_part(clock: Clock, part: Part) -> Clock | Trouble:
    """Return the hour as it is meant in a part of the day, and so the others that were listed with it."""
    placed = in_part(clock, part.name)
    if isinstance(placed, Trouble):
        return placed
    if placed.hour == 0 and part.name == "evening":
        placed = replace(placed, hour=24)
    more = [_in_part(other, part) for other in clock.more]
    trouble = next((other for other in more if isinstance(other, Trouble)), None)
    hours = tuple(other for other in more if isinstance(other, Clock))
    return trouble or replace(placed, midnight=False, more=hours)


def _unambiguous(clock: Clock, slots: Mapping[Slot, Value]) -> Clock | Trouble:
    doubtful = next((one for one in (clock, *clock.more) if one.doubtful), None)
    if doubtful is not None:
        reason = _(
            "{hour}:00 or {evening}:00? Write the hour on 24 hours, or “{hour} am”, “{hour} pm”.",
            hour=doubtful.hour,
            evening=doubtful.hour + 12,
        )
        return Trouble("ambiguous", reason)
    dated = any(slot in slots for slot in ("day", "days", "start")) or isinstance(slots.get("offset"), Length)
    if clock.midnight and dated and "repeat" not in slots:
        reason = _(
            "Midnight belongs to two days. Write “23:59” for the end of the day, “0:00” for its start."
        )
        return Trouble("ambiguous", reason)
    return clock


def _single(slots: Mapping[Slot, Value], clock: Clock | None, context: Context) -> Outcome | Trouble:
    day = slots.get("day") or slots.get("start")
    if isinstance(day, Day):
        if day.words:
            return troubles.which_day(day.words)
        asked = _asked(day, context)
        if asked is not None:
            return asked
        until = slots.get("until")
        if isinstance(until, Day):
            return _days(Days(day, until), clock, context)
        return _on(day.date, clock, slots, context)
    part = slots.get("part")
    if isinstance(part, Part) and part.today:
        if part.name == "night" and clock is not None and clock.hour < _DAWN:
            return _next_hour(clock, slots, context)
        return _on(context.today, clock, slots, context)
    if isinstance(part, Part) and part.habit:
        return troubles.vague_part()
    return _next_hour(clock or _MORNING, slots, context)


def _asked(day: Day, context: Context) -> Trouble | None:
    """Return the question for a day that may be one of many: `le mardi`, `mardi` where something recurs."""
    if context.recurring and day.kind == "weekday" and day.weekday is not None:
        return troubles.every_week(day.weekday)
    if context.recurring and day.kind == "monthday":
        return troubles.each_month(spelled(day.date, context.zone))
    if day.kind == "nth" and day.habit:
        return troubles.which_day(spelled(day.date, context.zone))
    return troubles.once_or_always(troubles.weekday_name(day.date.weekday())) if day.habit else None


def _on(day: date, clock: Clock | None, slots: Mapping[Slot, Value], context: Context) -> Outcome | Trouble:
    if clock is None and context.whole_days and "span" not in slots:
        return _whole(day, day, context)
    at, note = moment(day, clock or _MORNING, context.zone)
    if not is_after(at, context.now):
        return _past(at, clock)
    return Outcome(at, _end(at, clock, slots, context.zone), note=note)


def _whole(first: date, last: date, context: Context) -> Outcome | Trouble:
    """Return whole days, from 0:00 of the first to the end of the last one; today has not passed."""
    at, _note = moment(first, Clock(0), context.zone)
    if first < context.today:
        return _past(at, Clock(0), is_whole=True)
    return Outcome(at, moment(last, Clock(23, 59), context.zone)[0], all_day=True)


def _past(at: datetime, clock: Clock | None, *, is_whole: bool = False) -> Trouble:
    when = Instant(at, all_day=is_whole)
    if clock is None:
        return Trouble(
            "past",
            _(
                "A day without an hour means 9:00, and {when} is already past. Add an hour: “18:00”.",
                when=when,
            ),
        )
    return Trouble("past", _("{when} is already past. Give a moment to come: “tomorrow 9:00”.", when=when))


def _next_hour(clock: Clock, slots: Mapping[Slot, Value], context: Context) -> Outcome:
    """Return the next time that the clock shows an hour: today, or tomorrow when it is past."""
    at, note = moment(context.today, clock, context.zone)
    if not is_after(at, context.now):
        at, note = moment(context.today + timedelta(1), clock, context.zone)
    return Outcome(at, _end(at, clock, slots, context.zone), note=note)


def _end(at: datetime, clock: Clock | None, slots: Mapping[Slot, Value], zone: ZoneInfo) -> datetime | None:
    span = slots.get("span")
    if isinstance(span, Length):
        return ahead(at, span, zone)
    if clock is None or clock.end is None:
        return None
    return closing(at, clock, clock.end, zone)


def _days(days: Days, clock: Clock | None, context: Context) -> Outcome | Trouble:
    """Return a range of days: whole days, from 0:00 of the first to the end of the last one."""
    if days.last.date < days.first.date:
        return Trouble(
            "impossible", _("This range ends before it starts. Write for instance “from 3 to 5 March”.")
        )
    if clock is None and context.whole_days:
        return _whole(days.first.date, days.last.date, context)
    at, note = moment(days.first.date, clock or _MORNING, context.zone)
    if not is_after(at, context.now):
        return _past(at, clock)
    last = clock.end if clock and clock.end else clock or Clock(23, 59)
    return Outcome(at, moment(days.last.date, last, context.zone)[0], all_day=clock is None, note=note)


def _working_days_later(offset: Length, context: Context) -> date:
    """Return the day so many working days ahead, public holidays left out."""
    day, left = context.today, offset.days
    if left > _MOST_WORKING_DAYS:
        raise OverflowError
    while left:
        day += timedelta(1)
        if day.weekday() < offset.working and not is_public_holiday(day, context.territory):
            left -= 1
    return day


def _offset(
    offset: Length, slots: Mapping[Slot, Value], clock: Clock | None, context: Context
) -> Outcome | Trouble:
    if offset == Length():
        return Trouble("ambiguous", _("In how long? Write for instance “in 20 minutes”."))
    if not offset.is_calendar:
        at = ahead(context.now, offset, context.zone)
        return Outcome(at, _end(at, clock, slots, context.zone))
    if offset.working:
        return _on(_working_days_later(offset, context), clock, slots, context)
    day = add_months(context.today, offset.months) + timedelta(offset.days)
    return _on(day, clock, slots, context)
