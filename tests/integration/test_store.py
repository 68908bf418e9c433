"""The store: one writer, readers that cannot write, and nothing said to be saved that is not."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import stat
import textwrap
from collections.abc import Iterable
from contextlib import closing, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.app import load_plugins
from bot.chat.answers import Failure
from bot.config import Config
from bot.errors import NothingSavedError, StoreError
from bot.language.messages import Message
from bot.store import Store
from bot.store.backup import examine
from bot.store.driver import OneTripConnection
from bot.store.migrate import current_revision, differences, migrate, migrations_folder, revisions, upgrade
from bot.store.schema import read_schema, schema_of
from bot.store.settings import get_setting, set_setting
from bot.store.tables import AccountRow, Base, MemberRow, NetworkRow
from tests.fakes.bot import START, new_database, scene, url_of


@pytest.fixture
async def store(tmp_path):
    await new_database(tmp_path)
    opened = Store(url_of(tmp_path))
    yield opened
    await opened.close()


async def pragma(session, name: str) -> object:
    return await session.scalar(text(f"PRAGMA {name}"))


async def test_the_database_survives_a_power_cut_and_checks_its_references(store):
    async with store.unit() as session:
        assert await pragma(session, "journal_mode") == "wal"
        assert await pragma(session, "synchronous") == 2  # FULL
        assert await pragma(session, "foreign_keys") == 1
        assert await pragma(session, "busy_timeout") == 10_000
    async with store.read() as session:
        assert await pragma(session, "foreign_keys") == 1
        assert await pragma(session, "busy_timeout") == 10_000


async def test_a_row_of_a_network_that_does_not_exist_is_refused(store):
    with pytest.raises(IntegrityError):
        async with store.unit() as session:
            session.add(MemberRow(network_id=99, name="Nobody", created_at=START))


async def test_only_the_owner_may_read_the_files(tmp_path):
    mask = os.umask(0)
    try:
        store = Store(f"sqlite+aiosqlite:///{tmp_path / 'data' / 'new.db'}")
        await upgrade(store)
        async with store.read() as session:
            await session.scalar(select(NetworkRow.id))
            modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "data").iterdir()}
    finally:
        os.umask(mask)
    await store.close()
    assert modes == {"new.db": 0o600, "new.db-wal": 0o600, "new.db-shm": 0o600}
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


async def test_files_that_others_could_read_are_theirs_no_more(tmp_path):
    file = tmp_path / "maillage.db"
    for suffix in ("", "-wal", "-shm"):
        file.with_name(file.name + suffix).touch()
        file.with_name(file.name + suffix).chmod(0o644)
    Store(url_of(tmp_path))
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


async def test_who_reads_inside_a_unit_of_work_waits_for_no_writer(tmp_path, monkeypatch):
    def stand_in(_url: object, **options: object) -> AsyncEngine:
        file = f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
        options |= {"pool_size": 2, "max_overflow": 0, "pool_timeout": 5}
        return create_async_engine(file, poolclass=AsyncAdaptedQueuePool, **options)

    monkeypatch.setattr("bot.store.engine.create_async_engine", stand_in)
    store = Store("postgresql+asyncpg://maillage@localhost/maillage")
    everybody = asyncio.Barrier(2)

    async def look() -> int | None:
        async with store.unit() as session:
            await session.scalar(text("SELECT 1"))
            await everybody.wait()
            async with store.read() as reader:
                assert (await reader.connection()).sync_connection.get_execution_options() == {
                    "postgresql_readonly": True
                }
                return await reader.scalar(text("SELECT 2"))

    assert await asyncio.gather(look(), look()) == [2, 2]
    await store.close()


async def test_who_reads_cannot_write(store):
    async with store.read() as session:
        with pytest.raises(OperationalError):
            await session.execute(text("DELETE FROM network"))
    async with store.read() as session:
        assert await session.scalar(select(NetworkRow.id)) == 1


async def test_writers_take_turns_and_readers_do_not_wait_for_them(store):
    written = []

    async def write(number: int) -> None:
        async with store.unit() as session:
            before = await get_setting(session, 1, "count") or 0
            await asyncio.sleep(0)
            await set_setting(session, 1, "count", before + 1)
            written.append(number)

    async with store.unit() as session:
        await set_setting(session, 1, "count", 0)
        waiting = asyncio.gather(*(write(number) for number in range(20)))
        async with store.read() as reader:
            assert await get_setting(reader, 1, "count") is None
    await waiting
    assert written == list(range(20))
    async with store.read() as session:
        assert await get_setting(session, 1, "count") == 20


async def fail_halfway(store) -> None:
    async with store.unit() as session:
        session.info["said"] = "rolled back"
        await set_setting(session, 1, "kept", value=True)
        raise ZeroDivisionError


async def test_a_unit_of_work_is_saved_as_a_whole_or_not_at_all(store):
    with pytest.raises(ZeroDivisionError):
        await fail_halfway(store)
    async with store.read() as session:
        assert await get_setting(session, 1, "kept") is None


async def test_who_waits_for_commits_hears_of_those_that_happened_only(store):
    heard = []
    store.after_commit(lambda info: heard.append(info.get("said")))
    async with store.unit() as session:
        session.info["said"] = "committed"
        await set_setting(session, 1, "a", 1)
    with pytest.raises(ZeroDivisionError):
        await fail_halfway(store)
    assert heard == ["committed"]


async def test_a_writer_that_is_cancelled_lets_the_next_one_write(store):
    started = asyncio.Event()

    async def write_for_ever() -> None:
        async with store.unit() as session:
            await set_setting(session, 1, "a", 1)
            started.set()
            await asyncio.Event().wait()

    for _time in range(3):
        started.clear()
        task = asyncio.create_task(write_for_ever())
        await started.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    async with asyncio.timeout(5), store.unit() as session:
        assert await get_setting(session, 1, "a") is None


async def cancelled_writers(store, points: Iterable[str], cancel_at) -> tuple[list[str], list[str]]:
    """Cancel a unit of work at each point; return those that were saved, and those that were heard of."""
    heard: list[str] = []
    store.after_commit(lambda info: heard.append(info["point"]))

    async def write(point: str) -> None:
        async with store.unit() as session:
            session.info["point"] = point
            await set_setting(session, 1, point, value=True)

    for point in points:
        task = asyncio.create_task(write(point))
        await cancel_at(point, task)
        with suppress(asyncio.CancelledError):
            await task
    async with store.read() as session:
        saved = [point for point in points if await get_setting(session, 1, point)]
    return saved, heard


async def test_a_writer_that_is_cancelled_while_it_commits_is_heard_of(store, monkeypatch):
    commit = OneTripConnection.commit
    tasks: dict[str, asyncio.Task[None]] = {}

    async def interrupted(connection: OneTripConnection) -> None:
        [(point, task)] = tasks.items()
        tasks.clear()
        times = 2 if "twice" in point else 1
        for _time in range(times if "before" in point else 0):
            task.cancel()
            await asyncio.sleep(0)
        await commit(connection)
        for _time in range(times if "after" in point else 0):
            task.cancel()
            await asyncio.sleep(0)

    async def cancel_at(point: str, task: asyncio.Task[None]) -> None:
        tasks[point] = task

    monkeypatch.setattr(OneTripConnection, "commit", interrupted)
    points = ["before", "before twice", "after", "after twice", "before and after twice"]
    saved, heard = await cancelled_writers(store, points, cancel_at)
    assert saved == heard == points


async def test_who_waits_for_commits_hears_of_those_that_happened_whenever_the_writer_is_cancelled(store):
    async def cancel_at(turns: str, task: asyncio.Task[None]) -> None:
        for _turn in range(int(turns)):
            await asyncio.sleep(0)
        task.cancel()

    saved, heard = await cancelled_writers(store, [str(turns) for turns in range(40)], cancel_at)
    assert heard == saved


async def test_a_full_disk_saves_nothing_and_says_so(store):
    async with store.unit() as session:
        pages = await pragma(session, "page_count")
        await session.execute(text(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(NothingSavedError):
        async with store.unit() as session:
            await set_setting(session, 1, "large", "x" * 200_000)
    async with store.unit() as session:
        await session.execute(text("PRAGMA max_page_count=100000"))
    async with store.unit() as session:
        assert await get_setting(session, 1, "large") is None
        await set_setting(session, 1, "large", "x" * 200_000)


async def test_the_person_is_told_that_nothing_was_saved_on_a_full_disk(tmp_path):
    async with scene(tmp_path) as stage:
        await stage.say("/garder x")
        async with stage.store.unit() as session:
            pages = await pragma(session, "page_count")
            await session.execute(text(f"PRAGMA max_page_count={pages}"))
        answer = None
        for number in range(20):
            [answer] = await stage.say("/garder " + "y" * 19_000, user="paul" if number % 2 else "camille")
            if isinstance(answer, Failure):
                break
        assert isinstance(answer, Failure)
        assert answer.code == "not_saved"
        [fault] = stage.handlers.faults.last()
        assert fault.reference in answer.text


async def test_the_person_is_told_that_nothing_was_saved_in_a_read_only_database(tmp_path):
    async with scene(tmp_path) as stage:
        await stage.say("/garder x")
        async with stage.store.unit() as session:
            await session.execute(text("PRAGMA query_only=ON"))
        [answer] = await stage.say("/garder y")
        assert isinstance(answer, Failure)
        assert answer.code == "not_saved"
        await stage.advance(timedelta(hours=1))
        async with stage.store.read() as session:
            assert await get_setting(session, 1, "note", scope="member", scope_id="1") == "x"


async def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(store):
    async with store.unit() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as refusal:
        await upgrade(store)
    assert isinstance(refusal.value.text, Message)
    assert refusal.value.text.values == {"found": "9999", "known": revisions()[-1]}
    assert await current_revision(store) == "9999"


async def test_migrating_twice_changes_nothing(store):
    assert await upgrade(store) == []
    assert await current_revision(store) == revisions()[-1]


async def test_the_migrations_give_exactly_the_declared_tables(tmp_path):
    load_plugins(Config())
    store = Store(url_of(tmp_path))
    await migrate(store)
    assert await current_revision(store) == revisions()[-1]
    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences, Base.metadata) == []
    await store.close()


async def test_an_empty_file_is_given_exactly_what_the_migrations_make(tmp_path):
    (tmp_path / "migrated").mkdir()
    migrated, at_once = Store(url_of(tmp_path / "migrated")), Store(url_of(tmp_path))
    await migrate(migrated)
    assert await upgrade(at_once) == revisions()
    for store in (migrated, at_once):
        await store.close()
    made = schema_of(migrated.file)
    assert read_schema() == made, "`python -m bot.store.schema` writes the schema after a new migration"
    assert schema_of(at_once.file) == made


async def test_a_file_in_which_tables_stand_is_never_taken_for_an_empty_one(tmp_path):
    store = Store(url_of(tmp_path))
    async with store.unit() as session:
        await session.execute(text("CREATE TABLE network (id INTEGER)"))
    with pytest.raises(OperationalError, match="already exists"):
        await upgrade(store)
    await store.close()


def test_the_revisions_are_those_of_alembic_in_its_order():
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(migrations_folder()))
    known = [script.revision for script in scripts.walk_revisions()]
    assert revisions() == known[::-1]
    assert scripts.get_heads() == [revisions()[-1]]


def written(folder: Path, revision: str, body: str, *, down: str | None) -> None:
    """Write a migration into a folder."""
    (folder / "versions").mkdir(exist_ok=True)
    (folder / "env.py").write_text((migrations_folder() / "env.py").read_text())
    (folder / "versions" / f"{revision}_test.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f"revision = {revision!r}\ndown_revision = {down!r}\n\n\n"
        f"def upgrade() -> None:\n{textwrap.indent(textwrap.dedent(body), '    ')}\n"
    )


async def with_an_account(store) -> None:
    async with store.unit() as session:
        member = MemberRow(network_id=1, name="Paul", created_at=START)
        session.add(member)
        await session.flush()
        session.add(
            AccountRow(
                network_id=1,
                member_id=member.id,
                platform="fake",
                external_id="p",
                username="paul",
                folded="paul",
                seen_at=START,
            )
        )


async def test_a_migration_that_remakes_a_table_keeps_what_refers_to_it(store, tmp_path):
    await with_an_account(store)
    written(
        tmp_path,
        "x1",
        """
        with op.batch_alter_table("member", recreate="always") as member:
            member.alter_column("name", existing_type=sa.String(200), type_=sa.String(300))
        """,
        down=None,
    )
    await upgrade(store, [("external", tmp_path)])
    async with store.unit() as session:
        assert await session.scalar(select(AccountRow.username)) == "paul"
        assert await pragma(session, "foreign_keys") == 1
    assert await current_revision(store, "alembic_version_external") == "x1"
    assert await current_revision(store) == revisions()[-1]


async def test_a_migration_that_fails_leaves_the_database_as_it_was(store, tmp_path):
    written(
        tmp_path, "x1", 'op.create_table("half", sa.Column("id", sa.Integer))\nraise OSError("no")', down=None
    )
    with pytest.raises(OSError, match="no"):
        await upgrade(store, [("external", tmp_path)])
    async with store.unit() as session:
        assert await session.scalar(text("SELECT count(*) FROM sqlite_master WHERE name = 'half'")) == 0
        assert await pragma(session, "foreign_keys") == 1


async def test_a_migration_that_breaks_references_is_undone(store, tmp_path):
    await with_an_account(store)
    written(tmp_path, "x1", 'op.execute("DELETE FROM member")', down=None)
    with pytest.raises(sqlite3.IntegrityError, match="account: row 1"):
        await upgrade(store, [("external", tmp_path)])
    async with store.unit() as session:
        assert await session.scalar(text("SELECT count(*) FROM member")) == 1
        assert await pragma(session, "foreign_keys") == 1


def revision_in(copy: Path) -> str:
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    return examine(copy)


async def test_a_copy_is_kept_before_a_migration(store, tmp_path, monkeypatch):
    folder = tmp_path / "migrations"
    folder.mkdir()
    for source in (migrations_folder() / "versions").glob("[0-9]*.py"):
        (folder / "versions").mkdir(exist_ok=True)
        (folder / "versions" / source.name).write_text(source.read_text())
    last = revisions()[-1]
    written(folder, "9000", "op.execute(\"UPDATE network SET name = 'Changed'\")", down=last)
    monkeypatch.setattr("bot.store.migrate.migrations_folder", lambda: folder)
    assert await upgrade(store) == ["9000"]
    copy = tmp_path / "maillage.db.before-9000"
    assert revision_in(copy) == last
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT name FROM network").fetchone() != ("Changed",)


async def test_a_copy_is_kept_before_the_migrations_of_a_plugin_that_has_new_ones(store, tmp_path):
    folder = tmp_path / "garden"
    folder.mkdir()
    written(folder, "g1", 'op.create_table("bed", sa.Column("id", sa.Integer))', down=None)
    await upgrade(store, [("garden", folder)])
    written(folder, "g2", 'op.drop_table("bed")', down="g1")
    await upgrade(store, [("garden", folder)])
    await upgrade(store, [("garden", folder)])
    assert await current_revision(store, "alembic_version_garden") == "g2"
    copies = sorted(tmp_path.glob("maillage.db.before-*"))
    assert [copy.name for copy in copies] == ["maillage.db.before-garden-g1", "maillage.db.before-garden-g2"]
    assert {revision_in(copy) for copy in copies} == {revisions()[-1]}
    with closing(sqlite3.connect(copies[1])) as kept:
        assert kept.execute("SELECT count(*) FROM bed").fetchone() == (0,)


async def test_a_new_database_has_nothing_to_keep_a_copy_of(tmp_path):
    store = Store(url_of(tmp_path))
    folder = tmp_path / "garden"
    folder.mkdir()
    written(folder, "g1", 'op.create_table("bed", sa.Column("id", sa.Integer))', down=None)
    assert await upgrade(store, [("garden", folder)]) == revisions()
    await store.close()
    assert not list(tmp_path.glob("maillage.db.before-*"))


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_cancelled_tasks_give_their_connections_back(tmp_path, times):
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'maillage.db'}")
    pools = [store.engine.pool, store._reader.pool]

    async def look():
        async with store.read() as session:
            for _time in range(3):
                await session.execute(text("SELECT 1"))

    await asyncio.gather(*(look() for _reader in range(8)))
    for turns in range(25):
        readers = [asyncio.create_task(look()) for _reader in range(8)]
        for _time in range(times):
            for _turn in range(turns):
                await asyncio.sleep(0)
            for reader in readers[::2]:
                reader.cancel()
        await asyncio.wait(readers)
        assert [reader.exception() for reader in readers[1::2]] == [None] * 4
        assert [pool.checkedout() for pool in pools] == [0, 0]
    await store.close()
