"""Days counted within a month or a quarter: `premier lundi du mois`, `dernier jour ouvré du trimestre`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.language.moments import troubles
from bot.language.moments.scan import Scan
from bot.language.moments.values import Instead, Repeat, Trouble

Found = tuple[Repeat | Trouble, int]
_MOST_LISTED = 7
_MOST_WEEKS = 5
_MOST_FROM_THE_END = 2
_EARLIEST_BACK, _LATEST_BACK = 5, 28
"""Before the 5th there may be holidays alone since the start of the month; some months have no 29th."""
_LATEST_ON = 22
"""From then on a day may be followed by holidays alone until the end of February."""
_DAYS_OF_A_WEEK = 7
_WORKED = ("ouvre", "ouvrable", "travaille")
_MONTHS_OF_A_YEAR = 12


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


def moved(said: Repeat, to: Instead) -> Repeat | None:
    """Return a repetition that comes on the nearest of some weekdays, on or back, that is no holiday.

    It has one day, which moves within its month or week: None if that could be in another one, or is none of
    the weekdays itself. Only a Thursday and a Friday that are both holidays leave a week out.
    """
    position = (-1 if to.before else 1,)
    if said.monthdays:
        window = _days_back(said.monthdays[0]) if to.before else _days_on(said.monthdays[0])
        some = to.weekdays if len(to.weekdays) < _DAYS_OF_A_WEEK else ()
        moving = replace(said, monthdays=window, weekdays=some, positions=position, working=True)
        return moving if window else None
    own = said.weekdays[0]
    left = tuple(day for day in to.weekdays if (day <= own if to.before else day >= own))
    if own not in left or len(left) == 1:
        return None
    return replace(said, weekdays=left, positions=position, working=True)


def _days_on(number: int) -> tuple[int, ...]:
    """Return a day of the month and the six after it, none if they may be in the next month."""
    return tuple(range(number, number + _DAYS_OF_A_WEEK)) if 1 <= number <= _LATEST_ON else ()


def _days_back(number: int) -> tuple[int, ...]:
    """Return a day of the month and up to six before it, none if they may be in the month before."""
    first = number - _DAYS_OF_A_WEEK + 1
    if number == -1:
        return tuple(range(first, 0))
    return tuple(range(max(1, first), number + 1)) if _EARLIEST_BACK <= number <= _LATEST_BACK else ()


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


def months_between(scan: Scan, at: int) -> tuple[tuple[int, ...], int] | None:
    """Return the months that `septembre à juin` or `from September to June` name, and the place after.

    Those of one year, as a date after them or before says, are none.
    """
    place = scan.skip(at, "de", "from", "span_start")
    first, last = scan.value(place, "month"), scan.value(place + 2, "month")
    if first is None or last is None or first == last or scan.digits(place + 3) or scan.has(place + 1, "and"):
        return None
    if not scan.has(place + 1, "span_end"):
        return None
    count = (last - first) % _MONTHS_OF_A_YEAR + 1
    return tuple((first + shift - 1) % _MONTHS_OF_A_YEAR + 1 for shift in range(count)), place + 3


def season(scan: Scan, at: int) -> tuple[tuple[int, ...], int] | None:
    """Return the only months of a rhythm, `de septembre à juin`; elsewhere they may be those of one year."""
    opened = scan.recurring and scan.has(at, "de", "from", "span_start")
    return months_between(scan, at) if opened else None


def _length(scan: Scan, at: int) -> int:
    """Return the length in months of the period that is named there, 0 if none is."""
    if scan.name(at, "calendar") == "month":
        return 1
    return {"quarter": 3, "half-year": 6}.get(scan.name(at, "unit") or "", 0)


def every_ranked(scan: Scan, at: int, *, monthly: bool = False) -> Found | None:
    """Read `premier lundi du mois`, `1er et 3e jeudi`, `dernier jour du mois`, `1er jour ouvré du mois`.

    Where what is `monthly` was said before, a day is that of each month even if none is named.
    """
    nths, place = _ranks(scan, at)
    if nths and (min(nths) < -_MOST_FROM_THE_END or len(nths) > _MOST_WEEKS):
        return troubles.unsupported(scan.quote(at, place + 1)), place + 1
    if not nths or any(abs(nth) > _MOST_WEEKS or nth == 0 for nth in nths):
        return None
    period = of_period(scan, place + 1) or (Period(1, place + 1) if monthly else None)
    weekday = scan.value(place, "weekday")
    if weekday is None:
        weekday = scan.value(place, "weekdays")
    if scan.has(place, "working"):
        return _working_day(scan, at, nths, place, period)
    if (worked := _worked_weekday(scan, at, nths, place, monthly=monthly)) is not None:
        return worked
    if weekday is None:
        if period is None or scan.sense(place, "unit") != "day" or any(abs(nth) != 1 for nth in nths):
            return None
        said = Repeat("MONTHLY", monthdays=nths)
        return period.counted(said, scan.quote(at, period.end)), period.end
    nths, place = _same_weekday_again(scan, nths, place, weekday)
    period = of_period(scan, place + 1)
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
    if month is not None and season(scan, end) is None:
        return replace(said, frequency="YEARLY", months=(month,)), scan.skip(end, "of", "de") + 1
    return said, end


def _working_day(scan: Scan, at: int, nths: tuple[int, ...], place: int, period: Period | None) -> Found:
    """Read `premier jour ouvré du mois`: public holidays do not count, as they are no working days."""
    if period is None:
        return troubles.working_day(scan.quote(at, place + 1)), place + 1
    span = scan.value(place, "working") or 0
    said = Repeat("MONTHLY", weekdays=tuple(range(span)), positions=nths, working=True)
    return period.counted(said, scan.quote(at, period.end)), period.end


def _worked_weekday(scan: Scan, at: int, nths: tuple[int, ...], place: int, *, monthly: bool) -> Found | None:
    """Read `dernier vendredi ouvré`, `last working Friday`: the last one that is no public holiday."""
    is_english = scan.language == "en" and scan.text(place) == "working"
    named, end = (place + 1, place + 2) if is_english else (place, place + 2)
    weekday = scan.value(named, "weekday")
    if weekday is None:
        weekday = scan.value(named, "weekdays")
    if weekday is None or not (is_english or scan.text(place + 1).rstrip("s") in _WORKED):
        return None
    period = of_period(scan, end) or (Period(1, end) if monthly or scan.recurring else None)
    if period is None:
        return troubles.working_day(scan.quote(at, end)), end
    said = Repeat("MONTHLY", weekdays=(weekday,), positions=nths, working=True)
    return period.counted(said, scan.quote(at, period.end)), period.end


def _same_weekday_again(
    scan: Scan, nths: tuple[int, ...], place: int, weekday: int
) -> tuple[tuple[int, ...], int]:
    """Read the `et le 3e lundi` after `1er lundi`: all ranks, and the place of the last weekday."""
    while len(nths) < _MOST_LISTED and (scan.has(place + 1, "and") or scan.sign(place + 1, ",")):
        more, again = _ranks(scan, scan.skip(place + 2, "the"))
        if not more or weekday not in (scan.value(again, "weekday"), scan.value(again, "weekdays")):
            break
        if any(abs(nth) > _MOST_WEEKS or nth == 0 for nth in more):
            break
        nths, place = nths + more, again
    return nths, place


def _ranks(scan: Scan, at: int) -> tuple[tuple[int, ...], int]:
    """Return the ranks listed there (`1er et 3e`, `deux premiers`, `first three`), and the place after."""
    several = _first_or_last(scan, at)
    if several:
        return several, at + 2
    found: list[int] = []
    place = end = at
    while len(found) < _MOST_LISTED:
        rank = scan.value(place, "ordinal")
        if rank is None:
            break
        found.append(rank)
        end = place + 1
        place = end + 1 if scan.has(end, "and") or scan.sign(end, ",/&+") else len(scan.words)
        place = scan.skip(place, "the")
    return tuple(found), end


def _first_or_last(scan: Scan, at: int) -> tuple[int, ...]:
    """Return the ranks of `deux premiers`, `deux derniers`, `first three`, none if nothing is counted so."""
    count_at, side_at = (at, at + 1) if scan.language == "fr" else (at + 1, at)
    count, side = scan.number(count_at), scan.value(side_at, "ordinal")
    if count is None or side not in (1, -1) or not scan.has(at + 2, "weekday", "weekdays", "working"):
        return ()
    return tuple(side * rank for rank in range(1, count + 1)) if 1 < count <= _MOST_LISTED else ()


def monthdays(scan: Scan, at: int) -> tuple[tuple[int, ...], int]:
    """Return the days of the month listed there (`1er et 15`), and the place after.

    Numbers in letters count only before the month that they are of: `le quinze du mois`.
    """
    numbers: list[int] = []
    place = end = at
    figures = (0, at)
    while len(numbers) < _MOST_LISTED:
        number = scan.value(place, "ordinal")
        written = number is not None or bool(scan.digits(place))
        number = scan.number(place) if number is None else number
        if number is None or not 1 <= number <= 31 or _counts_more(scan, place + 1):
            break
        numbers.append(number)
        end = place + 1
        if written and len(numbers) == figures[0] + 1:
            figures = (len(numbers), end)
        if not (scan.has(end, "and") or scan.sign(end, ",&+")):
            break
        place = scan.skip(end + 1, "the")
    if figures[0] < len(numbers) and of_period(scan, end) is None:
        return tuple(numbers[: figures[0]]), figures[1]
    return tuple(numbers), end


def _counts_more(scan: Scan, at: int) -> bool:
    """Return whether the number before what stands there is no day of the month."""
    if scan.sign(at, ":/.-") and scan.glued(at + 1) and scan.digits(at + 1):
        return True
    return scan.has(at, "unit", "hour", "weekday", "meridiem", "times") and not scan.has(at, "of")
