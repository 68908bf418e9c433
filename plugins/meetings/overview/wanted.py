"""Which meetings somebody wants to see: `décembre`, `cette semaine`, `passées en octobre`, `réseau mars`."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from bot.chat.forms import FieldKind
from bot.language.folding import fold, nearest
from bot.language.messages import _
from bot.language.moments import Reading
from bot.language.spans import Span, read_span
from bot.plugin import Arg
from bot.plugin.finding import Found, Misread, Opaque
from plugins.meetings.overview.periods import read_ahead

_PAST = re.compile(
    r"(?<!\S)(?:(?:celles |ceux )?(?:qui (?:sont|ont ete) )?(?:deja )?"
    r"(?:pass[ée]e?s?|termin[ée]e?s?|pr[ée]c[ée]dentes?|anciennes?|finies?|archives?|historique|past|over))(?!\S)",
    re.IGNORECASE,
)
_SEMESTER = re.compile(
    r"(?:(?P<first>1er|premier|first)|2e|2nd|second|deuxieme) (?:semestre|half)(?: (?P<year>\d{4}))?"
)
_QUARTER = re.compile(r"(?:t|q)?(?P<number>[1-4])(?:er|e|eme)? ?(?:trimestre|quarter)?(?: (?P<year>\d{4}))?")
_BEFORE = frozenset(
    (
        *("les", "la", "le", "l", "toutes", "tous", "tout", "mes", "nos", "des", "de", "du", "d", "au", "en"),
        *("rencontre", "rencontres", "reunion", "reunions", "a", "venir", "prochaine", "prochaines", "votes"),
        *(
            "sondages",
            "dates",
            "que",
            "jai",
            "qui",
            "the",
            "all",
            "my",
            "our",
            "meeting",
            "meetings",
            "coming",
        ),
        *("polls", "of", "pour", "et", "ici", "here", "sur", "on", "about", "ones", "celles", "ce", "cette"),
    )
)
"""Words that say nothing of which meetings are wanted."""
_TIMES = {
    fold(name): name
    for name in (
        *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre"),
        *("novembre", "décembre", "semaine", "prochaine", "prochain", "passées", "demain", "aujourd’hui"),
        *("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "trimestre", "semestre"),
    )
}
"""Names of time that people mistype, by how they are folded."""
_MOST_WORDS = 8
_NOT_A_FILTER = re.compile(r"[;\n]|https?://")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which meetings are wanted: those of some days, whose title has some words, to come or past.

    `said` is how it was typed; `words` are folded. Nothing at all wants all that come.
    """

    said: str = ""
    days: Span | None = None
    words: tuple[str, ...] = ()
    is_past: bool = False

    def between(self, zone: ZoneInfo) -> tuple[datetime, datetime] | None:
        """Return the instants between which its days lie in a zone, None if any day is wanted."""
        if self.days is None:
            return None
        start = datetime.combine(self.days.first, time(), zone)
        return start.astimezone(UTC), datetime.combine(
            self.days.last + timedelta(days=1), time(), zone
        ).astimezone(UTC)

    def has_words(self, title: str) -> bool:
        """Return whether a title has all the words, each of them or how one of its words begins."""
        there = words_of(title)
        return all(any(one.startswith(word) for one in there) for word in self.words)


def words_of(text: str) -> Collection[str]:
    """Return the words of a text, folded."""
    return _WORD.findall(fold(text))


def read_wanted(text: str, reading: Reading, *, looks_back: bool = False) -> Wanted:
    """Return which meetings a text wants: the longest part of it that means days, the rest is of titles.

    Who `looks_back` means the last October, and others the next one.
    """
    said = " ".join(text.split())
    without = _PAST.sub(" ", said)
    is_past = without != said
    words = without.split()
    days, left = _days(words, reading, is_past=is_past or looks_back)
    if days is not None and not is_past and days.last < reading.now.astimezone(reading.zone).date():
        is_past = True
    named = tuple(word for part in left for word in words_of(part) if word not in _BEFORE)
    return Wanted(said, days, named, is_past)


def _days(words: list[str], reading: Reading, *, is_past: bool) -> tuple[Span | None, list[str]]:
    """Return the days that the longest part of some words means, and the words that are left."""
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        for first in dict.fromkeys((len(words) - length, 0)):
            found = read_days(" ".join(words[first : first + length]), reading, is_past=is_past)
            if found is not None:
                return found, [*words[:first], *words[first + length :]]
    return None, words


def read_days(text: str, reading: Reading, *, is_past: bool) -> Span | None:
    """Return the days that a text means: to come, or past ones; None if it means none."""
    part = _part_of_year(fold(text), reading)
    if part is not None:
        return part
    back = _back(text, reading)
    return (back or read_ahead(text, reading)) if is_past else (read_ahead(text, reading) or back)


def _part_of_year(said: str, reading: Reading) -> Span | None:
    """Return a quarter or a half of a year: `2e trimestre 2026`, `T4`, `premier semestre`."""
    this_year = reading.now.astimezone(reading.zone).year
    said = re.sub(r"^(?:(?:le|du|au|the) )+", "", said)
    if half := _SEMESTER.fullmatch(said):
        year, first = int(half["year"] or this_year), 1 if half["first"] else 7
        return Span(Span.of_year(year).first.replace(month=first), _month_end(year, first + 5))
    quarter = _QUARTER.fullmatch(said)
    if quarter is None or not (said.startswith(("t", "q")) or "quarter" in said or "trimestre" in said):
        return None
    year, last = int(quarter["year"] or this_year), int(quarter["number"]) * 3
    return Span(Span.of_year(year).first.replace(month=last - 2), _month_end(year, last))


def _month_end(year: int, month: int) -> date:
    return Span.of_month(Span.of_year(year).first.replace(month=month)).last


def _back(text: str, reading: Reading) -> Span | None:
    bare = re.sub(
        r"^(?:(?:en|de|du|des|d['’]|depuis|pour|pendant|in|of|since|during)\b['’ ]*)+",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    return read_span(bare, reading) if bare else None


def corrected(text: str) -> str:
    """Return a text with its slips for names of time mended; empty if it has none.

    >>> corrected("decembr"), corrected("la semiane prochaine"), corrected("réseau")
    ('décembre', 'la semaine prochaine', '')
    """
    words = text.split()
    mended = [word if fold(word) in _TIMES else (nearest(word, _TIMES, 1) or [word])[0] for word in words]
    return " ".join(_TIMES.get(word, word) for word in mended) if mended != words else ""


@dataclass(frozen=True, slots=True)
class WantedArgument(Opaque):
    """Which meetings are wanted, of a whole text: days, words of a title, past ones."""

    kind: FieldKind = FieldKind.TEXT
    looks_back: bool = False
    hears: Callable[[str], bool] | None = None
    """Whether a text that is no such wish is one for which the command stands in all the same."""

    def read(self, text: str, reading: Reading) -> Wanted:
        """Return what is wanted; what is longer than anybody types for that is refused."""
        if len(text.split()) > _MOST_WORDS or _NOT_A_FILTER.search(text):
            raise Misread(
                _("Say it in a few words: “December”, “this week”, “past ones”, or words of a title.")
            )
        return read_wanted(text, reading, looks_back=self.looks_back)

    def find(self, text: str, reading: Reading) -> Found | None:
        """Return what a text wants; a line with semicolons or a link in it is meant for another command."""
        if not text.strip():
            return None
        try:
            return Found(self.read(text, reading), text, "")
        except Misread:
            is_heard = self.hears is not None and self.hears(text)
            return Found(Wanted(" ".join(text.split())), text, "") if is_heard else None


_WHICH = Arg(_("which"), help=_("“December”, “this week”, “past ones”, or words of a title."), max_length=600)


def _is_sentence(text: str) -> bool:
    from plugins.meetings.spoken.hearing import heard_by_command  # with the first sentence only

    return heard_by_command(text) is not None


def _is_for_agenda(text: str) -> bool:
    from plugins.meetings.agenda.typed import is_order

    return is_order(text)


WantedMeetings: TypeAlias = Annotated[Wanted | None, WantedArgument(hears=_is_sentence), _WHICH]
WantedInCalendar: TypeAlias = Annotated[Wanted | None, WantedArgument(hears=_is_for_agenda), _WHICH]
