"""A sentence by its words, each compared folded, and where whoever wrote it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.territory.areas import Area, Level
from bot.territory.gazetteer import words_of
from bot.territory.relations import departements_of
from bot.territory.spelling import ordinal

_TOKEN = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s'’ʼ`´]*|\s*[-‐‑–/]\s*|\.\s?")
"""What may stand between two words of one name, or a preposition and it; a full stop only after St."""
_SENTENCE_END = re.compile(r"[.!?:;\n]")
PERSONS = {"docteur", "dr", "m", "madame", "maitre", "mademoiselle", "mlle", "mme", "monsieur", "mr", "mrs"}
_ABBREVIATED = PERSONS | {"saint", "sainte"}
"""Words whose full stop ends no sentence."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text: where it stands, how it is compared, and whether nothing but a joint follows it."""

    start: int
    end: int
    word: str
    is_capital: bool
    opens_sentence: bool
    is_joined: bool


class Sentence:
    """The words of a text, and `near`, where the asker is."""

    def __init__(self, text: str, near: Sequence[Area]) -> None:
        self.text = text
        self.near = near
        self.tokens = _tokens_of(text)
        small = (area for area in near if area.level is not Level.REGION)
        self.around = {code for area in small for code in departements_of(area)}
        """The codes of the asker's départements."""

    def words(self, start: int, end: int) -> list[str]:
        """Return the folded words of some tokens."""
        return [its.word for its in self.tokens[start:end]]

    def written(self, start: int, end: int) -> str:
        """Return some tokens as they are written, with what stands between them."""
        return self.text[self.tokens[start].start : self.tokens[end - 1].end]

    def gap(self, place: int) -> str:
        """Return what stands before a token, without its spaces."""
        before = self.tokens[place - 1].end if place else 0
        return self.text[before : self.tokens[place].start].strip()

    def are_joined(self, start: int, end: int) -> bool:
        """Return whether some tokens may be one name."""
        return all(its.is_joined for its in self.tokens[start : end - 1])

    def is_around(self, area: Area) -> bool:
        """Return whether an area, smaller than a region, is in a département of the asker's."""
        return not self.around.isdisjoint(departements_of(area)) and area.level is not Level.REGION


def _tokens_of(text: str) -> list[Token]:
    """Return the words of a text."""
    matches = list(_TOKEN.finditer(text))
    shouted = text.upper() == text
    tokens = []
    for rank, match in enumerate(matches):
        word = ordinal("".join(words_of(match.group())))
        before = text[matches[rank - 1].end() if rank else 0 : match.start()]
        after = text[match.end() : matches[rank + 1].start()] if rank + 1 < len(matches) else "|"
        joint = _JOINT.fullmatch(after) is not None and ("." not in after or word in _ABBREVIATED)
        tokens.append(
            Token(
                match.start(),
                match.end(),
                word,
                is_capital=match.group()[0].isupper() and not shouted,
                opens_sentence=rank == 0 or _SENTENCE_END.search(before) is not None,
                is_joined=joint,
            )
        )
    return tokens
