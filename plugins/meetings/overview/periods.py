"""Days to come, from the first to the last: `décembre`, `cette semaine`, `du 3 au 5 mars`, `d’ici Noël`."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.language.folding import fold
from bot.language.moments import Reading, Refused, read
from bot.language.moments.calendar import add_months
from bot.language.spans import ARTICLE, Span, read_span

_LEAD = re.compile(
    r"^(?:(?:en|pour|pendant|durant|au mois d(?:e |')|mois d(?:e |')|courant|sur|dans|de|du|d'|in|for|of)\b"
    r"[ ']?)+"
)
_UNTIL = re.compile(r"(?:d'ici(?: a| au)?|jusqu'(?:a|au|en)|until|by) (?P<day>.+)")
_BEFORE = re.compile(r"(?:avant|before) (?P<day>.+)")
_FROM = re.compile(r"(?:a partir d(?:e |u |')|des|depuis|from|since) ?(?P<day>.+)")
_AFTER = re.compile(r"(?:apres|after) (?P<day>.+)")
_BETWEEN = re.compile(r"(?:entre|between) (?:le )?(?P<first>.+) (?:et|and) (?:le )?(?P<last>.+)")
_NEXT_WEEK = re.compile(r"(?:la )?semaine (?:prochaine|suivante|qui vient|d'apres)|next week")
_NEXT_MONTH = re.compile(r"(?:le )?mois (?:prochain|suivant|qui vient|d'apres)|next month")
_NEXT_YEAR = re.compile(r"(?:l'|la )?(?:an|annee) (?:prochaine?|suivante|qui vient)|next year")
_WEEKEND = re.compile(r"(?:ce |le )?week-?end|this weekend|the weekend")
_COUNTED = re.compile(
    r"(?:dans |sous |in )?(?:les |the )?(?:next )?(?P<count>\d{1,3}) (?:prochaine?s )?"
    r"(?P<unit>jours|semaines|mois|days|weeks|months)(?: (?:a venir|qui viennent|prochaine?s))?"
)
_SOME = re.compile(
    r"(?:(?:dans |sous )?(?:les |ces )(?P<unit>jours|semaines|mois)(?: qui viennent| a venir)"
    r"|(?:dans |sous )?(?:les )?prochaine?s (?P<next>jours|semaines|mois)"
    r"|(?:in )?(?:the )?(?:next|coming) (?P<coming>days|weeks|months))"
)
_OF_WEEK = re.compile(r"semaine (?:du|de) (?P<day>.+)|week of (?P<other>.+)")
_DAYS_IN = {"jours": 1, "days": 1, "semaines": 7, "weeks": 7, "mois": 31, "months": 31}
_SOME_DAYS = {"jours": 7, "days": 7, "semaines": 28, "weeks": 28, "mois": 92, "months": 92}
_FAR = date(9999, 12, 30)
"""The last day of what has no end."""
_SATURDAY = 5


def read_ahead(text: str, reading: Reading) -> Span | None:
    """Return the days that a text means, the first such ones that are not over; None if it means none."""
    said = fold(text).strip(" .,;!?")
    today = reading.now.astimezone(reading.zone).date()
    for form in (_UNTIL, _BEFORE, _FROM, _AFTER):
        if introduced := form.fullmatch(said):
            found = _days(introduced["day"], reading, today)
            return _bounded(form, found, today) if found is not None else None
    return _days(_BETWEEN.sub(r"du \g<first> au \g<last>", said), reading, today)


def _bounded(form: re.Pattern[str], found: Span, today: date) -> Span | None:
    """Return the days until or from those that were named, or before or after them."""
    if form in (_UNTIL, _BEFORE):
        last = found.last if form is _UNTIL else found.first - timedelta(days=1)
        return Span(today, last) if last >= today else None
    return Span(found.first if form is _FROM else found.last + timedelta(days=1), _FAR)


def _days(said: str, reading: Reading, today: date) -> Span | None:
    bare = _LEAD.sub("", said).strip()
    return (
        _relative(ARTICLE.sub("", said), today)
        or _relative(bare, today)
        or _counted(said, today)
        or _week_of(bare, reading, today)
        or _several(said, reading)
        or _in_calendar(bare, reading, today)
        or _as_a_moment(said, reading)
        or (_as_a_moment(bare, reading) if bare != said else None)
    )


def _relative(said: str, today: date) -> Span | None:
    """Return the next week, month or year, or the weekend."""
    monday = today - timedelta(days=today.weekday())
    if _NEXT_WEEK.fullmatch(said):
        return Span(monday + timedelta(days=7), monday + timedelta(days=13))
    if _NEXT_MONTH.fullmatch(said):
        return Span.of_month(add_months(today.replace(day=1), 1))
    if _NEXT_YEAR.fullmatch(said):
        return Span.of_year(today.year + 1)
    if _WEEKEND.fullmatch(said):
        return Span(monday + timedelta(days=_SATURDAY), monday + timedelta(days=_SATURDAY + 1))
    return None


def _counted(said: str, today: date) -> Span | None:
    """Return the next days, weeks or months, so many or some of them."""
    if counted := _COUNTED.fullmatch(said):
        return Span(today, today + timedelta(days=int(counted["count"]) * _DAYS_IN[counted["unit"]]))
    if some := _SOME.fullmatch(said):
        unit = some["unit"] or some["next"] or some["coming"]
        return Span(today, today + timedelta(days=_SOME_DAYS[unit]))
    return None


def _week_of(said: str, reading: Reading, today: date) -> Span | None:
    """Return the week of a day: `la semaine du 7 décembre`."""
    named = _OF_WEEK.fullmatch(ARTICLE.sub("", said))
    day = _in_calendar(named["day"] or named["other"], reading, today) if named is not None else None
    if day is None:
        return None
    monday = day.first - timedelta(days=day.first.weekday())
    return Span(monday, monday + timedelta(days=6))


def _in_calendar(said: str, reading: Reading, today: date) -> Span | None:
    """Return a week, month, year or day that goes on or comes, of those that a calendar has.

    Such time is read as what is past, for who looks back from where each of them has come once.
    """
    now = read_span(said, reading)
    goes_on = now is not None and (now.last > today or now.first == today)
    if now is not None and goes_on and now.last - now.first < timedelta(days=367):
        return now
    day = add_months(today.replace(day=1), 12) - timedelta(days=1)
    later = read_span(said, replace(reading, now=datetime.combine(day, time(12), reading.zone)))
    if later is None or later.last == day or later.first <= today.replace(day=1) - timedelta(days=1):
        return None
    return later if _is_fixed(said, later, reading) else None


def _is_fixed(said: str, found: Span, reading: Reading) -> bool:
    """Return whether a text means these days whoever reads it: `lundi dernier` is another one each week."""
    again = datetime.combine(
        max(found.last, reading.now.astimezone(reading.zone).date()), time(12), reading.zone
    )
    return read_span(said, replace(reading, now=again)) == found


def _several(said: str, reading: Reading) -> Span | None:
    """Return days of which the first and the last are said."""
    found = _as_a_moment(said, reading)
    return found if found is not None and found.last > found.first else None


def _as_a_moment(said: str, reading: Reading) -> Span | None:
    """Return the days that the time language understands: `mardi`, `le 12`, `du 3 au 5 mars`, `à Noël`."""
    found = read(said, replace(reading, recurring=False, whole_days=True))
    if isinstance(found, Refused) or found.rest or found.rrule:
        return None
    last = found.end or found.at
    return Span(found.at.date(), last.date())
