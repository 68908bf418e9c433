"""On a real PostgreSQL, the one of MAILLAGE_TEST_POSTGRESQL_URL: what only it can show."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.app import load_plugins
from bot.config import Config
from bot.runtime import leasing
from bot.runtime.clock import SimulatedClock
from bot.runtime.communities import Communities
from bot.runtime.identity import Identity
from bot.store import Store
from bot.store.migrate import differences, revisions, upgrade
from bot.store.people import mark_changed
from bot.store.settings import get_setting, set_setting
from bot.store.tables import AccountRow, Base, DeliveryRow, MemberRow, NetworkRow, PlaceRow
from tests.fakes.bot import START, author, channel
from tests.fakes.databases import POSTGRESQL, empty_store

pytestmark = pytest.mark.skipif(not POSTGRESQL, reason="MAILLAGE_TEST_POSTGRESQL_URL names no PostgreSQL")


@pytest.fixture
async def store(tmp_path) -> AsyncIterator[Store]:
    async with empty_store("postgresql", tmp_path) as opened:
        await upgrade(opened)
        async with opened.unit() as session:
            session.add(NetworkRow(name="Loire", language="fr", zone="Europe/Paris", created_at=START))
        yield opened


async def test_the_migrations_give_exactly_the_declared_tables(tmp_path):
    load_plugins(Config())
    async with empty_store("postgresql", tmp_path) as store:
        assert await upgrade(store) == revisions()
        async with store.engine.connect() as connection:
            assert await connection.run_sync(differences, Base.metadata) == []
        assert await upgrade(store) == []


async def test_who_reads_cannot_write(store):
    async with store.read() as session:
        with pytest.raises(DBAPIError, match="read-only"):
            await session.execute(text("DELETE FROM network"))


async def test_a_unit_is_saved_as_a_whole_or_not_at_all(store):
    async def fail_halfway() -> None:
        async with store.unit() as session:
            await set_setting(session, 1, "colour", "green")
            raise OSError("no")

    async def refer_to_nothing() -> None:
        async with store.unit() as session:
            await set_setting(session, 1, "colour", "green")
            session.add(MemberRow(network_id=99, name="Nobody", created_at=START))

    with pytest.raises(OSError, match="no"):
        await fail_halfway()
    with pytest.raises(IntegrityError):
        await refer_to_nothing()
    async with store.read() as session:
        assert await get_setting(session, 1, "colour") is None


async def test_a_setting_written_again_is_changed(store):
    for colour in ("green", "blue"):
        async with store.unit() as session:
            await set_setting(session, 1, "colour", colour)
    async with store.read() as session:
        assert await get_setting(session, 1, "colour") == "blue"
        assert (await session.scalars(select(NetworkRow.created_at))).one() == START


async def _queue(store: Store, count: int) -> None:
    async with store.unit() as session:
        for number in range(count):
            place = PlaceRow(
                network_id=1,
                platform="fake",
                external_id=f"place-{number}",
                kind="channel",
                name=f"place-{number}",
                created_at=START,
            )
            session.add(place)
            await session.flush()
            session.add(
                DeliveryRow(
                    network_id=1,
                    plugin="probe",
                    key=str(number),
                    kind="post",
                    place_id=place.id,
                    stream=f"place:{place.id}",
                    content={},
                    language="fr",
                    created_at=START,
                    not_before=START,
                )
            )


async def test_two_processes_that_claim_at_once_share_what_is_due(store):
    await _queue(store, 40)
    both = asyncio.Barrier(2)
    now = START + timedelta(minutes=1)

    async def claim() -> set[int]:
        async with store.unit() as session:
            await session.execute(text("SELECT 1"))
            await both.wait()
            rows = (await session.execute(leasing.READY.limit(20), {"now": now, "busy": []})).all()
            await both.wait()  # nobody has committed yet: what one holds the other skips, without waiting
            return {row.id for row in rows}

    first, second = await asyncio.wait_for(asyncio.gather(claim(), claim()), 20)
    assert len(first) == len(second) == 20
    assert not first & second


async def _until_somebody_waits(store: Store) -> None:
    """Wait until a transaction waits for another one."""
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = :name")
    async with asyncio.timeout(20):
        while True:
            async with store.read() as session:
                if await session.scalar(waiting, {"name": store.url.database}):
                    return
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("is_asked", [True, False])
async def test_hearing_somebody_and_erasing_them_never_wait_for_each_other(store, is_asked):
    async def nobody_listens(_session, _events) -> None:
        return

    clock = SimulatedClock(START)
    communities = Communities(store, clock, {"fake": "Loire"})
    identity = Identity(store, clock, communities, nobody_listens)
    await communities.admit("fake", ["team"])
    await identity.resolve(author("maud"), channel("general"))
    async with store.unit() as session:
        await session.execute(update(MemberRow).values(left_at=START))
        mark_changed(session)
    hear = identity.resolve if is_asked else identity.hear
    async with store.unit() as session:
        await session.execute(select(MemberRow.id).with_for_update())
        hearing = asyncio.create_task(hear(author("maud"), channel("general")))
        await _until_somebody_waits(store)
        await session.execute(delete(AccountRow))
        await session.execute(delete(MemberRow))
    await hearing
    async with store.read() as session:
        assert (await session.scalars(select(AccountRow.username))).all() == []


async def test_all_who_speak_at_once_in_a_channel_that_nobody_knew_are_known(store):
    async def nobody_listens(_session, _events) -> None:
        return

    clock = SimulatedClock(START)
    communities = Communities(store, clock, {"fake": "Loire"})
    identity = Identity(store, clock, communities, nobody_listens)
    await communities.admit("fake", ["team"])
    names, channels = ("maud", "karim", "lea", "camille"), ("general", "autre", "salon")
    speaking = [identity.resolve(author(name), channel(place)) for place in channels for name in names]
    speakers = await asyncio.gather(*speaking)
    assert len({speaker.place.id for speaker in speakers}) == len(channels)
    assert len({speaker.member.id for speaker in speakers}) == len(names)
