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
    r"\b(?:s['’ ]?appell?e(?:nt)?|(?:sur|pr[ée])?nomm[ée]e?s?|(?:(?:pr[ée]|sur)?nom)"
    r"(?: de (?:famille|jeune fille|naissance)| d['’](?:usage|[ée]pouse))?(?: est)?\s?[:=]|"
    r"(?:her|his|their|my) name is|(?:first |last |sur)name\s?[:=]|is called)\s*$",
    re.IGNORECASE,
)
"""What stands before a name, whatever the name looks like."""
_LABELLED = re.compile(
    r"\b(?:(?:pr[ée]|sur)?nom)(?: de (?:famille|jeune fille|naissance)| d['’](?:usage|[ée]pouse))?\s*$",
    re.IGNORECASE,
)
"""What stands before a name, or before anything else that a name does or has."""
_LOOKED_BACK = 40
_ELISION = re.compile(r"[dol]['’]", re.IGNORECASE)
_SHOUTED = 0.7
"""From this share of capitals on, they say nothing."""
_SHORTEST = 3
_SHORTEST_SMALL = 4
"""A shorter first name in small letters is rather a word."""
_MOST_SMALL = 2
"""So many words in small letters belong to a name at most."""


@dataclass(frozen=True, slots=True)
class _Names:
    first_names: frozenset[str]
    also_words: frozenset[str]
    surnames: frozenset[str]
    titles: frozenset[str]
    kin: frozenset[str]
    particles: frozenset[str]
    followers: frozenset[str]
    doings: frozenset[str]
    determiners: frozenset[str]
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
    is_product: bool
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
        if _is_namesake(words, number):
            number = max(_after_first_name(words, number), number + 1)
            continue
        end = _name_at(text, words, number)
        if end > number:
            yield words[number].start, words[end - 1].end
        number = max(end, number + 1)


def _words(text: str, kept: Collection[str], places: Sequence[Span]) -> list[_Word]:
    fixed = _names().titles | _names().things | _names().kin
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
                is_product=_is_product(text, found, shouts=shouts),
                opens=not words or bool(re.search(r"[.!?:\n]", gap)),
                glued=bool(words) and (gap in (" ", ". ", ".") or _is_elided(words[-1], gap)),
                is_fixed=is_fixed,
                is_safe=is_fixed or folded in kept,
            )
        )
        before = found.end()
    return words


def _is_elided(before: _Word, gap: str) -> bool:
    return gap in ("'", "’") and before.folded in ("d", "o", "l")


def _is_product(text: str, word: re.Match[str], *, shouts: bool) -> bool:
    """Return whether a word is written as products are: ThinkPad, 3D, or with a number after it."""
    typed = word.group()
    is_mixed = any(letter.isupper() for letter in typed[1:]) and any(map(str.islower, typed))
    return not shouts and (
        text[max(word.start() - 1, 0) : word.start()].isdigit()
        or (is_mixed and not typed.startswith(("Mc", "Mac", "De", "Le", "La", "El")) and "-" not in typed)
        or re.match(r"[ -]?\d+(?! ?ans)\b", text[word.end() : word.end() + 12]) is not None
    )


def _stops(text: str) -> frozenset[int]:
    return frozenset(term.start for term in terms(text, stops=True) if term.is_stop)


def _shouts(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(map(str.isupper, letters)) >= _SHOUTED * max(len(letters), 1)


def _is_namesake(words: Sequence[_Word], number: int) -> bool:
    """Return whether a name that begins at a word is a place's: of a school, a centre, a device."""
    before = words[number - 1] if number else None
    if before is not None and words[number].glued and before.folded in _names().called_after:
        return True
    end = _after_first_name(words, number)
    return (
        end > number
        and end < len(words)
        and words[end].glued
        and words[end].folded in _names().called_after
        and all(word.is_capital for word in words[number:end])
    )


def _after_first_name(words: Sequence[_Word], number: int) -> int:
    """Return where a name ends that begins with a first name, in capitals or not; the same if none does."""
    if words[number].is_fixed or not _has_first_name(words[number]):
        return number
    return _extended(words, number + 1)


def _name_at(text: str, words: Sequence[_Word], number: int) -> int:
    """Return the number of the word at which a name ends that begins at a word; the same if none does."""
    before = words[number - 1] if number else None
    word = words[number]
    if before is not None and word.glued and _is_title(text, before):
        return _after_title(words, number)
    behind = text[max(0, word.start - _LOOKED_BACK) : word.start]
    if _INTRODUCED.search(behind):
        return _after_title(words, number)
    if _LABELLED.search(behind) and (word.is_capital or _is_surname(word) or _has_first_name(word)):
        return number if word.is_safe and not _has_first_name(word) else _extended(words, number + 1)
    if before is not None and word.glued and before.folded in _names().kin:
        end = _after_kin(words, number)
        if end > number:
            return end
    if not word.is_fixed and _is_first_name(words, number):
        return _extended(words, number + 1)
    if _is_surname(word) and not word.is_safe:
        return _extended(words, number + 1 + _is_first_name_after(words, number))
    return number if word.is_safe else _capitals_in_a_row(words, number)


def _is_title(text: str, word: _Word) -> bool:
    typed = text[word.start : word.end + 1]
    return word.folded in _names().titles or typed in ("M.", "M ", "m.")


def _after_title(words: Sequence[_Word], number: int) -> int:
    """Return where the name ends that comes after “Mme”, or another word that leaves no doubt."""
    word = words[number]
    start = _after_particles(words, number)
    if start > number:
        return _extended(words, start + 1)
    if word.folded in _names().followers and not (word.is_capital and _has_first_name(word)):
        return number
    if word.is_capital or _has_first_name(word):
        return number if word.is_fixed and not word.is_capital else _extended(words, number + 1)
    if word.is_safe or len(word.folded) < _SHORTEST:
        return number
    return number + 1


def _after_kin(words: Sequence[_Word], number: int) -> int:
    """Return where a name ends after “famille”, “patient”: one in capitals, or that is known to be one."""
    word = words[number]
    start = _after_particles(words, number)
    if start > number and words[start].is_capital:
        return _extended(words, start + 1)
    if word.is_safe or not (word.is_capital or _is_surname(word)) or word.is_product:
        return number
    return _extended(words, number + 1)


def _after_particles(words: Sequence[_Word], number: int) -> int:
    """Return the number of the word of a name before which there are particles; the same if there is none."""
    end = number
    while (
        end < len(words) and words[end].folded in _names().particles and (end == number or words[end].glued)
    ):
        end += 1
    if end == number or end == len(words) or not words[end].glued:
        return number
    word = words[end]
    if words[end - 1].is_shouted and word.is_shouted:
        return end
    is_word = word.folded in _names().followers or (word.is_safe and not word.is_capital)
    return number if is_word or len(word.folded) < _SHORTEST or word.is_fixed else end


def _has_first_name(word: _Word) -> bool:
    parts = word.folded.split("-")
    return all(part in _names().first_names | _names().also_words for part in parts) and (
        any(part in _names().first_names for part in parts)
    )


def _is_surname(word: _Word) -> bool:
    return word.folded in _names().surnames


def _is_first_name(words: Sequence[_Word], number: int) -> bool:
    word, known = words[number], _names()
    parts = word.folded.split("-")
    if all(part in known.first_names for part in parts) or (len(parts) > 1 and _has_first_name(word)):
        return word.is_capital or (len(word.folded) >= _SHORTEST_SMALL and not word.is_safe)
    if not word.is_capital or not any(part in known.first_names | known.also_words for part in parts):
        return False
    return not word.opens or _is_more_of_a_name(words, number + 1) or _does_something(words, number + 1)


def _does_something(words: Sequence[_Word], number: int) -> bool:
    return number < len(words) and words[number].glued and words[number].folded in _names().doings


def _is_more_of_a_name(words: Sequence[_Word], number: int) -> bool:
    """Return whether a name goes on with a word: with capitals, or a word known as nothing else."""
    if number >= len(words) or not words[number].glued:
        return False
    word = words[number]
    if word.is_capital:
        return not word.is_safe or _is_given(word)
    return (
        not (word.is_safe or word.folded in _names().followers | _names().called_after | _names().doings)
        and len(word.folded) >= _SHORTEST
    )


def _is_first_name_after(words: Sequence[_Word], number: int) -> bool:
    """Return whether a family name is followed by a first name, known to the lexicon or not."""
    if number + 1 >= len(words) or not words[number + 1].glued:
        return False
    word = words[number + 1]
    return not word.is_fixed and len(word.folded) >= _SHORTEST_SMALL and _has_first_name(word)


def _is_given(word: _Word) -> bool:
    """Return whether a word is a first name and nothing else, but for the lexicon perhaps."""
    return not word.is_fixed and word.folded in _names().first_names


def _extended(words: Sequence[_Word], number: int) -> int:
    """Return where a name ends of which a word was found: after all that goes on with it."""
    small = 0
    while number < len(words) and small < _MOST_SMALL:
        end = number
        if not _is_more_of_a_name(words, end):
            end = _after_particles(words, number) if words[number].glued else number
            if end == number:
                break
        small += not words[end].is_capital
        number = end + 1
    return number


def _capitals_in_a_row(words: Sequence[_Word], number: int) -> int:
    """Return where words in a row end that are capitalised within a sentence, and known as nothing else."""
    word = words[number]
    if not word.is_capital or (word.opens and not word.is_shouted):
        return number
    before = words[number - 1] if number and word.glued else None
    if before is not None and (before.is_capital or before.folded in _names().determiners):
        return number
    end = number + 1
    while end < len(words) and words[end].is_capital and _is_more_of_a_name(words, end):
        end += 1
    is_product = any(one.is_product for one in words[number:end])
    return end if end > number + 1 and not is_product else number
