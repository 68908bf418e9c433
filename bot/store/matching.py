"""How each database is asked for the entries of an index that match: FTS5, and tsvector under a GIN index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    ARRAY,
    REAL,
    ColumnElement,
    Executable,
    Integer,
    Select,
    Table,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy import table as named
from sqlalchemy.dialects.postgresql import TSQUERY

from bot.store.indexing import FILTER_MARK, FILTERS, WEIGHTS

_IN_FTS5 = '"'
_IN_TSQUERY = "'"


class Wish(NamedTuple):
    """One thing that an entry should have: one of these tokens, in one of these columns."""

    tokens: Collection[str]
    columns: Collection[str]


class Plan(NamedTuple):
    """What an entry must have: each of some wishes, one of some others if there are any, and the filters."""

    each: Sequence[Wish]
    one: Sequence[Wish]
    filters: Sequence[Collection[str]]

    @property
    def is_ranked(self) -> bool:
        """Whether some entries answer better than others."""
        return bool(self.each or self.one)


class Matching(Protocol):
    """How one database is asked for the rows of an index."""

    def statement(self, index: Table, weights: Mapping[str, float], *, is_ranked: bool) -> Executable:
        """Return the statement that gives the likeliest rows: the same for all plans that are ranked, or not.

        Its parameters are what `values` returns, `many` (so many matches are ranked) and `most` (returned).
        """

    def values(self, plan: Plan) -> dict[str, str]:
        """Return the parameters that ask for what a plan wants, whose tokens are checked."""


class Fts5:
    """SQLite: https://www.sqlite.org/fts5.html#full_text_query_syntax."""

    def statement(self, index: Table, weights: Mapping[str, float], *, is_ranked: bool) -> Executable:
        """Return the statement that gives the likeliest rows."""
        lists = named(f"{index.name}_fts", column("rowid"))
        every = ", ".join(str(weight) for weight in weights.values())
        place: ColumnElement[Any] = literal_column(
            f"bm25({lists.name}, {every}, 0)" if is_ranked else "rowid"
        )
        found = select(lists.c.rowid.label("id"), place.label("place")).where(
            literal_column(lists.name).op("MATCH")(bindparam("matching"))
        )
        return _rows(index, found)

    def values(self, plan: Plan) -> dict[str, str]:
        """Return the parameters that ask for what a plan wants."""
        parts = [_in_fts5(wish) for wish in plan.each]
        if plan.one:
            parts.append(f"({' OR '.join(map(_in_fts5, plan.one))})")
        parts += [_in_fts5(Wish(tokens, (FILTERS,))) for tokens in plan.filters]
        return {"matching": " AND ".join(parts)}


class Tsvector:
    """PostgreSQL: https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._letters = dict(zip(columns, WEIGHTS, strict=False))

    def statement(self, index: Table, weights: Mapping[str, float], *, is_ranked: bool) -> Executable:
        """Return the statement that gives the likeliest rows."""
        lists = named(f"{index.name}_fts", column("id"), column("tokens"))
        largest = max(weights.values())
        shares = [*(weight / largest for weight in weights.values()), 0.0, 0.0, 0.0][: len(WEIGHTS)]
        rank = func.ts_rank(cast(shares[::-1], ARRAY(REAL)), lists.c.tokens, _tsquery("ranking"))
        place: ColumnElement[Any] = -rank if is_ranked else lists.c.id
        found = select(lists.c.id, place.label("place")).where(lists.c.tokens.op("@@")(_tsquery("matching")))
        return _rows(index, found)

    def values(self, plan: Plan) -> dict[str, str]:
        """Return the parameters that ask for what a plan wants."""
        parts = [self._wish(wish) for wish in plan.each]
        if plan.one:
            parts.append(f"({' | '.join(map(self._wish, plan.one))})")
        filters = [f"({' | '.join(_quoted(tokens, _IN_TSQUERY, FILTER_MARK))})" for tokens in plan.filters]
        matching = " & ".join([*parts, *filters])
        return {"matching": matching, "ranking": " & ".join(parts)} if parts else {"matching": matching}

    def _wish(self, wish: Wish) -> str:
        letters = "".join(self._letters[one] for one in wish.columns)
        return f"({' | '.join(f'{token}:{letters}' for token in _quoted(wish.tokens, _IN_TSQUERY))})"


def _rows(index: Table, found: Select[Any]) -> Select[Any]:
    likeliest = found.limit(bindparam("many", type_=Integer)).subquery("likeliest")
    return (
        select(index)
        .join(likeliest, likeliest.c.id == index.c.id)
        .order_by(likeliest.c.place, index.c.id)
        .limit(bindparam("most", type_=Integer))
    )


def _in_fts5(wish: Wish) -> str:
    return f"{{{' '.join(wish.columns)}}} : ({' OR '.join(_quoted(wish.tokens, _IN_FTS5))})"


def _tsquery(name: str) -> ColumnElement[Any]:
    return cast(cast(bindparam(name), Text), TSQUERY)


def _quoted(tokens: Iterable[str], quote: str, mark: str = "") -> Iterator[str]:
    return (f"{quote}{mark}{token}{quote}" for token in tokens)
