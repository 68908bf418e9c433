"""Numbers that are written, wholly or partly, in words: “zéro six douze trente-quatre…”."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.language.folding import fold

_UNITS = "zero un deux trois quatre cinq six sept huit neuf"
_TEENS = "dix onze douze treize quatorze quinze seize"
_TENS = "vingt trente quarante cinquante soixante septante octante nonante"
_ENGLISH = "oh one two three four five six seven eight nine"
_DIGITS = {
    **dict.fromkeys((*_UNITS.split(), "une", *_ENGLISH.split()), 1),
    **dict.fromkeys((*_TEENS.split(), *_TENS.split()), 2),
}
"""How many digits each word stands for."""
_TOKEN = re.compile(r"\d{1,10}|[^\W\d_]+")
_BETWEEN = re.compile(r"[\s.,:;/_-]{1,3}")
_JOINING = frozenset(("et", "puis"))
_FEWEST = 8
"""A row of fewer digits may be anything."""


def spelt_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where numbers of many digits stand that have at least one word among them."""
    row: list[re.Match[str]] = []
    for token in _TOKEN.finditer(text):
        if row and _BETWEEN.fullmatch(text, row[-1].end(), token.start()) is None:
            yield from _number(row)
            row = []
        if _digits(token) or (row and fold(token.group()) in _JOINING):
            row.append(token)
        else:
            yield from _number(row)
            row = []
    yield from _number(row)


def _number(row: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    while row and not _digits(row[-1]):
        row.pop()
    is_spelt = any(_digits(token) and not token.group().isdecimal() for token in row)
    if is_spelt and _length(row) >= _FEWEST:
        yield row[0].start(), row[-1].end()


def _length(row: list[re.Match[str]]) -> int:
    """Return how many digits a row stands for; “soixante dix huit” and “quatre vingt un” are two each."""
    total = 0
    open_ten = False
    for token in row:
        word, digits = fold(token.group()), _digits(token)
        if word.isdecimal() or digits == 0:
            total, open_ten = total + digits, open_ten and digits == 0
        elif open_ten:
            open_ten = word == "dix"
        else:
            total, open_ten = total + digits, word in _TENS.split() or word == "dix"
    return total


def _digits(token: re.Match[str]) -> int:
    word = token.group()
    return len(word) if word.isdecimal() else _DIGITS.get(fold(word), 0)
