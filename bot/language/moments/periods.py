"""Days found within a longer period: `la semaine prochaine`, `fin mars`, `le dernier vendredi du mois`."""

from __future__ import annotations

from datetime import date, timedelta

from bot.language.moments import calendar, troubles
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Trouble

Found = tuple[Day | Trouble, int]
_SATURDAY = 5


def period(scan: Scan, at: int) -> Found | None:
    """Read a named period, which stands for its first day: `la semaine prochaine`, `ce week-end`."""
    place = scan.skip(at, "the")
    place = scan.skip(place, "de")
    before = scan.has(place, "next") and scan.language == "en"
    bygone = scan.has(place, "last") and scan.language == "en"
    this = scan.has(place, "this") and not before
    place = place + 1 if before or bygone or this else place
    name = scan.name(place, "calendar")
    if name is None:
        return None
    after = place + 1
    if scan.sign(after, ".") and scan.text(place) == "sem":
        after += 1
    if scan.language == "fr" and scan.has(after, "last"):
        bygone, after = True, after + 1
    if scan.language == "fr" and scan.has(after, "next", "slang_next"):
        before, after = True, after + 1
        after = after + 1 if scan.text(after - 1) == "proch" and scan.sign(after, ".") else after
    if bygone:
        return troubles.gone(scan.quote(place if this else at, after)), after
    if before:
        return _next(scan, name), after
    return _present(scan, at, place, after, name, this=this)


def _next(scan: Scan, name: str) -> Day:
    today = scan.now.date()
    if name == "week":
        return Day("week", calendar.monday_of(today) + timedelta(7))
    if name == "month":
        return Day("month", calendar.add_months(today.replace(day=1), 1))
    if name == "year":
        return Day("year", date(today.year + 1, 1, 1))
    return Day("fixed", calendar.coming(_SATURDAY, today))


def _present(scan: Scan, at: int, place: int, after: int, name: str, *, this: bool) -> Found | None:
    """Read `ce week-end`, `la semaine du 15`, and refuse `cette semaine`, which names no day."""
    today = scan.now.date()
    if scan.text(after) == "ci":
        after += 1
    if name == "weekend":
        article = scan.has(place - 1, "the")
        if this:
            if today.weekday() == _SATURDAY:
                return Day("fixed", today), after
            if today.weekday() > _SATURDAY:
                return troubles.which_day(scan.quote(at, after)), after
            return Day("fixed", calendar.coming(_SATURDAY, today)), after
        return (troubles.once_or_always(scan.quote(at, after)), after) if article else None
    if name == "week" and scan.number(after) is not None:
        return troubles.unsupported(scan.quote(place, after + 1)), after + 1
    return (troubles.which_day(scan.quote(at, after)), after) if this else None


def edge(scan: Scan, at: int) -> Found | None:
    """Read the start, the middle or the end of a period: `fin du mois`, `mi-mars`, `début avril`."""
    place = scan.skip(at, "the")
    which = scan.name(place, "edge")
    if which is None:
        return _end_in_letters(scan, at)
    here = scan.skip(place + 1, "of", "de")
    here = scan.skip(here, "the")
    month = scan.value(here, "month")
    if (month is None and scan.sign(here + 1, ".")) or scan.has(place, "mi"):
        month = month or scan.value(here, "month_abbr")
    if month is not None:
        return _edge_of_month_name(scan, which, month, here + 1)
    found = period(scan, here)
    if found is not None and isinstance(found[0], Day) and found[0].kind in ("week", "month", "year"):
        return _edge_of(scan, which, found[0], place, found[1])
    this = scan.skip(here, "this")
    name = scan.name(this, "calendar")
    if name is None:
        return None
    end = this + 2 if scan.text(this + 1) == "ci" else this + 1
    return _edge_of_present(scan, which, name, place, end)


def _end_in_letters(scan: Scan, at: int) -> Found | None:
    if scan.sense(at, "end_abbr") == "month":
        today = scan.now.date()
        return Day("monthday", calendar.last_of_month(today.year, today.month), monthday=-1), at + 1
    return None


def _edge_of_month_name(scan: Scan, which: str, month: int, end: int) -> Found:
    today = scan.now.date()
    digits = scan.digits(end)
    explicit = len(digits) == 4 and int(digits) >= 1900
    year = int(digits) if explicit else today.year
    found = _edge_day(which, date(year, month, 1))
    if found < today and not explicit:
        year += 1
        found = _edge_day(which, date(year, month, 1))
    if explicit:
        return Day("fixed", found), end + 1
    number = {"start": 1, "middle": 15, "end": found.day}[which]
    return Day("date", found, monthday=number, month=month), scan.skip(
        end, "next"
    ) if scan.language == "fr" else end


def _edge_day(which: str, first: date) -> date:
    if which == "start":
        return first
    return first.replace(day=15) if which == "middle" else calendar.last_of_month(first.year, first.month)


def _edge_of(scan: Scan, which: str, found: Day, start: int, end: int) -> Found:
    """Return the edge of a period to come."""
    if found.kind == "week":
        return (found, end) if which == "start" else (troubles.which_day(scan.quote(start, end)), end)
    if found.kind == "year":
        if which == "middle":
            return troubles.which_day(scan.quote(start, end)), end
        return Day("fixed", found.date if which == "start" else found.date.replace(month=12, day=31)), end
    return Day("fixed", _edge_day(which, found.date)), end


def _edge_of_present(scan: Scan, which: str, name: str, start: int, end: int) -> Found:
    """Return the next such edge: `début du mois` said on the 20th is the first of the next month."""
    today = scan.now.date()
    if name == "month":
        found = _edge_day(which, today.replace(day=1))
        if found < today:
            found = _edge_day(which, calendar.add_months(today.replace(day=1), 1))
        return Day("monthday", found, monthday={"start": 1, "middle": 15, "end": -1}[which]), end
    if name == "year" and which != "middle":
        day, month = (1, 1) if which == "start" else (31, 12)
        return Day("date", calendar.next_date(day, month, today) or today, monthday=day, month=month), end
    return troubles.which_day(scan.quote(start, end)), end


def ranked_day(scan: Scan, at: int) -> Found | None:
    """Read `le dernier vendredi du mois`, `le premier lundi de mars`, `le dernier jour du mois`."""
    place = scan.skip(at, "the")
    nth = scan.value(place, "ordinal")
    if nth is not None and scan.has(place + 1, "working"):
        return troubles.unsupported(scan.quote(place, place + 2)), _after_month(scan, place + 2)
    if nth == 1 and scan.has(place + 1, "hour"):
        return troubles.vague(scan.quote(place, place + 2)), place + 2
    weekday = scan.value(place + 1, "weekday")
    last_day = scan.sense(place + 1, "unit") == "day" and nth in (1, -1)
    if nth is None or nth == 0 or nth > 5 or (weekday is None and not last_day):
        return None
    here = scan.skip(place + 2, "of", "de")
    here = scan.skip(here, "the")
    month = scan.value(here, "month")
    if month is not None:
        return _ranked_in_month(scan, nth, weekday, month, here + 1)
    found = period(scan, here)
    if found is not None and isinstance(found[0], Day) and found[0].kind == "month":
        ranked = _rank(nth, weekday, found[0].date.year, found[0].date.month)
        if ranked is None:
            return troubles.no_such_date(scan.quote(place, found[1])), found[1]
        return Day("fixed", ranked), found[1]
    this = scan.skip(here, "this")
    if scan.sense(this, "calendar") == "month" and here > place + 2:
        return _next_ranked(scan, nth, weekday), this + 1
    if weekday is None:
        return None
    before = at - 2 if scan.sign(at - 1, ",") else at - 1
    if nth == -1 and scan.sense(before, "calendar") != "month":
        return troubles.gone(scan.quote(place, place + 2)), place + 2
    return _next_ranked(scan, nth, weekday, sure=False), place + 2


def _after_month(scan: Scan, at: int) -> int:
    """Return the place after `du mois`, `of March`, or the same place."""
    place = scan.skip(scan.skip(at, "of", "de"), "the", "this")
    return place + 1 if place > at and scan.has(place, "calendar", "month") else at


def _rank(nth: int, weekday: int | None, year: int, month: int) -> date | None:
    if weekday is not None:
        return calendar.nth_weekday(nth, weekday, year, month)
    return date(year, month, 1) if nth == 1 else calendar.last_of_month(year, month)


def _ranked_in_month(scan: Scan, nth: int, weekday: int | None, month: int, end: int) -> Found:
    today = scan.now.date()
    digits = scan.digits(end)
    years = [int(digits)] if len(digits) == 4 and int(digits) >= 1900 else [today.year, today.year + 1]
    candidates = [day for year in years if (day := _rank(nth, weekday, year, month))]
    found = next((day for day in candidates if day >= today), candidates[-1] if candidates else None)
    if found is None:
        return troubles.no_such_date(f"{nth}/{month:02}"), end
    if len(years) == 1:
        return Day("fixed", found), end + 1
    return Day("nth", found, weekday=weekday, nth=nth, month=month), end


def _next_ranked(scan: Scan, nth: int, weekday: int | None, *, sure: bool = True) -> Day | Trouble:
    """Return the next such day of a month; when no month was said (`sure`), only a repetition may use it."""
    today = scan.now.date()
    for months in range(12):
        month = calendar.add_months(today.replace(day=1), months)
        found = _rank(nth, weekday, month.year, month.month)
        if found is not None and found >= today:
            if weekday is None:
                return Day("monthday", found, monthday=nth)
            return Day("nth", found, weekday=weekday, nth=nth, habit=not sure)
    return troubles.no_such_date(str(nth))


def holiday(scan: Scan, at: int) -> Found | None:
    """Read a feast that is said as a time (`à Noël`, `Noël 9h`), not one that names a thing."""
    place = scan.skip(at, "the")
    name = scan.name(place, "holiday")
    if name is None:
        return None
    introduced = scan.has(
        at - 1, "at", "on", "by", "until", "from", "before", "after", "every", "of", "for", "since", "vague"
    )
    of_a_thing = scan.has(at - 1, "de") and scan.plain(at - 2)
    followed = scan.digits(place + 1) or scan.has(place + 1, "at_strict", "noon", "day", "part")
    alone = at == 0 and (place + 1 >= len(scan.words) or scan.sign(place + 1, ",:.!"))
    if of_a_thing or not (introduced or followed or alone):
        return None
    found, fixed = calendar.feast(name, scan.now.date())
    if fixed:
        return Day("date", found, monthday=found.day, month=found.month), place + 1
    return Day("fixed", found), place + 1
