"""Days counted within a month or a quarter: `premier lundi du mois`, `dernier jour ouvré du trimestre`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.language.moments import troubles
from bot.language.moments.scan import Scan
from bot.language.moments.values import Repeat, Trouble

Found = tuple[Repeat | Trouble, int]
_MOST_LISTED = 7
_MOST_WEEKS = 5
_LATEST_MOVED = 22
"""From then on a day may be followed by holidays alone until the end of February."""


@dataclass(frozen=True, slots=True)
class Period:
    """A period so many months long, and the place after it; `month` is the one named of those in it."""

    length: int
    end: int
    month: int = 0

    def counted(self, said: Repeat, words: str) -> Repeat | Trouble:
        """Return what recurs on days counted within this period, or why it cannot (`words`: as typed)."""
        return within_period(replace(said, within=self.length), self.month) or troubles.unsupported(words)


def within_period(said: Repeat, month: int = 0) -> Repeat | None:
    """Return a repetition each quarter or half-year in the months in which it comes.

    Days are counted from the start of the period, in its first month, or back from its end, in the last one,
    unless a month of it is named. None if both ways are asked for at once.
    """
    if said.within <= 1:
        return replace(said, within=0)
    backwards = {rank < 0 for rank in (*said.nths, *said.positions, *said.monthdays)}
    if len(backwards) != 1 and not month:
        return None
    first = month or (said.within if True in backwards else 1)
    return replace(said, interval=1, months=tuple(range(first, 13, said.within)), within=0)


def moved_on(said: Repeat, weekdays: tuple[int, ...]) -> Repeat | None:
    """Return a repetition that comes on the first of some weekdays, from its own on, that is no holiday.

    That day must be in the same month or week: None if it could not be, or if several days would move. Only
    a Thursday and a Friday that are both holidays leave a week out.
    """
    if said.nths or said.positions or said.hours:
        return None
    if said.frequency == "MONTHLY" and len(said.monthdays) == 1 and 1 <= said.monthdays[0] <= _LATEST_MOVED:
        window = tuple(range(said.monthdays[0], said.monthdays[0] + 7))
        some = weekdays if len(weekdays) < 7 else ()
        return replace(said, monthdays=window, weekdays=some, positions=(1,), working=True)
    if said.frequency == "WEEKLY" and len(said.weekdays) == 1:
        left = tuple(day for day in weekdays if day >= said.weekdays[0])
        return replace(said, weekdays=left, positions=(1,), working=True) if len(left) > 1 else None
    return None


def of_period(scan: Scan, at: int) -> Period | None:
    """Read `du mois`, `de chaque trimestre`, `du 2e mois de chaque trimestre`, `of every quarter`."""
    place = scan.skip(at, "of", "de")
    place = scan.skip(place, "each_the", "each_of", "the", "every")
    if place == at:
        return None
    rank = scan.value(place, "ordinal")
    if rank is not None and scan.sense(place + 1, "calendar") == "month":
        longer = of_period(scan, place + 2)
        month = longer.length + 1 + rank if longer and rank < 0 else rank
        return replace(longer, month=month) if longer and 1 <= month <= longer.length > 1 else None
    length = _length(scan, place)
    return Period(length, place + 1) if length else None


def of_month(scan: Scan, at: int) -> int:
    """Return the place after `du mois`, `de chaque mois`, `of every month`, or the same place."""
    period = of_period(scan, at)
    return period.end if period is not None and period.length == 1 else at


def _length(scan: Scan, at: int) -> int:
    """Return the length in months of the period that is named there, 0 if none is."""
    if scan.name(at, "calendar") == "month":
        return 1
    return {"quarter": 3, "half-year": 6}.get(scan.name(at, "unit") or "", 0)


def every_ranked(scan: Scan, at: int) -> Found | None:
    """Read `premier lundi du mois`, `1er et 3e jeudi`, `dernier jour du mois`, `1er jour ouvré du mois`."""
    nths, place = _ranks(scan, at)
    if not nths or any(abs(nth) > _MOST_WEEKS or nth == 0 for nth in nths):
        return None
    period = of_period(scan, place + 1)
    weekday = scan.value(place, "weekday")
    if weekday is None:
        weekday = scan.value(place, "weekdays")
    if scan.has(place, "working"):
        return _working_day(scan, at, nths, place, period)
    if weekday is None:
        if period is None or scan.sense(place, "unit") != "day" or any(abs(nth) != 1 for nth in nths):
            return None
        said = Repeat("MONTHLY", monthdays=nths)
        return period.counted(said, scan.quote(at, period.end)), period.end
    said = Repeat("MONTHLY", weekdays=(weekday,), nths=nths)
    if period is not None:
        return period.counted(said, scan.quote(at, period.end)), period.end
    return _ranked_in_month(scan, said, place + 1)


def every_edge(scan: Scan, at: int) -> Found | None:
    """Read `fin de mois`, `début de chaque trimestre`: its last day, or its first one."""
    which = scan.name(at, "edge")
    period = of_period(scan, at + 1)
    if period is None or which not in ("start", "end"):
        return None
    said = Repeat("MONTHLY", monthdays=(1 if which == "start" else -1,))
    return period.counted(said, scan.quote(at, period.end)), period.end


def _ranked_in_month(scan: Scan, said: Repeat, end: int) -> Found:
    """Read the `d'octobre` after `dernier vendredi`; without a month it is that of each."""
    month = scan.value(scan.skip(end, "of", "de"), "month")
    if month is not None:
        return replace(said, frequency="YEARLY", months=(month,)), scan.skip(end, "of", "de") + 1
    return said, end


def _working_day(scan: Scan, at: int, nths: tuple[int, ...], place: int, period: Period | None) -> Found:
    """Read `premier jour ouvré du mois`: public holidays do not count, as they are no working days."""
    if period is None:
        return troubles.working_day(scan.quote(at, place + 1)), place + 1
    span = scan.value(place, "working") or 0
    said = Repeat("MONTHLY", weekdays=tuple(range(span)), positions=nths, working=True)
    return period.counted(said, scan.quote(at, period.end)), period.end


def _ranks(scan: Scan, at: int) -> tuple[tuple[int, ...], int]:
    """Return the ranks listed there (`1er et 3e`, `first and third`), and the place after."""
    found: list[int] = []
    place = end = at
    while len(found) < _MOST_LISTED:
        rank = scan.value(place, "ordinal")
        if rank is None:
            break
        found.append(rank)
        end = place + 1
        place = end + 1 if scan.has(end, "and") or scan.sign(end, ",") else len(scan.words)
        place = scan.skip(place, "the")
    return tuple(found), end


def monthdays(scan: Scan, at: int) -> tuple[tuple[int, ...], int]:
    """Return the days of the month listed there (`1er et 15`), and the place after."""
    numbers: list[int] = []
    place = end = at
    while len(numbers) < _MOST_LISTED:
        number = scan.value(place, "ordinal")
        if number is None:
            number = scan.number(place) if scan.digits(place) else None
        if (
            number is None
            or not 1 <= number <= 31
            or (scan.has(place + 1, "unit", "hour", "weekday") and not scan.has(place + 1, "of"))
        ):
            break
        numbers.append(number)
        end = place + 1
        place = (
            scan.skip(end, "and")
            if scan.has(end, "and")
            else end + 1
            if scan.sign(end, ",")
            else len(scan.words)
        )
        place = scan.skip(place, "the")
    return tuple(numbers), end
