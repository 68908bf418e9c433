"""Events that come twice: each is handled once, whatever became of it the first time."""

import asyncio
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.chat.answers import Failure
from bot.chat.incoming import Shows
from bot.runtime.hosting import PlatformHost
from bot.runtime.receipts import KEPT_FOR
from bot.store.tables import ReceivedRow
from tests.fakes.bakery import bakery, in_private, over_a_socket
from tests.fakes.bot import author, bot_on, scene
from tests.fakes.databases import of_a_file
from tests.fakes.platform import FakePlatform


@pytest.fixture
def baked() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, baked):
    async with scene(tmp_path, bakery(baked)) as opened:
        yield opened


async def receipts(stage) -> list[str]:
    async with stage.store.read() as session:
        return sorted(await session.scalars(select(ReceivedRow.key)))


async def test_an_event_that_comes_twice_is_handled_once(stage, baked):
    for _time in range(2):
        assert await stage.receive(in_private("/cuire pain", "a")) == []
    assert (baked, stage.platform.texts()) == (["pain"], ["baked pain"])


async def test_an_event_that_comes_twice_at_once_is_handled_once(stage, baked):
    await stage.bot.identity.resolve(author("camille"), in_private("").location)
    answers = await asyncio.gather(*(stage.bot.receive(in_private("/cuire pain", "a")) for _ in range(5)))
    await stage.bot.settle()
    assert answers == [[]] * 5
    assert stage.platform.texts() == ["baked pain"]


async def test_an_event_without_a_key_is_handled_as_often_as_it_comes(stage, baked):
    for _time in range(2):
        await stage.receive(in_private("/cuire pain"))
    assert (baked, await receipts(stage)) == (["pain", "pain"], [])


async def test_the_same_key_on_another_platform_is_another_event(stage, baked, tmp_path):
    other = FakePlatform(tmp_path / "other.db", stage.clock, name="other")
    bot = bot_on(tmp_path, stage.clock, [stage.platform, other], [bakery(baked)], store=stage.store)
    line = in_private("/cuire pain", "a")
    await bot.receive(line)
    await bot.receive(replace(line, location=replace(line.location, platform="other")))
    other.close()
    assert baked == ["pain", "pain"]


@pytest.mark.parametrize("typed", ["/brûler", "/fermer", "/inconnue"])
async def test_what_was_refused_or_failed_is_not_tried_again(stage, baked, typed):
    for _time in range(2):
        assert await stage.receive(over_a_socket(typed, "a")) == []
    assert len(stage.platform.texts()) == 1
    assert (len(baked) <= 1, await receipts(stage)) == (True, ["a"])


async def test_an_event_that_comes_again_after_a_restart_is_handled_once(tmp_path, baked):
    for _life in range(2):
        async with scene(tmp_path, bakery(baked)) as stage:
            assert await stage.receive(in_private("/cuire pain", "a")) == []
            assert stage.platform.texts() == ["baked pain"]
    assert baked == ["pain"]


async def test_what_passes_between_others_needs_no_receipt(stage):
    await stage.receive(over_a_socket("salut", "a", to_bot=False))
    assert await receipts(stage) == []


@asynccontextmanager
async def full_disk(stage):
    """Let nothing be written until the connection is a new one."""
    async with stage.store.unit() as session:
        await session.execute(text("PRAGMA query_only=ON"))
    yield
    await stage.store.engine.dispose()


@of_a_file
@pytest.mark.parametrize("shows", [Shows.NOTHING, Shows.TEXT])
async def test_an_event_of_which_nothing_could_be_saved_is_answered_so_and_may_come_again(
    stage, baked, shows
):
    line = in_private("/cuire pain", "a", shows=shows)
    await stage.bot.identity.resolve(line.author, line.location)
    async with full_disk(stage):
        [answer] = await stage.bot.receive(line)
    assert isinstance(answer, Failure)
    assert (answer.code, baked, await receipts(stage)) == ("not_saved", [], [])
    await stage.receive(line)
    assert (baked, await receipts(stage)) == (["pain"], ["a"])


@of_a_file
async def test_what_comes_again_while_the_disk_is_full_is_not_answered_as_if_it_had_been_handled(stage):
    line = in_private("/cuire pain", "a")
    async with full_disk(stage):
        for _time in range(2):
            [answer] = await stage.bot.receive(line)  # camille is not even known yet
            assert answer.code == "not_saved"


async def test_receipts_are_forgotten_after_a_week(stage):
    host = stage.platform.host
    await stage.receive(in_private("/cuire pain", "old"))
    stage.clock.jump(KEPT_FOR - timedelta(minutes=1))
    await stage.receive(in_private("/cuire pain", "young"))
    await host.remember({"general": "1"})
    assert await receipts(stage) == ["old", "young"]
    stage.clock.jump(timedelta(hours=1))
    await host.remember({"general": "2"})
    assert await receipts(stage) == ["young"]


async def test_receipts_are_looked_through_once_an_hour(stage):
    host: PlatformHost = stage.platform.host
    await host.remember({"general": "1"})
    await stage.receive(in_private("/cuire pain", "a"))
    stage.clock.jump(KEPT_FOR + timedelta(minutes=1))
    await host.remember({"general": "2"})
    assert await receipts(stage) == []
    await stage.receive(in_private("/cuire pain", "b"))
    async with stage.store.unit() as session:
        row = (await session.scalars(select(ReceivedRow))).one()
        row.at = stage.clock.now() - KEPT_FOR - timedelta(minutes=1)
    stage.clock.jump(timedelta(minutes=59))
    await host.remember({"general": "3"})
    assert await receipts(stage) == ["b"]
    stage.clock.jump(timedelta(minutes=1))
    await host.remember({"general": "4"})
    assert await receipts(stage) == []
