"""Days: `demain`, `lundi prochain`, `vendredi en huit`, `le 3`, `mardi 3 mars`, `the week of the 15th`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.language.moments import calendar, troubles
from bot.language.moments.dates import day_number, month_date, numeric_date
from bot.language.moments.durations import duration
from bot.language.moments.periods import edge, holiday, period, ranked_day
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Trouble
from bot.language.moments.wall import spelled
from bot.language.moments.words import is_infinitive

Found = tuple[Day | Trouble, int]
_NO_DAY_BEFORE = (
    "unit", "hour", "street", "times", "meridiem", "oclock", "month", "month_abbr", "weekday", "weekdays",
    "number", "ordinal",
)  # fmt: skip
"""What makes the number before it something else than a day of the month."""


def day(scan: Scan, at: int) -> Found | None:
    """Return the day that starts at that place."""
    return _shifted(scan, at) or _said(scan, at)


def _said(scan: Scan, at: int) -> Found | None:
    return (
        numeric_date(scan, at)
        or _relative(scan, at)
        or ranked_day(scan, at)
        or _weekday(scan, at)
        or edge(scan, at)
        or _week(scan, at)
        or holiday(scan, at)
        or month_date(scan, at)
        or month_day(scan, at)
    )


def _shifted(scan: Scan, at: int) -> Found | None:
    """Read a day counted from another: `la veille de Noël`, `2 jours avant le 3 mars`."""
    place = scan.skip(at, "the")
    if (
        scan.text(place).startswith(("la veille", "veille", "the day before"))
        or scan.text(place) == "the eve"
    ):
        shift, place = -1, place + 1
    elif scan.text(place) in ("le lendemain", "lendemain", "the day after"):
        shift, place = 1, place + 1
    else:
        length = duration(scan, at)
        if length is None or not length[0].is_calendar or length[0].months:
            return None
        place = length[1]
        if scan.has(place, "before"):
            shift = -length[0].days
        elif scan.has(place, "after") and scan.text(place) != "past":
            shift = length[0].days
        else:
            return None
        place += 1
    place = scan.skip(place, "of")
    anchor = _said(scan, place)
    if anchor is None or isinstance(anchor[0], Trouble) or anchor[0].kind in ("week", "month", "year"):
        return None
    return Day("fixed", anchor[0].date + timedelta(shift)), anchor[1]


def _relative(scan: Scan, at: int) -> Found | None:
    offset = scan.value(at, "day")
    place = at + 1
    if offset is None:
        return _from_now(scan, at)
    if scan.has(at, "day_abbr") and scan.sign(place, "."):
        place += 1
    found = scan.now.date() + timedelta(offset)
    weeks = _in_weeks(scan, place)
    if weeks is not None:
        return Day("fixed", found + timedelta(weeks[0])), weeks[1]
    if scan.language == "en" and scan.text(place) == "week":
        return Day("fixed", found + timedelta(7)), place + 1
    said = place + 1 if scan.sign(place, ",(") else place
    weekday = scan.value(said, "weekday")
    if weekday is not None and not scan.has(said + 1, "next"):
        if weekday != found.weekday():
            return troubles.other_weekday(spelled(found, scan.zone)), said + 1
        place = said + 1
    return Day("fixed", found), _same_date(scan, found, place)


def _same_date(scan: Scan, found: date, at: int) -> int:
    """Return the place after a date that only repeats the day found (`demain 10 mars`)."""
    place = at + 1 if scan.sign(at, ",(") else at
    said = numeric_date(scan, place, sure=True) or month_date(scan, place) or month_day(scan, place)
    if said is None or isinstance(said[0], Trouble) or said[0].date != found:
        return at
    return said[1]


def _in_weeks(scan: Scan, at: int) -> tuple[int, int] | None:
    """Read `en huit`, `en quinze`: the days to add, and the place after."""
    if scan.has(at, "en") and scan.number(at + 1) in (8, 15):
        return (7 if scan.number(at + 1) == 8 else 14), at + 2
    return None


def _from_now(scan: Scan, at: int) -> Found | None:
    """Read `a week from tomorrow`, `two weeks from Monday`, `a week on Friday`."""
    if scan.language != "en":
        return None
    length = duration(scan, at)
    if length is None or not length[0].is_calendar or length[0].months:
        return None
    place = length[1]
    base = scan.value(place, "from_day")
    if base is not None:
        return Day("fixed", scan.now.date() + timedelta(base + length[0].days)), place + 1
    if scan.has(place, "from", "on"):
        place += 1
        anchor = _weekday(scan, place)
    else:
        anchor = None
    if anchor is None and scan.has(place, "day"):
        anchor = _relative(scan, place)
    if anchor is None or isinstance(anchor[0], Trouble):
        return None
    return Day("fixed", anchor[0].date + timedelta(length[0].days)), anchor[1]


def _weekday(scan: Scan, at: int) -> Found | None:
    place = at
    this = scan.has(place, "this")
    article = scan.has(place, "the") and not this
    place = scan.skip(place, "this", "the")
    place = scan.skip(place, "next")
    upcoming = place > at and scan.has(place - 1, "next")
    if scan.language == "en" and scan.has(place, "last") and scan.value(place + 1, "weekday") is not None:
        return troubles.gone(scan.quote(place, place + 2)), place + 2
    number, after = weekday_name(scan, place)
    if number is None:
        return None
    dated = None if upcoming else _weekday_with_date(scan, number, after)
    if dated is not None:
        return dated
    habit = article and not upcoming and scan.language == "fr"
    found = Day("weekday", calendar.coming(number, scan.now.date()), weekday=number, habit=habit)
    if this and found.date == scan.now.date() + timedelta(7):
        return troubles.which_day(scan.quote(at, place + 1)), after
    return _weekday_modified(scan, found, after, place)


def weekday_name(scan: Scan, at: int) -> tuple[int | None, int]:
    """Return a weekday, whole or abbreviated where it can be nothing else, and the place after it."""
    number = scan.value(at, "weekday")
    if number is not None:
        return number, at + 1
    number = scan.value(at, "weekday_abbr")
    if number is None:
        return None, at
    dotted = scan.sign(at + 1, ".") and scan.glued(at + 1)
    after = at + 2 if dotted else at + 1
    if scan.has(at - 1, "the", "de") and not dotted and not scan.digits(after):
        return None, at
    follows = (
        scan.digits(after)
        or scan.has(after, "next", "slang_next", "part", "day", "noon", "weekday_abbr")
        or after >= len(scan.words)
    )
    listed = scan.sign(after, ",/+&") or scan.has(after, "and")
    follows = follows or (listed and scan.has(after + 1, "weekday", "weekday_abbr"))
    timely = (scan.has(after, "at_strict") and (scan.number(after + 1) is not None)) or scan.has(
        at - 1, "every", "this", "next", "on"
    )
    starts = at == 0 or not scan.plain(at - 1)
    if scan.language == "en" and (scan.has(after, "at_strict", "and") or scan.sign(after, "-,")):
        timely = timely or starts
    if timely or (follows and (starts or listed or scan.digits(after))):
        return number, after
    return None, at


def _weekday_with_date(scan: Scan, weekday: int, at: int) -> Found | None:
    """Read the date after a weekday (`mardi 3 mars`) and check that they agree."""
    place = at + 1 if scan.sign(at, ",(") else at
    place = scan.skip(place, "the") if not scan.has(place, "on") else place
    exact = (
        numeric_date(scan, place, sure=True) or month_date(scan, place) or month_day(scan, place, alone=True)
    )
    if exact is None:
        return None
    found, end = exact
    if isinstance(found, Trouble):
        return found, end
    if found.date.weekday() != weekday:
        return troubles.other_weekday(spelled(found.date, scan.zone)), end
    weeks = _in_weeks(scan, end)
    return (found, end) if weeks is None else (troubles.vague(scan.quote(place, weeks[1])), weeks[1])


def _weekday_modified(scan: Scan, found: Day, at: int, start: int) -> Found:
    """Read what follows a weekday: `prochain`, `en huit`, `dernier`, `de la semaine prochaine`."""
    weeks = _in_weeks(scan, at)
    if weeks is not None:
        return Day("fixed", found.date + timedelta(weeks[0])), weeks[1]
    if scan.text(at) in ("suivant", "suivants", "d apres"):
        return troubles.vague(scan.quote(start, at + 1)), at + 1
    ahead = _weeks_ahead(scan, found, at)
    if ahead is not None:
        return ahead
    if scan.has(at, "last") and scan.language == "fr":
        return troubles.gone(scan.quote(start, at + 1)), at + 1
    if scan.language == "en" and scan.text(at) in ("week", "fortnight"):
        return Day("fixed", found.date + timedelta(7 if scan.text(at) == "week" else 14)), at + 1
    if scan.has(at, "next", "slang_next") and not (scan.language == "en" and scan.has(at + 1, "calendar")):
        place = at + 1
        if scan.sign(place, ".") and scan.text(at) == "proch":
            place += 1
        weeks = _in_weeks(scan, place)
        if weeks is not None:
            return Day("fixed", found.date + timedelta(weeks[0])), weeks[1]
        return replace(found, kind="fixed", habit=False), place
    return _of_week(scan, found, at, start)


def _of_week(scan: Scan, found: Day, at: int, start: int) -> Found:
    """Read the week that a weekday is of: `de la semaine prochaine`, `de cette semaine`."""
    place = scan.skip(at, "of")
    place = scan.skip(place, "the")
    week = _week(scan, place)
    if week is not None and isinstance(week[0], Day) and week[0].kind == "week":
        return within_week(found, week[0]), week[1]
    if week is not None and isinstance(week[0], Trouble) and week[0].code == "past":
        return week
    if place > at and scan.has(place, "vague") and scan.text(place).startswith("semaine"):
        return troubles.vague(scan.quote(start, place + 1)), place + 1
    if scan.has(place, "this") and scan.sense(place + 1, "calendar") == "week":
        return _this_week(scan, found, place + 2)
    return found, at


def _weeks_ahead(scan: Scan, found: Day, at: int) -> Found | None:
    """Read `mardi dans deux semaines` where both ways to count give the same Tuesday, or refuse it.

    Some add two weeks to the coming Tuesday, others look for the Tuesday of the week after the next one.
    """
    length = duration(scan, at + 1) if scan.text(at) in ("dans", "ds", "in") else None
    if length is None or length[0].seconds or length[0].months or length[0].days % 7 or not length[0].days:
        return None
    counted = found.date + timedelta(length[0].days)
    within = within_week(found, Day("week", scan.now.date() + timedelta(length[0].days)))
    if counted != within.date:
        return troubles.which_day(scan.quote(at - 1, length[1])), length[1]
    return within, length[1]


def _this_week(scan: Scan, found: Day, end: int) -> Found:
    """Return a weekday of the present week, which may be gone."""
    if scan.text(end) == "ci":
        end += 1
    placed = calendar.monday_of(scan.now.date()) + timedelta(found.weekday or 0)
    return Day("fixed", placed), end


def within_week(weekday: Day, week: Day) -> Day:
    """Return that weekday of that week."""
    return Day("fixed", calendar.monday_of(week.date) + timedelta(weekday.weekday or 0))


def _week(scan: Scan, at: int) -> Found | None:
    """Read a named period, or `la semaine du 15`, which stands for its Monday."""
    place = scan.skip(at, "the")
    if scan.sense(place, "calendar") != "week" or not scan.has(place + 1, "of", "de"):
        return period(scan, at)
    place = scan.skip(scan.skip(place + 1, "of", "de"), "the")
    found = (
        numeric_date(scan, place, sure=True) or month_date(scan, place) or month_day(scan, place, alone=True)
    )
    if found is None or isinstance(found[0], Trouble):
        return found
    return Day("week", calendar.monday_of(found[0].date)), found[1]


def month_day(scan: Scan, at: int, *, alone: bool = False) -> Found | None:
    """Read a day of the month without its month: `le 15`, `the 15th`, `le 15 du mois prochain`."""
    place = scan.skip(at, "the")
    if place == at and not alone:
        return None
    number = day_number(scan, place)
    if number is None or not 1 <= number <= 31:
        return None
    after = scan.skip(place + 1, "of")
    in_month = scan.skip(after, "the", "this")
    of_month = in_month > place + 1 and scan.sense(in_month, "calendar") == "month"
    in_letters = scan.has(place, "number") and not scan.digits(place)
    if not of_month and not (
        _stands_alone(scan, at, place) and (not in_letters or _at_hour(scan, place + 1))
    ):
        return None
    month = period(scan, scan.skip(after, "the"))
    if month is not None and isinstance(month[0], Day) and month[0].kind == "month":
        first = month[0].date
        if number > calendar.last_of_month(first.year, first.month).day:
            return troubles.no_such_date(f"{number}/{first.month:02}/{first.year}"), month[1]
        return Day("fixed", first.replace(day=number)), month[1]
    end = place + 1
    if of_month:
        end = in_month + 1
    elif scan.has(end, "next") and scan.language == "fr":
        end += 1
    found = calendar.next_monthday(number, scan.now.date())
    return (Day("monthday", found, monthday=number), end) if found else None


def _at_hour(scan: Scan, at: int) -> bool:
    """Return whether an hour follows, so that the `le quinze` before it is a day: `le quinze à 9h`."""
    place = scan.skip(at, "at_strict")
    hour = scan.number(place) is not None and (place > at or bool(scan.digits(place)))
    return scan.language == "fr" and (hour or scan.has(place, "noon"))


def _stands_alone(scan: Scan, start: int, at: int) -> bool:
    """Return whether a number after an article is a day: no unit, no street, no thing counted or ranked."""
    after = at + 1
    ordinal = scan.has(at, "ordinal")
    if ordinal and scan.language == "fr" and not scan.has(at, "digital"):
        return False
    if scan.has(after, *_NO_DAY_BEFORE):
        marked = scan.has(after + 1, "hour") or (
            scan.sign(after + 1, ":") and scan.glued(after + 2) and len(scan.digits(after + 2)) == 2
        )
        hour = scan.digits(after) and not scan.glued(after) and marked
        return scan.has(after, "day", "part") or bool(hour)
    if scan.sign(after, "-") and scan.digits(after + 1) and scan.has(after + 2, "hour", "meridiem"):
        return False
    if scan.sign(after, "/%€°:+") or (
        scan.sign(after, ".,-") and scan.glued(after) and scan.digits(after + 1)
    ):
        return False
    if not scan.plain(after) or scan.has(start - 1, "calendar", "unit"):
        return True
    if scan.language == "en":
        return ordinal and scan.text(start).startswith("on")
    return not ordinal or is_infinitive(scan.text(after))
