"""Consents and accesses: dated, and never rewritten."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.store.accesses import KEPT_FOR, forget_accesses, note_access
from bot.store.consents import give, given, withdraw
from bot.store.records import AccessRow, ConsentLogRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.plugin import probe

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, probe()) as one:
        for name in ("lea", "karim"):
            await one.bot.identity.resolve(author(name), channel("general"))
        yield one


async def test_what_holds_is_what_was_said_last_and_all_of_it_stays_written(stage):
    async with stage.store.unit() as session:
        await give(session, 1, 1, "letter", NOON, "1")
        await give(session, 1, 1, "letter", NOON + timedelta(hours=1), "1")
        await give(session, 1, 1, "photo", NOON, "1")
        assert await given(session, 1) == {"letter": NOON, "photo": NOON}
        await withdraw(session, 1, 1, "letter", NOON + timedelta(days=1), "1")
        await withdraw(session, 1, 1, "never", NOON, "1")
        assert await given(session, 1) == {"photo": NOON}
        await give(session, 1, 1, "letter", NOON + timedelta(days=2), "2")
        assert await given(session, 1) == {"letter": NOON + timedelta(days=2), "photo": NOON}
        assert await given(session, 2) == {}
        rows = await session.scalars(select(ConsentLogRow).where(ConsentLogRow.field == "letter"))
        assert [(row.given, row.version) for row in rows] == [(True, "1"), (False, "1"), (True, "2")]


async def test_a_look_is_written_down_once_an_hour_and_for_a_year(stage):
    async with stage.store.unit() as session:
        for minutes in (0, 30, 90):
            await note_access(session, 1, 2, [1], "notes", NOON + timedelta(minutes=minutes))
        await note_access(session, 1, 1, [1], "one’s own", NOON)
        await note_access(session, 1, 2, [1], "something else", NOON)
        assert len((await session.scalars(select(AccessRow))).all()) == 3
        await forget_accesses(session, NOON + KEPT_FOR + timedelta(minutes=80))
        assert [row.what for row in await session.scalars(select(AccessRow))] == ["notes"]
