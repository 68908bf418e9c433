"""Repetitions: `tous les mardis`, `un jeudi sur deux`, `le 15 de chaque mois`, `du lundi au vendredi`."""

from __future__ import annotations

from dataclasses import replace

from bot.language.moments import troubles
from bot.language.moments.dates import month_date
from bot.language.moments.every import (
    MOST_OFTEN,
    UNITS,
    WORKDAYS,
    dated,
    every,
    every_unit,
    every_unit_of,
    weekday_list,
    weekday_range,
    with_listed_days,
    working_days,
)
from bot.language.moments.monthly import every_edge, every_ranked, monthdays, of_period, season
from bot.language.moments.parity import week_numbers
from bot.language.moments.periods import ranked_day
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Repeat, Trouble

Found = tuple[Repeat | Trouble, int]
_NO_DAYS_BEFORE = ("month", "month_abbr", "unit", "hour", "weekday", "of")
"""What makes the numbers before it something else than days of each month."""
_RHYTHMS = {
    "two months": Repeat("MONTHLY", 2),
    "four months": Repeat("MONTHLY", 4),
    "two years": Repeat("YEARLY", 2),
    "twice a day": Repeat("DAILY", times=2),
    "twice a week": Repeat("WEEKLY", times=2),
    "twice a month": Repeat("MONTHLY", times=2),
}
"""What adverbs and adjectives mean that are of no single unit."""
_MOST_TIMES = 31
_ALL_DAYS = tuple(range(7))
_EVERY_OTHER = 2


def repeat(scan: Scan, at: int) -> Found | None:
    """Return the repetition that starts at that place."""
    return (
        every(scan, at)
        or _one_in(scan, at)
        or _of_every(scan, at)
        or _times_per(scan, at)
        or weekday_range(scan, at)
        or _plural(scan, at)
        or _some_weeks(scan, at)
        or _named_days(scan, at)
        or _adverb(scan, at)
    )


def _one_in(scan: Scan, at: int) -> Found | None:
    """Read `un jeudi sur deux`, `une semaine sur deux le jeudi`, `un matin sur deux`."""
    place = scan.skip(at, "every")
    place = scan.skip(place, "the") if scan.language == "fr" else place
    if scan.language != "fr":
        return None
    if scan.text(place) == "un jour" and scan.has(place + 1, "odd") and (count := scan.number(place + 2)):
        return (Repeat("DAILY", count), place + 3) if 2 <= count <= MOST_OFTEN else None
    if scan.number(place) != 1:
        return None
    place += 1
    weekday = scan.value(place, "weekday")
    if not scan.has(place + 1, "odd") and not (weekday is not None and scan.sign(place + 1, "/")):
        return None
    count = scan.number(place + 2)
    if count is None or not 2 <= count <= MOST_OFTEN:
        return None
    if weekday is not None:
        return Repeat("WEEKLY", count, weekdays=(weekday,)), place + 3
    if scan.has(place, "weekend"):
        return Repeat("WEEKLY", count, weekdays=(5, 6)), place + 3
    found = every_unit_of(scan, place, count)
    if found is None or isinstance(found[0], Trouble):
        return None
    return with_listed_days(scan, found[0], place + 3) or (found[0], place + 3)


def _of_every(scan: Scan, at: int) -> Found | None:
    """Read `le 15 de chaque mois`, `le 1er lundi de chaque mois`, `the 1st and 15th of every month`."""
    place = scan.skip(at, "the", "les")
    plural = scan.has(at, "les")
    if scan.has(place, "edge"):
        found = every_edge(scan, place)
        return found if found and (scan.recurring or scan.has(found[1] - 2, "every", "each_the")) else None
    ranked = every_ranked(scan, place) if scan.has(place, "ordinal", "number") else None
    always = scan.recurring or (plural and ranked is not None and isinstance(ranked[0], Trouble))
    if ranked is not None and always and not _is_of_one_month(ranked[0]):
        return ranked
    if (
        ranked is not None
        and isinstance(ranked[0], Repeat)
        and (scan.name(ranked[1] - 1, "calendar") == "month" or scan.has(ranked[1] - 1, "unit"))
    ):
        repeated = (
            plural
            or scan.has(place + 1, "weekdays")
            or scan.has(ranked[1] - 2, "every", "each_the")
            or len(ranked[0].nths) > 1
        )
        return ranked if repeated else None
    numbers, end = monthdays(scan, place)
    period = of_period(scan, end)
    if numbers and period is not None:
        after = period.end
        repeated = (
            plural
            or scan.recurring
            or len(numbers) > 1
            or scan.has(after - 2, "every", "each_the")
            or scan.has(after - 3, "every")
        )
        if repeated:
            return period.counted(Repeat("MONTHLY", monthdays=numbers), scan.quote(at, after)), after
    hours = scan.has(at - 1, "at_strict")
    if scan.recurring and len(numbers) > 1 and not hours and _ends_a_list(scan, end):
        return Repeat("MONTHLY", monthdays=numbers), end
    return _dated_every_year(scan, place)


def _ends_a_list(scan: Scan, at: int) -> bool:
    """Return whether the numbers before what stands there may be days of each month."""
    return not scan.plain(at) and not scan.has(at, *_NO_DAYS_BEFORE)


def _is_of_one_month(said: Repeat | Trouble) -> bool:
    """Return whether it is a day of one month of the year: `le 1er lundi de janvier` is one day by itself."""
    return isinstance(said, Repeat) and said.frequency == "YEARLY"


def _dated_every_year(scan: Scan, at: int) -> Found | None:
    """Read `le 3 mars de chaque année`, `le mardi de chaque semaine`."""
    weekday = scan.value(at, "weekday")
    found = (month_date(scan, at) or ranked_day(scan, at)) if weekday is None else None
    end = at + 1 if weekday is not None else found[1] if found else at
    place = scan.skip(end, "of", "de")
    if place == end or not scan.has(place, "every", "each_the"):
        return None
    name = scan.name(place + 1, "calendar")
    weeks = week_numbers(scan, place + 1)
    if weekday is not None and weeks is not None:
        return Repeat("WEEKLY", weekdays=(weekday,), weeks=weeks[0]), weeks[1]
    if weekday is not None:
        return (Repeat("WEEKLY", weekdays=(weekday,)), place + 2) if name == "week" else None
    if found is None or isinstance(found[0], Trouble) or name != "year":
        return None
    said = with_day(Repeat("YEARLY"), found[0])
    return (said, place + 2) if said else None


def _times_per(scan: Scan, at: int) -> Found | None:
    """Read `une fois par mois`, `deux fois par semaine`, and refuse `un mardi par mois`."""
    number, place = scan.number(at), at + 1
    if scan.has(at, "once") and scan.has(place, "every", "every_other"):
        return every(scan, place)
    if number is not None and scan.has(place, "weekday") and scan.has(place + 1, "each_of"):
        return troubles.which_weekdays(scan.quote(at, place + 3)), place + 3
    if number is not None and scan.has(place, "weekdays"):
        end = place + 3 if scan.has(place + 1, "each_of") else place + 1
        return troubles.which_weekdays(scan.quote(at, end)), end
    count, place = _times(scan, at)
    if count is None or not (scan.has(place, "each_of", "every") or scan.sign(place, "/")):
        return None
    found = every_unit_of(scan, place + 1, 1)
    return found if found is None or count == 1 else _several_times(scan, count, at, found)


def _times(scan: Scan, at: int) -> tuple[int | None, int]:
    """Return how often `une fois`, `twice`, `3 fois` say, and the place after."""
    if scan.has(at, "once", "twice"):
        return (1 if scan.has(at, "once") else 2), at + 1
    is_counted = scan.has(at + 1, "times") or counts_times(scan, at)
    return (scan.number(at), at + 2) if is_counted else (None, at)


def counts_times(scan: Scan, at: int) -> bool:
    """Return whether the `2x` of `2x par mois` or `2x/semaine` stands there."""
    is_sign = scan.number(at) is not None and scan.text(at + 1) == "x"
    return is_sign and (scan.has(at + 2, "each_of", "every") or scan.sign(at + 2, "/"))


def _several_times(scan: Scan, count: int, at: int, found: Found) -> Found:
    """Return a repetition that comes so many times in its period, of which as many days must be named."""
    said, end = found
    if isinstance(said, Trouble):
        return found
    if said.frequency in ("HOURLY", "MINUTELY") or said.within or not 1 <= count <= _MOST_TIMES:
        return troubles.unsupported(scan.quote(at, end)), end
    return replace(said, times=count), end


def _plural(scan: Scan, at: int) -> Found | None:
    """Read `les mardis`, `les mardi et jeudi`, `on Tuesdays`."""
    place = scan.skip(at, "les", "on", *(("the",) if scan.recurring else ()))
    weekdays, end = weekday_list(scan, place)
    if not weekdays or not (scan.has(place, "weekdays") or _is_habit(scan, at, end, len(weekdays))):
        return None
    return None if dated(scan, end) else (Repeat("WEEKLY", weekdays=weekdays), end)


def _is_habit(scan: Scan, at: int, end: int, count: int) -> bool:
    """Return whether weekdays in the singular are those of each week: `les mardi et jeudi`.

    Where something recurs, so are `le mardi` and `lundi et jeudi`; but not `lundi`, nor `le mardi en huit`.
    """
    if scan.has(at, "les") and (count > 1 or scan.recurring):
        return True
    if not scan.recurring or scan.has(end, "next", "slang_next", "last", "in_eight"):
        return False
    if scan.has(end, "of") and scan.number(end + 1) is None and season(scan, end) is None:
        return False
    return count > 1 or (scan.language == "fr" and scan.has(at, "the"))


def _some_weeks(scan: Scan, at: int) -> Found | None:
    """Read `les semaines paires`, `en semaine impaire`, `odd weeks`; one week alone is asked about."""
    place = scan.skip(at, "les", "the", "on")
    found = week_numbers(scan, place)
    if found is None:
        return None
    weeks, end = found
    several = scan.text(end - 1).endswith("s") or scan.has(place, "in_week")
    if not (several or scan.recurring):
        return troubles.every_such_week(scan.quote(place, end)), end
    said = Repeat("WEEKLY", weeks=weeks)
    return with_listed_days(scan, said, end) or (said, end)


def _named_days(scan: Scan, at: int) -> Found | None:
    """Read `les jours ouvrés`, `en semaine`, `on weekdays`, `les week-ends`."""
    if scan.has(at, "in_week"):
        if is_week_number(scan, at + 1):
            return troubles.unsupported(scan.quote(at, at + 2)), at + 2
        return Repeat("WEEKLY", weekdays=WORKDAYS), at + 1
    place = scan.skip(at, "les", "on")
    if scan.has(place, "working") and (
        scan.text(place).startswith(("jours", "working days", "business days", "work days", "workdays"))
    ):
        return working_days(scan, place)
    if place > at and scan.has(place, "week_days"):
        return working_days(scan, place)
    if place > at and scan.has(place, "weekend") and scan.text(place).endswith("s"):
        return working_days(scan, place)
    return None


def is_week_number(scan: Scan, at: int) -> bool:
    """Return whether the number after `en semaine` is that of a week, and no hour."""
    if not scan.digits(at) or scan.has(at + 1, "hour", "meridiem"):
        return False
    return not (scan.sign(at + 1, ":.") and scan.glued(at + 1) and scan.digits(at + 2))


def _adverb(scan: Scan, at: int) -> Found | None:
    """Read `quotidiennement`, `daily at 9`, `rappel bimensuel`, but not `le rapport mensuel`."""
    name = scan.name(at, "periodic")
    if name is None:
        return None
    introduced = (
        (at == 0 and not scan.plain(at + 1))
        or scan.text(at - 1) in ("rappel", "reminder")
        or scan.text(at).endswith("ment")
        or scan.text(at) == "tlj"
    )
    followed = (
        scan.digits(at + 1)
        or scan.has(at + 1, "at_strict", "on", "weekday", "the")
        or at + 1 >= len(scan.words)
    )
    english = scan.language == "en" and (followed or scan.timely(at + 1))
    if not introduced and not english:
        return None
    if name.startswith("unclear"):
        return troubles.twice_or_every_other(scan.quote(at, at + 1), years=name.endswith("years")), at + 1
    said = every_unit(name, 1) if name in UNITS else _RHYTHMS[name]
    return with_listed_days(scan, said, at + 1) or (said, at + 1)


def both(one: Repeat, other: Repeat) -> Repeat | None:
    """Return what two repetitions say of each other (`les jeudis, une semaine sur deux`), or None."""
    if one.part is not None and other.part is not None:
        return None
    one, other = _of_weeks(one, other), _of_weeks(other, one)
    for period, days in ((one, other), (other, one)):
        if period == Repeat("DAILY") and days.frequency in ("HOURLY", "MINUTELY"):
            return days
        if period.weekdays or period.monthdays or days.interval > 1 or days.weeks or days.times:
            continue
        found = _within(period, days)
        if found is not None:
            return replace(found, part=one.part or other.part)
    return None


def _of_weeks(said: Repeat, other: Repeat) -> Repeat:
    """Return `une semaine sur deux` as each one where another repetition says which: the even ones."""
    every_other = said.frequency == "WEEKLY" and said.interval == _EVERY_OTHER
    return replace(said, interval=1) if every_other and other.weeks and not said.weeks else said


def _within(period: Repeat, days: Repeat) -> Repeat | None:
    """Return the days of a repetition in a period that names none itself, or None.

    A period that is `twice a month` keeps asking for its days when a weekday is all that is said of them.
    """
    completed = replace(
        days, interval=period.interval, within=period.within, weeks=period.weeks, times=period.times
    )
    if days.frequency == period.frequency == "MONTHLY" and not days.months:
        return completed if days.weekdays or days.monthdays else None
    if period.weeks and days.frequency == "DAILY":
        return replace(period, weekdays=_ALL_DAYS)
    if period.weeks and days == Repeat("WEEKLY"):
        return period
    if days.frequency != "WEEKLY" or not days.weekdays:
        return None
    if period.frequency == "MONTHLY" and period.times:
        return period
    if period.frequency == "DAILY" and (period.interval > 1 or period.times):
        return None
    return completed if period.frequency in ("DAILY", "WEEKLY") else None


def with_day(value: Repeat, said: Day) -> Repeat | None:
    """Return the repetition completed by a day said apart (`tous les mois le 15`), or None if they clash."""
    if value.weekdays or value.monthdays:
        return None
    if value.frequency == "WEEKLY" and said.kind == "weekday" and said.weekday is not None:
        return replace(value, weekdays=(said.weekday,))
    if value.frequency == "MONTHLY" and said.kind == "monthday" and said.monthday is not None:
        return replace(value, monthdays=(said.monthday,))
    if value.frequency == "MONTHLY" and said.kind == "weekday" and value.times:
        return value
    yearly = value.frequency == "YEARLY" and said.month is not None
    months = (said.month,) if said.month is not None else ()
    if said.kind == "nth" and said.nth and (yearly or (value.frequency == "MONTHLY" and not said.month)):
        if said.weekday is None:
            return None
        return replace(value, weekdays=(said.weekday,), nths=(said.nth,), months=months)
    if value.frequency == "YEARLY" and said.kind == "date" and said.monthday is not None:
        return replace(value, monthdays=(said.monthday,), months=months)
    return None
