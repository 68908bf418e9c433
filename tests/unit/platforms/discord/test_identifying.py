"""New sessions: few, whatever fails, and however often the process is started anew."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.platforms.discord.identifying import (
    FREELY,
    KEPT_BACK,
    LONGEST_WAIT,
    ONE_EVERY,
    WRITTEN_UNDER,
    Sessions,
    TooManySessionsError,
)

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)


class Machine:
    """A machine on which the bot is started again and again; its time passes by sleeping alone."""

    def __init__(self) -> None:
        self.now = START
        self.stored: dict[str, str] = {}
        self.is_full = False

    async def remember(self, positions) -> None:
        if self.is_full:
            raise OSError("no space")
        self.stored |= positions

    async def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def started(self) -> Sessions:
        return Sessions(self, self.stored.get(WRITTEN_UNDER), lambda: self.now, self.sleep)

    async def begin(self, sessions: Sessions, *, left: int = 1000, shards: int = 1) -> bool:
        """Begin a session, if that may be; else wait as asked."""
        try:
            await sessions.permit(shards, left=left, reset_after=3600.0)
        except TooManySessionsError as error:
            await self.sleep(error.wait)
            return False
        return True


@pytest.fixture
def machine():
    return Machine()


async def test_the_first_sessions_begin_without_more_wait_than_discord_wants(machine):
    sessions = machine.started()
    for _time in range(FREELY):
        assert await machine.begin(sessions)
    assert machine.now - START == timedelta(seconds=ONE_EVERY * (FREELY - 1))


async def test_a_process_that_dies_at_once_again_and_again_cannot_burn_the_token(machine):
    begun = 0
    while machine.now < START + DAY:
        begun += await machine.begin(machine.started())
        await machine.sleep(1)  # and it dies
    assert FREELY < begun < 500


async def test_sessions_that_never_last_are_spaced_within_one_process_too(machine):
    sessions, begun = machine.started(), 0
    while machine.now < START + DAY:
        begun += await machine.begin(sessions)
    assert begun < 500


async def test_a_bot_that_ran_well_for_hours_begins_at_once(machine):
    for _time in range(FREELY + 3):
        await machine.begin(machine.started())
    await machine.sleep(3 * 3600)
    assert await machine.begin(machine.started())


async def test_what_discord_leaves_is_heeded(machine):
    with pytest.raises(TooManySessionsError) as refusal:
        await machine.started().permit(1, left=KEPT_BACK, reset_after=1234.0)
    assert refusal.value.wait == 1234.0
    assert machine.stored == {}


async def test_a_disk_that_is_full_keeps_nobody_from_connecting(machine):
    machine.is_full = True
    sessions = machine.started()
    for _time in range(FREELY):
        assert await machine.begin(sessions)
    for _time in range(4):
        await machine.begin(sessions)
    assert not await machine.begin(sessions)


async def test_many_shards_may_begin_as_many_times_each(machine):
    sessions = machine.started()
    begun = [await machine.begin(sessions, shards=4) for _time in range(4 * FREELY)]
    assert all(begun)


async def test_shards_begin_one_after_another(machine):
    sessions = machine.started()
    await asyncio.gather(*(sessions.permit(3, left=900, reset_after=0.0) for _shard in range(3)))
    assert machine.now - START == timedelta(seconds=2 * ONE_EVERY)


async def test_what_was_written_by_something_else_is_no_session(machine):
    machine.stored[WRITTEN_UNDER] = "rubbish 12 -3 99999999999999"
    assert await machine.begin(machine.started())
    assert DAY.total_seconds() <= LONGEST_WAIT * 480
