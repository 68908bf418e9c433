"""Patterns of words, as people write them in the lexicon: readable, and quick to look for.

`mot*` is any word that begins so, `(a|b c)` one of these, `[a]` perhaps this, `...` up to five words. Accents
and elisions do not count; articles of the text are skipped where the pattern has none.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from bot.language.folding import fold

_ARTICLES = (
    "la le les l un une des de du d son sa ses mon ma mes ton ta tes leur leurs notre nos votre vos the a an his her"
)
_SKIPPED = f"(?:(?:{'|'.join(_ARTICLES.split())}) )*?"
_GAP = r"(?:[a-z0-9]+ ){0,5}?"
_TOKEN = re.compile(r"\[\.\.\.\]|\.\.\.|[()\[\]|]|[a-z0-9]+\*?|\*")
_ELIDED = re.compile(r"\b(?:[ldjcnmst]|qu|jusqu|lorsqu|puisqu)'")
_NOT_READ = re.compile(r"[^a-z0-9()\[\]|.*\s]")


class PatternMistake(ValueError):
    """The pattern cannot be read."""


class Pattern(NamedTuple):
    """A pattern: `anchors` are beginnings of words, one of which the text must have; () if any text may do."""

    source: str
    expression: re.Pattern[str]
    anchors: frozenset[str]
    words: frozenset[str]


class Line(NamedTuple):
    """A text to look into: its words between spaces, clauses parted by `/`, and the beginnings of its words."""

    text: str
    beginnings: frozenset[str]


def line_of(words: Iterable[str]) -> Line:
    """Return the line of folded words; `/` stands between clauses."""
    listed = list(words)
    return Line(
        f" {' '.join(listed)} ",
        frozenset(word[:size] for word in listed for size in range(1, len(word) + 1)),
    )


def pattern(source: str) -> Pattern:
    """Read a pattern.

    Raises:
        PatternMistake: brackets do not match, or nothing has to be there.

    >>> found(line_of("elle a perdu sa carte vitale".split()), [pattern("perd* ... vitale")])
    True
    """
    tokens = _TOKEN.findall(_NOT_READ.sub(" ", _ELIDED.sub("", fold(source).replace("-", " "))))
    reader = _Reader(tokens)
    written, anchors = reader.alternatives()
    if not reader.is_done:
        raise PatternMistake(source)
    if not anchors:
        raise PatternMistake(source)
    words = frozenset(token for token in tokens if token[0].isalnum() and not token.endswith("*"))
    return Pattern(source, re.compile(rf"(?<= ){written}"), frozenset(anchors), words)


def found(line: Line, patterns: Collection[Pattern]) -> bool:
    """Say whether a line has one of the patterns."""
    return next(matches(line, patterns), None) is not None


def matches(line: Line, patterns: Iterable[Pattern]) -> Iterator[re.Match[str]]:
    """Return where each of the patterns is first found, for those that are."""
    for one in patterns:
        if not one.anchors.isdisjoint(line.beginnings) and (match := one.expression.search(line.text)):
            yield match


class _Reader:
    """Reads one pattern: a list of tokens, from the left."""

    def __init__(self, tokens: Sequence[str]) -> None:
        self._tokens = tokens
        self._at = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._tokens)

    def alternatives(self) -> tuple[str, set[str]]:
        """Return an expression for what is between two brackets, and its anchors (none if it may be empty)."""
        choices = [self._sequence()]
        while self._next_is("|"):
            self._at += 1
            choices.append(self._sequence())
        written = "|".join(text for text, _anchors in choices)
        if any(not anchors for _text, anchors in choices):
            return f"(?:{written})", set()
        return f"(?:{written})", set().union(*(anchors for _text, anchors in choices))

    def _sequence(self) -> tuple[str, set[str]]:
        parts: list[str] = []
        best: set[str] = set()
        while not self.is_done and self._tokens[self._at] not in (")", "]", "|"):
            text, anchors = self._item()
            parts.append(text)
            if anchors and (not best or _worth(anchors) > _worth(best)):
                best = anchors
        return "".join(parts), best

    def _item(self) -> tuple[str, set[str]]:
        token = self._tokens[self._at]
        self._at += 1
        if token in ("...", "[...]"):
            return _GAP, set()
        if token in ("(", "["):
            written, anchors = self.alternatives()
            if not self._next_is(")" if token == "(" else "]"):  # noqa: S105 - a bracket
                raise PatternMistake(" ".join(self._tokens))
            self._at += 1
            return (written, anchors) if token == "(" else (f"{written}?", set())  # noqa: S105 - a bracket
        if token == "*":  # noqa: S105 - any word
            return r"[a-z0-9]+ ", set()
        begins = token.endswith("*")
        word = token.rstrip("*")
        return f"{_SKIPPED}{word}{'[a-z0-9]*' if begins else ''} ", {word}

    def _next_is(self, token: str) -> bool:
        return not self.is_done and self._tokens[self._at] == token


def _worth(anchors: set[str]) -> float:
    """Return how telling anchors are: long and few."""
    return min(len(one) for one in anchors) - len(anchors) / 4
