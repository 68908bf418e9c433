"""The vocabulary of a search index: which tokens it holds, how often, and which word a slip stands for.

It is read once and kept in the process. A number in the database, which changes with every change of the
index, tells when it is out of date, whoever wrote: this process or another one. One that takes long to read
serves for a while longer, so that those who search while a file is imported do not read it again and again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Executable, Table, Text, case, cast, column, func, select, table
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language import remembering
from bot.language.speller import Speller
from bot.store.driver import LONG
from bot.store.engine import BEGAN
from bot.store.indexing import FILTER_MARK, FILTERS, STEM
from bot.store.relevance import Texts

_KEPT = 4
"""A process works on one database, tests on several."""
QUICK = 0.05
"""Seconds within which a vocabulary is read that is worth reading again at every change."""
SERVES = 20
"""Any other one serves so many times as long as it took to read."""
WRITTEN = "search indexes written"
"""In `session.info`: the names of the indexes that the session wrote; what it sees may yet be undone."""

_SEEN = "vocabularies of search indexes"
"""In `session.info`: by index, a transaction, and the vocabulary that it has seen."""
_VECTORS = "SELECT tokens FROM THE_INDEX_fts"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The tokens of an index at one of its revisions, and its words: what people may have meant."""

    revision: int
    texts: Texts
    words: Speller


class Vocabularies:
    """The vocabulary of one index in each database that this process works on, read when it is asked for."""

    def __init__(self, table: Table, state: Table, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._table = table
        self._revision = select(state.c.revision)
        self._monotonic = monotonic
        self._known: dict[str, Vocabulary] = {}
        self._serves_until: dict[str, float] = {}
        self._being_read: set[str] = set()
        remembering.register(self)

    def cache_clear(self) -> None:
        """Forget all of it: it holds people's names, and the words of their cards.

        What is being read meanwhile is not kept either: its session may see who was erased.
        """
        self._known.clear()
        self._serves_until.clear()

    async def current(self, session: AsyncSession) -> Vocabulary:
        """Return the vocabulary as the session sees it, or saw it before in the same transaction.

        It takes one short query while nothing changed, else some 5 microseconds a token (0.5 s for 100 000
        entries); those who ask in the meantime get the previous one. So do those who ask soon after, where it
        took long: what is new in the index is found, but for some seconds only as it is spelt there.
        """
        seen: dict[str, tuple[object, Vocabulary]] = session.info.setdefault(_SEEN, {})
        transaction, current = seen.get(self._table.name, (None, None))
        if current is not None and transaction is session.sync_session.get_transaction():
            return current
        current = await self._of_now(session)
        seen[self._table.name] = session.sync_session.get_transaction(), current
        return current

    async def _of_now(self, session: AsyncSession) -> Vocabulary:
        database = session.get_bind().engine.url.render_as_string()
        known = self._known.get(database)
        revision = (await session.execute(self._revision)).scalar_one()
        if known and (known.revision == revision or self._serves(database)):
            return known
        if self._table.name in session.info.get(WRITTEN, ()):
            return known or await self._read(session, revision, None)
        begun = self._monotonic()
        self._being_read.add(database)
        try:
            read = await self._read(session, revision, known)
        finally:
            self._being_read.discard(database)
        if session.info.get(BEGAN) == remembering.times_forgotten():
            self._keep(database, read, begun)
        return read

    def _keep(self, database: str, read: Vocabulary, begun: float) -> None:
        """Keep what was read from that instant on, in the place of the one that was known longest."""
        now = self._monotonic()
        self._serves_until[database] = now + SERVES * (now - begun) if now - begun > QUICK else now
        self._known.pop(database, None)
        self._known[database] = read
        while len(self._known) > _KEPT:
            oldest = next(iter(self._known))
            del self._known[oldest]
            self._serves_until.pop(oldest, None)

    def _serves(self, database: str) -> bool:
        """Return whether what is known serves although the index changed: one is read now, or was lately."""
        return database in self._being_read or self._monotonic() < self._serves_until.get(database, 0.0)

    async def _read(self, session: AsyncSession, revision: int, known: Vocabulary | None) -> Vocabulary:
        counting = self._counting(session.get_bind().dialect.name)
        tokens, entries, words = (await session.execute(counting)).one()
        count = select(func.count()).select_from(self._table).prefix_with(LONG)
        size = (await session.execute(count)).scalar_one()
        return await asyncio.to_thread(_of, revision, size, tokens or "", entries or "", words or 0, known)

    def _counting(self, dialect: str) -> Executable:
        """Return what asks for the tokens, in how many entries each is, and how many words there are in all.

        All tokens come as one text, and all numbers: as hundreds of thousands of rows they would take twice
        the time, most of it in the way of everything else that this process does.
        """
        name = self._table.name
        token: ColumnElement[Any]
        is_filter: ColumnElement[bool]
        if dialect == "postgresql":
            vectors = _VECTORS.replace("THE_INDEX", name)
            found = func.ts_stat(vectors).table_valued("word", "ndoc", "nentry")
            token, entries, times = found.c.word, found.c.ndoc, found.c.nentry
            is_filter = token.startswith(FILTER_MARK)
        else:
            lists = table(f"{name}_terms", *map(column, ("term", "col", "doc", "cnt")))
            entries, times = lists.c.doc, lists.c.cnt
            is_filter = lists.c.col == FILTERS
            token = case((is_filter, FILTER_MARK), else_="").concat(lists.c.term)
        return select(
            func.aggregate_strings(token, " "),
            func.aggregate_strings(cast(entries, Text), " "),
            func.sum(case((is_filter, 0), else_=times)),
        ).prefix_with(LONG)


def _of(
    revision: int, size: int, tokens: str, entries: str, total: int, known: Vocabulary | None
) -> Vocabulary:
    """Return a vocabulary of what was counted, in texts with a space between two."""
    frequencies: dict[str, int] = {}
    for token, number in zip(tokens.split(), map(int, entries.split()), strict=True):
        frequencies[token] = frequencies.get(token, 0) + number
    words = {
        token: times
        for token, times in frequencies.items()
        if token[-1] != STEM and token[0] != FILTER_MARK and "_" not in token
    }
    return Vocabulary(
        revision,
        Texts(size, int(total) / size if size else 0.0, frequencies),
        _learned(words, known.words if known else None),
    )


def _learned(words: Mapping[str, int], known: Speller | None) -> Speller:
    """Return a speller of these words, which begins with what another one has learnt already."""
    speller = known or Speller()
    speller.replace(words)
    return speller
