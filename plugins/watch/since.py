"""`depuis lundi`, `du mois dernier`, `since March 2026`: from which day on, in the past."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time
from typing import Annotated, TypeAlias

from bot.chat.forms import FieldKind
from bot.language.folding import fold
from bot.language.messages import Message, _
from bot.language.moments import Reading
from bot.language.spans import ARTICLE, looks_like_time, read_span
from bot.plugin.finding import Found, Misread, Opaque

INTRODUCED = re.compile(r"(?<!\S)(?:depuis|since)(?!\S)\s*", re.IGNORECASE)
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
_PERIOD = re.compile(
    r"(?<!\S)(?P<lead>(?:liens?|links?|partages?|nouveaut[ée]s?|news)\s+(?:(?:partag[ée]+s?|shared)\s+)?)?"
    r"(?:(?:de|pour|pendant|sur)\s+)?(?:la\s+(?P<week>semaine)|du\s+(?P<month>mois)|du\s+(?P<day>jour)"
    r"|(?:de\s+)?l['’]\s*(?P<year>ann[ée]e)|of\s+the\s+(?P<period>day|week|month|year))"
    r"(?=[\s.,;:!?]*(?:#\S+\s*)*$)",
    re.IGNORECASE,
)
"""The day, week, month or year that goes on, where nothing follows: `liens de la semaine`, `du mois`.

`l’ordre du jour` and `le bilan de l’année` are subjects: of those two, links are named first.
"""
_NEEDS_LEAD = ("day", "year", "period")
_TODAY = {"jour": "aujourd'hui", "day": "today"}
_ALWAYS = re.compile(
    r"(?:toujours|tout le temps|le d[ée]but|l['’]origine|always|the beginning)"
    r"(?=[\s.,;:!?]|$)(?!\s+(?:de|du|des|of)\b|\s+d['’])",
    re.IGNORECASE,
)
"""What is said for no day at all."""
_SOME = {"jours": "1 semaine", "semaines": "1 mois"}
"""What `ces derniers jours` and `ces dernières semaines` are taken for."""


def _misspelt(word: str) -> frozenset[str]:
    """Return how a word is often mistyped: a letter missing, or twice, or exchanged with the next one."""
    places = range(len(word))
    missing = {word[:at] + word[at + 1 :] for at in places}
    twice = {word[:at] + word[at] + word[at:] for at in places}
    return frozenset(
        missing | twice | {word[:at] + word[at : at + 2][::-1] + word[at + 2 :] for at in places}
    )


_SLIPS = (_misspelt("depuis") | _misspelt("since") | {"depuit", "depuid", "depuy"}) - {"depuis", "since"}


@dataclass(frozen=True, slots=True)
class SinceArgument(Opaque):
    """An instant in the past, introduced by `depuis` in a sentence: the beginning of the day meant."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, reading: Reading) -> datetime | None:
        """Return the instant that the whole text means, with `depuis` or without; None for `toujours`."""
        said = INTRODUCED.sub("", text, count=1).strip()
        if _ALWAYS.fullmatch(said):
            return None
        since = since_of(said, reading)
        if since is None:
            raise Misread(_not_understood(said))
        return since

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return the instant that follows `depuis`, the longest words that mean one.

        A slip for `depuis` counts only before a day. Where what follows is like no time at all, it is a word
        as others; like some, but none that is past and understood to its end, it is said to be none.
        """
        introduced = INTRODUCED.search(text)
        if introduced is None:
            return self._misspelt(text, reading) or self._span(text, reading)
        after = text[introduced.end() :]
        found = self._after(text, introduced.start(), introduced.end(), reading)
        if found is not None:
            return found
        if always := _ALWAYS.match(after):
            until = introduced.end() + always.end()
            return Found(None, text[introduced.start() : until], _without(text, introduced.start(), until))
        if not looks_like_time(after, reading):
            return None
        raise Misread(
            _not_understood(_up_to_number(after)), raw=after, rest=text[: introduced.start()].strip()
        )

    def _after(self, text: str, start: int, end: int, reading: Reading) -> Found | None:
        """Return the instant that the words after `end` mean, introduced from `start` on; the longest.

        Raises:
            Misread: a number follows, or a month a number: that is part of what was meant, as of `décembre
                2026` that is to come.
        """
        words = list(re.finditer(r"\S+", text[end:]))
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            until = end + words[count - 1].end()
            since = since_of(text[end:until], reading)
            if since is None:
                continue
            following = words[count].group() if count < len(words) else ""
            is_numbered = text[until - 1].isdigit() and looks_like_time(following, reading)
            if following[:1].isdigit() or is_numbered:
                said = text[end : end + words[count].end()].strip()
                raise Misread(_not_understood(said), raw=text[end:], rest=text[:start].strip())
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
            return self._period(text, reading)
        number, unit = span["number"] or span["count"], span["unit"] or span["units"]
        counted = (
            f"{number} {fold(unit)}".replace("annees", "ans") if number else _SOME.get(span["some"] or "")
        )
        since = since_of(counted or span["span"], reading)
        return Found(since, span.group(), _without(text, *span.span())) if since is not None else None

    def _period(self, text: str, reading: Reading) -> Found | None:
        period = _PERIOD.search(text)
        if period is None or (period["lead"] is None and any(period[name] for name in _NEEDS_LEAD)):
            return None
        named = next(filter(None, (period[name] for name in ("week", "month", *_NEEDS_LEAD))))
        since = since_of(_TODAY.get(fold(named), named), reading)
        start = period.end("lead") if period["lead"] else period.start()
        return Found(since, period.group(), _without(text, start, period.end())) if since else None


Since: TypeAlias = Annotated[datetime, SinceArgument()]


def _without(text: str, start: int, end: int) -> str:
    return f"{text[:start].strip()} {text[end:].strip()}".strip()


def _up_to_number(text: str) -> str:
    """Return the first words of a text that was to be a day, to the number in it and its month."""
    words = text.split()[:_MOST_WORDS]
    is_article = ARTICLE.fullmatch(f"{fold(words[0])} ") is not None
    numbered = next((place for place, word in enumerate(words) if word[0].isdigit()), None)
    return " ".join(words[: 1 + is_article] if numbered is None else words[: numbered + 2])


def _not_understood(said: str) -> Message:
    return _(
        "I did not understand “{words}” as a day in the past. Try for example “since Monday”, “since 3 "
        "months” or “since March 2026”.",
        words=said,
    )


def since_of(text: str, reading: Reading) -> datetime | None:
    """Return the beginning of the day that a text means, the latest one that is past; None if it is none."""
    span = read_span(text, reading)
    return datetime.combine(span.first, time(0), reading.zone) if span is not None else None
