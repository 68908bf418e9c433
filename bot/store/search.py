"""Full-text search: an index over the rows of a table, the same on SQLite (FTS5) and PostgreSQL (tsvector).

Texts are analysed here (`bot.language.terms`): each word stands in the index folded, and by its stem.
Entries are written in the transaction that writes the rows, and go with them. The database finds the
likeliest entries among those that pass the filters, by intersecting its lists; they are then ranked here
(`bot.store.relevance`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import MetaData, bindparam, column, delete, insert, select, table, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import _
from bot.language.speller import Speller
from bot.language.terms import Term, terms, words_and_stems
from bot.store.base import Base
from bot.store.driver import LONG
from bot.store.indexing import FILTER_MARK, FILTERS, INDEX, MOST_COLUMNS, STEM, check, declare
from bot.store.personal import Category, Declaration, Erasure, NotPersonal, Personal, declares
from bot.store.queries import Entry, Group, Hit, Query, stem_token, word_and_stem
from bot.store.relevance import Found, Relevance, Wanted
from bot.store.vocabulary import WRITTEN, Vocabularies, Vocabulary

if TYPE_CHECKING:
    from bot.store.candidates import Candidates

__all__ = [
    "Entry",
    "Found",
    "Group",
    "Hit",
    "Query",
    "SearchIndex",
    "indexes",
    "stem_token",
    "word_and_stem",
]

T = TypeVar("T")

_AT_ONCE = 500
"""So many entries go to the database in one statement."""
_RANKED = 36
"""So many of the likeliest entries are ranked, or half more than are asked for."""
_MOST_FAULTS = 20

Source = Callable[[AsyncSession, Sequence[int]], Awaitable[Iterable[Entry]]]
"""Returns the entries that an index should have of these rows: what must not be found has none."""


class SearchIndex:
    """A search index over the rows of table `of`; an entry has the id of its row.

    `columns` gives the weight of each column of text, at most four, the heaviest first; `source` returns the
    entries that rows should have. What they hold is decided by the code and the lists of `package`: when
    those change, it is written anew (`bot.store.reindexing`). If more than the index is made of a row with
    them, `rewriting` takes the place of `source` then: it writes that anew as well. An index is declared
    once, beside its table, and created by a migration (`bot.store.indexing.create_search_index`). It
    `is_personal` if its rows say something of people. Of rows that answer equally well the first ones are
    found, or the last ones if `last_first`: among very many, only those are looked at.
    """

    def __init__(
        self,
        name: str,
        *,
        of: str,
        columns: Mapping[str, float],
        source: Source,
        package: str,
        is_personal: bool,
        last_first: bool = False,
        rewriting: Source | None = None,
        metadata: MetaData = Base.metadata,
    ) -> None:
        if not 0 < len(columns) <= MOST_COLUMNS:
            raise ValueError(f"an index has one to {MOST_COLUMNS} columns")
        self.name, self.of, self.package = name, of, package
        self.columns = dict(columns)
        self._source = source
        self._rewriting = rewriting or source
        self._last_first = last_first
        info = declares(_personal(columns) if is_personal else _NOT_PERSONAL) | {INDEX: self}
        self.table, self._state = declare(metadata, name, of, list(columns), info)
        self._lists = table(f"{name}_fts", column(f"{name}_fts"), column("rank"), column("id"))
        self._some = select(self.table.c.id, *(self.table.c[name] for name in columns)).where(
            self.table.c.id.in_(bindparam("ids", expanding=True))
        )
        self._vocabularies = Vocabularies(self.table, self._state)

    @cached_property
    def _candidates(self) -> Candidates:
        from bot.store.candidates import Candidates  # what looks for rows is loaded with the first search

        return Candidates(self.table, self.columns, last_first=self._last_first)

    async def put(self, session: AsyncSession, entries: Iterable[Entry]) -> None:
        """Write entries, in the place of those of the same rows: some 100 microseconds each.

        Raises:
            ValueError: a mark or a filter has more than letters, digits and underscores.
        """
        session.info.setdefault(WRITTEN, set()).add(self.name)
        await session.flush()
        for chunk in _chunks(entries):
            await self._write(session, [self._row(entry) for entry in chunk])

    async def _write(self, session: AsyncSession, rows: list[dict[str, Any]]) -> None:
        are_these = self.table.c.id.in_([row["id"] for row in rows])
        await session.execute(delete(self.table).where(are_these))
        await session.execute(insert(self.table), rows)
        if session.get_bind().dialect.name == "sqlite":
            lists = table(f"{self.name}_fts", column("rowid"), *map(column, (*self.columns, FILTERS)))
            names = ["rowid", *self.columns, FILTERS]
            await session.execute(insert(lists).from_select(names, select(self.table).where(are_these)))
        await session.execute(update(self._state).values(revision=self._state.c.revision + 1))

    async def remove(self, session: AsyncSession, ids: Iterable[int]) -> None:
        """Remove the entries of these rows, if there are any."""
        session.info.setdefault(WRITTEN, set()).add(self.name)
        for chunk in _chunks(ids):
            await session.execute(delete(self.table).where(self.table.c.id.in_(chunk)))

    async def search(self, session: AsyncSession, query: Query, limit: int = 20) -> list[Hit]:
        """Return the entries that answer best: nearest first, then best first.

        Without groups it returns entries that pass the filters, in the order of their ids; the last ones
        first if that is how the index was declared.

        Raises:
            ValueError: a token of the query has more than letters, digits and underscores.
        """
        texts = (await self._vocabularies.current(session)).texts
        found = await self._candidates.find(
            session, query, texts, enough=limit, most=max(_RANKED, limit * 3 // 2)
        )
        relevance = Relevance(self.columns, _wanted(query), texts)
        after = 1 + len(self.columns)  # a row begins with its number, and ends with its filters
        hits = [Hit(row[0], *relevance.of(row[1:after]), near) for row, near in found]
        sign = -1 if self._last_first else 1
        return sorted(hits, key=lambda hit: (hit.near, -hit.score, sign * hit.id))[:limit]

    async def scores(
        self, session: AsyncSession, groups: Sequence[Group], ids: Sequence[int]
    ) -> dict[int, float]:
        """Return how well the entries of a few rows answer, by row: all of them are looked at."""
        texts = (await self._vocabularies.current(session)).texts
        relevance = Relevance(self.columns, _wanted(Query(groups)), texts)
        rows = await session.execute(self._some, {"ids": list(ids)})
        return {number: relevance.of(columns)[0] for number, *columns in rows}

    async def having(self, session: AsyncSession, filters: Iterable[str]) -> dict[str, int]:
        """Return how many entries have each of these filters, counted when the vocabulary was read last."""
        frequencies = (await self._vocabularies.current(session)).texts.frequencies
        return {one: frequencies.get(FILTER_MARK + one, 0) for one in filters}

    async def words(self, session: AsyncSession) -> Speller:
        """Return the words of the index, which know what a slip stands for; they are kept in the process."""
        return (await self._vocabularies.current(session)).words

    async def groups(self, session: AsyncSession, typed: str) -> list[Group]:
        """Return a group for each term of a text: its word and its stem.

        If the index has neither, there are also the words for which it may be a slip, for somewhat less.
        """
        vocabulary = await self._vocabularies.current(session)
        return [Group(_spelt(term, vocabulary)) for term in terms(typed)]

    async def known_groups(self, session: AsyncSession, typed: str) -> list[Group]:
        """Return a group for each term of a text that the index has, as it is written."""
        known = (await self._vocabularies.current(session)).texts.frequencies
        found = [word_and_stem(term.word, term.stem) for term in terms(typed)]
        return [Group(one) for one in found if any(token in known for token in one)]

    async def rewrite(self, session: AsyncSession, after: int, most: int) -> Sequence[int]:
        """Write the entries of the next rows anew, from the one after this on, and return the rows.

        They are `most`, fewer if there are no more. On PostgreSQL they are locked meanwhile.
        """
        ids = await self._rows(session, after, most, is_locking=True)
        last = ids[-1] if len(ids) == most else None
        are_these = [self.table.c.id > after] if last is None else [self.table.c.id.between(after + 1, last)]
        await session.execute(delete(self.table).where(*are_these))
        await self.put(session, await self._rewriting(session, ids))
        return ids

    async def inconsistencies(self, session: AsyncSession) -> list[str]:
        """Return how the index differs from what its source has, row by row, without any of its content.

        The session must be one that can write: SQLite checks its lists by a statement that writes nothing.
        """
        stored = {row.id: hash(tuple(row)) for row in await session.execute(select(self.table))}
        faults = []
        async for entry in self._entries(session):
            row = self._row(entry)
            there = stored.pop(entry.id, None)
            if there is None:
                faults.append(f"{self.name}: row {entry.id} is missing")
            elif there != hash(tuple(row[one.name] for one in self.table.columns)):
                faults.append(f"{self.name}: row {entry.id} is out of date")
        faults += [f"{self.name}: row {number} should not be there" for number in stored]
        return (faults + await self._check_lists(session))[:_MOST_FAULTS]

    async def compact(self, session: AsyncSession) -> None:
        """Have the lists of words in one piece, with nothing of removed entries.

        The database would keep those for a while; and after much was written, searching many pieces takes
        two to four times as long. It takes about a second for 100 000 entries. On PostgreSQL, VACUUM does it,
        by itself in time.
        """
        if session.get_bind().dialect.name == "sqlite":
            optimize = insert(self._lists).values({self._lists.name: "optimize"})
            await session.execute(optimize.prefix_with(LONG))

    def _row(self, entry: Entry) -> dict[str, Any]:
        check(entry.filters, *entry.marks.values())
        row: dict[str, Any] = {"id": entry.id, FILTERS: " ".join(entry.filters)}
        for name in self.columns:
            words = [
                f"{word} {its_stem}{STEM}" for word, its_stem in words_and_stems(entry.texts.get(name, ""))
            ]
            row[name] = " ".join([*words, *entry.marks.get(name, ())])
        return row

    async def _entries(self, session: AsyncSession) -> AsyncIterator[Entry]:
        """Yield the entries that there should be of all rows."""
        after = 0
        while ids := await self._rows(session, after, _AT_ONCE):
            for entry in await self._source(session, ids):
                yield entry
            after = ids[-1]
            session.expunge_all()

    async def _rows(
        self, session: AsyncSession, after: int, most: int, *, is_locking: bool = False
    ) -> Sequence[int]:
        rows = table(self.of, column("id"))
        following = select(rows.c.id).where(rows.c.id > after).order_by(rows.c.id).limit(most)
        if is_locking:
            following = following.with_for_update()  # on SQLite there is no other writer
        return (await session.scalars(following)).all()

    async def _check_lists(self, session: AsyncSession) -> list[str]:
        """Check what the database keeps from the table of the index."""
        if session.get_bind().dialect.name == "sqlite":
            check = insert(self._lists).values({self._lists.name: "integrity-check", "rank": 1})
            try:
                await session.execute(check)
            except DatabaseError:
                return [f"{self.name}: the lists of words are not those of the entries"]
            return []
        unlisted = select(self.table.c.id).except_(select(self._lists.c.id))
        return [f"{self.name}: row {number} is not listed" for number in await session.scalars(unlisted)]


def indexes() -> list[SearchIndex]:
    """Return all indexes that are declared, in the order of their names."""
    found = (table.info.get(INDEX) for _name, table in sorted(Base.metadata.tables.items()))
    return [index for index in found if isinstance(index, SearchIndex)]


_NOT_PERSONAL = NotPersonal(_("It repeats the words of what it indexes, and says nothing more of anybody."))


def _personal(columns: Iterable[str]) -> Declaration:
    return Personal(
        title=_("Words to find you by"),
        category=Category.TECHNICAL,
        purpose=_("find quickly what colleagues look for"),
        retention=_("as long as what it is taken from"),
        subjects={"id": Erasure.DELETE},
        columns={column: _("words of what you wrote") for column in (*columns, FILTERS)},
        hidden=True,
    )


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, _AT_ONCE)):
        yield chunk


def _wanted(query: Query) -> dict[str, list[Wanted]]:
    wanted: dict[str, list[Wanted]] = {}
    for number, group in enumerate(query.groups):
        for token, weight in group.alternatives.items():
            wanted.setdefault(token, []).append(Wanted(number, weight * group.weight, group.columns))
    return wanted


def _spelt(term: Term, vocabulary: Vocabulary) -> dict[str, float]:
    as_typed = word_and_stem(term.word, term.stem)
    if any(token in vocabulary.texts.frequencies for token in as_typed):
        return as_typed
    for word, likeness in vocabulary.words.correct(term.word):
        as_typed |= word_and_stem(word, weight=likeness)
    return as_typed
