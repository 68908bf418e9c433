"""What the grammar reads: hours, days, durations, repetitions, and troubles that forbid an answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.language.messages import Message

PartName = Literal["morning", "noon", "afternoon", "evening", "night"]
Frequency = Literal["MINUTELY", "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY"]
DayKind = Literal["fixed", "weekday", "monthday", "date", "nth", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour of the day, with its end when it is a range.

    `doubtful`: an hour from 1 to 6 without a word that says morning or afternoon (`at 3`).
    `midnight`: said as a word, so that the day it belongs to may be unclear. `offset` is that from UTC in
    minutes, where an ISO 8601 instant has one.
    `more` are the other hours of the same day, where several were listed.
    """

    hour: int
    minute: int = 0
    second: int = 0
    doubtful: bool = False
    midnight: bool = False
    end: Clock | None = None
    offset: int | None = None
    more: tuple[Clock, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day and the hour that it means when none is said.

    `today` marks `ce soir`, `tonight`; `habit` marks `le soir`, which without a day may be every evening.
    """

    name: PartName
    hour: int
    today: bool = False
    habit: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day, as it was said and as a date.

    `kind` says what can still be combined with it: a `weekday` and a `week` make a day, a `monthday` and a
    `month` too. `habit` marks `le mardi`, which may mean every Tuesday; `whole` marks a period (`next
    month`) that stands for its first day. `words` are those of a month that only a repetition may start in.
    """

    kind: DayKind
    date: date
    weekday: int | None = None
    monthday: int | None = None
    month: int | None = None
    nth: int | None = None
    habit: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Days:
    """Days from one to another, both included."""

    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Length:
    """A duration: whole months and days count on the calendar, seconds on the clock.

    `working` is 5 or 6 when only the working days of such a week count.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    working: int = 0

    @property
    def is_calendar(self) -> bool:
        """Whether it counts days only, so that it names a day rather than an instant."""
        return self.seconds == 0


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repetition; what is missing (the day of a week, of a month) may come from a day said elsewhere.

    `weekdays` are numbers from Monday, 0; `nths` count them within the month (-1 is the last one);
    `positions` count all days that fit within their month or week, public holidays left out if they are
    skipped (the first working day); `months` are the only ones in which it comes; `within` is the length in
    months of the period that was named (`chaque trimestre`: 3), which begins with the year; `weeks` are the
    only ones in which it comes, numbered as in ISO 8601 (the even ones); `times` is how often it was said to
    come in its period (`deux fois par mois`: 2), so that as many days must be named; `working` skips public
    holidays; `part` is the part of day that the repetition itself names; `hours` are those of each day, where
    there are several.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nths: tuple[int, ...] = ()
    monthdays: tuple[int, ...] = ()
    positions: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    within: int = 0
    weeks: tuple[int, ...] = ()
    times: int = 0
    working: bool = False
    part: Part | None = None
    hours: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Instead:
    """Where a day moves that is none of some weekdays or is a holiday: to the next of them, or `before`."""

    weekdays: tuple[int, ...]
    before: bool = False


@dataclass(frozen=True, slots=True)
class Except:
    """What a repetition leaves out: weekdays from Monday, 0, months from January, 1, public holidays."""

    weekdays: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    holidays: bool = False

    def __or__(self, other: Except) -> Except:
        """Return what both leave out."""
        return Except(
            tuple(sorted({*self.weekdays, *other.weekdays})),
            tuple(sorted({*self.months, *other.months})),
            self.holidays or other.holidays,
        )


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something about time that forbids an answer: a stable code, and why."""

    code: str
    reason: Message


Slot = Literal[
    "day", "days", "clock", "part", "offset", "repeat", "until", "start", "count", "span", "except",
    "months", "even", "instead", "trouble", "loose",
]  # fmt: skip
Value = Clock | Part | Day | Days | Length | Repeat | Instead | Except | Trouble | int | None
Read = tuple[Slot, Value, int]
"""What a rule of the grammar read, and the place after it."""


@dataclass(frozen=True, slots=True)
class Atom:
    """One expression read from lexemes `first` to `last` (excluded)."""

    slot: Slot
    value: Value
    first: int
    last: int


@dataclass(slots=True)
class Cluster:
    """Expressions that belong together, from lexemes `first` to `last` (excluded)."""

    first: int
    last: int
    atoms: list[Atom] = field(default_factory=list)
    slots: dict[Slot, Value] = field(default_factory=dict)
