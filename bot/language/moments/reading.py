"""Reading a text: what it is read for, and what comes of it.

The grammar itself, its words in two languages included, is loaded as the first text is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.language.messages import Language, Message

PieceKind = Literal["time", "connector", "rest"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text: about time, a connector that was dropped, or what remains."""

    kind: PieceKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """When, where and for whom a text is read.

    `now` is aware; `territory` is the code of a French département or overseas collectivity (`42`, `974`),
    used for public holidays only. `language` is a preference: the other one is understood too. Where
    something `recurring` is expected, “the first Thursday of the month” is that of each month. Where people
    gather, days may be meant as a whole (`whole_days`): then a day without an hour is all of it.
    """

    now: datetime
    zone: ZoneInfo
    language: Language = "fr"
    territory: str | None = None
    recurring: bool = False
    whole_days: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A moment: aware instants in the reader's zone, `at` being the first one when it recurs.

    `all_day` is true for a range of days said without hours (`du 3 au 5 mars`): then `at` and `end` count
    by their dates, both included. A single day without an hour is only one where days are meant as a whole:
    else it means 9:00.
    """

    at: datetime
    end: datetime | None
    all_day: bool
    rrule: str | None
    skip_holidays: bool
    note: Message | None
    rest: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there is no moment: a stable code, and a reason with an example of what to write.

    Codes: `none` (nothing about time), `past`, `impossible`, `ambiguous`, `unsupported`, `too_far`.
    """

    code: str
    reason: Message
    rest: str
    pieces: tuple[Piece, ...]


def read(text: str, reading: Reading) -> Understood | Refused:
    """Return the moment that a text names, or why there is none; never raises."""
    from bot.language.moments.understanding import understand

    return understand(text, reading)


def read_duration(text: str, language: Language = "fr") -> timedelta | None:
    """Return the duration that a text is, or None; a month counts 30 days, a year 365.

    The preferred language is tried first, then the other one. How long working days take depends on when
    they begin: they are none. Nothing else standing around it, “un jour” is one day.
    """
    from bot.language.moments.durations import whole_duration

    return whole_duration(text, language)
