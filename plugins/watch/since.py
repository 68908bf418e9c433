"""`depuis lundi`, `du mois dernier`, `since March 2026`: from which day on, in the past."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.folding import fold
from bot.language.messages import Message, _
from bot.language.moments import Reading, read_duration
from bot.plugin.finding import Found, Misread, Opaque

_INTRODUCED = re.compile(r"(?<!\S)(?:depuis|since)(?!\S)\s*", re.IGNORECASE)
_MOST_WORDS = 5
_SPAN = re.compile(
    r"(?<!\S)(?:(?:de|du|des|pendant|sur|dans|from|of|in|over)\s+|d['’]\s*)?(?:(?:la|le|les|ces|the)\s+|l['’]\s*)?"
    r"(?P<span>(?P<number>\d{1,3})\s+derni[eè]re?s\s+(?P<unit>jours|semaines|mois|ann[eé]es)"
    r"|derni[eè]re?s\s+(?P<some>jours|semaines)"
    r"|cette\s+(?:semaine|ann[eé]e)|ce\s+mois(?:-ci)?"
    r"|(?:semaine|mois|an|ann[eé]e)\s+(?:derni[eè]re?|pass[eé]e?)"
    r"|(?:this|last)\s+(?:week|month|year)|last\s+(?P<count>\d{1,3})\s+(?P<units>days|weeks|months|years)"
    r"|(?<=['’])(?:hier|aujourd['’]hui|avant-hier))(?=[\s.,;:!?]|$)",
    re.IGNORECASE,
)
"""Time that is named without `depuis`: `de la semaine dernière`, `des 3 derniers mois`, `d’hier`."""
_SOME = {"jours": "1 semaine", "semaines": "1 mois"}
"""What `ces derniers jours` and `ces dernières semaines` are taken for."""
_ARTICLE = re.compile(r"^(?:le |la |l'|les |the |au |debut |beginning of |fin |mi-)+")
_YEAR = re.compile(r"(?:annee )?((?:19|20)\d\d)")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMBERS = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d\d))?")
_DAY = re.compile(r"(?:[a-z]+ )?(\d{1,2})(?:er|st|nd|rd|th)? ([a-z]+)(?: (\d{4}))?")
_MONTH = re.compile(r"(?:mois de )?([a-z]+)(?: (?:(dernier|last)|(\d{4})))?")
_WEEKDAY = re.compile(r"(?:last )?([a-z]+)(?: dernier| passe)?")
_ONE = re.compile(r"^(?:(?:un|une|a|an|one) )?(?=(?:quinzaine|semestre|trimestre)\b)")
_COUNTED = re.compile(r"(\d{1,4}) (?:jours?|days?)")
_LONG = {"quinzaine": 15, "trimestre": 91, "semestre": 182, "quarter": 91}


def _misspelt(word: str) -> frozenset[str]:
    """Return how a word is often mistyped: a letter missing, or twice, or exchanged with the next one."""
    places = range(len(word))
    missing = {word[:at] + word[at + 1 :] for at in places}
    twice = {word[:at] + word[at] + word[at:] for at in places}
    return frozenset(
        missing | twice | {word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in places}
    )


_SLIPS = (_misspelt("depuis") | _misspelt("since") | {"depuit", "depuid", "depuy"}) - {"depuis", "since"}


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
class SinceArgument(Opaque):
    """An instant in the past, introduced by `depuis` in a sentence: the beginning of the day meant."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> datetime:
        """Return the instant that the whole text means, with `depuis` or without."""
        said = _INTRODUCED.sub("", text, count=1).strip()
        since = since_of(said, reading)
        if since is None:
            raise Misread(_not_understood(said))
        return since

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the instant that follows `depuis`, the longest words that mean one.

        A slip for `depuis` counts only before a day; what is no day after it is said to be none.
        """
        introduced = _INTRODUCED.search(text)
        if introduced is None:
            return self._misspelt(text, reading) or self._span(text, reading)
        if introduced.end() == len(text):
            return None
        found = self._after(text, introduced.start(), introduced.end(), reading)
        if found is not None:
            return found
        before, after = text[: introduced.start()].strip(), text[introduced.end() :]
        words = after.split()
        is_article = _ARTICLE.fullmatch(f"{fold(words[0])} ") is not None
        first = " ".join(words[: 1 + is_article])
        raise Misread(_not_understood(first), raw=after, rest=before)

    def _after(self, text: str, start: int, end: int, reading: Reading) -> Found | None:
        """Return the instant that the words after `end` mean, introduced from `start` on; the longest."""
        words = list(re.finditer(r"\S+", text[end:]))
        for word in reversed(words[:_MOST_WORDS]):
            until = end + word.end()
            since = since_of(text[end:until], reading)
            if since is not None:
                return Found(since, text[start:until], _without(text, start, until))
        return None

    def _misspelt(self, text: str, reading: Reading) -> Found | None:
        for word in re.finditer(r"\S+", text):
            if fold(word.group()) not in _SLIPS:
                continue
            found = self._after(text, word.start(), word.end(), reading)
            if found is not None:
                return found
        return None

    def _span(self, text: str, reading: Reading) -> Found | None:
        span = _SPAN.search(text)
        if span is None:
            return None
        number, unit = span["number"] or span["count"], span["unit"] or span["units"]
        counted = (
            f"{number} {fold(unit)}".replace("annees", "ans") if number else _SOME.get(span["some"] or "")
        )
        since = since_of(counted or span["span"], reading)
        return Found(since, span.group(), _without(text, *span.span())) if since is not None else None


Since: TypeAlias = Annotated[datetime, SinceArgument()]


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].strip()} {text[end:].strip()}".strip()


def _not_understood(said: str) -> Message:
    return _(
        "I did not understand “{words}” as a day in the past. Try for example “since Monday”, “since 3 "
        "months” or “since March 2026”.",
        words=said,
    )


def since_of(text: str, reading: Reading) -> datetime | None:
    """Return the beginning of the day that a text means, the latest one that is past; None if it is none."""
    said = _ARTICLE.sub("", fold(text)).rstrip(".,;!?")
    here = reading.now.astimezone(reading.zone)
    day = (
        _named(said, here.date())
        or _in_numbers(said, here.date())
        or _of_a_month(said, here.date())
        or _ago(text, said, reading)
    )
    if day is None or day > here.date():
        return None
    return datetime.combine(day, time(0), reading.zone)


def _named(said: str, today: date) -> date | None:
    """Return a day that has a name of its own, or the first one of a span that has one."""
    if said in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[said])
    if weekday := _WEEKDAY.fullmatch(said):
        number = _WEEKDAYS.get(weekday.group(1))
        if number is not None:
            return today - timedelta(days=(today.weekday() - number) % 7 or 7)
    return _beginning(said, today)


def _beginning(said: str, today: date) -> date | None:
    """Return the first day of this or the last week, month or year."""
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    return {
        "cette semaine": monday,
        "this week": monday,
        "semaine derniere": monday - timedelta(days=7),
        "semaine passee": monday - timedelta(days=7),
        "last week": monday - timedelta(days=7),
        "ce mois": first,
        "ce mois-ci": first,
        "this month": first,
        "mois": first,
        "mois dernier": (first - timedelta(days=1)).replace(day=1),
        "mois passe": (first - timedelta(days=1)).replace(day=1),
        "last month": (first - timedelta(days=1)).replace(day=1),
        "cette annee": today.replace(month=1, day=1),
        "this year": today.replace(month=1, day=1),
        "annee": today.replace(month=1, day=1),
        "annee derniere": date(today.year - 1, 1, 1),
        "an dernier": date(today.year - 1, 1, 1),
        "an passe": date(today.year - 1, 1, 1),
        "last year": date(today.year - 1, 1, 1),
        "rentree": _latest(9, 1, today),
    }.get(said)


def _in_numbers(said: str, today: date) -> date | None:
    """Return a day in digits, or the first one of a year."""
    if year := _YEAR.fullmatch(said):
        return date(int(year.group(1)), 1, 1)
    if iso := _ISO.fullmatch(said):
        return _day(int(iso.group(1)), int(iso.group(2)), int(iso.group(3)))
    if numbers := _NUMBERS.fullmatch(said):
        day, month, year_said = numbers.groups()
        if year_said is None:
            return _latest(int(month), int(day), today)
        return _day(int(year_said) + (2000 if len(year_said) == 2 else 0), int(month), int(day))
    return None


def _of_a_month(said: str, today: date) -> date | None:
    """Return a day with the name of its month, or the first one of a month."""
    if day := _DAY.fullmatch(said):
        number, month, year = _MONTHS.get(day.group(2)), int(day.group(1)), day.group(3)
        if number:
            return _day(int(year), number, month) if year else _latest(number, month, today)
    if named := _MONTH.fullmatch(said):
        number, year = _MONTHS.get(named.group(1)), named.group(3)
        if number:
            return _day(int(year), number, 1) if year else _latest(number, 1, today)
    return None


def _ago(text: str, said: str, reading: Reading) -> date | None:
    """Return the day that is so long ago as a duration says."""
    today = reading.now.astimezone(reading.zone).date()
    bare = _ONE.sub("", said)
    if bare in _LONG:
        return today - timedelta(days=_LONG[bare])
    if counted := _COUNTED.fullmatch(said):  # not as two weeks, which fifteen days are elsewhere
        return today - timedelta(days=int(counted.group(1)))
    for tried in (text.strip(), said):
        length = read_duration(tried, reading.language)
        if length is not None and length < timedelta(days=365 * 30):
            return today - timedelta(days=length.days)
    return None


def _latest(month: int, day: int, today: date) -> date | None:
    """Return the latest such day that is not in the future."""
    found = _day(today.year, month, day)
    return found if found is None or found <= today else _day(today.year - 1, month, day)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
