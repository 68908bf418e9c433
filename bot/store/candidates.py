"""Candidates: the entries of an index that are likeliest to answer a query, as the database finds them.

Where tokens are so common that ranking all that have one takes too long, those that have all that is asked
come first; if they are too few, those that have the rarer part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    REAL,
    ColumnElement,
    Select,
    Subquery,
    Table,
    Text,
    cast,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy import table as named
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.indexing import FILTERS, TOKEN, WEIGHTS
from bot.store.queries import Group, Query
from bot.store.relevance import Collection as Texts

_MANY = 4000
"""More entries than these are not ranked for one query: it would take over 10 ms."""
_COMMON = 0.1
"""A token that so large a share of the entries have tells little beside a rarer one."""
_IN_FTS5 = '"'
_IN_TSQUERY = "'"


class _Plan(NamedTuple):
    """What a candidate must have: each of some groups, one of some others if there are any, the filters."""

    each: Sequence[Group]
    one: Sequence[Group]
    filters: Sequence[Collection[str]]


async def find(
    session: AsyncSession,
    index: Table,
    weights: Mapping[str, float],
    query: Query,
    texts: Texts,
    *,
    enough: int,
    most: int,
) -> list[Mapping[str, Any]]:
    """Return rows of the table of an index: at least `enough` if so many answer, and about `most` at most.

    Raises:
        ValueError: a token of the query is none.
    """
    likeliest = _on_postgresql if session.get_bind().dialect.name == "postgresql" else _on_sqlite
    found: dict[int, Mapping[str, Any]] = {}
    for plan in _plans(query, texts):
        rows = await session.execute(_rows(index, weights, likeliest(index.name, weights, plan), most))
        for row in rows.mappings():
            found.setdefault(row["id"], row)
        if len(found) >= enough:
            break
    return list(found.values())


def _plans(query: Query, texts: Texts) -> Iterator[_Plan]:
    """Yield what to look for, one after the other until enough is found."""
    required = [group for group in query.groups if group.required]
    optional = [group for group in query.groups if not group.required]
    if sum(_frequency(group, texts) for group in query.groups) > _MANY:
        if len(query.groups) > 1:
            yield _Plan(query.groups, (), query.filters)
        optional = _rare(optional, texts)
    if optional or not required:
        yield _Plan(required, optional, query.filters)
    if required:
        yield _Plan(required, (), query.filters)


def _rare(groups: list[Group], texts: Texts) -> list[Group]:
    return [group for group in groups if 0 < _frequency(group, texts) <= _COMMON * texts.size] or groups


def _frequency(group: Group, texts: Texts) -> int:
    return sum(texts.frequencies.get(token, 0) for token in group.alternatives)


def _rows(index: Table, weights: Mapping[str, float], likeliest: Subquery, most: int) -> Select[Any]:
    return (
        select(index.c.id, *(index.c[name] for name in weights))
        .join(likeliest, likeliest.c.id == index.c.id)
        .order_by(likeliest.c.place, index.c.id)
        .limit(most)
    )


def _on_sqlite(name: str, weights: Mapping[str, float], plan: _Plan) -> Subquery:
    """Return the ids and places of the likeliest rows, as FTS5 finds them."""

    def group(wanted: Group) -> str:
        where = " ".join(_columns(wanted, weights))
        return f"{{{where}}} : ({' OR '.join(_each(wanted.alternatives, _IN_FTS5))})"

    parts = [group(wanted) for wanted in plan.each]
    if plan.one:
        parts.append(f"({' OR '.join(map(group, plan.one))})")
    parts += [f"{FILTERS} : ({' OR '.join(_each(tokens, _IN_FTS5))})" for tokens in plan.filters]
    table = named(f"{name}_fts", column("rowid"))
    is_ranked = bool(plan.each or plan.one)
    rank = f"bm25({name}_fts, {', '.join(str(weight) for weight in weights.values())}, 0)"
    found = select(
        table.c.rowid.label("id"), literal_column(rank if is_ranked else "rowid").label("place")
    ).select_from(table)
    if parts:
        found = found.where(literal_column(table.name).op("MATCH")(" AND ".join(parts)))
    return found.limit(_MANY).subquery("likeliest")


def _on_postgresql(name: str, weights: Mapping[str, float], plan: _Plan) -> Subquery:
    """Return the ids and places of the likeliest rows, as the GIN index finds them."""

    def group(wanted: Group) -> str:
        names = list(weights)
        where = "".join(WEIGHTS[names.index(one)] for one in _columns(wanted, weights))
        return f"({' | '.join(f'{token}:{where}' for token in _each(wanted.alternatives, _IN_TSQUERY))})"

    table = named(f"{name}_fts", column("id"), column("terms"), column("filters"))
    parts = [group(wanted) for wanted in plan.each]
    if plan.one:
        parts.append(f"({' | '.join(map(group, plan.one))})")
    found = select(table.c.id, table.c.id.label("place"))
    if parts:
        wanted = _tsquery(" & ".join(parts))
        largest = max(weights.values())
        scale = [weights_of_letter / largest for weights_of_letter in reversed(_padded(weights))]
        rank = func.ts_rank(cast(scale, ARRAY(REAL)), table.c.terms, wanted)
        found = select(table.c.id, (-rank).label("place")).where(table.c.terms.op("@@")(wanted))
    for tokens in plan.filters:
        found = found.where(table.c.filters.op("@@")(_tsquery(" | ".join(_each(tokens, _IN_TSQUERY)))))
    return found.limit(_MANY).subquery("likeliest")


def _tsquery(text: str) -> ColumnElement[Any]:
    return cast(cast(text, Text), TSQUERY)


def _padded(weights: Mapping[str, float]) -> list[float]:
    return [*weights.values(), *(0.0 for _missing in range(len(WEIGHTS) - len(weights)))]


def _columns(wanted: Group, weights: Mapping[str, float]) -> list[str]:
    return [name for name in weights if wanted.columns is None or name in wanted.columns]


def _each(tokens: Iterable[str], quote: str) -> Iterator[str]:
    for token in tokens:
        if not TOKEN.fullmatch(token):
            raise ValueError("a token has letters, digits and underscores alone")
        yield f"{quote}{token}{quote}"
