"""Names of people in a text, by what gives them away: a title, a first name, capital letters in a row.

There is no list of all names: `data/names.toml` holds first names, and words that are none although they
stand where a name could. A text in capitals, or in small letters, gives away less.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bot.language.folding import fold
from bot.language.terms import terms

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INTRODUCED = re.compile(
    r"\b(?:s['’]appelle(?:nt)?|nommée?s?|prénommée?s?|(?:pré)?nom(?: de famille)? ?:)\s*$", re.IGNORECASE
)
_SHOUTED = 0.7
"""From this share of capitals on, they say nothing."""
_SHORTEST = 3
_SHORTEST_SMALL = 4
"""A shorter first name in small letters is rather a word."""


@dataclass(frozen=True, slots=True)
class _Names:
    first_names: frozenset[str]
    also_words: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    followers: frozenset[str]
    doings: frozenset[str]
    called_after: frozenset[str]
    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Word:
    """A word at `start:end`; it is `glued` to the one before if nothing but a space stands between them.

    One that is `fixed` is no name whatever it looks like; one that is `safe` may be a first name at most.
    """

    start: int
    end: int
    folded: str
    is_capital: bool
    is_shouted: bool
    opens: bool
    glued: bool
    is_fixed: bool
    is_safe: bool


@cache
def _names() -> _Names:
    source = resources.files("plugins.referral").joinpath("data/names.toml").read_text("utf-8")
    lists = {name: frozenset(text.split()) for name, text in tomllib.loads(source).items()}
    lists["first_names"] -= lists["also_words"]
    return _Names(**lists)


def names_in(text: str, kept: Collection[str], places: Sequence[Span]) -> Iterator[Span]:
    """Yield where people are named in a text; `kept` are folded words that are no names, `places` spans."""
    words = _words(text, kept, places)
    number = 0
    while number < len(words):
        end = _name_at(text, words, number)
        if end > number:
            yield words[number].start, words[end - 1].end
        number = max(end, number + 1)


def _words(text: str, kept: Collection[str], places: Sequence[Span]) -> list[_Word]:
    fixed = _names().titles | _names().things
    stops, shouts = _stops(text), _shouts(text)
    words: list[_Word] = []
    before = 0
    for found in _WORD.finditer(text):
        typed, folded = found.group(), fold(found.group())
        gap = text[before : found.start()]
        in_place = any(start < found.end() and found.start() < end for start, end in places)
        is_fixed = in_place or found.start() in stops or folded in fixed
        words.append(
            _Word(
                start=found.start(),
                end=found.end(),
                folded=folded,
                is_capital=typed[0].isupper() and not shouts,
                is_shouted=len(typed) > 1 and typed.isupper() and not shouts,
                opens=not words or bool(re.search(r"[.!?:\n]", gap)),
                glued=bool(words) and gap in (" ", ". ", "."),
                is_fixed=is_fixed,
                is_safe=is_fixed or folded in kept,
            )
        )
        before = found.end()
    return words


def _stops(text: str) -> frozenset[int]:
    return frozenset(term.start for term in terms(text, stops=True) if term.is_stop)


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) >= _SHOUTED * max(len(letters), 1)


def _name_at(text: str, words: Sequence[_Word], number: int) -> int:
    """Return the number of the word at which a name ends that begins at a word; the same if none does."""
    before = words[number - 1] if number else None
    word = words[number]
    if before is not None and word.glued and before.folded in _names().called_after:
        return number
    if before is not None and word.glued and _is_title(text, before):
        return _after_title(words, number)
    if _INTRODUCED.search(text[max(0, word.start - 40) : word.start]):
        return _after_title(words, number)
    if not word.is_fixed and _is_first_name(words, number):
        return _extended(words, number + 1)
    return number if word.is_safe else _capitals_in_a_row(words, number)


def _is_title(text: str, word: _Word) -> bool:
    return word.folded in _names().titles or text[word.start : word.end + 1] in ("M.", "M ")


def _after_title(words: Sequence[_Word], number: int) -> int:
    word = words[number]
    if word.folded in _names().followers:
        return number
    if word.is_capital:
        return _extended(words, number + 1)
    is_first = word.folded in _names().first_names
    if not is_first and (word.is_safe or len(word.folded) < _SHORTEST):
        return number
    following = words[number + 1] if number + 1 < len(words) else None
    if not is_first or following is None or not following.glued or following.is_safe:
        return number + 1
    return number + 1 if following.folded in _names().followers else number + 2


def _is_first_name(words: Sequence[_Word], number: int) -> bool:
    word, known = words[number], _names()
    parts = word.folded.split("-")
    if all(part in known.first_names for part in parts):
        return word.is_capital or (len(word.folded) >= _SHORTEST_SMALL and not word.is_safe)
    if not word.is_capital or not any(part in known.first_names | known.also_words for part in parts):
        return False
    return not word.opens or _is_more_of_a_name(words, number + 1) or _does_something(words, number + 1)


def _does_something(words: Sequence[_Word], number: int) -> bool:
    return number < len(words) and words[number].glued and words[number].folded in _names().doings


def _is_more_of_a_name(words: Sequence[_Word], number: int) -> bool:
    if number >= len(words) or not words[number].glued:
        return False
    word = words[number]
    return word.is_capital and (not word.is_safe or _is_given(word))


def _is_given(word: _Word) -> bool:
    """Return whether a word is a first name and nothing else, but for the lexicon perhaps."""
    return not word.is_fixed and word.folded in _names().first_names


def _extended(words: Sequence[_Word], number: int) -> int:
    """Return where a name ends of which a word was found: after the capitals that follow it."""
    while number < len(words):
        if _is_more_of_a_name(words, number):
            number += 1
        elif words[number].folded in _names().particles and _is_more_of_a_name(words, number + 1):
            number += 2
        else:
            break
    return number


def _capitals_in_a_row(words: Sequence[_Word], number: int) -> int:
    """Return where words in a row end that are capitalised within a sentence, and known as nothing else."""
    word = words[number]
    if not word.is_capital or (word.opens and not word.is_shouted):
        return number
    end = _extended(words, number + 1)
    follows_thing = number > 0 and word.glued and words[number - 1].is_capital
    return end if end > number + 1 and not follows_thing else number
