"""Days of the week and parts of the day: those that a question asks for, and those that a card gives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.language.folding import fold
from bot.language.moments import lexicon_en, lexicon_fr
from bot.language.remembering import remembering

_ROLES = ("weekday", "weekdays", "weekday_abbr")
_PARTS = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "evening"}


class Time(NamedTuple):
    """A day of the week, from 0 for Monday, and a part of the day; None where any will do."""

    day: int | None
    part: str | None

    def has(self, other: Time) -> bool:
        """Return whether who is there at this time is there at the other one: by day, if nothing is said."""
        if self.day is not None and other.day is not None and self.day != other.day:
            return False
        return (
            other.part is None or self.part == other.part or (self.part is None and other.part != "evening")
        )


def _words(roles: Sequence[str]) -> dict[str, object]:
    return {
        word: value
        for terms in (lexicon_fr.TERMS, lexicon_en.TERMS)
        for role in roles
        for word, value in terms.get(role, {}).items()
    }


_FULL = {word: value for word, value in _words(_ROLES[:2]).items() if isinstance(value, int)}
_SHORT = {word: value for word, value in _words(_ROLES[2:]).items() if isinstance(value, int)}
_PART = {
    word: _PARTS[str(value)] for word, value in _words(("part", "parts")).items() if str(value) in _PARTS
}


def _any_of(words: Sequence[str]) -> str:
    return "|".join(sorted((word.replace(" ", "[ -]") for word in words), key=len, reverse=True))


_DAY = rf"(?P<day>{_any_of([*_FULL])})"
_ABBREVIATED = (
    r"(?:(?<=\ble )|(?<=\bles )|(?<=\bdispo )|(?<=\bdispos )|(?<=\bdisponible ))"
    rf"(?P<short>{_any_of([*_SHORT])})"
)
_SOME_PART = rf"(?P<part>{_any_of([*_PART])})"
_BETWEEN = r"\s*(?:(?:prochaine?|en|dans|in|on)\s+)?(?:(?:le|la|les|l'|the)\s*)?"
_TIME = re.compile(
    rf"\b(?:{_DAY}|{_ABBREVIATED})\b\.?(?:{_BETWEEN}{_SOME_PART}\b)?"
    r"|\b(?:en|(?:dispos?|disponibles?|libres?|available|free)"
    r"(?: (?:en|(?:tou(?:te)?s )?les?|la|chaque|in the|on|at|every))?)\s*"
    rf"(?:l'|(?:debut|fin) (?:de |d'))?(?P<alone>{_any_of([*_PART])})\b"
)
_EXCEPT = re.compile(
    r"\b(?:sauf|hors|hormis|excepte|a part|pas|jamais|absente?|indisponible|except|but|not)\b"
)
"""What stands before the days on which somebody is not there."""
_ABSENCE = re.compile(
    r"\b(?:pris(?:es?)?|malade|(?:en|d') ?(?:arret|formation|vacances)|occupee?s?|absente?s?|indispo\w*|"
    r"evite[rz]?|impossible|fermee?s?|en repos|de repos|off|conges?|"
    r"rtt|recup|(?:pas|jamais|plus) (?:la|dispos?|disponibles?|libres?|presente?s?|possible|joignables?)|"
    r"ne (?:travaille|bosse|peux) (?:pas|jamais|plus|rien)|(?:peux|travaille|bosse) (?:pas|jamais)|"
    r"unavailable|away|busy|avoid|not (?:available|free|around|there))\b"
)
"""What tells that somebody is not there on the day that is named."""
_NOT = re.compile(
    r"\b(?:jamais|non|never|no|pas(?! (?:mal|que|seulement)\b)|plus(?= (?:le|les|du)\b)|"
    r"(?:sauf|hors|hormis|excepte|a part|except)(?= @))\b"
)
"""The same, where it is the day that is denied, and not what is done on it."""
_WORKING_DAYS = 5
_UNTIL = re.compile(r"\s*(?:au|a|to|-)\s*")


def times_in(text: str) -> list[Time]:
    """Return the days and the parts of the day that a question asks for.

    >>> times_in("Excel le mardi matin"), times_in("qui est dispo en soirée ?")
    ([Time(day=1, part='morning')], [Time(day=None, part='evening')])
    """
    folded = fold(text)
    found: list[Time] = []
    end = 0
    for match in _TIME.finditer(folded):
        time = _time(match)
        if found and _UNTIL.fullmatch(folded, end, match.start()):
            found += _days_between(found[-1], time)
        found.append(time)
        end = match.end()
    return found


def without_times(text: str) -> str:
    """Return a question with the days and parts of the day taken out, every letter staying at its place."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    for match in _TIME.finditer(folded):
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def _days_between(first: Time, last: Time) -> list[Time]:
    if first.day is None or last.day is None:
        return []
    return [Time(day, last.part) for day in range(first.day + 1, last.day)]


def _time(match: re.Match[str]) -> Time:
    named = match.groupdict()
    full, short = named["day"], named["short"]
    day = _FULL[_spaced(full)] if full else _SHORT[_spaced(short)] if short else None
    part = named["part"] or named["alone"]
    return Time(day, _PART[_spaced(part)] if part else None)


def is_absence(clause: str, *, is_denied: bool = False) -> bool:
    """Return whether a folded clause, with `@` for the day in it, says that somebody is not there on it.

    What is denied in it may be what is done on that day: `je n’anime rien le lundi`.

    >>> is_absence("eviter @ pour moi"), is_absence("atelier @")
    (True, False)
    """
    return _ABSENCE.search(clause) is not None or (not is_denied and _NOT.search(clause) is not None)


def _spaced(word: str) -> str:
    return word.replace("-", " ")


@remembering(maxsize=8192)
def times_of(value: str) -> tuple[Time, ...]:
    """Return when somebody says they are available; nothing if it cannot be told.

    >>> times_of("mercredi après-midi"), len(times_of("tous les après-midi sauf le mercredi"))
    ((Time(day=2, part='afternoon'),), 4)
    """
    said, *excepted = _EXCEPT.split(fold(value), maxsplit=1)
    times = times_in(f"dispo {said}")
    away = [time for one in excepted for time in times_in(f"dispo {one}")]
    if not away:
        return tuple(times)
    whole = times or [Time(None, None)]
    return tuple(
        time for one in whole for time in _each_day(one, away) if not any(_is_in(time, out) for out in away)
    )


def _each_day(time: Time, away: Sequence[Time]) -> list[Time]:
    """Return a time that is of every day day by day, and those of one day by their parts.

    Week-ends and evenings count only if some of those on which somebody is `away` are of them.
    """
    week = _WORKING_DAYS if all((out.day or 0) < _WORKING_DAYS for out in away) else 7
    evening = ("evening",) if any(out.part == "evening" for out in away) else ()
    days = range(week) if time.day is None else (time.day,)
    parts = ("morning", "afternoon", *evening) if time.part is None else (time.part,)
    return [Time(day, part) for day in days for part in parts]


def _is_in(time: Time, away: Time) -> bool:
    """Return whether a time of one day and one part is among those on which somebody is away."""
    return away.day in (None, time.day) and away.part in (None, time.part)
