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
from collections.abc import AsyncGenerator, Iterator
from functools import cache
from importlib.util import find_spec
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
_AT_ONCE = 1 << 16
"""So many bytes of a file are read at once: of lists that are read whole, memory stays taken."""
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
    """Return a digest of the files of a package, or of a module, as they were when it was first asked for.

    Raises:
        ModuleNotFoundError: there is no such package.
    """
    found = find_spec(package)
    if found is None:
        raise ModuleNotFoundError(package)
    digest = hashlib.sha256(package.encode())
    if found.submodule_search_locations is None:  # beside a module of its own stand other people's
        digest.update(Path(str(found.origin)).read_bytes())
    for root in found.submodule_search_locations or ():
        for file in _files_below(root):
            with Path(root, file).open("rb") as content:
                digest.update(f"\n{file} {os.fstat(content.fileno()).st_size} ".encode())
                while piece := content.read(_AT_ONCE):
                    digest.update(piece)
    return digest.digest()


def _files_below(root: str) -> Iterator[str]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(one for one in folders if one != "__pycache__")
        for name in sorted(names):
            yield str(Path(folder, name).relative_to(root))


async def begin_where_unknown(store: Store) -> None:
    """Write down with what the indexes are made of which nothing is known, before anything is put into them.

    Those of a new database are empty: what they will hold is this version's.
    """
    async with store.read() as session:
        known = set(await session.scalars(select(IndexedRow.name)))
    for index in indexes():
        if index.name not in known:
            await begin(store, index)


async def begin(store: Store, index: SearchIndex, *, anyway: bool = False) -> bool:
    """Return whether an index is to be written anew, and write down that this has begun.

    It is if it was not made with what there is now, or is not finished, or `anyway`. One that is empty has
    nothing to be written anew: what is put into it from now on is made with what there is now.
    """
    now = await asyncio.to_thread(made_with, index.package)
    async with store.read() as session:
        known = await session.get(IndexedRow, index.name)
        is_empty = await session.scalar(select(table(index.of, column("id")).c.id).limit(1)) is None
    if known is not None and known.made_with == now and not anyway:
        return known.done_to is not None
    is_needed = anyway or not is_empty
    async with store.unit() as session:
        done_to = 0 if is_needed else None
        await session.merge(IndexedRow(name=index.name, made_with=now, done_to=done_to))
    return is_needed


async def reindex(
    store: Store, index: SearchIndex, *, anyway: bool = False
) -> AsyncGenerator[int | None, None]:
    """Write an index anew, piece by piece, if that is needed (see `begin`).

    It goes on where an earlier one was left, and yields how many rows it has looked at: none as it begins,
    then after each piece. It yields None where it gave way to somebody who holds rows of the piece: whoever
    goes on waits a little first.
    """
    if not await begin(store, index, anyway=anyway):
        return
    rows, is_whole = 0, False
    yield rows
    while not is_whole:
        try:
            async with store.unit() as session:
                of_piece, is_whole = await _go_on(session, index)
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
                raise
            yield None
        else:
            rows += of_piece
            yield rows


async def progress(session: AsyncSession) -> int | None:
    """Return what share of all indexed rows is found by what this version makes of them, in percent.

    It is None if no index is being written anew. Those that are not to be, or no more, count as well: so the
    share never falls from one index to the next.
    """
    known = {index.name: index for index in indexes()}
    rows = await session.execute(select(IndexedRow.name, IndexedRow.done_to))
    found = [(table(known[name].of, column("id")), done_to) for name, done_to in rows if name in known]
    if all(done_to is None for _row, done_to in found):
        return None
    done = total = 0
    for row, done_to in found:
        count = (await session.execute(select(func.count()).select_from(row))).scalar_one()
        total += count
        if done_to is not None:
            count = (await session.execute(select(func.count()).where(row.c.id <= done_to))).scalar_one()
        done += count
    return 100 * done // total if total else None


async def _go_on(session: AsyncSession, index: SearchIndex) -> tuple[int, bool]:
    """Write the next piece, and return of how many rows it was, and whether the index is whole.

    On PostgreSQL it waits for hardly anybody, and so is the one who gives way to whoever waits for it.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_PATIENCE)
    known = await session.get_one(IndexedRow, index.name)
    rows = await index.rewrite(session, known.done_to or 0, PIECE)
    known.done_to = rows[-1] if len(rows) == PIECE else None
    if known.done_to is None:
        await index.compact(session)
    return len(rows), known.done_to is None
