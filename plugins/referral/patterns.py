"""Patterns of words, as people write them in the lexicon: readable, and quick to look for.

`mot*` is any word that begins so, `*` any word, `(a|b c)` one of these, `[a]` perhaps this, `...` up to
five words (and in the files `<name>` one of the words of a `[group]`). Accents and elisions do not count;
articles of the text are skipped where the pattern has none.
A pattern is looked for at all places of a text at once, so the time is in proportion to the length of both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple, overload

from bot.language.folding import fold

BREAK = "/"
"""Stands between the clauses of a line: no pattern goes across it."""
_GAP = 5
ARTICLES = frozenset(
    ("la", "le", "les", "l", "un", "une", "des", "de", "du", "d", "son", "sa", "ses", "mon", "ma", "mes",
     "ton", "ta", "tes", "leur", "leurs")
)  # fmt: skip
"""Words before a noun, folded: they say nothing of what a need is about."""
_PASSED_OVER = ARTICLES | frozenset(["notre", "nos", "votre", "vos", "the", "a", "an", "his", "her"])
_TOKEN = re.compile(r"\[\.\.\.\]|\.\.\.|[()\[\]|]|[a-z0-9]+\*?|\*")
_ELIDED = re.compile(r"\b(?:[ldjcnmst]|qu|jusqu|lorsqu|puisqu)'")
_NOT_READ = re.compile(r"[^a-z0-9()\[\]|.*\s]")


class UnreadablePatternError(ValueError):
    """The pattern cannot be read."""


class Line(NamedTuple):
    """A text to look into: words, `/` between clauses; where each is reached from; beginnings of words."""

    words: tuple[str, ...]
    reached: tuple[tuple[int, ...], ...]
    beginnings: frozenset[str]


def line_of(words: Iterable[str]) -> Line:
    """Return the line of folded words."""
    listed = tuple(words)
    reached: list[tuple[int, ...]] = [()] * (len(listed) + 1)
    for at in range(len(listed) - 1, -1, -1):
        reached[at] = (at, *reached[at + 1]) if listed[at] in _PASSED_OVER else (at,)
    beginnings = frozenset(word[:size] for word in set(listed) for size in range(1, len(word) + 1))
    return Line(listed, tuple(reached), beginnings)


@dataclass(frozen=True, slots=True)
class _Words:
    """One word of these, or one that begins so."""

    exact: frozenset[str]
    beginnings: tuple[str, ...]

    def after(self, line: Line, places: set[int]) -> set[int]:
        if line.beginnings.isdisjoint(self.beginnings) and line.beginnings.isdisjoint(self.exact):
            return set()  # most lines have none of the words
        words = line.words
        return {
            at + 1
            for place in places
            for at in line.reached[place]
            if words[at] in self.exact or (self.beginnings and words[at].startswith(self.beginnings))
        }


@dataclass(frozen=True, slots=True)
class _Gap:
    """Words that do not matter, within a clause: none to `most`."""

    least: int
    most: int

    def after(self, line: Line, places: set[int]) -> set[int]:
        found = set()
        for place in places:
            for size in range(self.most + 1):
                if size >= self.least:
                    found.add(place + size)
                if place + size >= len(line.words) or line.words[place + size] == BREAK:
                    break
        return found


@dataclass(frozen=True, slots=True)
class _Choice:
    """One of several sequences, or nothing if it is optional."""

    sequences: tuple[tuple[_Item, ...], ...]
    is_optional: bool

    def after(self, line: Line, places: set[int]) -> set[int]:
        found = set(places) if self.is_optional else set()
        for sequence in self.sequences:
            found |= _after(sequence, line, places)
        return found


_Item = _Words | _Gap | _Choice


class Pattern(NamedTuple):
    """A pattern: `anchors` are beginnings of words, one of which the text must have, those that tell most.

    So it must of each of `others`.
    """

    source: str
    items: tuple[_Item, ...]
    anchors: frozenset[str]
    others: tuple[frozenset[str], ...]
    words: frozenset[str]


def pattern(source: str) -> Pattern:
    """Read a pattern.

    Raises:
        UnreadablePatternError: brackets do not match, or no word has to be there.

    >>> found(line_of("elle a perdu sa carte vitale".split()), Patterns([pattern("perd* ... vitale")]))
    True
    """
    plain = _ELIDED.sub("", fold(source)).replace("'", "").replace("-", " ")
    tokens = _TOKEN.findall(_NOT_READ.sub(" ", plain))
    reader = _Reader(tokens)
    items, needed = reader.sequence()
    if not reader.is_done or not needed:
        raise UnreadablePatternError(source)
    words = frozenset(token for token in tokens if token.isalpha())
    anchors = _most_telling(needed)
    others = tuple(frozenset(one) for one in needed if one is not anchors)
    return Pattern(source, tuple(items), frozenset(anchors), others, words)


class Patterns(Sequence[Pattern]):
    """Patterns to look for together: those that want a word which a text does not have cost nothing."""

    def __init__(self, patterns: Iterable[Pattern] = ()) -> None:
        self._patterns = tuple(patterns)
        self._with: dict[str, list[int]] = {}
        for place, one in enumerate(self._patterns):
            for anchor in one.anchors:
                self._with.setdefault(anchor, []).append(place)
        self._anchors = frozenset(self._with)

    @overload
    def __getitem__(self, place: int) -> Pattern: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Pattern, ...]: ...
    def __getitem__(self, place: int | slice) -> Pattern | tuple[Pattern, ...]:
        return self._patterns[place]

    def __len__(self) -> int:
        return len(self._patterns)

    def worth_trying(self, line: Line) -> list[Pattern]:
        """Return those of which a line has the anchors, in their order."""
        places = {place for anchor in self._anchors & line.beginnings for place in self._with[anchor]}
        likely = [self._patterns[place] for place in sorted(places)]
        return [one for one in likely if not any(map(line.beginnings.isdisjoint, one.others))]


def found(line: Line, patterns: Patterns) -> bool:
    """Say whether a line has one of the patterns."""
    everywhere = set(range(len(line.words)))
    return any(_after(one.items, line, everywhere) for one in patterns.worth_trying(line))


def covered(line: Line, *several: Patterns) -> set[int]:
    """Return the places of the words that patterns take, wherever they are found."""
    taken: set[int] = set()
    for one in (one for patterns in several for one in patterns.worth_trying(line)):
        for start in range(len(line.words)):
            if ends := _after(one.items, line, {start}):
                taken.update(range(start, max(ends)))
    return taken


def without(line: Line, patterns: Patterns) -> Line:
    """Return a line with a break in the place of what patterns take."""
    if not (taken := covered(line, patterns)):
        return line
    return line_of(BREAK if at in taken else word for at, word in enumerate(line.words))


def _after(items: Sequence[_Item], line: Line, places: set[int]) -> set[int]:
    """Return where a sequence may end that begins at one of these places."""
    for item in items:
        if not places:
            break
        places = item.after(line, places)
    return places


class _Reader:
    """Reads one pattern: a list of tokens, from the left."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._tokens)

    def sequence(self) -> tuple[list[_Item], list[set[str]]]:
        """Return what stands up to a bracket or bar, and the anchors of what has to be there."""
        items: list[_Item] = []
        needed: list[set[str]] = []
        while not self.is_done and self._tokens[self._at] not in (")", "]", "|"):
            item, anchors = self._item()
            items.append(item)
            if anchors:
                needed.append(anchors)
        return items, needed

    def _choice(self, closing: str) -> tuple[_Choice | _Words, set[str]]:
        read = [self.sequence()]
        while not self.is_done and self._tokens[self._at] == "|":
            self._at += 1
            read.append(self.sequence())
        if self.is_done or self._tokens[self._at] != closing:
            raise UnreadablePatternError(" ".join(self._tokens))
        self._at += 1
        is_optional = closing == "]" or any(not items for items, _anchors in read)
        needed = [_most_telling(one) for _items, one in read if one]
        anchors = set().union(*needed) if len(needed) == len(read) else set()
        single = [items[0] for items, _anchors in read if len(items) == 1 and isinstance(items[0], _Words)]
        others = [
            tuple(items)
            for items, _anchors in read
            if items and not (len(items) == 1 and isinstance(items[0], _Words))
        ]
        words = _Words(
            frozenset().union(*(one.exact for one in single)),
            tuple(begin for one in single for begin in one.beginnings),
        )
        if single and not others and not is_optional:
            return words, anchors
        sequences = (*(((words,),) if single else ()), *others)
        return _Choice(sequences, is_optional), set() if is_optional else anchors

    def _item(self) -> tuple[_Item, set[str]]:
        written = self._tokens[self._at]
        self._at += 1
        if written in ("...", "[...]"):
            return _Gap(0, _GAP), set()
        if written in ("(", "["):
            return self._choice(")" if written == "(" else "]")
        if written == "*":
            return _Gap(1, 1), set()
        if written.endswith("*"):
            return _Words(frozenset(), (written[:-1],)), {written[:-1]}
        return _Words(frozenset((written,)), ()), {written}


def _most_telling(needed: Sequence[set[str]]) -> set[str]:
    return max(needed, key=_worth)


def _worth(anchors: set[str]) -> float:
    """Return how telling anchors are: long and few."""
    return min(len(one) for one in anchors) - len(anchors) / 4
