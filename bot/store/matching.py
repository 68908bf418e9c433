"""How each database is asked for the entries of an index that match: FTS5, and tsvector under a GIN index."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import Enum, auto
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    ARRAY,
    REAL,
    Boolean,
    ColumnElement,
    Executable,
    Float,
    Integer,
    Select,
    Table,
    TableClause,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy import table as named

from bot.store.indexing import FILTER_MARK, FILTERS, WEIGHTS
from bot.store.queries import Group

_IN_FTS5 = '"'
_IN_TSQUERY = "'"


class Wish(NamedTuple):
    """One thing that an entry should have: one of these tokens, in one of these columns."""

    tokens: Collection[str]
    columns: Sequence[str]
    worth: float = 1.0
    """What having it counts beside the other wishes, for `Order.BY_PARTS`."""


class Order(Enum):
    """Which of the entries that match come first."""

    BY_RELEVANCE = auto()
    """Those that answer best. It takes time with the number of entries that have a token: for rare ones."""
    BY_PARTS = auto()
    """Those that have the most of the wishes of which they must have one, by what each is worth."""
    AS_THEY_STAND = auto()
    """Those of the first rows, or of the last: nothing but those that are returned is looked at."""


class Plan(NamedTuple):
    """What an entry must have: each of some wishes, one of some others if there are any, and the filters."""

    each: Sequence[Wish]
    one: Sequence[Wish]
    filters: Sequence[Collection[str]]
    order: Order

    def is_whole(self, groups: Sequence[Group]) -> bool:
        """Say whether what is found has all that these groups look for."""
        return bool(self.each) and len(self.each) == len(groups)

    @property
    def parts(self) -> int:
        """How many statements there have to be in one for the order by parts, 0 for the other orders."""
        return len(self.one) if self.order is Order.BY_PARTS else 0


class Matching(Protocol):
    """How one database is asked for the rows of an index."""

    def statement(self, index: Table, weights: Mapping[str, float], plan: Plan) -> Executable:
        """Return the statement that gives the likeliest rows: the same for plans of one order and `parts`.

        Its parameters are what `values` returns, `many` (so many matches are ranked) and `most` (returned).
        """

    def values(self, plan: Plan) -> dict[str, str | float]:
        """Return the parameters that ask for what a plan wants, whose tokens are checked."""


class Fts5:
    """SQLite: https://www.sqlite.org/fts5.html#full_text_query_syntax."""

    def __init__(self, *, last_first: bool) -> None:
        self._last_first = last_first

    def statement(self, index: Table, weights: Mapping[str, float], plan: Plan) -> Executable:
        """Return the statement that gives the likeliest rows."""
        lists = named(f"{index.name}_fts", column("rowid"))
        if plan.order is Order.BY_PARTS:
            return _rows(index, self._by_parts(lists, plan.parts), last_first=self._last_first)
        every = ", ".join(str(weight) for weight in weights.values())
        is_ranked = plan.order is Order.BY_RELEVANCE
        place: ColumnElement[Any] = literal_column(f"bm25({lists.name}, {every}, 0)" if is_ranked else "0")
        found = select(lists.c.rowid.label("id"), place.label("place")).where(_matches(lists, "matching"))
        bounded = self._bounded(found, lists, "many" if is_ranked else "most")
        return _rows(index, bounded, last_first=self._last_first)

    def values(self, plan: Plan) -> dict[str, str | float]:
        """Return the parameters that ask for what a plan wants."""
        each = [_in_fts5(wish) for wish in plan.each]
        filters = [_in_fts5(Wish(tokens, (FILTERS,))) for tokens in plan.filters]
        if plan.order is Order.BY_PARTS:
            values: dict[str, str | float] = {}
            for part, wish in enumerate(plan.one):
                values[f"matching{part}"] = " AND ".join([*each, _in_fts5(wish), *filters])
                values[f"worth{part}"] = wish.worth
            return values
        one = [f"({' OR '.join(map(_in_fts5, plan.one))})"] if plan.one else []
        return {"matching": " AND ".join([*each, *one, *filters])}

    def _by_parts(self, lists: TableClause, parts: int) -> Select[Any]:
        """Return the rows that match some of several expressions, by the sum of their worths."""
        matches = []
        for part in range(parts):
            one = select(lists.c.rowid.label("id"), bindparam(f"worth{part}", type_=Float).label("worth"))
            matching = one.where(_matches(lists, f"matching{part}"))
            limited = self._bounded(matching, lists, "many").subquery()
            matches.append(select(limited.c.id, limited.c.worth))
        every = union_all(*matches).subquery("every")
        place = -func.sum(every.c.worth)
        found = select(every.c.id, place.label("place")).group_by(every.c.id)
        return found.order_by(place, _first(every.c.id, last_first=self._last_first)).limit(_number("most"))

    def _bounded(self, found: Select[Any], lists: TableClause, bound: str) -> Select[Any]:
        """Return so many of the first rows, or of the last: the lists can be walked either way."""
        rows = found.order_by(lists.c.rowid.desc()) if self._last_first else found
        return rows.limit(_number(bound))


class Tsvector:
    """PostgreSQL: https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY."""

    def __init__(self, columns: Iterable[str], *, last_first: bool) -> None:
        self._letters = dict(zip(columns, WEIGHTS, strict=False))
        self._last_first = last_first

    def statement(self, index: Table, weights: Mapping[str, float], plan: Plan) -> Executable:
        """Return the statement that gives the likeliest rows; the order by parts is that by relevance."""
        lists = named(f"{index.name}_fts", column("id"), column("tokens"))
        largest = max(weights.values())
        shares = [*(weight / largest for weight in weights.values()), 0.0, 0.0, 0.0][: len(WEIGHTS)]
        rank = func.ts_rank(cast(shares[::-1], ARRAY(REAL)), lists.c.tokens, _tsquery("ranking"))
        is_ranked = plan.order is not Order.AS_THEY_STAND
        place: ColumnElement[Any] = -rank if is_ranked else literal_column("0")
        found = select(lists.c.id, place.label("place")).where(lists.c.tokens.op("@@")(_tsquery("matching")))
        found = found.order_by(lists.c.id.desc()) if self._last_first else found
        bounded = found.limit(_number("many" if is_ranked else "most"))
        return _rows(index, bounded, last_first=self._last_first)

    def values(self, plan: Plan) -> dict[str, str | float]:
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


def _rows(index: Table, found: Select[Any], *, last_first: bool) -> Select[Any]:
    likeliest = found.subquery("likeliest")
    return (
        select(index)
        .join(likeliest, likeliest.c.id == index.c.id)
        .order_by(likeliest.c.place, _first(index.c.id, last_first=last_first))
        .limit(_number("most"))
    )


def _first(number: ColumnElement[Any], *, last_first: bool) -> ColumnElement[Any]:
    return number.desc() if last_first else number


def _number(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=Integer)


def _matches(lists: TableClause, name: str) -> ColumnElement[bool]:
    return literal_column(lists.name).op("MATCH", return_type=Boolean())(bindparam(name))


def _in_fts5(wish: Wish) -> str:
    return f"{{{' '.join(wish.columns)}}} : ({' OR '.join(_quoted(wish.tokens, _IN_FTS5))})"


def _tsquery(name: str) -> ColumnElement[Any]:
    from sqlalchemy.dialects.postgresql import TSQUERY

    return cast(cast(bindparam(name), Text), TSQUERY)


def _quoted(tokens: Iterable[str], quote: str, mark: str = "") -> Iterator[str]:
    return (f"{quote}{mark}{token}{quote}" for token in tokens)
