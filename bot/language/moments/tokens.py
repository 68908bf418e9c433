"""Words, numbers and signs of a text, folded for comparison, with their place in it.

Folding changes lengths (`œ` becomes two letters, a decomposed accent disappears), so a token keeps the
positions of the original and the folded form side by side: nothing is ever mapped back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Kind = Literal["word", "number", "sign", "opaque"]
Gap = Literal["", " ", "-", "'"]

_TOKEN = re.compile(
    r"""(?P<opaque>(?:https?://|www\.)\S+|[@\#][\w][\w.\-]*)
      | (?P<number>[0-9]+)
      | (?P<word>(?:[^\W\d_][\u0300-\u036f]*)+)
      | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_KINDS: dict[str, Kind] = {"opaque": "opaque", "number": "number", "word": "word", "sign": "sign"}
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_SIGNS = {
    "’": "'", "ʼ": "'", "‘": "'", "´": "'", "`": "'",
    "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "→": "-",
    "“": '"', "”": '"', "«": '"', "»": '"',
}  # fmt: skip
_MOST_DIGITS = 6
"""A longer number is nobody's hour, day or year; reading it as one would only cost time."""


@dataclass(slots=True)
class Token:
    """One word, number or sign: where it stands, its folded text, and what separates it from the last one.

    `gap` is a space, nothing (`9h`), a hyphen between two letters (`week-end`) or an apostrophe (`d'ici`);
    the latter two are no tokens of their own, so that a forgotten one changes nothing. `capital` tells a
    word that starts with its only capital, as names do.
    """

    kind: Kind
    text: str
    start: int
    end: int
    gap: Gap
    capital: bool = False

    @property
    def number(self) -> int | None:
        """The value of a number of reasonable length."""
        if self.kind != "number" or len(self.text) > _MOST_DIGITS:
            return None
        return int(self.text)


def fold(word: str) -> str:
    """Return a word without case, accents or ligatures.

    >>> fold("Œuvré")
    'oeuvre'
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


MOST = 3000
"""More words and signs than ten pages have; a longer text is a document, and nobody reads it in one go."""


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a text in their order, in time linear in its length; at most one over `MOST`."""
    tokens: list[Token] = []
    before = -1
    joint: Gap | None = None
    for found in _TOKEN.finditer(text):
        if len(tokens) > MOST:
            break
        start, end = found.span()
        gap: Gap = joint if joint is not None else ("" if start == before else " ")
        kind = _KINDS[found.lastgroup or "sign"]
        joint = None
        if kind == "sign":
            sign = _SIGNS.get(text[start], text[start])
            joint = _joint(sign, text, start, tokens)
            before = end
            if joint is not None:
                continue
            tokens.append(Token(kind, sign, start, end, gap))
            continue
        word = found.group()
        tokens.append(
            Token(kind, fold(word), start, end, gap, capital=word[0].isupper() and not word.isupper())
        )
        before = end
    return tokens


def _joint(sign: str, text: str, at: int, tokens: list[Token]) -> Gap | None:
    """Return the gap that a hyphen or an apostrophe between two letters makes, or None for a true sign."""
    if not tokens or tokens[-1].end != at or tokens[-1].kind != "word":
        return None
    if not text[at + 1 : at + 2].isalpha():
        return None
    return "-" if sign == "-" else "'" if sign == "'" else None
