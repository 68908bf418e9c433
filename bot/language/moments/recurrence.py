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
from bot.language.moments.monthly import every_edge, every_ranked, monthdays, of_period
from bot.language.moments.periods import ranked_day
from bot.language.moments.scan import Scan
from bot.language.moments.values import Day, Repeat, Trouble

Found = tuple[Repeat | Trouble, int]
_NO_DAYS_BEFORE = ("month", "month_abbr", "unit", "hour", "weekday", "of")
"""What makes the numbers before it something else than days of each month."""


def repeat(scan: Scan, at: int) -> Found | None:
    """Return the repetition that starts at that place."""
    return (
        every(scan, at)
        or _one_in(scan, at)
        or _of_every(scan, at)
        or _times_per(scan, at)
        or weekday_range(scan, at)
        or _plural(scan, at)
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
    ranked = every_ranked(scan, place) if scan.has(place, "ordinal") else None
    if ranked is not None and scan.recurring and not _is_of_one_month(ranked[0]):
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
    if scan.recurring and len(numbers) > 1 and not scan.plain(end) and not scan.has(end, *_NO_DAYS_BEFORE):
        return Repeat("MONTHLY", monthdays=numbers), end
    return _dated_every_year(scan, place)


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
    if weekday is not None:
        return (Repeat("WEEKLY", weekdays=(weekday,)), place + 2) if name == "week" else None
    if found is None or isinstance(found[0], Trouble) or name != "year":
        return None
    said = with_day(Repeat("YEARLY"), found[0])
    return (said, place + 2) if said else None


def _times_per(scan: Scan, at: int) -> Found | None:
    """Read `une fois par mois`, and refuse `deux fois par semaine`."""
    count = scan.number(at)
    place = at + 1
    if scan.has(at, "once") and scan.has(place, "every", "every_other"):
        return every(scan, place)
    if count is not None and scan.has(place, "weekday") and scan.has(place + 1, "each_of"):
        return troubles.unsupported(scan.quote(at, place + 3)), place + 3
    if count is not None and scan.has(place, "weekdays"):
        return troubles.unsupported(scan.quote(at, place + 1)), place + 1
    if scan.has(at, "once"):
        count = 1
    elif scan.has(at, "twice"):
        count = 2
    elif count is not None and scan.has(place, "times"):
        place += 1
    else:
        return None
    if not scan.has(place, "each_of") and not scan.has(place, "every"):
        return None
    found = every_unit_of(scan, place + 1, 1)
    if found is None:
        return None
    if count != 1:
        return troubles.unsupported(scan.quote(at, found[1])), found[1]
    return found


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
    if not scan.recurring or scan.has(end, "next", "slang_next", "last", "in_eight", "of"):
        return False
    return count > 1 or (scan.language == "fr" and scan.has(at, "the"))


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
    """Read `quotidiennement`, `daily at 9`, `rappel hebdomadaire`, but not `le rapport mensuel`."""
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
    if name in UNITS:
        return every_unit(name, 1), at + 1
    for frequency, _factor in UNITS.values():
        if frequency == name:
            return Repeat(frequency), at + 1
    return None


def both(one: Repeat, other: Repeat) -> Repeat | None:
    """Return what two repetitions say of each other (`les jeudis, une semaine sur deux`), or None."""
    if one.part is not None and other.part is not None:
        return None
    for period, days in ((one, other), (other, one)):
        if period.weekdays or period.monthdays or days.interval > 1:
            continue
        if days.frequency == period.frequency == "MONTHLY" and not days.months:
            ranked = days.weekdays or days.monthdays
            return replace(days, interval=period.interval, within=period.within) if ranked else None
        if days.frequency != "WEEKLY":
            continue
        if days.weekdays and period.frequency in ("DAILY", "WEEKLY"):
            if period.frequency == "DAILY" and period.interval > 1:
                return None
            return replace(days, interval=period.interval, part=one.part or other.part)
    return None


def with_day(value: Repeat, said: Day) -> Repeat | None:
    """Return the repetition completed by a day said apart (`tous les mois le 15`), or None if they clash."""
    if value.weekdays or value.monthdays:
        return None
    if value.frequency == "WEEKLY" and said.kind == "weekday" and said.weekday is not None:
        return replace(value, weekdays=(said.weekday,))
    if value.frequency == "MONTHLY" and said.kind == "monthday" and said.monthday is not None:
        return replace(value, monthdays=(said.monthday,))
    yearly = value.frequency == "YEARLY" and said.month is not None
    months = (said.month,) if said.month is not None else ()
    if said.kind == "nth" and said.nth and (yearly or (value.frequency == "MONTHLY" and not said.month)):
        if said.weekday is None:
            return None
        return replace(value, weekdays=(said.weekday,), nths=(said.nth,), months=months)
    if value.frequency == "YEARLY" and said.kind == "date" and said.monthday is not None:
        return replace(value, monthdays=(said.monthday,), months=months)
    return None
