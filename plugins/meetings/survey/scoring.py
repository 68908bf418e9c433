"""Scores as people type them: a whole number from 1 to 10, then perhaps a comment."""

from __future__ import annotations

import re
from dataclasses import dataclass

LOWEST, HIGHEST = 1, 10
_WORDS = {
    "zéro": 0, "zero": 0, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
    "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "vingt": 20,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_GAP = r"\s{0,3}"
_LEAD = (
    r"(?:(?:ma |la |my )?(?:note|score|avis|rating)(?: est)?"
    r"|(?:moi )?je (?:mets|donne|dis|note)|j['’]ai mis|i give)"
)
_OUT_OF = rf"{_GAP}(?:/|sur\b|out of\b){_GAP}(?P<best>\d+|{_WORD})(?![\w/])"
_NUMBER = rf"(?P<number>[-+]?\d+(?:[.,]\d+)?)(?:{_OUT_OF}|(?![\w/%°€$]))"
_SPELLED = rf"(?P<word>{_WORD})(?:{_OUT_OF.replace('best', 'best_of_word')}|(?={_GAP}(?:[,;:.!–—-]|$)))"
_COUNTED = (
    r"(?!\s+(?:h|heures?|min|minutes?|mn|personnes?|jours?|fois|euros?|ans?"
    r"|hours?|people|times?|days?)\b)"
)
"""“10 people” is no score."""
_SCORE = re.compile(rf"{_GAP}(?:{_LEAD}{_GAP}[:=]?{_GAP})?(?:{_NUMBER}{_COUNTED}|{_SPELLED})", re.IGNORECASE)
_POINTS = re.compile(rf"{_GAP}points?\b", re.IGNORECASE)
_BETWEEN = " \t\n,;:.!–—-"
_LONGEST_NUMBER = 9


@dataclass(frozen=True, slots=True)
class Scored:
    """What somebody typed: the `score`, None if it is no whole number from 1 to 10, and their comment."""

    score: int | None
    comment: str = ""


def read_score(typed: str) -> Scored | None:
    """Return the score that a line begins with and the comment after it, None if it begins with no number.

    >>> read_score("8/10, très utile"), read_score("huit sur dix"), read_score("8,5 bien")
    (Scored(score=8, comment='très utile'), Scored(score=8, comment=''), Scored(score=None, comment='bien'))
    >>> read_score("10 personnes, c’est peu"), read_score("un bon moment"), read_score("8 décembre")
    (None, None, Scored(score=8, comment='décembre'))
    """
    found = _SCORE.match(typed)
    if found is None:
        return None
    points = _POINTS.match(typed, found.end())
    comment = typed[points.end() if points else found.end() :].strip().lstrip(_BETWEEN).strip()
    best = found["best"] or found["best_of_word"]
    if best is not None and _whole(best) != HIGHEST:
        return Scored(None, comment)
    score = _whole(found["number"] or found["word"])
    return Scored(score if score is not None and LOWEST <= score <= HIGHEST else None, comment)


def _whole(said: str) -> int | None:
    """Return the number that digits or a word say, None if it is not whole, or beyond all measure."""
    word = said.casefold()
    if word in _WORDS:
        return _WORDS[word]
    whole, _comma, part = word.replace(",", ".").partition(".")
    if part.strip("0") or len(whole) > _LONGEST_NUMBER:
        return None
    return int(whole)
