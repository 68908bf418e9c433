"""Time that is past, from its first day to its last: `janvier`, `le 3 mars`, `la semaine dernière`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.language.folding import fold
from bot.language.messages import Language
from bot.language.moments import Reading, Refused, read, read_duration
from bot.language.moments.calendar import add_months, last_of_month
from bot.language.moments.names import MONTHS, WEEKDAYS

ARTICLE = re.compile(r"^(?:le |la |l'|les |the |au )+")
_OF = r"(?:de la |de l'|du |de |d'|of the |of )?"
_BEGINNING = re.compile(rf"(?:debut|commencement|beginning|start|early) {_OF}(?P<whole>.+)")
_MIDDLE = re.compile(r"(?:a la )?(?:mi|mid|milieu)[- ](?:du |de |d')?(?P<whole>.+)")
_END = re.compile(rf"(?:fin|end|late) {_OF}(?P<whole>.+)")
_WEEKDAY_NUMBER = re.compile(r"([a-z]+) (\d{1,2})(?:er)?")
_THIRD, _HALF = 10, 15
"""Days of the beginning of something, after which its middle and its end begin; where `mi-octobre` begins."""
_YEAR = re.compile(r"(?:annee )?((?:19|20)\d\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d\d))?")
_DAY = re.compile(r"(?:([a-z]+) )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)(?: (\d{4}))?")
_MONTH = re.compile(r"(?:mois d(?:e |'))?([a-z]+)(?: (?:(dernier|last)|(\d{4})))?")
_BACK_TO_SCHOOL = re.compile(r"rentree(?: de septembre)?(?: (?:de )?(\d{4}))?")
_WITH_YEAR = re.compile(r"(?P<day>.+) (?P<year>(?:19|20)\d\d)")
_WEEKDAY = re.compile(r"(?:last )?([a-z]+)(?: dernier| passe)?")
_ONE = re.compile(r"^(?:(?:un|une|a|an|one) )?(?=(?:quinzaine|semestre|trimestre)\b)")
_COUNTED = re.compile(r"(\d{1,4}) (?:jours?|days?)")
_BY_CALENDAR = re.compile(
    r"(?P<count>.{1,20}) (?:(?P<month>mois|months?)|(?P<quarter>trimestres?|quarters?)"
    r"|(?P<half>semestres?)|(?P<year>ans?|annees?|years?))"
)
"""What is counted in months, of which none has a length of its own."""
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_LONG = {"quinzaine": 15}
_WITH_HOUR = re.compile(r"\d ?(?:h|:|am|pm)|heure|hour|midi|minuit|noon|midnight|matin|soir|morning|evening")
_TO_COME = re.compile(r"prochain|suivant|next|coming|d'ici|dans |apres|avant|before|after|in ")
_LOOKED_BACK = (1, 8, 35, 100, 370)
"""Days before today from which a day is looked for that comes again."""
_MOST_AGAIN = 60
_A_YEAR = 366


_DAYS_AGO = {
    **dict.fromkeys(("aujourd'hui", "today", "ce matin", "this morning"), 0),
    **dict.fromkeys(("hier", "yesterday", "hier matin", "hier soir"), 1),
    **dict.fromkeys(("avant-hier", "avant hier", "the day before yesterday"), 2),
}


_UNIT = re.compile(
    r"jours?|semaines?|mois|ans?|annees?|trimestre|semestre|quinzaine|rentree|days?|weeks?|months?|years?|quarter"
)
_BESIDE = frozenset(
    ("un", "une", "a", "an", "one", "ce", "cet", "cette", "ces", "mi", "fin", "debut", "this", "last", "end")
)
"""What may stand before a name of time."""


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

    How long ago something was (`3 mois`) is the time from then on. Days that have no name here are read as
    the time language reads them: `la Toussaint`, `le 12`.
    """
    said = fold(text).strip().rstrip(".,;!?")
    today = reading.now.astimezone(reading.zone).date()
    span = _read(ARTICLE.sub("", said), today) or _ago(text, ARTICLE.sub("", said), reading)
    if span is None:
        span = _as_a_moment(said, reading)
    return span if span is not None and span.first <= today else None


def looks_like_time(text: str, reading: Reading) -> bool:
    """Return whether a text begins as time does, also such as is to come: by a number, a name or a slip."""
    from bot.language.moments.lexicon import corrected, lexicon

    words = ARTICLE.sub("", fold(text)).replace("-", " ").split()
    first = next((word for word in words if word not in _BESIDE), "").strip(".,;:!?")
    names = (*WEEKDAYS, *MONTHS, *_DAYS_AGO)
    if first[:1].isdigit() or _UNIT.fullmatch(first) or (first and first in names):
        return True
    understood = read(first, reading)
    if not isinstance(understood, Refused) or understood.code != "none":
        return True
    return any(corrected(first, lexicon(language)) is not None for language in ("fr", "en"))


def _read(said: str, today: date) -> Span | None:
    """Return the days that a folded text without its article names, or a part of them."""
    whole = _named(said, today) or _in_numbers(said, today) or _of_a_month(said, today)
    if whole is not None:
        return whole
    for form in (_BEGINNING, _MIDDLE, _END):
        if (part := form.fullmatch(said)) is not None:
            whole = _read(ARTICLE.sub("", part["whole"]), today)
            return _part(whole, form) if whole is not None else None
    return None


def _part(whole: Span, form: re.Pattern[str]) -> Span | None:
    """Return the beginning of some days, or the middle or the end of a month."""
    if form is _BEGINNING:
        return Span(whole.first, min(whole.last, whole.first + timedelta(days=_THIRD - 1)))
    if whole != Span.of_month(whole.first):
        return None
    if form is _MIDDLE:
        return Span(whole.first.replace(day=_HALF), whole.first.replace(day=2 * _THIRD))
    return Span(whole.first.replace(day=2 * _THIRD + 1), whole.last)


def _named(said: str, today: date) -> Span | None:
    """Return a day that has a name of its own, or days that have one together."""
    if said in _DAYS_AGO:
        return _alone(today - timedelta(days=_DAYS_AGO[said]))
    if weekday := _WEEKDAY.fullmatch(said):
        number = WEEKDAYS.get(weekday.group(1))
        if number is not None:
            return _alone(today - timedelta(days=(today.weekday() - number) % 7 or 7))
    if numbered := _WEEKDAY_NUMBER.fullmatch(said):
        wanted = (WEEKDAYS.get(numbered.group(1)), int(numbered.group(2)))
        days = (today - timedelta(days=back) for back in range(_A_YEAR))
        return _alone(next((day for day in days if (day.weekday(), day.day) == wanted), None))
    return _period(said, today)


def _period(said: str, today: date) -> Span | None:
    """Return this or the last week, month or year."""
    monday = today - timedelta(days=today.weekday())
    week, last_week = (Span(day, day + timedelta(days=6)) for day in (monday, monday - timedelta(days=7)))
    month, last_month = Span.of_month(today), Span.of_month(add_months(today.replace(day=1), -1))
    year, last_year = Span.of_year(today.year), Span.of_year(today.year - 1)
    return {
        **dict.fromkeys(("cette semaine", "this week", "semaine", "week"), week),
        **dict.fromkeys(("semaine derniere", "semaine passee", "last week"), last_week),
        **dict.fromkeys(("ce mois", "ce mois-ci", "this month", "mois", "month"), month),
        **dict.fromkeys(("mois dernier", "mois passe", "last month"), last_month),
        **dict.fromkeys(("cette annee", "this year", "annee", "year"), year),
        **dict.fromkeys(("annee derniere", "annee passee", "an dernier", "an passe", "last year"), last_year),
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
    """Return a day with the name of its month, or a month; none whose weekday is another one than is said."""
    if day := _DAY.fullmatch(said):
        weekday, number, month, year = day.groups()
        if month in MONTHS:
            found = (
                _day(int(year), MONTHS[month], int(number))
                if year
                else _latest(MONTHS[month], int(number), today)
            )
            is_so = found is None or weekday is None or WEEKDAYS.get(weekday) == found.weekday()
            return _alone(found) if is_so else None
    if begins := _BACK_TO_SCHOOL.fullmatch(said):
        first = _day(int(begins.group(1)), 9, 1) if begins.group(1) else _latest(9, 1, today)
        return Span.of_month(first) if first is not None else None
    if named := _MONTH.fullmatch(said):
        number, year = MONTHS.get(named.group(1)), named.group(3)
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
    months = _months(said, reading.language) or _months(f"1 {bare}", reading.language)
    if months is not None:
        return Span(_months_before(today, months), today) if months < 12 * 30 else None
    for tried in (text.strip(), said):
        length = read_duration(tried, reading.language)
        if length is not None and length < timedelta(days=365 * 30):
            return Span(today - timedelta(days=length.days), today)
    return None


def _months(said: str, language: Language) -> int | None:
    """Return how many months `trois mois` or `un semestre` are; None for what is counted otherwise."""
    counted = _BY_CALENDAR.fullmatch(said)
    if counted is None:
        return None
    number = read_duration(f"{counted['count']} {'days' if language == 'en' else 'jours'}", language)
    if number is None:
        return None
    unit = next(name for name in _MONTHS_IN if counted[name])
    return number.days * _MONTHS_IN[unit]


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months before, or the last one of a month that is shorter."""
    first = add_months(day.replace(day=1), -months)
    return first.replace(day=min(day.day, last_of_month(first.year, first.month).day))


def _as_a_moment(said: str, reading: Reading) -> Span | None:
    """Return the latest day that is past of those that the time language understands: `noel 2025`, `le 12`.

    What it understands by the hour, or counts from now on, is no such day.
    """
    if _WITH_HOUR.search(said) or _TO_COME.search(said):
        return None
    today = reading.now.astimezone(reading.zone).date()
    if (dated := _WITH_YEAR.fullmatch(said)) is not None:
        first = _next(dated["day"], date(int(dated["year"]), 1, 1), reading)
        return _alone(first) if first is not None and first.year == int(dated["year"]) else None
    for days in _LOOKED_BACK:
        found = _next(said, today - timedelta(days=days), reading)
        if found is None:
            return None
        if found <= today:
            return _alone(_last_until(today, found, said, reading))
    return None


def _last_until(today: date, found: date, said: str, reading: Reading) -> date | None:
    """Return the last such day until today, from one on; None for what is another day each day."""
    if _next(said, found - timedelta(days=1), reading) != _next(said, found - timedelta(days=2), reading):
        return None
    for _again in range(_MOST_AGAIN):
        following = _next(said, found + timedelta(days=1), reading)
        if following is None or following > today or following <= found:
            return found
        found = following
    return None


def _next(said: str, since: date, reading: Reading) -> date | None:
    """Return the day that a text means for who says it on the morning of a day; None if it means none."""
    now = datetime.combine(since, time(0), reading.zone)
    understood = read(said, replace(reading, now=now))
    if isinstance(understood, Refused) or understood.rest or understood.rrule or understood.note:
        return None
    return understood.at.date()


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
