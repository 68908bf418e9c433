"""What goes into a search index, what is asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from bot.language.terms import Term, stem
from bot.store.indexing import STEM
from bot.store.relevance import Found

_STEM_WEIGHT = 0.7
"""What a stem counts, of what the word itself counts: `aidants` is not `aide`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What an index holds on a row: its texts by column, and further exact tokens (marks) by column.

    `filters` are tokens that a query can demand, but that are no part of what is looked for: where, for whom.
    Marks and filters consist of a-z, 0-9 and `_`.
    """

    id: int
    texts: Mapping[str, str]
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    filters: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One thing that is looked for: alternative tokens with what each counts, of which the best one counts.

    Only what stands in `columns` counts, if it is given. What has nothing of a `required` group is no answer.
    """

    alternatives: Mapping[str, float]
    required: bool = False
    weight: float = 1.0
    columns: Collection[str] | None = None

    @classmethod
    def of(cls, term: Term, also: Mapping[str, float] | None = None, *, required: bool = False) -> Group:
        """Return the group of a term: its word, its stem for somewhat less, and further tokens."""
        return cls({**word_and_stem(term.word, term.stem), **(also or {})}, required)


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for: groups, the better the more of them, among the entries that pass the filters.

    An entry passes if it has one token of each of the filters. `near` are places, nearest first: entries that
    have one of the first's filter tokens come before those that have one of the second's, and so on, and only
    then the others. If it is `whole`, what has only some of the groups may be left out if anything has all.
    """

    groups: Sequence[Group]
    filters: Sequence[Collection[str]] = ()
    near: Sequence[Collection[str]] = ()
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that answers a query; the score compares the hits of one query, and says no more.

    `near` is the number of the nearest of the query's places where it is, from 0; their count if in none.
    """

    id: int
    score: float
    found: tuple[Found, ...] = ()
    near: int = 0


def stem_token(its_stem: str) -> str:
    """Return the token by which a stem stands in an index."""
    return its_stem + STEM


def word_and_stem(word: str, its_stem: str | None = None, weight: float = 1.0) -> dict[str, float]:
    """Return the alternatives of a folded word: itself, and its stem for somewhat less."""
    return {word: weight, stem_token(its_stem or stem(word)): _STEM_WEIGHT * weight}
