"""Rules said back in plain words: `chaque mardi à 10 h`, `un jeudi sur deux à 9 h`, `on weekdays at 08:45`.

Like the dates in `bot.language.dates`, the words stand here: each language builds its sentence in its own
order, which no translated template could follow.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from bot.language.dates import spell_day, spell_time
from bot.language.messages import Language, Markup
from bot.language.moments.rules import each, parts, until_of

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKDAYS = (0, 1, 2, 3, 4)
_FEWEST_IN_A_RANGE = 4
_MONDAY = date(2024, 1, 1)
_UNITS_FR = {
    "MINUTELY": "minutes",
    "HOURLY": "heures",
    "DAILY": "jours",
    "WEEKLY": "semaines",
    "MONTHLY": "mois",
    "YEARLY": "ans",
}
_UNITS_EN = {
    "MINUTELY": "minute",
    "HOURLY": "hour",
    "DAILY": "day",
    "WEEKLY": "week",
    "MONTHLY": "month",
    "YEARLY": "year",
}
_INSTEAD: dict[Language, dict[tuple[str, bool], str]] = {
    "fr": {
        ("FR", False): "ou le jour ouvré suivant",
        ("SA", False): "ou le jour ouvrable suivant",
        ("SU", False): "ou le lendemain si c’est férié",
        ("FR", True): "ou le jour ouvré précédent",
        ("SA", True): "ou le jour ouvrable précédent",
        ("SU", True): "ou la veille si c’est férié",
    },
    "en": {
        ("FR", False): "or the next working day",
        ("SA", False): "or the next Monday-to-Saturday working day",
        ("SU", False): "or the next day if it is a public holiday",
        ("FR", True): "or the previous working day",
        ("SA", True): "or the previous Monday-to-Saturday working day",
        ("SU", True): "or the day before if it is a public holiday",
    },
}
"""Where a day may move to, by the last weekday on which it may come, and whether it moves back."""
_FEWEST_HOURS_IN_A_RANGE = 4
_PERIODS_OF_A_YEAR = (2, 4)
"""Half-years and quarters. What leaves out months comes in more of them."""
_FEMININE = frozenset(("MINUTELY", "HOURLY", "WEEKLY"))
_ENGLISH_RANKS = {
    1: "first",
    2: "second",
    3: "third",
    4: "fourth",
    5: "fifth",
    6: "sixth",
    -1: "last",
    -2: "second to last",
}


def spell_rule(
    rule: str, first: datetime, language: Language, *, skip_holidays: bool = False, whole_days: bool = False
) -> Markup:
    """Return a rule in words; `first` is its first occurrence, aware, in the reader's zone.

    Of one of whole days no hour is said.

    >>> from datetime import timezone
    >>> spell_rule("FREQ=WEEKLY;BYDAY=TU;COUNT=3", datetime(2026, 11, 24, 10, tzinfo=timezone.utc), "en")
    'every Tuesday at 10:00, 3 times'
    """
    rules = [_with_all_months(parts(one)) for one in each(rule)]
    unmoved = [_unmoved(found, language) for found, _months in rules]
    days = [_days(found, first, language, with_hours=not whole_days) for found, _instead in unmoved]
    (found, instead), months = unmoved[0], rules[0][1]
    exceptions = _exceptions(found, months, language, skipped=skip_holidays and not instead)
    ends = [instead, exceptions, _end(found, first, language)]
    said = _listed(days, "et" if language == "fr" else "and")
    return Markup(", ".join((said, *(end for end in ends if end))))


def _days(found: dict[str, str], first: datetime, language: Language, *, with_hours: bool) -> str:
    """Return the days of a rule, with their hours if wanted."""
    days = _french(found, first) if language == "fr" else _english(found, first)
    if not with_hours or found["FREQ"] in ("HOURLY", "MINUTELY"):
        return days
    return f"{days} {_hours(found, first, language)}"


def _with_all_months(found: dict[str, str]) -> tuple[dict[str, str], list[int]]:
    """Return a rule as if it came in all months, and those that it leaves out: not where it names its own.

    A yearly rule has one month, unless it numbers weeks; that of a quarter or half-year has one in each.
    """
    months = [int(month) for month in found.get("BYMONTH", "").split(",") if month]
    is_yearly = found["FREQ"] == "YEARLY" and "BYWEEKNO" not in found
    if not months or is_yearly or (found["FREQ"] == "MONTHLY" and len(months) in _PERIODS_OF_A_YEAR):
        return found, []
    kept = {name: value for name, value in found.items() if name != "BYMONTH"}
    return kept, [month for month in range(1, 13) if month not in months]


def _unmoved(found: dict[str, str], language: Language) -> tuple[dict[str, str], str]:
    """Return a rule whose day may move to another one as the rule of that day, and how it moves."""
    weekly = found["FREQ"] == "WEEKLY"
    if "BYSETPOS" not in found or not (weekly or "BYMONTHDAY" in found):
        return found, ""
    back = found["BYSETPOS"] == "-1"
    last = found.get("BYDAY", "SU").split(",")[-1]
    if weekly and back and last in _CODES[: len(_WORKDAYS)]:
        last = "FR"
    day = "BYDAY" if weekly else "BYMONTHDAY"
    kept = {name: value for name, value in found.items() if name not in ("BYSETPOS", "BYDAY", "BYMONTHDAY")}
    own = found[day].split(",")[-1 if back else 0]
    return {**kept, day: own}, _INSTEAD[language][last, back]


def _exceptions(found: dict[str, str], months: Sequence[int], language: Language, *, skipped: bool) -> str:
    """Return what becomes of public holidays, which may not count among working days, and of months."""
    but, both, into = ("sauf", "et", "en") if language == "fr" else ("except", "and", "in")
    in_months = [f"{into} {_listed([_month(month, language) for month in months], both)}"] if months else []
    if "BYSETPOS" in found:
        return ", ".join([_counted(language, skipped=skipped), *(f"{but} {one}" for one in in_months)])
    holidays = ["jours fériés" if language == "fr" else "public holidays"] if skipped else []
    return f"{but} {_listed([*holidays, *in_months], both)}" if holidays or months else ""


def _counted(language: Language, *, skipped: bool) -> str:
    if language == "fr":
        return "jours fériés non comptés" if skipped else "jours fériés compris"
    return "public holidays not counted" if skipped else "public holidays included"


def _hours(found: dict[str, str], first: datetime, language: Language) -> str:
    """Return the hours of each day: `à 9 h`, `à 9 h et 17 h`, or `toutes les 2 heures de 8 h à 18 h`."""
    hours = [int(hour) for hour in found.get("BYHOUR", str(first.hour)).split(",")]
    times = [spell_time(time(hour, int(found.get("BYMINUTE", first.minute))), language) for hour in hours]
    steps = {later - hour for hour, later in pairwise(hours)}
    daily = found["FREQ"] == "DAILY" and "INTERVAL" not in found
    if not daily or len(hours) < _FEWEST_HOURS_IN_A_RANGE or len(steps) > 1:
        return f"à {_listed(times, 'et')}" if language == "fr" else f"at {_listed(times, 'and')}"
    step = steps.pop()
    if language == "fr":
        return f"toutes les {'' if step == 1 else f'{step} '}heures de {times[0]} à {times[-1]}"
    return f"every {'hour' if step == 1 else f'{step} hours'} from {times[0]} to {times[-1]}"


def _end(found: dict[str, str], first: datetime, language: Language) -> str:
    count = found.get("COUNT")
    if count is not None:
        return f"{count} fois" if language == "fr" else f"{count} times" if count != "1" else "once"
    until = until_of(found)
    if until is None:
        return ""
    day = spell_day(until.astimezone(first.tzinfo or UTC), language)
    return f"jusqu’au {day}" if language == "fr" else f"until {day}"


def _weekdays(found: dict[str, str], first: datetime) -> tuple[list[int], list[int]]:
    """Return the weekdays of a rule, from Monday, 0, and their ranks in the month."""
    written = found.get("BYDAY")
    if written is None:
        return ([first.weekday()] if found["FREQ"] == "WEEKLY" else []), []
    codes = written.split(",")
    weekdays = sorted({_CODES.index(code[-2:]) for code in codes})
    return weekdays, [int(code[:-2]) for code in codes if len(code) > 2]


def _weekday(number: int, language: Language) -> str:
    return spell_day(_MONDAY + timedelta(number), language).split()[0]


def _day_and_month(month: int, number: int, language: Language) -> str:
    return " ".join(spell_day(date(2024, month, number), language).split()[1:3])


def _month(number: int, language: Language) -> str:
    return spell_day(date(2024, number, 1), language).split()[2]


def _listed(words: Sequence[str], conjunction: str) -> str:
    *others, last = words
    return f"{', '.join(others)} {conjunction} {last}" if others else last


def _are_a_range(weekdays: list[int]) -> bool:
    """Return whether weekdays follow one another, so many that only the first and the last are named."""
    return len(weekdays) >= _FEWEST_IN_A_RANGE and weekdays[-1] - weekdays[0] == len(weekdays) - 1


def _within(found: dict[str, str]) -> tuple[int, int | None]:
    """Return the length in months of the period whose days are counted, and which month of it is named.

    Days counted from the start are in its first month and those counted back from the end in the last one:
    that need not be said. The 15th of its first month is no 15th of the quarter.
    """
    if "BYMONTH" not in found:
        return 1, None
    months = [int(month) for month in found["BYMONTH"].split(",")]
    length, month = 12 // len(months), months[0]
    first = found.get("BYDAY", "") if "BYSETPOS" not in found else found["BYSETPOS"]
    backwards = (first or found["BYMONTHDAY"]).startswith("-")
    counted = bool(first) or found["BYMONTHDAY"] in ("1", "-1")
    return length, None if counted and month == (length if backwards else 1) else month


def _parity(found: dict[str, str], even: str, odd: str) -> str:
    """Return the word for the weeks of a rule: it numbers every other one, from the first that is so."""
    return even if int(found["BYWEEKNO"].split(",")[0]) % 2 == 0 else odd


def _french(found: dict[str, str], first: datetime) -> str:
    frequency, interval = found["FREQ"], int(found.get("INTERVAL", "1"))
    weekdays, ranks = _weekdays(found, first)
    if "BYWEEKNO" in found:
        return f"{_french_week(weekdays, 1, '')} des semaines {_parity(found, 'paires', 'impaires')}"
    every = "toutes les" if frequency in _FEMININE else "tous les"
    period = (
        f"{every} {_UNITS_FR[frequency]}" if interval == 1 else f"{every} {interval} {_UNITS_FR[frequency]}"
    )
    if frequency == "WEEKLY":
        return _french_week(weekdays, interval, period)
    if frequency == "MONTHLY":
        day = _french_days(found, first, weekdays, ranks)
        if interval == 1:
            return f"{day} {_french_period(found)}"
        return f"{period}, {day} du mois" if found.get("BYMONTHDAY") == "-1" else f"{period}, {day}"
    if frequency == "YEARLY":
        month, number = int(found.get("BYMONTH", first.month)), int(found.get("BYMONTHDAY", first.day))
        named = _day_and_month(month, number, "fr")
        if not weekdays:
            return f"{period}, le {named}"
        of = "d’" if named.split()[1][0] in "ao" else "de "
        return f"{period}, {_french_days(found, first, weekdays, ranks)} {of}{named.split()[1]}"
    return period


def _french_week(weekdays: list[int], interval: int, period: str) -> str:
    names = [_weekday(number, "fr") for number in weekdays]
    if interval == 1:
        return f"du {names[0]} au {names[-1]}" if _are_a_range(weekdays) else f"chaque {_listed(names, 'et')}"
    if len(names) == 1:
        return f"un {names[0]} sur {'deux' if interval == 2 else interval}"
    return f"{period}, {_listed([f'le {name}' for name in names], 'et')}"


def _french_days(found: dict[str, str], first: datetime, weekdays: list[int], ranks: list[int]) -> str:
    if "BYSETPOS" in found:
        named = "jour ouvré" if tuple(weekdays) == _WORKDAYS else "jour ouvrable"
        named = f"{_weekday(weekdays[0], 'fr')} ouvré" if len(weekdays) == 1 else named
        ranks = [int(rank) for rank in found["BYSETPOS"].split(",")]
        return f"{_listed([_french_rank(rank) for rank in ranks], 'et')} {named}"
    if weekdays:
        names = _listed([_weekday(number, "fr") for number in weekdays], "et")
        return f"{_listed([_french_rank(rank) for rank in ranks or [1]], 'et')} {names}"
    numbers = [int(number) for number in found.get("BYMONTHDAY", str(first.day)).split(",")]
    if "BYMONTH" in found and numbers == [1]:
        return "le 1er jour"
    return _listed([f"le {_french_monthday(number)}" for number in numbers], "et")


def _french_period(found: dict[str, str]) -> str:
    """Return the period whose days are counted: `de chaque mois`, `du 2e mois de chaque trimestre`."""
    length, month = _within(found)
    name = {1: "mois", 3: "trimestre", 6: "semestre"}[length]
    if month is None:
        return f"de chaque {name}"
    return f"du {'1er' if month == 1 else f'{month}e'} mois de chaque {name}"


def _french_rank(rank: int) -> str:
    if rank < 0:
        return "le dernier" if rank == -1 else "l’avant-dernier"
    return "le 1er" if rank == 1 else f"le {rank}e"


def _french_monthday(number: int) -> str:
    if number < 0:
        return "dernier jour"
    return "1er" if number == 1 else str(number)


def _english(found: dict[str, str], first: datetime) -> str:
    frequency, interval = found["FREQ"], int(found.get("INTERVAL", "1"))
    weekdays, ranks = _weekdays(found, first)
    if "BYWEEKNO" in found:
        return f"{_english_week(weekdays, 1, '')} of {_parity(found, 'even', 'odd')} weeks"
    unit = _UNITS_EN[frequency]
    period = f"every {unit}" if interval == 1 else f"every {interval} {unit}s"
    if frequency == "WEEKLY":
        return _english_week(weekdays, interval, period)
    if frequency == "MONTHLY":
        day = _english_days(found, first, weekdays, ranks)
        if interval == 1:
            return f"{day} {_english_period(found)}"
        return f"{period} on {day}{' of the month' if found.get('BYMONTHDAY') == '-1' else ''}"
    if frequency == "YEARLY":
        month, number = int(found.get("BYMONTH", first.month)), int(found.get("BYMONTHDAY", first.day))
        named = _day_and_month(month, number, "en")
        if not weekdays:
            return f"{period} on {named}"
        return f"{period} on {_english_days(found, first, weekdays, ranks)} of {named.split()[1]}"
    return period


def _english_week(weekdays: list[int], interval: int, period: str) -> str:
    named = [_weekday(number, "en") for number in weekdays]
    names = _listed(named, "and")
    if interval == 1:
        return f"every day from {named[0]} to {named[-1]}" if _are_a_range(weekdays) else f"every {names}"
    return f"every other {names}" if interval == 2 and len(weekdays) == 1 else f"{period} on {names}"


def _english_days(found: dict[str, str], first: datetime, weekdays: list[int], ranks: list[int]) -> str:
    if "BYSETPOS" in found:
        named = "working day" if tuple(weekdays) == _WORKDAYS else "Monday-to-Saturday working day"
        named = f"working {_weekday(weekdays[0], 'en')}" if len(weekdays) == 1 else named
        ranks = [int(rank) for rank in found["BYSETPOS"].split(",")]
        return f"the {_listed([_ENGLISH_RANKS[rank] for rank in ranks], 'and')} {named}"
    if weekdays:
        names = _listed([_weekday(number, "en") for number in weekdays], "and")
        return f"the {_listed([_ENGLISH_RANKS[rank] for rank in ranks or [1]], 'and')} {names}"
    numbers = [int(number) for number in found.get("BYMONTHDAY", str(first.day)).split(",")]
    if "BYMONTH" in found and numbers == [1]:
        return "the first day"
    return "the " + _listed([_english_monthday(number) for number in numbers], "and")


def _english_period(found: dict[str, str]) -> str:
    length, month = _within(found)
    name = {1: "month", 3: "quarter", 6: "half-year"}[length]
    return f"of every {name}" if month is None else f"of the {_ENGLISH_RANKS[month]} month of every {name}"


def _english_monthday(number: int) -> str:
    if number < 0:
        return "last day"
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"
