"""Repetitions that begin with `tous les`, `chaque`, `every`: what may follow them."""

from __future__ import annotations

from dataclasses import replace

from bot.language.moments import troubles
from bot.language.moments.dates import month_date
from bot.language.moments.days import day, weekday_name
from bot.language.moments.durations import duration
from bot.language.moments.monthly import (
    every_edge,
    every_ranked,
    monthdays,
    of_month,
    of_period,
    season,
)
from bot.language.moments.parity import other_parity, week_numbers
from bot.language.moments.scan import Scan
from bot.language.moments.values import Frequency, Length, Part, Repeat, Trouble

Found = tuple[Repeat | Trouble, int]
WORKDAYS = (0, 1, 2, 3, 4)
_MOST_LISTED = 7
_PART_HOURS = {"morning": 9, "noon": 12, "afternoon": 14, "evening": 18}
UNITS: dict[str, tuple[Frequency, int]] = {
    "minute": ("MINUTELY", 1), "hour": ("HOURLY", 1), "day": ("DAILY", 1), "week": ("WEEKLY", 1),
    "fortnight": ("WEEKLY", 2), "month": ("MONTHLY", 1), "quarter": ("MONTHLY", 3),
    "half-year": ("MONTHLY", 6), "year": ("YEARLY", 1),
}  # fmt: skip
MOST_OFTEN = 1000


def every(scan: Scan, at: int) -> Found | None:
    """Return the repetition that starts with `tous les` or `every` at that place."""
    if scan.has(at, "every_other"):
        return _every_other(scan, at + 1)
    if not scan.has(at, "every"):
        return None
    place = at + 1
    return (
        _every_rank(scan, place)
        or _every_nth_unit(scan, place)
        or _every_monthday(scan, place)
        or _every_duration(scan, place)
        or _every_so_many(scan, place)
        or _every_weekday(scan, place)
        or working_days(scan, place)
        or _every_part(scan, place)
        or every_edge(scan, place)
        or _every_date(scan, place)
        or _every_unit(scan, place)
    )


def _every_other(scan: Scan, at: int) -> Found | None:
    second = scan.text(at - 1) == "every second"
    weekdays, end = weekday_list(scan, at, scan.has(at, "weekdays"))
    if weekdays:
        if second and of_month(scan, end) > end:
            return Repeat("MONTHLY", weekdays=weekdays, nths=(2,)), of_month(scan, end)
        return Repeat("WEEKLY", 2, weekdays=weekdays), end
    return every_unit_of(scan, at, 2)


def _every_rank(scan: Scan, at: int) -> Found | None:
    """Read the `1er lundi` of `chaque 1er lundi`; `every 3rd Tuesday` may be every three weeks."""
    found = every_ranked(scan, at)
    if found is None or scan.language == "fr" or not scan.has(found[1] - 1, "weekday", "weekdays"):
        return found
    ranked = isinstance(found[0], Repeat) and found[0].nths[0] > 1
    return (troubles.rank_or_interval(scan.quote(at, found[1])), found[1]) if ranked else found


def _every_nth_unit(scan: Scan, at: int) -> Found | None:
    """Read `every 2nd week`."""
    nth = scan.value(at, "ordinal") or 0
    if scan.language == "en" and nth > 1 and scan.name(at + 1, "unit") in ("day", "week", "month", "year"):
        return every_unit_of(scan, at + 1, nth)
    return None


def _every_monthday(scan: Scan, at: int) -> Found | None:
    """Read the `15 du mois` of `tous les 15 du mois`."""
    numbers, end = monthdays(scan, at)
    period = of_period(scan, end)
    if numbers and period is not None:
        return period.counted(Repeat("MONTHLY", monthdays=numbers), scan.quote(at, period.end)), period.end
    ordinal = scan.has(at, "ordinal") and not scan.has(end, "unit", "weekday", "month", "month_abbr")
    if numbers and (ordinal or end >= len(scan.words) or scan.has(end, "at_strict")):
        if ordinal and not scan.plain(end) and not scan.has(end, "of"):
            return Repeat("MONTHLY", monthdays=numbers), end
        return troubles.each_month(scan.quote(at, end)), end
    letters = scan.number(at) is not None and not scan.digits(at)
    if letters and (at + 1 >= len(scan.words) or scan.has(at + 1, "at_strict")):
        return troubles.each_month(scan.quote(at, at + 1)), at + 1
    return None


def _every_duration(scan: Scan, at: int) -> Found | None:
    """Read the `2h30` of `toutes les 2h30`, the `demi-heures` of `toutes les demi-heures`."""
    found = duration(scan, at) or _hour_and_more(scan, at)
    if found is None or found[0].is_calendar:
        return None
    length, end = found
    minutes, odd = divmod(length.seconds, 60)
    if odd or length.days or length.months or not 1 <= minutes <= MOST_OFTEN * 60:
        return troubles.unsupported(scan.quote(at, end)), end
    if minutes % 60 == 0:
        return Repeat("HOURLY", minutes // 60), end
    return Repeat("MINUTELY", minutes), end


def _hour_and_more(scan: Scan, at: int) -> tuple[Length, int] | None:
    """Read the `heures et demie` of `toutes les heures et demie`."""
    if scan.sense(at, "unit") != "hour" or not scan.has(at + 1, "and"):
        return None
    place = scan.skip(at + 2, "a")
    if scan.has(place, "half"):
        return Length(seconds=5400), place + 1
    return (Length(seconds=4500), place + 1) if scan.has(place, "quarter") else None


def _every_so_many(scan: Scan, at: int) -> Found | None:
    """Read the `deux semaines` of `toutes les deux semaines`."""
    count = scan.number(at)
    if count is None:
        return None
    weekdays, end = weekday_list(scan, at + 1)
    if weekdays and scan.language == "fr" and 1 <= count <= MOST_OFTEN:
        return Repeat("WEEKLY", count, weekdays=weekdays), end
    if weekdays:
        return troubles.unsupported(scan.quote(at, at + 2)), at + 2
    if count < 1 or count > MOST_OFTEN:
        return None
    if scan.sense(at + 1, "unit") == "day" and count in (14, 15):
        return Repeat("WEEKLY", 2), at + 2
    if scan.sense(at + 1, "unit") == "day" and count in (7, 8) and (count == 7 or not scan.digits(at)):
        return Repeat("WEEKLY"), at + 2
    return every_unit_of(scan, at + 1, count)


def every_unit_of(scan: Scan, at: int, count: int) -> Found | None:
    """Read the unit of a repetition of so many of them: the `semaines` of `deux semaines`, or even weeks."""
    weeks = week_numbers(scan, at)
    if weeks is not None:
        numbers, end = weeks
        said = Repeat("WEEKLY", weeks=numbers)
        if count != 1:
            return troubles.unsupported(scan.quote(at, end)), end
        return with_listed_days(scan, said, end) or (said, end)
    if (other := other_parity(scan, at)) is not None:
        return other
    unit = scan.name(at, "unit") or (
        scan.name(at, "calendar") if scan.name(at, "calendar") != "weekend" else None
    )
    if unit is None or unit == "second":
        part = scan.name(at, "part") or scan.name(at, "parts")
        if part in _PART_HOURS:
            return Repeat("DAILY", count, part=_part(part)), at + 1
        return None
    said = every_unit(unit, count)
    return with_listed_days(scan, said, at + 1) or (said, at + 1)


def every_unit(unit: str, count: int) -> Repeat:
    """Return the repetition of so many units; a quarter, unlike three months, begins with the year."""
    frequency, factor = UNITS[unit]
    within = factor if unit in ("quarter", "half-year") and count == 1 else 0
    return Repeat(frequency, count * factor, within=within)


def with_listed_days(scan: Scan, said: Repeat, at: int) -> Found | None:
    """Read the days right after the period: `toutes les semaines le mardi et le jeudi`."""
    place = at + 1 if scan.sign(at, ",:(") else at
    place = scan.skip(place, "the", "les", "on")
    place = scan.skip(place, "the")
    if said.frequency == "WEEKLY":
        weekdays, end = weekday_list(scan, place)
        return (replace(said, weekdays=weekdays), end) if len(weekdays) > 1 else None
    if said.frequency == "MONTHLY":
        ranked = every_ranked(scan, place, monthly=True)
        if ranked is not None and isinstance(days := ranked[0], Repeat) and _are_listed(days):
            return replace(days, interval=said.interval, within=said.within, times=said.times), ranked[1]
        numbers, end = monthdays(scan, place)
        return (replace(said, monthdays=numbers), end) if len(numbers) > 1 else None
    return None


def _are_listed(days: Repeat) -> bool:
    """Return whether days of a month are more than a rank and a weekday, which is also a day by itself."""
    return not days.months and (len(days.nths) > 1 or bool(days.positions or days.monthdays))


def _part(name: str) -> Part | None:
    for known in ("morning", "noon", "afternoon", "evening"):
        if known == name:
            return Part(known, _PART_HOURS[known])
    return None


def weekday_list(scan: Scan, at: int, plural: bool = True) -> tuple[tuple[int, ...], int]:
    """Return the weekdays listed there (`lundis et jeudis`, `lundi, mercredi`), and the place after."""
    found: list[int] = []
    place = end = at
    while len(found) < _MOST_LISTED:
        number = scan.value(place, "weekdays")
        after = place + 1
        if number is None:
            number, after = weekday_name(scan, place)
        if number is None:
            break
        found.append(number)
        end = after
        place = end + 1 if scan.sign(end, ",/+&") else end
        place = scan.skip(place, "and")
        if not plural or (place == end and not scan.has(place, "weekdays", "weekday")):
            break
        place = scan.skip(scan.skip(place, "every", "les", "on"), "the")
    return tuple(sorted(set(found))), end


def _every_weekday(scan: Scan, at: int) -> Found | None:
    weekdays, end = weekday_list(scan, at)
    if not weekdays:
        return None
    if dated(scan, end):
        return None
    follows = of_month(scan, end)
    if follows > end and scan.has(scan.skip(follows, "of", "de"), "month"):
        return troubles.unsupported(scan.quote(at, follows + 2)), follows + 2
    if follows > end:
        return Repeat("WEEKLY", weekdays=weekdays), follows
    of_a_month = scan.has(end, "of") and not scan.has(end, "since") and scan.has(end + 1, "month")
    if of_a_month and season(scan, end) is None:
        return troubles.unsupported(scan.quote(at, end + 2)), end + 2
    return Repeat("WEEKLY", weekdays=weekdays), end


def dated(scan: Scan, at: int) -> bool:
    """Return whether the number after a weekday makes a date of it: the `7` of `lundi 7 décembre`."""
    if not scan.digits(at):
        return scan.has(at, "ordinal") and not scan.plain(at + 1)
    counted = scan.plain(at + 1) or scan.has(at + 1, "hour", "meridiem", "times", "unit")
    return not counted and not (scan.sign(at + 1, ":-.") and scan.digits(at + 2))


def working_days(scan: Scan, at: int) -> Found | None:
    """Read `jours ouvrés`, `jours de semaine`, `week-ends`, after `tous les` or `les`."""
    span = scan.value(at, "working")
    if span is not None:
        return Repeat("WEEKLY", weekdays=tuple(range(span)), working=True), at + 1
    if scan.has(at, "week_days"):
        return Repeat("WEEKLY", weekdays=WORKDAYS), at + 1
    if scan.has(at, "weekend"):
        return Repeat("WEEKLY", weekdays=(5, 6)), at + 1
    if scan.sense(at, "unit") == "day":
        place = scan.skip(at + 1, "of")
        place = scan.skip(place, "the")
        if place > at + 1 and scan.sense(place, "calendar") == "week":
            return troubles.unsupported(scan.quote(at, place + 1)), place + 1
    return None


def _in_week(scan: Scan, at: int) -> bool:
    """Return whether `en semaine` stands there, and not `en semaine paire`."""
    return scan.has(at, "in_week") and week_numbers(scan, at) is None


def _every_part(scan: Scan, at: int) -> Found | None:
    part = scan.name(at, "part") or scan.name(at, "parts") or ("noon" if scan.has(at, "noon") else None)
    if part is None:
        return None
    value = _part(part)
    if value is None:
        return troubles.vague(scan.quote(at, at + 1)), at + 1
    base = Repeat("DAILY", part=value)
    place = scan.skip(at + 1, "of")
    place = scan.skip(place, "the")
    working = working_days(scan, place) if place > at + 1 else None
    if working is not None and isinstance(working[0], Repeat):
        return replace(working[0], part=value), working[1]
    if place > at + 1 and scan.sense(place, "calendar") == "week":
        return troubles.unsupported(scan.quote(at, place + 1)), place + 1
    if _in_week(scan, at + 1):
        return replace(base, frequency="WEEKLY", weekdays=WORKDAYS), at + 2
    return base, at + 1


def _every_date(scan: Scan, at: int) -> Found | None:
    """Read the `3 mars` of `tous les 3 mars`, and the feast of `chaque Noël`."""
    found = month_date(scan, at) or (day(scan, at) if scan.has(at, "holiday") else None)
    if found is None:
        return None
    value, end = found
    if isinstance(value, Trouble):
        return value, end
    if value.kind != "date" or value.monthday is None or value.month is None:
        return troubles.unsupported(scan.quote(at, end)), end
    return Repeat("YEARLY", monthdays=(value.monthday,), months=(value.month,)), end


def _every_unit(scan: Scan, at: int) -> Found | None:
    if scan.text(at + 1).startswith("ouvr") and scan.name(at, "unit") == "hour":
        return troubles.unsupported(scan.quote(at, at + 2)), at + 2
    found = every_unit_of(scan, at, 1)
    if found is None:
        return None
    value, end = found
    if isinstance(value, Repeat) and value.frequency == "DAILY" and _in_week(scan, end):
        return Repeat("WEEKLY", weekdays=WORKDAYS), end + 1
    if isinstance(value, Repeat) and value == Repeat("DAILY"):
        return weekday_range(scan, end) or found
    return value, end


def weekday_range(scan: Scan, at: int) -> Found | None:
    """Read `du lundi au vendredi`, `Monday to Friday`, `lundi-vendredi`: those days, every week."""
    opened = scan.has(at, "de", "from", "span_start")
    place = at + 1 if opened else at
    place = scan.skip(place, "the")
    first, end = weekday_name(scan, place)
    if first is None:
        first, end = scan.value(place, "weekdays"), place + 1
    joined = scan.words[end].gap == "-" if end < len(scan.words) else False
    if first is None or not (joined or scan.has(end, "span_end") or scan.sign(end, "-")):
        return None
    if scan.has(end, "and"):
        return None
    last_at = end if joined else scan.skip(end + 1, "the")
    last, after = weekday_name(scan, last_at)
    if last is None or (
        scan.digits(after) and not scan.has(after + 1, "hour", "meridiem") and not scan.sign(after + 1, ":")
    ):
        return None
    habitual = scan.language == "en" or joined or scan.sign(end, "-") or scan.text(end) == "au"
    if not habitual:
        return None
    if last <= first:
        last += 7
    return Repeat("WEEKLY", weekdays=tuple(sorted({number % 7 for number in range(first, last + 1)}))), after
