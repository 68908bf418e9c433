"""Looking for the first day on which a repetition comes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.moments.calendar import last_of_month, nth_weekday, period_of, picked
from bot.language.moments.public_holidays import is_public_holiday
from bot.language.moments.values import Clock, Repeat
from bot.language.moments.wall import is_after, place

_LONGEST_SEARCH = 366 * 9
"""29 February may be eight years away; nothing else that recurs is."""


@dataclass(frozen=True, slots=True)
class FirstDay:
    """Looks for the first day of a repetition; the interval only counts from there."""

    said: Repeat
    clock: Clock
    zone: ZoneInfo
    territory: str | None
    skip: bool

    def first_after(self, now: datetime, start: date) -> tuple[datetime, datetime] | None:
        """Return the first occurrence strictly after now, with its wall time, from a day on."""
        day = max(start, now.date())
        for _day in range(_LONGEST_SEARCH):
            for hour in (self.said.hours or (self.clock.hour,)) if self.fits(day) else ():
                wall = datetime.combine(
                    day + timedelta(hour // 24), time(hour % 24, self.clock.minute, self.clock.second)
                )
                at, _moved = place(wall, self.zone)
                if is_after(at, now):
                    return at, wall
            day += timedelta(1)
        return None

    def fits(self, day: date) -> bool:
        """Return whether it comes on a day, if its interval allows."""
        said = self.said
        if said.months and day.month not in said.months:
            return False
        if said.weeks and day.isocalendar().week not in said.weeks:
            return False
        from_end = day.day - last_of_month(day.year, day.month).day - 1
        if said.monthdays and day.day not in said.monthdays and from_end not in said.monthdays:
            return False
        if said.weekdays and day.weekday() not in said.weekdays:
            return False
        if said.nths and all(
            nth_weekday(nth, day.weekday(), day.year, day.month) != day for nth in said.nths
        ):
            return False
        return not (self.skip and is_public_holiday(day, self.territory)) and self._is_in_position(day)

    def _is_in_position(self, day: date) -> bool:
        """Return whether a day is the first, the last… of those in its month or week that fit otherwise."""
        if not self.said.positions:
            return True
        start, length = period_of(day, self.said.frequency)
        search = replace(self, said=replace(self.said, positions=()))
        fitting = [other for shift in range(length) if search.fits(other := start + timedelta(shift))]
        return day in picked(fitting, self.said.positions)
