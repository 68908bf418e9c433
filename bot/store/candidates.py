"""Candidates: the entries of an index that are likeliest to answer a query, as the database finds them.

The database is asked as little as can be: the time goes with the number of entries that have a token. So what
nearly all entries have is checked here instead; and where ranking all that have a token of the query would
take too long, those that have all that is asked as it is asked come first, then those that have most of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Executable, Row, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.terms import stem
from bot.store.indexing import FILTER_MARK, FILTERS, STEM, check
from bot.store.matching import Fts5, Matching, Order, Plan, Tsvector, Wish
from bot.store.queries import Group, Query
from bot.store.relevance import Texts

_MANY = 2500
"""More entries than these are not ranked for one query: it would take over 10 ms."""
_SEVERAL = 1000
"""So many entries are looked at for each of several parts of a query."""
_WALKED = 30_000
"""Longer lists, all together, are not intersected once more for better rows: it would take over 3 ms."""
_STRONG = 0.6
"""A token that counts for so much of the group's best one is what is asked for; others are only like it."""
_LIKE_IT = 0.4
"""What having something that is only like what is asked for counts."""
_COMMON = 0.1
"""A token that so large a share of the entries have tells little beside a rarer one."""
_NEARLY_ALL = 0.9
"""What so large a share of the entries have, the database need not look for."""
_NEARLY_AS_MANY = 0.5
"""If so many of the entries that have a stem have the word, looking for the stem is enough."""


class Candidate(NamedTuple):
    """A row of the table of an index, and which of the places of the query it is near, from 0."""

    row: Row[Any]
    near: int


class Candidates:
    """Finds the candidates in one index, whose columns have these weights.

    Where not all can be looked at, the first rows are, or the last ones if `last_first`.
    """

    def __init__(self, index: Table, weights: Mapping[str, float], *, last_first: bool) -> None:
        self._index = index
        self._weights = weights
        self._matching: dict[str, Matching] = {
            "sqlite": Fts5(last_first=last_first),
            "postgresql": Tsvector(weights, last_first=last_first),
        }
        self._first = index.c.id.desc() if last_first else index.c.id
        self._statements: dict[tuple[str, Order, int], Executable] = {}

    async def find(
        self, session: AsyncSession, query: Query, texts: Texts, *, enough: int, most: int
    ) -> list[Candidate]:
        """Return at least `enough` candidates if so many answer, nearest first, and few more than `most`.

        Raises:
            ValueError: a token of the query is none.
        """
        check(*query.filters, *query.near, *(group.alternatives for group in query.groups))
        if not _can_be_answered(query):
            return []
        found: dict[int, Candidate] = {}
        for near, place in enumerate([*query.near, None]):
            if place is not None and not place:
                continue
            filters = [*query.filters, *([] if place is None else [place])]
            for plan in self._plans(query.groups, texts, filters):
                rows = await self._rows(session, plan, texts, enough, most)
                if len(rows) >= most and plan.order is Order.AS_THEY_STAND:
                    rows = [*await self._better(session, query.groups, texts, filters, enough), *rows]
                for row in rows:
                    found.setdefault(row.id, Candidate(row, near))
                if len(found) >= enough or (query.whole and found and plan.is_whole(query.groups)):
                    return list(found.values())
        return list(found.values())

    async def _better(
        self,
        session: AsyncSession,
        groups: Sequence[Group],
        texts: Texts,
        filters: Sequence[Collection[str]],
        enough: int,
    ) -> list[Row[Any]]:
        """Return rows that answer best, where so many answer that they may not be among the first ones.

        They have all that is asked just as it is asked, in the heaviest column if so many have it there.
        """
        wishes = [self._wish(group, typed, texts) for group in groups if (typed := _typed(group, texts))]
        if len(wishes) > 1 and sum(_having(wish.tokens, texts) for wish in wishes) > _WALKED:
            return []
        heaviest = max(self._weights, key=lambda name: self._weights[name])
        in_it = [wish._replace(columns=[heaviest]) for wish in wishes if heaviest in wish.columns]
        found: list[Row[Any]] = []
        if in_it and len(in_it) == len(wishes):
            found += await self._rows(
                session, Plan(in_it, (), filters, Order.AS_THEY_STAND), texts, enough, enough
            )
        if wishes and len(found) < enough and any(_has_larger_family(group, texts) for group in groups):
            found += await self._rows(
                session, Plan(wishes, (), filters, Order.AS_THEY_STAND), texts, enough, enough
            )
        return found

    def _plans(
        self, groups: Sequence[Group], texts: Texts, filters: Sequence[Collection[str]]
    ) -> Iterator[Plan]:
        """Yield what to look for until enough is found."""
        asked = [group for group in groups if group.alternatives]
        if not asked:
            yield Plan((), (), filters, Order.AS_THEY_STAND)
            return
        required = [self._wish(group, group.alternatives, texts) for group in asked if group.required]
        optional = [group for group in asked if not group.required]
        counts = [_having(one, texts, FILTER_MARK) for one in filters]
        rare = sum(count for count in counts if count < _NEARLY_ALL * texts.size)
        if rare + sum(_having(group.alternatives, texts) for group in asked) <= _MANY:
            one = [self._wish(group, group.alternatives, texts) for group in optional]
            yield Plan(required, one, filters, Order.BY_RELEVANCE)
            if required and optional:
                yield Plan(required, (), filters, Order.AS_THEY_STAND)
            return
        if min(counts, default=_MANY) >= _MANY:
            strong = [self._wish(group, _strong(group), texts) for group in asked]
            yield Plan(strong, (), filters, Order.AS_THEY_STAND)
        parts = _together(self._parts(_rare(optional, texts), texts))
        yield Plan(required, parts, filters, Order.BY_PARTS if parts else Order.AS_THEY_STAND)
        if required and parts:
            yield Plan(required, (), filters, Order.AS_THEY_STAND)

    def _parts(self, groups: Sequence[Group], texts: Texts) -> Iterator[Wish]:
        """Yield what each group looks for: what is asked for, and apart from it what is only like it."""
        for group in groups:
            strong = _strong(group)
            worth = group.weight * min(map(texts.rarity, strong))
            yield self._wish(group, strong, texts)._replace(worth=worth)
            if weak := [token for token in group.alternatives if token not in strong]:
                yield self._wish(group, weak, texts)._replace(worth=_LIKE_IT * worth)

    def _wish(self, group: Group, tokens: Collection[str], texts: Texts) -> Wish:
        columns = [name for name in self._weights if group.columns is None or name in group.columns]
        return Wish(_needed(tokens, texts), columns)

    async def _rows(
        self, session: AsyncSession, plan: Plan, texts: Texts, enough: int, most: int
    ) -> Sequence[Row[Any]]:
        """Return the likeliest rows, looking first for all but what nearly all rows have.

        As they stand, a few more are looked at, for some do not pass; by relevance, fewer are enough.
        """
        rare = [one for one in plan.filters if _having(one, texts, FILTER_MARK) < _NEARLY_ALL * texts.size]
        if len(rare) == len(plan.filters):
            return await self._likeliest(session, plan, most)
        if plan.order is Order.AS_THEY_STAND:
            enough, looked_at = most, most * 3 // 2
        else:
            looked_at = most
        rows = await self._likeliest(session, plan._replace(filters=rare), looked_at)
        passing = [row for row in rows if _passes(getattr(row, FILTERS).split(), plan.filters)]
        if len(passing) >= enough or len(rows) < looked_at:
            return passing[:most]
        return await self._likeliest(session, plan, most)

    async def _likeliest(self, session: AsyncSession, plan: Plan, most: int) -> Sequence[Row[Any]]:
        if not (plan.each or plan.one or plan.filters):
            everything = select(self._index).order_by(self._first).limit(most)
            return (await session.execute(everything)).all()
        dialect = session.get_bind().dialect.name
        matching = self._matching[dialect]
        shape = dialect, plan.order, plan.parts
        statement = self._statements.get(shape)
        if statement is None:
            statement = self._statements[shape] = matching.statement(self._index, self._weights, plan)
        many = _SEVERAL if plan.order is Order.BY_PARTS else _MANY
        values = {**matching.values(plan), "many": many, "most": most}
        return (await session.execute(statement, values)).all()


def _can_be_answered(query: Query) -> bool:
    """Say whether each thing that is demanded can be at all."""
    demanded = [*query.filters, *(group.alternatives for group in query.groups if group.required)]
    return all(demanded) and (not query.groups or any(group.alternatives for group in query.groups))


def _strong(group: Group) -> list[str]:
    """Return the tokens of a group that are what is asked for, and not only like it."""
    best = max(group.alternatives.values())
    return [token for token, weight in group.alternatives.items() if weight >= _STRONG * best]


def _typed(group: Group, texts: Texts) -> list[str]:
    """Return the tokens of a group that count most, of those that any entry has."""
    known = {token: weight for token, weight in group.alternatives.items() if texts.frequencies.get(token)}
    return [token for token, weight in known.items() if weight == max(known.values())]


def _has_larger_family(group: Group, texts: Texts) -> bool:
    """Say whether most entries that have what a group asks for have it in other words than these."""
    typed, strong = _typed(group, texts), _strong(group)
    most = max((texts.frequencies.get(token, 0) for token in strong), default=0)
    return bool(typed) and _having(typed, texts) < _NEARLY_AS_MANY * most


def _together(wishes: Iterable[Wish]) -> list[Wish]:
    """Return each wish once, for its lists are walked each time; what it is worth adds up."""
    found: dict[tuple[frozenset[str], tuple[str, ...]], Wish] = {}
    for wish in wishes:
        key = frozenset(wish.tokens), tuple(wish.columns)
        worth = wish.worth + (found[key].worth if key in found else 0)
        found[key] = wish._replace(worth=worth)
    return list(found.values())


def _rare(groups: list[Group], texts: Texts) -> list[Group]:
    return [one for one in groups if 0 < _having(one.alternatives, texts) <= _COMMON * texts.size] or groups


def _needed(tokens: Collection[str], texts: Texts) -> list[str]:
    """Return the tokens without the words whose stem is enough to find them.

    That is so where hardly any entry has the stem and not the word. An acronym stands under itself as a stem.
    """
    return [
        token
        for token in tokens
        if token.endswith(STEM)
        or (its_stem := stem(token) + STEM) not in tokens
        or (token + STEM != its_stem and token + STEM in texts.frequencies)
        or texts.frequencies.get(token, 0) < _NEARLY_AS_MANY * texts.frequencies.get(its_stem, 0)
    ]


def _having(tokens: Collection[str], texts: Texts, mark: str = "") -> int:
    return sum(texts.frequencies.get(mark + token, 0) for token in tokens)


def _passes(tokens: Collection[str], filters: Sequence[Collection[str]]) -> bool:
    return all(any(token in tokens for token in one) for one in filters)
