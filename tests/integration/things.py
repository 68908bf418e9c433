"""Things to search: a table of a test's own, in metadata of its own, with an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import JSON, Column, MetaData, Table, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store import Store
from bot.store.base import Identifier, table_of
from bot.store.records import IndexedRow
from bot.store.search import Entry, Query, SearchIndex

METADATA = MetaData()
THING = Table(
    "thing",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("owner_id", Identifier),
    Column("says", JSON, nullable=False),
)


async def entries_of(session: AsyncSession, things: Sequence[int]) -> list[Entry]:
    """Return what the index should hold of these things: nothing of one that says nothing."""
    rows = await session.execute(select(THING).where(THING.c.id.in_(things)).order_by(THING.c.id))
    return [entry(row.id, row.says) for row in rows if row.says]


def entry(number: int, says: Mapping[str, object]) -> Entry:
    """Return the entry of a thing."""
    skills, rest, filters, marks = (says.get(name) for name in ("skills", "rest", "filters", "marks"))
    return Entry(
        number,
        {"skills": str(skills or ""), "rest": str(rest or "")},
        {"skills": list(marks or ())},
        list(filters or ()),
    )


INDEX = SearchIndex(
    "thing_search",
    of="thing",
    columns={"skills": 3.0, "rest": 1.0},
    source=entries_of,
    package="tests.integration",
    is_personal=False,
    metadata=METADATA,
)


LAST_FIRST = SearchIndex(
    "last_things",
    of="thing",
    columns={"skills": 3.0, "rest": 1.0},
    source=entries_of,
    package="tests.integration",
    is_personal=False,
    last_first=True,
    metadata=METADATA,
)


async def create(store: Store) -> None:
    """Create the tables, and the one that says with what indexes were made."""
    async with store.engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
        await connection.run_sync(table_of(IndexedRow).create)


async def write(session: AsyncSession, number: int, **says: object) -> None:
    """Write a thing and its entry."""
    await session.execute(THING.delete().where(THING.c.id == number))
    await session.execute(THING.insert().values(id=number, says=says))
    await INDEX.put(session, [entry(number, says)])


async def pieces_of(store: Store, index: SearchIndex) -> int:
    """Return in how many pieces SQLite keeps the lists of an index."""
    async with store.read() as session:
        pieces = f"SELECT count(DISTINCT segid) FROM {index.name}_fts_idx"
        return (await session.execute(text(pieces))).scalar_one()


async def find(
    session: AsyncSession, typed: str, *filters: list[str], near: list[list[str]] | None = None
) -> list[int]:
    """Return the numbers of what answers, best first."""
    query = Query(await INDEX.groups(session, typed), filters, near or [])
    return [hit.id for hit in await INDEX.search(session, query)]
