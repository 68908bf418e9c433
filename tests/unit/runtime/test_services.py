"""What the runtime tells plugins about itself."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat import Role
from bot.language.messages import _
from bot.plugin import Plugin
from bot.runtime.clock import SimulatedClock
from bot.runtime.faults import Faults
from bot.runtime.host import PluginHost
from bot.runtime.services import LiveStatus, LoadedCommands
from bot.runtime.switches import Switches
from bot.store import Base, Store
from bot.store.tables import DeliveryRow, NetworkRow, TimerRow

NOW = datetime(2026, 11, 21, 9, tzinfo=UTC)


def garden() -> Plugin:
    plugin = Plugin("garden", _("Garden"))
    plant = plugin.group("plante", english="plant", summary=_("All about plants"))

    @plant.command("créer", english="create", default=True, summary=_("Plant something"))
    async def create(ctx): ...

    @plant.command("raser", english="raze", summary=_("Cut all"), role=Role.COORDINATOR)
    async def raze(ctx): ...

    return plugin


@pytest.fixture
def host():
    host = PluginHost()
    host.add(garden())
    return host


@pytest.fixture
async def store(tmp_path):
    store = Store(f"sqlite+aiosqlite:///{tmp_path / 'test.db'}")
    async with store.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with store.unit() as session:
        for name in ("one", "two"):
            session.add(NetworkRow(name=name, language="fr", zone="Europe/Paris", created_at=NOW))
    yield store
    await store.close()


async def test_commands_are_those_of_the_role_and_of_plugins_that_are_on(store, host):
    switches = Switches(store, host)
    commands = LoadedCommands(host, switches)
    (listed,) = await commands.commands(1, Role.MEMBER)
    assert (listed.plugin, listed.command.name, listed.group.text) == (
        "garden",
        "plante créer",
        "All about plants",
    )
    assert [entry.command.name for entry in await commands.commands(1, Role.COORDINATOR)] == [
        "plante créer",
        "plante raser",
    ]
    async with store.unit() as session:
        await switches.switch(session, 1, [])
    assert await commands.commands(1, Role.ADMIN) == []
    assert len(await commands.commands(2, Role.ADMIN)) == 2


def timer(key: str, network: int = 1, *, run_in: timedelta, held: bool = False) -> TimerRow:
    at = NOW + run_in
    return TimerRow(
        network_id=network, plugin="garden", name="grow", key=key, due_at=at, run_at=at, payload={}, held=held
    )


def delivery(key: str, state: str, network: int = 1, error: str | None = None) -> DeliveryRow:
    return DeliveryRow(
        network_id=network,
        plugin="garden",
        key=key,
        kind="post",
        stream="p1",
        content={},
        language="fr",
        created_at=NOW,
        not_before=NOW,
        state=state,
        last_error=error,
    )


async def test_figures_count_what_waits_what_is_late_what_is_held_and_what_died(store, host):
    async with store.unit() as session:
        session.add_all(
            [
                timer("soon", run_in=timedelta(hours=1)),
                timer("now", run_in=timedelta(minutes=-1)),
                timer("late", run_in=timedelta(minutes=-10)),
                timer("held", run_in=timedelta(minutes=-10), held=True),
                timer("elsewhere", 2, run_in=timedelta(hours=1)),
                delivery("a", "pending"),
                delivery("b", "sending"),
                delivery("c", "sent"),
                delivery("d", "dead", error="channel gone"),
                delivery("withdrawn before it was sent", "dead"),
                delivery("elsewhere", "pending", 2),
            ]
        )
    clock = SimulatedClock(NOW)
    faults = Faults(clock)
    reference = faults.record("garden", ValueError("no rain"))
    figures = await LiveStatus(store, clock, faults, host, "1.2.3", {}).figures(1)
    assert (figures.pending_timers, figures.late_timers, figures.held_timers) == (3, 1, 1)
    assert (figures.pending_deliveries, figures.dead_deliveries) == (2, 1)
    assert [(fault.reference, fault.plugin, fault.at) for fault in figures.faults] == [
        (reference, "garden", NOW)
    ]
    assert (figures.version, figures.not_loaded) == ("1.2.3", [])


async def test_the_time_since_the_start_is_that_of_the_given_clock(store, host):
    clock = SimulatedClock(NOW)
    status = LiveStatus(store, clock, Faults(clock), host, "1", {})
    clock.move_to(NOW + timedelta(days=3))
    assert (await status.figures(1)).uptime == timedelta(days=3)


async def test_plugins_that_failed_to_load_are_named(store, host):
    host.load(["no.such.plugin"])
    clock = SimulatedClock(NOW)
    figures = await LiveStatus(store, clock, Faults(clock), host, "1", {}).figures(1)
    assert figures.not_loaded == ["no.such.plugin"]
