"""Which entries of a feed are wanted: words that must, or must not, stand in them, and how many a day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from bot.language.folding import fold
from bot.language.terms import terms
from plugins.watch.reading.feed import Entry

_T = TypeVar("_T")
_SAYING = re.compile(r'"([^"]*)"|([^\s",;]+)')
_SPACES = re.compile(r"[\W_]+")
_MOST = 50
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Saying:
    """A word or a phrase that is looked for.

    `stems` are those of its words, found in any inflection, one after the other. `exact` is the phrase as it
    is written, folded, if it was in quotes, else None.
    """

    stems: tuple[str, ...]
    exact: str | None = None

    def stands_in(self, text: _Text) -> bool:
        """Say whether a text holds it."""
        if self.exact is not None:
            return f" {self.exact} " in text.folded
        wanted = len(self.stems)
        return any(text.stems[at : at + wanted] == self.stems for at in range(len(text.stems) - wanted + 1))


@dataclass(frozen=True, slots=True)
class Filter:
    """What lets entries through: one of `include` at least, if there are any, and none of `exclude`."""

    include: tuple[Saying, ...] = ()
    exclude: tuple[Saying, ...] = ()

    @classmethod
    def read(cls, include: str, exclude: str) -> Filter:
        """Return the filter that people write: words, and phrases in quotes, parted by spaces or commas.

        Words are found without regard to case, accents and inflections; phrases as they are, save for case
        and accents.
        """
        return cls(sayings(include), sayings(exclude))

    @property
    def lets_all(self) -> bool:
        """Say whether it has no words at all."""
        return not self.include and not self.exclude

    def lets(self, entry: Entry) -> bool:
        """Say whether an entry is wanted, by its title and its summary."""
        if self.lets_all:
            return True
        text = _Text.of(f"{entry.title}\n{entry.summary}")
        if any(saying.stands_in(text) for saying in self.exclude):
            return False
        return not self.include or any(saying.stands_in(text) for saying in self.include)


def sayings(written: str) -> tuple[Saying, ...]:
    """Return the words and phrases of a list that somebody typed, each once."""
    found: dict[Saying, None] = {}
    for quoted, word in _SAYING.findall(_quotes(written)):
        if saying := _saying(quoted or word, is_exact=bool(quoted)):
            found[saying] = None
    return tuple(found)[:_MOST]


def todays_share(entries: Sequence[_T], already: int, most: int | None) -> Sequence[_T]:
    """Return what may still be posted today of entries, the latest first: `most` less `already`."""
    return entries if most is None else entries[: max(most - already, 0)]


@dataclass(frozen=True, slots=True)
class _Text:
    """A text to look into: its folded words between spaces, and the stems of its words."""

    folded: str
    stems: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Text:
        return cls(_spaced(text), tuple(term.stem for term in terms(text, stops=True)))


def _saying(written: str, *, is_exact: bool) -> Saying | None:
    """Return what is looked for; None for what says nothing: a mark, or a stop word that is in no quotes."""
    written = written[:_LONGEST]
    found = () if is_exact else terms(written, stops=True)
    if found and all(term.is_stop for term in found):
        return None
    words = tuple(term.stem for term in found)
    exact = None if words else _spaced(written).strip()
    return Saying(words, exact) if words or exact else None


def _spaced(text: str) -> str:
    """Return a text folded, its words parted by single spaces, one before and one after included."""
    return f" {_SPACES.sub(' ', fold(text)).strip()} "


def _quotes(written: str) -> str:
    """Return what somebody typed with plain quotes, whichever they used."""
    return written.translate(str.maketrans("«»“”„‟″", '"' * 7))
