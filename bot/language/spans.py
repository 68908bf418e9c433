"""Time that is past, from its first day to its last: `janvier`, `le 3 mars`, `la semaine dernière`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from bot.language.folding import fold
from bot.language.moments import Reading, read_duration
from bot.language.moments.calendar import add_months, last_of_month

ARTICLE = re.compile(r"^(?:le |la |l'|les |the |au |debut |beginning of |fin |mi-)+")
_YEAR = re.compile(r"(?:annee )?((?:19|20)\d\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d\d))?")
_DAY = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)(?: (\d{4}))?")
_MONTH = re.compile(r"(?:mois de )?([a-z]+)(?: (?:(dernier|last)|(\d{4})))?")
_WEEKDAY = re.compile(r"(?:last )?([a-z]+)(?: dernier| passe)?")
_ONE = re.compile(r"^(?:(?:un|une|a|an|one) )?(?=(?:quinzaine|semestre|trimestre)\b)")
_COUNTED = re.compile(r"(\d{1,4}) (?:jours?|days?)")
_LONG = {"quinzaine": 15, "trimestre": 91, "semestre": 182, "quarter": 91}


def _numbered(*names: str) -> Mapping[str, int]:
    return {name: number for number, both in enumerate(names) for name in both.split()}


_WEEKDAYS = _numbered(
    "lundi monday", "mardi tuesday", "mercredi wednesday", "jeudi thursday", "vendredi friday",
    "samedi saturday", "dimanche sunday",
)  # fmt: skip
_MONTHS = _numbered(
    "", "janvier january jan janv", "fevrier february feb fevr", "mars march", "avril april apr avr",
    "mai may",
    "juin june", "juillet july juil", "aout august aug", "septembre september sept sep",
    "octobre october oct", "novembre november nov", "decembre december dec",
)  # fmt: skip
_DAYS_AGO = {
    **dict.fromkeys(("aujourd'hui", "today", "ce matin", "this morning"), 0),
    **dict.fromkeys(("hier", "yesterday", "hier matin", "hier soir"), 1),
    **dict.fromkeys(("avant-hier", "avant hier", "the day before yesterday"), 2),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days, from the first to the last; what goes on has days to come."""

    first: date
    last: date

    @classmethod
    def of_month(cls, day: date) -> Span:
        """Return the month of a day."""
        return cls(day.replace(day=1), last_of_month(day.year, day.month))

    @classmethod
    def of_year(cls, year: int) -> Span:
        """Return a year."""
        return cls(date(year, 1, 1), date(year, 12, 31))


def read_span(text: str, reading: Reading) -> Span | None:
    """Return the days that a text means, the latest ones of which the first is past; None if it means none.

    How long ago something was (`3 mois`) is the time from then on.
    """
    said = ARTICLE.sub("", fold(text)).rstrip(".,;!?")
    today = reading.now.astimezone(reading.zone).date()
    span = (
        _named(said, today)
        or _in_numbers(said, today)
        or _of_a_month(said, today)
        or _ago(text, said, reading)
    )
    return span if span is not None and span.first <= today else None


def _named(said: str, today: date) -> Span | None:
    """Return a day that has a name of its own, or days that have one together."""
    if said in _DAYS_AGO:
        return _alone(today - timedelta(days=_DAYS_AGO[said]))
    if weekday := _WEEKDAY.fullmatch(said):
        number = _WEEKDAYS.get(weekday.group(1))
        if number is not None:
            return _alone(today - timedelta(days=(today.weekday() - number) % 7 or 7))
    return _period(said, today)


def _period(said: str, today: date) -> Span | None:
    """Return this or the last week, month or year."""
    monday = today - timedelta(days=today.weekday())
    week, last_week = (Span(day, day + timedelta(days=6)) for day in (monday, monday - timedelta(days=7)))
    month, last_month = Span.of_month(today), Span.of_month(add_months(today.replace(day=1), -1))
    year, last_year = Span.of_year(today.year), Span.of_year(today.year - 1)
    return {
        **dict.fromkeys(("cette semaine", "this week"), week),
        **dict.fromkeys(("semaine derniere", "semaine passee", "last week"), last_week),
        **dict.fromkeys(("ce mois", "ce mois-ci", "this month", "mois"), month),
        **dict.fromkeys(("mois dernier", "mois passe", "last month"), last_month),
        **dict.fromkeys(("cette annee", "this year", "annee"), year),
        **dict.fromkeys(("annee derniere", "annee passee", "an dernier", "an passe", "last year"), last_year),
        "rentree": Span.of_month(_latest(9, 1, today) or today),
    }.get(said)


def _in_numbers(said: str, today: date) -> Span | None:
    """Return a day in digits, or a year."""
    if year := _YEAR.fullmatch(said):
        return Span.of_year(int(year.group(1)))
    if iso := _ISO.fullmatch(said):
        return _alone(_day(int(iso.group(1)), int(iso.group(2)), int(iso.group(3))))
    if numbers := _NUMBERS.fullmatch(said):
        day, month, year_said = numbers.groups()
        if year_said is None:
            return _alone(_latest(int(month), int(day), today))
        return _alone(_day(int(year_said) + (2000 if len(year_said) == 2 else 0), int(month), int(day)))
    return None


def _of_a_month(said: str, today: date) -> Span | None:
    """Return a day with the name of its month, or a month."""
    if day := _DAY.fullmatch(said):
        number, month, year = _MONTHS.get(day.group(2)), int(day.group(1)), day.group(3)
        if number:
            return _alone(_day(int(year), number, month) if year else _latest(number, month, today))
    if named := _MONTH.fullmatch(said):
        number, year = _MONTHS.get(named.group(1)), named.group(3)
        first = None
        if number:
            first = _day(int(year), number, 1) if year else _latest(number, 1, today)
        return Span.of_month(first) if first is not None else None
    return None


def _ago(text: str, said: str, reading: Reading) -> Span | None:
    """Return the days since what is so long ago as a duration says."""
    today = reading.now.astimezone(reading.zone).date()
    bare = _ONE.sub("", said)
    if bare in _LONG:
        return Span(today - timedelta(days=_LONG[bare]), today)
    if counted := _COUNTED.fullmatch(said):  # not as two weeks, which fifteen days are elsewhere
        return Span(today - timedelta(days=int(counted.group(1))), today)
    for tried in (text.strip(), said):
        length = read_duration(tried, reading.language)
        if length is not None and length < timedelta(days=365 * 30):
            return Span(today - timedelta(days=length.days), today)
    return None


def _alone(day: date | None) -> Span | None:
    return Span(day, day) if day is not None else None


def _latest(month: int, day: int, today: date) -> date | None:
    """Return the latest such day that is not in the future."""
    found = _day(today.year, month, day)
    return found if found is None or found <= today else _day(today.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
