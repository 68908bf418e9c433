"""Terms: the words of a text that carry its subject, as they are looked for and as they are written.

A term is kept in two forms: folded (`aidants`), and its stem (`aid`), under which its inflections meet.
Stop words and the short ways of writing in a chat are in `spellings.toml`. Everything here depends on nothing
but its arguments and costs time in proportion to the length of the text: some 10 microseconds a word that was
never seen, one for the others.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module, resources
from typing import NamedTuple

from bot.language.folding import fold
from bot.language.remembering import remembering

_MARKS = "\u0300-\u036f"
_APOSTROPHES = "'’‘ʼ`´"
_HYPHENS = r"\-‐‑‒"
_LETTERS = rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}"  # C.A.F.
    rf"|(?<!\w)[23] [dD](?![\w{_APOSTROPHES}])"  # 3 D, which is one word
    rf"|{_LETTERS}(?:[{_APOSTROPHES}{_HYPHENS}]{_LETTERS})*"
)
_PART = re.compile(rf"[^{_HYPHENS}]+")
_ELIDED = re.compile(rf"(?:[ldjcnmst]|qu|jusqu|lorsqu|puisqu|quoiqu)[{_APOSTROPHES}](?=\w)", re.IGNORECASE)
_NO_LETTER = re.compile(r"[\W_]+")
_PLURAL = re.compile(r"(?<=\w\w\w[ao])s$")
"""Plurals that Snowball leaves: photos, agendas."""
_SHORTEST_TO_STEM = 4
_LONGEST_ACRONYM = 5
"""Longer words in capitals are shouted; most acronyms that long have no other stem anyway."""
_LONGEST_WORD = 64
"""What is longer is no word (a key, an address) and is not looked at."""


class Term(NamedTuple):
    """A word of a text, which stands at `start:end` in it.

    `word` is folded and holds letters and digits alone; `stem` is common to its inflections; `typed` is as
    it stands in the text. An acronym, written in capitals, is its own stem and never a stop word.
    """

    word: str
    stem: str
    typed: str
    start: int
    end: int
    is_stop: bool = False
    is_acronym: bool = False


def terms(text: str, *, stops: bool = False) -> tuple[Term, ...]:
    """Return the terms of a text in their order, with its stop words only if `stops`.

    Elided words go (`l’accès` is `acces`), words joined by hyphens are taken one by one (but `e-mail` is
    `email`), and what is written in short is read in full, all of its words at the same place.

    >>> [term.word for term in terms("c koi l’e-mail d’Aidants Connect, qq1 peut ?")]
    ['email', 'aidants', 'connect']
    """
    is_loud = _is_loud(text)
    return tuple(
        Term(word, its_stem, typed[start:end], at.start() + start, at.start() + end, is_stop, is_acronym)
        for at in _WORD.finditer(text)
        for typed in (at.group(),)
        for word, its_stem, start, end, is_stop, is_acronym in _reading(typed, is_loud)
        if stops or not is_stop
    )


def words_and_stems(text: str) -> list[tuple[str, str]]:
    """Return what `terms` says of each term, in the shortest time: its word and its stem."""
    is_loud = _is_loud(text)
    return [both for typed in _WORD.findall(text) for both in _kept(typed, is_loud)]


@remembering(maxsize=65_536)
def _kept(typed: str, is_loud: bool) -> tuple[tuple[str, str], ...]:
    reading = _reading(typed, is_loud)
    return tuple((word, its_stem) for word, its_stem, *_place, is_stop, _is in reading if not is_stop)


@remembering(maxsize=65_536)
def stem(word: str) -> str:
    """Return the stem of a folded word; words of three letters and what holds digits are their own stems.

    >>> stem("imprimees") == stem("imprimer") == stem("imprime") == "imprim"
    True
    """
    if len(word) < _SHORTEST_TO_STEM or not word.isalpha():
        return word
    shorter = _PLURAL.sub("", _french()(word))
    # Snowball knows participles by their accents, which folding takes off.
    return shorter.rstrip("e") if len(shorter) > _SHORTEST_TO_STEM else shorter


def trigrams(word: str) -> frozenset[str]:
    """Return the sequences of three letters of a word, its two ends counting as letters.

    >>> sorted(trigrams("pix"))
    [' pi', 'ix ', 'pix']
    """
    padded = f" {word} "
    return frozenset(padded[i : i + 3] for i in range(len(padded) - 2))


class _Spellings(NamedTuple):
    stops: frozenset[str]
    shorts: dict[str, str]
    even_in_capitals: frozenset[str]


@cache
def _spellings() -> _Spellings:
    file = resources.files("bot.language").joinpath("spellings.toml")
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    capitals = lists["words_even_in_capitals"]
    return _Spellings(
        frozenset(word for words in lists["stops"].values() for word in words.split()),
        {**lists["words"], **capitals},
        frozenset(capitals),
    )


@cache
def _french() -> Callable[[str], str]:
    stemmed: Callable[[str], str] = import_module("Stemmer").Stemmer("french").stemWord
    return stemmed


def _is_loud(text: str) -> bool:
    """Say whether all of a text is in capitals: then none of its words is known for an acronym by them."""
    return " " in text.strip() and text.isupper()


def _in_full(typed: str, is_loud: bool) -> str | None:
    """Return what a word is written in short for, None if it is not."""
    spellings = _spellings()
    word = fold(typed)
    may_be_acronym = not is_loud and len(typed) > 1 and typed.isupper()
    return None if may_be_acronym and word not in spellings.even_in_capitals else spellings.shorts.get(word)


_Read = tuple[str, str, int, int, bool, bool]
"""Word, stem, start and end in what was typed, whether it is a stop word, whether an acronym."""


@remembering(maxsize=65_536)
def _reading(typed: str, is_loud: bool) -> tuple[_Read, ...]:
    """Return the terms of what the expression finds as one word, which may be several joined ones."""
    full = _in_full(typed, is_loud)
    if full is None:
        return tuple(_parts(typed, is_loud))
    return tuple(
        (word, its_stem, 0, len(typed), is_stop, False)
        for found in _WORD.findall(full)
        for word, its_stem, _start, _end, is_stop, _is_acronym in _parts(found, is_loud=True)
    )


def _parts(typed: str, is_loud: bool) -> Iterator[_Read]:
    begin = 0
    while elided := _ELIDED.match(typed, begin):
        word = _NO_LETTER.sub("", fold(elided.group()))
        yield word, word, begin, elided.end(), True, False
        begin = elided.end()
    parts = [part.group() for part in _PART.finditer(typed, begin)]
    if parts and _is_one_word(parts):
        yield _one(typed, begin, len(typed), is_loud)
        return
    for part in parts:
        yield _one(typed, begin, begin + len(part), is_loud)
        begin += len(part) + 1


def _is_one_word(parts: list[str]) -> bool:
    """Say whether parts joined by hyphens are one word: e-mail, wi-fi."""
    return len(parts) == 1 or len(parts[0]) == 1 or all(len(part) <= 2 for part in parts)


def _one(typed: str, start: int, end: int, is_loud: bool) -> _Read:
    letters = _NO_LETTER.sub("", typed[start:end])
    word = _NO_LETTER.sub("", fold(letters))
    is_acronym = not is_loud and 2 <= len(letters) <= _LONGEST_ACRONYM and letters.isupper()
    is_stop = not is_acronym and (word in _spellings().stops or not 0 < len(word) <= _LONGEST_WORD)
    return word, word if is_acronym or is_stop else stem(word), start, end, is_stop, is_acronym
