"""Dates, hours and durations spelled for people, in French and English.

A date always has its weekday, so that a reader notices a date that is not the one they meant. Hours count
from 0 to 24 in both languages: "0 h" and "12 h" rather than *minuit* and *midi*, because "mardi à minuit" is
the night before Tuesday for some and the night after for others. English puts the day before the month, as
the British do. Only the French "9 h 30" holds no-break spaces: elsewhere a line may break without harm, and
a person who searches for a date finds it.

The names stand here rather than come from Babel, whose import adds some 50 ms to every start.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.language.messages import Language, Markup

_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
_AT: dict[Language, str] = {"fr": "{day} à {time}", "en": "{day} at {time}"}
_SAME_DAY: dict[Language, str] = {
    "fr": "{day} de {start} à {end}",
    "en": "{day} from {start} to {end}",
}
_SEVERAL_DAYS: dict[Language, str] = {"fr": "du {start} au {end}", "en": "from {start} to {end}"}
_MIDNIGHT: dict[Language, str] = {"fr": "minuit", "en": "midnight"}
_AND: dict[Language, str] = {"fr": "et", "en": "and"}
_UNITS: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (("jour", "jours"), ("heure", "heures"), ("minute", "minutes"), ("seconde", "secondes")),
    "en": (("day", "days"), ("hour", "hours"), ("minute", "minutes"), ("second", "seconds")),
}


def spell(at: datetime, language: Language, *, all_day: bool = False) -> Markup:
    """Return the date and the wall time of `at` as it is given, so already in the reader's zone.

    Seconds are left out; an `all_day` instant has no time.

    >>> spell(datetime(2026, 11, 24, 9, 30), "en")
    'Tuesday 24 November 2026 at 09:30'
    """
    if all_day:
        return spell_day(at, language)
    return Markup(_AT[language].format(day=spell_day(at, language), time=spell_time(at.time(), language)))


def spell_day(day: date, language: Language) -> Markup:
    """Return the date with its weekday; the first of a month is "1er" in French.

    >>> spell_day(date(2026, 11, 1), "fr")
    'dimanche 1er novembre 2026'
    """
    return Markup(f"{_weekday_and_number(day, language)} {_month(day, language)} {day.year}")


def spell_month(day: date, language: Language) -> Markup:
    """Return the month of a day, with its year.

    >>> spell_month(date(2026, 11, 1), "fr")
    'novembre 2026'
    """
    return Markup(f"{_month(day, language)} {day.year}")


def spell_time(at: time, language: Language) -> Markup:
    """Return the hour and, unless they are zero in French, the minutes.

    >>> spell_time(time(9, 5), "en")
    '09:05'
    """
    if language == "en":
        return Markup(f"{at:%H:%M}")
    return Markup(f"{at.hour}\u00a0h\u00a0{at:%M}" if at.minute else f"{at.hour}\u00a0h")


def spell_range(start: datetime, end: datetime, language: Language, *, all_day: bool = False) -> Markup:
    """Return a period between two wall times of the same zone.

    With `all_day` the day of `end` belongs to the period. What all the dates have in common is said once.

    >>> spell_range(datetime(2026, 11, 30), datetime(2026, 12, 2), "fr", all_day=True)
    'du lundi 30 novembre au mercredi 2 décembre 2026'
    """
    if all_day:
        return _spell_days(start.date(), end.date(), language)
    ends_at_midnight = end.time() == time() and end.date() - start.date() == timedelta(days=1)
    if start.date() != end.date() and not ends_at_midnight:
        return Markup(_SEVERAL_DAYS[language].format(start=spell(start, language), end=spell(end, language)))
    if start == end:
        return spell(start, language)
    return Markup(
        _SAME_DAY[language].format(
            day=spell_day(start, language),
            start=spell_time(start.time(), language),
            end=_MIDNIGHT[language] if ends_at_midnight else spell_time(end.time(), language),
        )
    )


def spell_duration(duration: timedelta, language: Language) -> Markup:
    """Return a duration in days, hours and minutes, to the nearest minute; under a minute, in seconds.

    A duration has no direction: a negative one is spelled like its opposite.

    >>> spell_duration(timedelta(days=2, hours=3), "fr")
    '2 jours et 3 heures'
    """
    seconds = round(abs(duration).total_seconds())
    if seconds < 60:
        return Markup(_count(seconds, 3, language))
    hours, minutes = divmod((seconds + 30) // 60, 60)
    days, hours = divmod(hours, 24)
    if language == "fr" and not days and hours and minutes:
        return spell_time(time(hours, minutes), language)
    parts = [_count(count, unit, language) for unit, count in enumerate((days, hours, minutes)) if count]
    *others, last = parts
    return Markup(f"{', '.join(others)} {_AND[language]} {last}" if others else last)


def _weekday_and_number(day: date, language: Language) -> str:
    number = "1er" if language == "fr" and day.day == 1 else str(day.day)
    return f"{_WEEKDAYS[language][day.weekday()]} {number}"


def _month(day: date, language: Language) -> str:
    return _MONTHS[language][day.month - 1]


def _spell_days(start: date, end: date, language: Language) -> Markup:
    if start == end:
        return spell_day(start, language)
    first = _weekday_and_number(start, language)
    if (start.year, start.month) != (end.year, end.month):
        first += f" {_month(start, language)}"
    if start.year != end.year:
        first += f" {start.year}"
    return Markup(_SEVERAL_DAYS[language].format(start=first, end=spell_day(end, language)))


def _count(count: int, unit: int, language: Language) -> str:
    singular, plural = _UNITS[language][unit]
    is_one = count < 2 if language == "fr" else count == 1
    return f"{count} {singular if is_one else plural}"
