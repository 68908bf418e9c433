"""Writing search indexes anew, because what their entries are made with has changed since.

An entry holds what code and lists made of its row: stems, concepts, codes of areas. After an update that
changes them, rows that nobody touches would be found by what the version before made of them. So the table
`indexed` keeps a digest of all that an index was made with, and one that was made with anything else is
written anew, in pieces: each is a short unit of work that also writes down how far it came. Nobody waits for
more than one piece, whoever searches finds what there is, and after a kill it goes on from there.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
from collections.abc import AsyncGenerator
from functools import cache
from importlib import resources
from pathlib import Path
from unicodedata import unidata_version

from sqlalchemy import column, func, select, table, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.engine import Store
from bot.store.records import IndexedRow
from bot.store.search import SearchIndex, indexes

PIECE = 50
"""So many rows are one piece: a twentieth of a second where nothing of them was read before."""
_MADE_WITH = ("bot.language", "bot.store", "bot.territory")
"""What reads the words and the places of all indexes, beside each one's own package."""
_STEMMER = "PyStemmer"
_PATIENCE = text("SET LOCAL lock_timeout = '500ms'")
_LOCK_NOT_AVAILABLE = "55P03"
"""https://www.postgresql.org/docs/current/errcodes-appendix.html."""


def made_with(package: str) -> str:
    """Return a digest of all that the entries of an index of that package are made with.

    It changes with any file of the packages concerned, also where that changes no entry: writing an index
    anew in vain costs some seconds, and a change that is missed lasts.
    """
    from importlib.metadata import version  # half a start's imports: an empty database does without

    digest = hashlib.sha256(f"{unidata_version} {version(_STEMMER)}".encode())
    for name in (*_MADE_WITH, package):
        digest.update(_digest_of(name))
    return digest.hexdigest()


@cache
def _digest_of(package: str) -> bytes:
    """Return a digest of the files of a package, as they were when it was first asked for."""
    digest = hashlib.sha256(package.encode())
    root = str(resources.files(package))
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        for name in sorted(names):
            content = Path(folder, name).read_bytes()
            digest.update(f"\n{os.path.relpath(folder, root)} {name} {len(content)} ".encode())
            digest.update(content)
    return digest.digest()


async def reindex(store: Store, index: SearchIndex, *, anyway: bool = False) -> AsyncGenerator[int, None]:
    """Write an index anew, piece by piece, if it was not made with what there is now, or `anyway`.

    It goes on where an earlier one was left, and yields how many rows it has looked at: none as it begins,
    then after each piece.
    """
    if not anyway and await _is_empty(store, index):
        return
    now = await asyncio.to_thread(made_with, index.package)
    if not await _begin(store, index, now, anyway=anyway):
        return
    rows, is_whole = 0, False
    while not is_whole:
        yield rows
        try:
            async with store.unit() as session:
                is_whole = await _go_on(session, index)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
        else:
            rows += PIECE
    yield rows


async def progress(session: AsyncSession) -> int | None:
    """Return what share of the rows is done of indexes that are being written anew, in percent.

    It is None if there are none.
    """
    known = {index.name: index for index in indexes()}
    unfinished = select(IndexedRow.name, IndexedRow.done_to).where(IndexedRow.done_to.is_not(None))
    done = total = 0
    found = [(known[name], to) for name, to in await session.execute(unfinished) if name in known]
    for index, done_to in found:
        row = table(index.of, column("id"))
        total += (await session.execute(select(func.count()).select_from(row))).scalar_one()
        done += (await session.execute(select(func.count()).where(row.c.id <= done_to))).scalar_one()
    if not found:
        return None
    return 100 * done // total if total else 100


async def _is_empty(store: Store, index: SearchIndex) -> bool:
    """Say whether there is nothing to write anew: then nothing has to be known either."""
    async with store.read() as session:
        return await session.scalar(select(table(index.of, column("id")).c.id).limit(1)) is None


async def _begin(store: Store, index: SearchIndex, now: str, *, anyway: bool) -> bool:
    """Return whether there is something to do, and write down that it began."""
    async with store.read() as session:
        known = await session.get(IndexedRow, index.name)
    if known is not None and known.made_with == now and not anyway:
        return known.done_to is not None
    async with store.unit() as session:
        await session.merge(IndexedRow(name=index.name, made_with=now, done_to=0))
    return True


async def _go_on(session: AsyncSession, index: SearchIndex) -> bool:
    """Write the next piece, and return whether the index is whole.

    On PostgreSQL it waits for hardly anybody, and so is the one who gives way to whoever waits for it.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_PATIENCE)
    known = await session.get_one(IndexedRow, index.name)
    known.done_to = await index.rewrite(session, known.done_to or 0, PIECE)
    if known.done_to is None:
        await index.compact(session)
    return known.done_to is None
