"""Copies of an SQLite database: taken while it is in use, checked, and put back.

Other databases have their own tools for this.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import StoreError
from bot.language.messages import Markup, _
from bot.language.reasons import reason_of
from bot.store.migrate import VERSION_TABLE, pending

Progress = Callable[[int, int], None]
"""Told how many pages are left to copy, of how many."""

_PAGES_A_STEP = 2000
_KNOWN_TABLES = frozenset({"network", "member", VERSION_TABLE})
_COMPANIONS = ("-wal", "-shm")


def copy_out(database: Path, target: Path, progress: Progress | None = None) -> str:
    """Copy the database as it stands at one instant, check the copy, and return its revision.

    The copy has mode 0600 and appears under its name only once it is known to be good.

    Raises:
        StoreError: the database is missing or damaged, or the copy cannot be written.
    """
    if not database.is_file():
        raise StoreError(_("There is no database {file} yet.", file=Markup(database)))
    with _staged(target) as staged:
        _copy(database, staged, progress)
        revision = examine(staged, shown_as=database)
        _keep_for_good(staged, target)
    return revision


def put_back(copy: Path, database: Path, now: datetime, progress: Progress | None = None) -> Path | None:
    """Put a copy in the place of the database, and return where the previous one is kept, if there was one.

    Whoever calls holds the folder, so that no bot is at work there.

    Raises:
        StoreError: the copy is missing, damaged, no database of Maillage, or made by a newer version.
    """
    if not copy.is_file():
        raise StoreError(_("There is no file {file}.", file=Markup(copy)))
    database.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _staged(database) as staged:
        _copy(copy, staged, progress)
        examine(staged, shown_as=copy)
        _forget_the_days(staged)
        aside = _keep_aside(database, now) if database.exists() else None
        _keep_for_good(staged, database)
    return aside


def _forget_the_days(copy: Path) -> None:
    """Have everybody's waiting begin again, at whose end they would be erased: their signs since are lost."""
    with closing(sqlite3.connect(copy)) as database:
        if database.execute("SELECT 1 FROM sqlite_master WHERE name = 'upkeep'").fetchone():
            database.execute("DELETE FROM upkeep")
            database.commit()


def examine(file: Path, *, shown_as: Path | None = None) -> str:
    """Check that a file is a sound database of Maillage, not newer than this version; return its revision.

    Raises:
        StoreError: it is not; the message names it `shown_as`.
    """
    name = Markup(shown_as or file)
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as database:
            tables = {
                row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            faults = [str(row[0]) for row in database.execute("PRAGMA integrity_check(20)") if row[0] != "ok"]
            faults += [
                f"{table}: row {row}" for table, row, *_parent in database.execute("PRAGMA foreign_key_check")
            ]
            found = _revision(database) if VERSION_TABLE in tables else None
    except sqlite3.Error as error:
        raise StoreError(
            _("{file} is not a database that can be read: {reason}.", file=name, reason=reason_of(error))
        ) from None
    if not tables >= _KNOWN_TABLES or found is None:
        raise StoreError(_("{file} is a database, but not one of Maillage.", file=name))
    if faults:
        raise StoreError(_("{file} is damaged: {faults}.", file=name, faults=Markup("; ".join(faults[:5]))))
    pending(found)
    return found


def revision_of(file: Path) -> str | None:
    """Return the revision of a database, None if it has none, without checking it any further.

    Raises:
        StoreError: it is no database.
    """
    try:
        with closing(_opened(file)) as database:
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master")}
            return _revision(database) if VERSION_TABLE in tables else None
    except sqlite3.Error as error:
        raise StoreError(
            _(
                "{file} is not a database that can be read: {reason}.",
                file=Markup(file),
                reason=reason_of(error),
            )
        ) from None


def _revision(database: sqlite3.Connection) -> str | None:
    row = database.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchone()  # noqa: S608 - our own name
    return None if row is None else str(row[0])


@contextmanager
def _staged(target: Path) -> Iterator[Path]:
    """Give a new file of mode 0600 beside the target, and leave nothing of it behind."""
    staged = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        os.close(os.open(staged, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StoreError(
            _(
                "{folder} cannot be written: {reason}",
                folder=Markup(target.parent),
                reason=reason_of(error),
            )
        ) from None
    try:
        yield staged
    finally:
        for file in (staged, *_companions(staged)):
            file.unlink(missing_ok=True)


def _copy(source: Path, target: Path, progress: Progress | None) -> None:
    """Copy one database over another, as it stands now: an open transaction holds the instant."""

    def report(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(remaining, total)

    try:
        with (
            closing(_opened(source)) as opened,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            opened.execute("BEGIN")
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
            opened.backup(copy, pages=_PAGES_A_STEP, progress=report, sleep=0)
            copy.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise StoreError(
            _("{file} cannot be copied: {reason}.", file=Markup(source), reason=reason_of(error))
        ) from None


def _opened(source: Path) -> sqlite3.Connection:
    """Open a database to read it; one on a disk that cannot be written is read as it lies there."""
    address = source.absolute().as_uri()
    try:
        database = sqlite3.connect(f"{address}?mode=ro", uri=True, isolation_level=None)
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        database = sqlite3.connect(f"{address}?immutable=1", uri=True, isolation_level=None)
    return database


def _keep_aside(database: Path, now: datetime) -> Path:
    """Give the previous database a dated name; what its journal holds goes with it."""
    aside = database.with_name(f"{database.name}.before-restore-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}")
    try:
        with closing(sqlite3.connect(database)) as previous:
            previous.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:  # damaged, which may be why a copy is put back: keep it as it is
        for suffix in _COMPANIONS:
            companion = database.with_name(database.name + suffix)
            if companion.exists():
                companion.rename(aside.with_name(aside.name + suffix))
    aside.unlink(missing_ok=True)
    try:
        aside.hardlink_to(database)
    except OSError:  # this file system has no hard links: for an instant there is no database under its name
        database.rename(aside)
    for companion in _companions(database):
        companion.unlink(missing_ok=True)
    return aside


def _keep_for_good(staged: Path, target: Path) -> None:
    """Move the copy to its name at once, and have the disk hold both file and name."""
    for place in (staged, target.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            if place == target.parent:
                staged.replace(target)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _companions(database: Path) -> list[Path]:
    return [database.with_name(database.name + suffix) for suffix in _COMPANIONS]
