"""Errands: each is done, however slow it is, beside all others; what fails is tried again."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.chat import Post
from bot.cli.desk import TerminalDesk
from bot.language.messages import Markup, _
from bot.plugin import Errand, Plugin
from bot.runtime import errands
from bot.runtime.clock import SystemClock
from bot.runtime.switches import MAX_ATTEMPTS
from bot.store.tables import TimerRow
from tests.fakes.bot import START, author, bot_on, channel, new_database, scene
from tests.fakes.platform import FakePlatform
from tests.fakes.plugin import probe
from tests.integration.killing import report_of


class Walks:
    """A plugin whose errands are watched: `begun` names them, in order; each waits for its door."""

    def __init__(self) -> None:
        self.plugin = probe()
        self.begun: list[str] = []
        self.ended: list[str] = []
        self.doors: dict[str, asyncio.Event] = {}
        self.outside: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.wrong: Exception | None = None
        self.errand: Errand | None = None
        self.changed = asyncio.Condition()
        self.plugin.errand("walk")(self.walk)

    async def walk(self, errand: Errand, which: str) -> None:
        self.errand = errand
        self.outside[which] += 1
        self.most[which] = max(self.most[which], self.outside[which])
        await self._note(self.begun, which)
        try:
            if which in self.doors:
                await self.doors[which].wait()
            if self.wrong is not None:
                raise self.wrong
        finally:
            self.outside[which] -= 1
        await self._note(self.ended, which)

    async def _note(self, where: list[str], name: str) -> None:
        where.append(name)
        async with self.changed:
            self.changed.notify_all()

    def shut(self, name: str) -> asyncio.Event:
        """Have that errand wait until its door is opened."""
        return self.doors.setdefault(name, asyncio.Event())

    async def has_begun(self, *names: str) -> None:
        """Wait until those have begun, in that order."""
        async with asyncio.timeout(10), self.changed:
            await self.changed.wait_for(lambda: self.begun[-len(names) :] == list(names))


@pytest.fixture
def walks():
    return Walks()


@pytest.fixture
async def stage(tmp_path, walks):
    async with scene(tmp_path, walks.plugin) as opened:
        yield opened


async def rows(stage) -> list[TimerRow]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(TimerRow).order_by(TimerRow.id)))


async def send(stage, *names: str, after: timedelta = timedelta()) -> None:
    """Set an errand of each name, as its own key."""
    async with stage.working() as ctx:
        for name in names:
            await ctx.later("walk", ctx.now + after, key=name, which=name)


async def test_an_errand_runs_at_its_instant_once_and_is_removed(stage, walks):
    await send(stage, "a", after=timedelta(minutes=10))
    await stage.advance(timedelta(minutes=9))
    assert walks.begun == []
    await stage.advance(timedelta(hours=1))
    assert walks.begun == ["a"]
    assert walks.errand is not None
    assert walks.errand.due_at == START + timedelta(minutes=10)
    assert (walks.errand.plugin, walks.errand.network.id) == ("probe", 1)
    assert await rows(stage) == []


async def test_what_an_errand_does_in_a_unit_of_work_is_committed_and_is_never_late(tmp_path):
    async with scene(tmp_path) as stage, stage.working() as ctx:
        await ctx.later("fetch", ctx.now, key="k", place=ctx.place.id, text="news")
    async with scene(tmp_path, at=START + timedelta(days=2)) as stage:
        await stage.bot.settle()
        assert stage.platform.texts() == ["news"]
        assert await rows(stage) == []


async def test_errands_run_in_due_order(stage, walks):
    for minutes in (30, 10, 20):
        await send(stage, str(minutes), after=timedelta(minutes=minutes))
    await stage.advance(timedelta(hours=1))
    assert walks.begun == ["10", "20", "30"]


async def test_a_slow_errand_delays_no_errand_no_timer_and_no_delivery(stage, walks):
    door = walks.shut("slow")
    await send(stage, "slow", "quick")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("slow", "quick")
    async with stage.working() as ctx:
        await ctx.later("ring", ctx.now, key="r", place=ctx.place.id, text="ring")
        await ctx.post(ctx.place, Post(text=Markup("said")))
        await ctx.later("walk", ctx.now, key="third", which="third")
    await stage.bot.work.run_timers()
    await stage.bot.work.send()
    await stage.bot.work.begin_errands()
    await walks.has_begun("third")
    assert sorted(stage.platform.texts()) == ["ring", "said"]
    assert not settling.done()
    door.set()
    await settling
    assert await rows(stage) == []


async def test_only_so_many_run_at_once(stage, walks, monkeypatch):
    monkeypatch.setattr(errands, "MOST", 2)
    doors = [walks.shut(name) for name in "abc"]
    await send(stage, *"abcd")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a", "b")
    assert await stage.bot.work.next_errand_at() is None
    for door in doors:
        door.set()
    await settling
    assert walks.begun == ["a", "b", "c", "d"]


async def test_when_one_of_many_ends_the_next_begins_though_all_others_are_under_way(stage, walks):
    names = [f"{number:02}" for number in range(2 * errands.MOST + 2)]
    doors = {name: walks.shut(name) for name in names}
    await send(stage, *names)
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun(*names[: errands.MOST])
    doors["05"].set()
    await walks.has_begun(*names[: errands.MOST + 1])
    for door in doors.values():
        door.set()
    await settling
    assert walks.begun == names
    assert await rows(stage) == []


@pytest.mark.parametrize("after", [timedelta(), timedelta(minutes=5)])
async def test_one_that_is_set_again_while_it_runs_runs_once_more_but_not_beside_itself(stage, walks, after):
    door = walks.shut("a")
    await send(stage, "a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    await send(stage, "a", after=after)
    await stage.bot.work.begin_errands()
    door.set()
    await settling
    await stage.advance(timedelta(minutes=6))
    assert walks.begun == ["a", "a"]
    assert walks.most["a"] == 1
    assert await rows(stage) == []


async def test_one_that_is_cancelled_and_set_anew_while_it_runs_does_not_run_beside_itself(stage, walks):
    door = walks.shut("a")
    await send(stage, "a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    async with stage.working() as ctx:
        assert await ctx.cancel("a")
        await ctx.later("walk", ctx.now, key="a", which="a")
    await stage.bot.work.begin_errands()
    door.set()
    await settling
    assert (walks.begun, walks.most["a"]) == (["a", "a"], 1)
    assert await rows(stage) == []


@pytest.mark.parametrize("wrong", [None, RuntimeError("too late")])
async def test_one_that_is_cancelled_while_it_runs_ends_and_is_not_run_again(stage, walks, wrong):
    door = walks.shut("a")
    await send(stage, "a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    async with stage.working() as ctx:
        assert await ctx.cancel("a")
    walks.wrong = wrong
    door.set()
    await settling
    await stage.advance(timedelta(days=1))
    assert walks.begun == ["a"]


async def test_one_that_fails_is_tried_again_later_and_later_then_held_and_reported(stage, walks):
    await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
    walks.wrong = RuntimeError("no way")
    await send(stage, "a")
    await stage.advance(timedelta(days=1))
    [row] = await rows(stage)
    assert (row.held, row.attempts, len(walks.begun)) == (True, 8, 8)
    assert row.run_at - START == timedelta(minutes=1 + 2 + 4 + 8 + 16 + 32 + 64 + 128)
    [report] = stage.platform.texts("@id-maud")
    assert "Probe" in report
    assert row.last_error.split()[0] in report
    walks.wrong = None
    await send(stage, "a")
    await stage.bot.settle()
    assert await rows(stage) == []


async def test_one_that_was_given_up_is_tried_once_more_at_each_start(tmp_path, walks):
    walks.wrong = RuntimeError("no way")
    async with scene(tmp_path, walks.plugin) as stage:
        await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
        await send(stage, "a")
        await stage.advance(timedelta(days=1))
    async with scene(tmp_path, walks.plugin, at=START + timedelta(days=2)) as stage:
        await stage.advance(timedelta(days=1))
        assert (len(walks.begun), (await rows(stage))[0].held) == (9, True)
        assert len(stage.platform.texts("@id-maud")) == 1
        async with stage.store.unit() as session:
            await stage.handlers.switches.switch(session, 1, [])
    walks.wrong = None
    async with scene(tmp_path, walks.plugin, at=START + timedelta(days=4)) as stage:
        await stage.advance(timedelta(days=1))
        assert (len(walks.begun), (await rows(stage))[0].held) == (9, True)
        async with stage.store.unit() as session:
            await stage.handlers.switches.switch(session, 1, ["probe"])
    async with scene(tmp_path, walks.plugin, at=START + timedelta(days=6)) as stage:
        await stage.bot.settle()
        assert (len(walks.begun), await rows(stage)) == (10, [])


async def test_one_that_fails_but_was_set_anew_meanwhile_runs_when_it_was_set_for(stage, walks):
    door = walks.shut("a")
    walks.wrong = RuntimeError("no way")
    await send(stage, "a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    await send(stage, "a", after=timedelta(hours=1))
    door.set()
    await settling
    [row] = await rows(stage)
    assert (row.run_at, row.attempts) == (START + timedelta(hours=1), 0)


async def test_one_that_sets_itself_for_now_and_fails_is_not_run_again_at_once(stage, walks):
    async def walk_on(errand: Errand, which: str) -> None:
        async with errand.unit() as ctx:
            await ctx.later("walk_on", ctx.now, key=which, which=which)
        await walks.walk(errand, which)

    walks.plugin.errand("walk_on")(walk_on)
    walks.wrong = RuntimeError("no way")
    async with stage.working() as ctx:
        await ctx.later("walk_on", ctx.now, key="a", which="a")
    async with asyncio.timeout(10):
        await stage.bot.settle()
    assert walks.begun == ["a"]
    await stage.advance(timedelta(minutes=3, seconds=30))
    assert walks.begun == ["a"] * 4


async def test_one_that_takes_too_long_has_failed(stage, walks, monkeypatch):
    monkeypatch.setattr(errands, "LONGEST", timedelta(seconds=0.01))
    walks.shut("a")
    await send(stage, "a")
    await stage.bot.settle()
    [row] = await rows(stage)
    assert (row.attempts, row.last_error.split()[-1]) == (1, "TimeoutError")


async def test_one_that_cancels_itself_has_failed(stage, walks):
    walks.wrong = asyncio.CancelledError()
    await send(stage, "a")
    await stage.bot.settle()
    [row] = await rows(stage)
    assert row.attempts == 1


async def test_one_whose_handler_is_not_declared_any_more_is_held_in_the_end(stage):
    async with stage.working() as ctx:
        await ctx.later("walk", ctx.now, key="k", which="a")
    del stage.bot.host.plugins["probe"].errands["walk"]
    await stage.advance(timedelta(days=1))
    [row] = await rows(stage)
    assert row.held


async def test_errands_of_a_plugin_that_is_off_are_held_until_it_is_on_again(stage, walks):
    await send(stage, "a", after=timedelta(minutes=10))
    switches = stage.handlers.switches
    async with stage.store.unit() as session:
        await switches.switch(session, 1, [])
    await stage.advance(timedelta(hours=1))
    assert walks.begun == []
    assert await stage.bot.next_at() is None
    async with stage.store.unit() as session:
        await switches.switch(session, 1, ["probe"])
    await stage.bot.settle()
    assert walks.begun == ["a"]


async def test_one_that_fails_while_its_plugin_is_turned_off_stays_held(stage, walks):
    door = walks.shut("a")
    walks.wrong = RuntimeError("no way")
    await send(stage, "a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, [])
    door.set()
    await settling
    await stage.advance(timedelta(hours=1))
    assert walks.begun == ["a"]


async def test_one_that_sets_itself_again_after_its_plugin_was_turned_off_is_held(stage, walks):
    door = walks.shut("a")

    async def walk_on(errand: Errand, which: str) -> None:
        await walks.walk(errand, which)
        async with errand.unit() as ctx:
            await ctx.later("walk_on", ctx.now + timedelta(minutes=1), key=which, which=which)

    walks.plugin.errand("walk_on")(walk_on)
    async with stage.working() as ctx:
        await ctx.later("walk_on", ctx.now, key="a", which="a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, [])
    door.set()
    await settling
    await stage.advance(timedelta(minutes=5))
    assert walks.begun == ["a"]
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, ["probe"])
    await stage.bot.settle()
    assert walks.begun == ["a", "a"]


async def test_the_end_of_the_bot_waits_a_while_then_cancels_what_runs_again_later(
    tmp_path, walks, monkeypatch
):
    monkeypatch.setattr(errands, "GRACE", timedelta(seconds=0.05))
    walks.shut("a")
    async with scene(tmp_path, walks.plugin) as stage:
        await send(stage, "a")
        await stage.bot.work.begin_errands()
        await walks.has_begun("a")
        assert not walks.errand.stopping
    assert walks.errand.stopping
    assert (walks.begun, walks.ended) == (["a"], [])
    walks.doors["a"].set()
    async with scene(tmp_path, walks.plugin) as stage:
        await stage.bot.settle()
        assert (walks.begun, walks.ended) == (["a", "a"], ["a"])
        assert await rows(stage) == []


async def test_one_that_ends_when_it_is_asked_to_is_done(tmp_path, walks):
    door = walks.shut("a")
    async with scene(tmp_path, walks.plugin) as stage:
        await send(stage, "a")
        await stage.bot.work.begin_errands()
        await walks.has_begun("a")
        stage.bot.work.stop()
        door.set()
        await stage.bot.work.end()
        assert await rows(stage) == []
        await send(stage, "b")
        await stage.bot.settle()
        assert walks.begun == ["a"]


async def test_an_errand_that_can_be_neither_done_nor_put_off_is_left_for_later(stage, walks, monkeypatch):
    async def broken(*_arguments):
        raise OSError("the database is gone")

    monkeypatch.setattr(errands.Errands, "_postpone", broken)
    walks.wrong = RuntimeError("no way")
    await send(stage, "a")
    await stage.bot.settle()
    assert walks.begun == ["a"]
    assert await stage.bot.next_at() == START + timedelta(minutes=1)
    walks.wrong = None
    await stage.advance(timedelta(minutes=1))
    assert walks.begun == ["a", "a"]
    assert await rows(stage) == []


async def test_on_the_clock_of_the_machine_errands_run_beside_timers(tmp_path, walks):
    await new_database(tmp_path)
    clock = SystemClock()
    platform = FakePlatform(tmp_path / "server.db", clock)
    bot = bot_on(tmp_path, clock, [platform], [walks.plugin])
    door = walks.shut("slow")
    await bot.start()
    speaker = await bot.identity.resolve(author("camille"), channel("general"))
    async with bot.handlers.unit() as session:
        ctx = bot.handlers.for_errand(session, "probe", speaker.network, clock.now())
        for name in ("slow", "quick"):
            await ctx.later("walk", clock.now(), key=name, which=name)
        await ctx.later("ring", clock.now(), key="r", place=speaker.place.id, text="ring")
    await walks.has_begun("slow", "quick")
    async with asyncio.timeout(10):
        await platform.reached(1)
    door.set()
    await bot.stop()
    assert sorted(walks.ended) == ["quick", "slow"]
    platform.close()


async def test_one_that_a_sub_command_sets_is_found_by_the_bot(stage, walks):
    async with stage.working() as ctx:
        network = ctx.network
    desk = TerminalDesk(stage.store, stage.bot.host, {}, "probe", network, START)
    async with desk.unit() as session:
        await desk.later(session, "walk", START, key="a", which="a")
    await stage.bot.settle()
    assert walks.begun == ["a"]
    assert await rows(stage) == []


async def test_one_that_a_sub_command_sets_while_its_plugin_is_off_is_held(stage, walks):
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, [])
    network = (await stage.bot.identity.resolve(author("camille"), channel("general"))).network
    desk = TerminalDesk(stage.store, stage.handlers.host, {}, "probe", network, START)
    async with stage.store.unit() as session:
        await desk.later(session, "walk", START, key="a", which="a")
    await stage.bot.settle()
    assert walks.begun == []
    [row] = await rows(stage)
    assert row.held


def test_no_timer_has_the_name_of_an_errand():
    plugin = Plugin("names", _("Names"))
    plugin.timer("one")(lambda: None)
    plugin.errand("two")(lambda: None)
    with pytest.raises(ValueError, match="'one' is declared twice"):
        plugin.errand("one")(lambda: None)
    with pytest.raises(ValueError, match="'two' is declared twice"):
        plugin.timer("two")(lambda: None)


async def begin_anew(tmp_path, walks, deaths: int, *names: str) -> None:
    """Have errands been begun so often by a bot that ended each time before they did."""
    async with scene(tmp_path, walks.plugin) as stage:
        await send(stage, *names)
        async with stage.store.unit() as session:
            await session.execute(update(TimerRow).values(begun=deaths))


async def test_one_that_brought_the_bot_down_too_often_has_failed_and_has_one_more_go_later(tmp_path, walks):
    await begin_anew(tmp_path, walks, errands.BEGINNINGS, "a")
    async with scene(tmp_path, walks.plugin) as stage:
        await stage.bot.settle()
        [row] = await rows(stage)
        assert (walks.begun, row.attempts, row.last_error.split()[-1]) == ([], 1, "UnendedError")
        await stage.advance(timedelta(minutes=1))
        assert (walks.begun, await rows(stage)) == (["a"], [])


async def test_one_that_brings_the_bot_down_whenever_it_is_begun_is_given_up_for_good(tmp_path, walks):
    await begin_anew(tmp_path, walks, errands.BEGINNINGS, "a")
    async with scene(tmp_path, walks.plugin) as stage:
        await stage.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
        async with stage.store.unit() as session:
            await session.execute(update(TimerRow).values(attempts=MAX_ATTEMPTS - 1))
        await stage.bot.settle()
        [row] = await rows(stage)
        assert (row.held, len(stage.platform.texts("@id-maud"))) == (True, 1)
    async with scene(tmp_path, walks.plugin, at=START + timedelta(days=9)) as stage:
        await stage.advance(timedelta(days=1))
        assert walks.begun == []
        await send(stage, "a")
        await stage.bot.settle()
        assert (walks.begun, await rows(stage)) == (["a"], [])


async def test_those_that_were_under_way_when_the_bot_died_run_one_by_one_beside_all_others(tmp_path, walks):
    await begin_anew(tmp_path, walks, 1, "a", "b")
    doors = [walks.shut(name) for name in "ac"]
    async with scene(tmp_path, walks.plugin) as stage:
        await send(stage, "c", "d")
        settling = asyncio.create_task(stage.bot.settle())
        await walks.has_begun("a", "c", "d")
        await stage.bot.work.begin_errands()
        assert await stage.bot.work.next_errand_at() is None
        for door in doors:
            door.set()
        await settling
        assert walks.begun == ["a", "c", "d", "b"]
        assert await rows(stage) == []


async def test_the_end_of_the_bot_is_no_fault_of_what_it_cancels(tmp_path, walks, monkeypatch):
    monkeypatch.setattr(errands, "GRACE", timedelta(seconds=0.05))
    walks.shut("a")
    async with scene(tmp_path, walks.plugin) as stage:
        await send(stage, "a")
        await stage.bot.work.begin_errands()
        await walks.has_begun("a")
        assert [row.begun for row in await rows(stage)] == [1]
    async with scene(tmp_path, walks.plugin) as stage:
        assert [row.begun for row in await rows(stage)] == [0]


async def test_one_that_is_set_again_while_it_runs_has_ended_all_the_same(stage, walks):
    door = walks.shut("a")
    await send(stage, "a")
    settling = asyncio.create_task(stage.bot.settle())
    await walks.has_begun("a")
    await send(stage, "a", after=timedelta(hours=1))
    door.set()
    await settling
    assert [row.begun for row in await rows(stage)] == [0]


def test_no_errand_that_kills_the_bot_keeps_it_from_the_others(tmp_path):
    report = report_of("killed_errands", tmp_path)
    assert report == {
        "killed": [True, True, True, False],
        "killers": errands.BEGINNINGS,
        "posts": [f"fetched-{number}" for number in range(report["errands"])],
        "errands": report["errands"],
        "left": [["deadly", 1, False]],
    }
