"""The shards: what each loss of a connection is followed by, and after how long."""

import asyncio
import contextlib
from types import SimpleNamespace

import pytest
import yarl
from discord.errors import ConnectionClosed
from discord.gateway import ReconnectWebSocket

from bot.language.messages import Markup, in_english
from bot.platforms.discord import gateway as module
from bot.platforms.discord.gateway import MOST_RESUMES, STEADY_AFTER, ClosedForGoodError, Gateway, Session
from bot.platforms.discord.identifying import TooManySessionsError

ELSEWHERE = yarl.URL("wss://resume.example")


class Line:
    """One connection that ends as told; `code` is what it was closed with from this side."""

    def __init__(self, ends) -> None:
        self.ends = ends
        self.socket = SimpleNamespace(close_code=4000)
        self.is_given_up = False
        self.session = Session("abc", 7, ELSEWHERE)
        self.code: int | None = None

    @property
    def open(self) -> bool:
        return self.code is None

    async def close(self, code: int) -> None:
        self.code = code

    async def poll_event(self) -> None:
        await self.ends()


class Exchange:
    """A gateway whose connections are told beforehand, in `script`; its time passes by sleeping alone."""

    def __init__(self, monkeypatch) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.asked: list[Session | None] = []
        self.losses: list[tuple[str, bool]] = []
        self.script: list = []
        self.permits: list[Exception | None] = []
        self.lines: list[Line] = []
        self.client = SimpleNamespace(shard_count=1, sockets={})
        monkeypatch.setattr(module.Socket, "connect", self._connect)
        self.gateway = Gateway(
            self.client,
            permit=self._permit,
            on_loss=lambda reason, has_worked: self.losses.append((in_english(reason), has_worked)),
            reason_of=lambda code: Markup(f"closed with {code}"),
            silence=1.0,
            sleep=self._sleep,
            random=lambda: 1.0,
            monotonic=lambda: self.now,
        )

    async def _connect(self, _client, shard: int, session: Session | None) -> Line:
        self.asked.append(session)
        if not self.script:
            await asyncio.Event().wait()
        end = self.script.pop(0)
        if isinstance(end, OSError):
            raise end

        async def ends() -> None:
            await end(shard)

        self.lines.append(Line(ends))
        return self.lines[-1]

    async def _permit(self) -> None:
        if self.permits and (error := self.permits.pop(0)) is not None:
            raise error

    async def _sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)

    def works_for(self, seconds: float, error: Exception):
        """Return what makes a connection that works for a while, and is lost then."""

        async def end(shard: int) -> None:
            self.gateway.works(shard)
            self.now += seconds
            raise error

        return end

    async def run(self, *script) -> None:
        """Connect as the script says, and stop where it ends."""
        self.script = list(script)
        running = asyncio.create_task(self.gateway.run())
        for _turn in range(500):
            await asyncio.sleep(0)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@pytest.fixture
def exchange(monkeypatch):
    return Exchange(monkeypatch)


def fails(error: Exception):
    async def end(_shard: int) -> None:
        raise error

    return end


def closed(code: int):
    return fails(ConnectionClosed(SimpleNamespace(close_code=code), shard_id=0, code=code))


async def test_what_discord_asks_for_is_done_at_once_with_the_same_session(exchange):
    await exchange.run(exchange.works_for(1, ReconnectWebSocket(0)))
    assert exchange.asked == [None, Session("abc", 7, ELSEWHERE)]
    assert exchange.waits == [0.0]
    assert exchange.losses == [("Discord asked me to connect again", True)]


async def test_a_session_outlives_failures_of_the_network_but_not_for_ever(exchange):
    down = OSError("no route to host")
    await exchange.run(exchange.works_for(1, down), *[down] * (MOST_RESUMES + 1))
    session = Session("abc", 7, ELSEWHERE)
    assert exchange.asked == [None, *[session] * MOST_RESUMES, None, None]
    assert exchange.waits == [0.5 * 2**number for number in range(MOST_RESUMES + 2)]


async def test_waits_begin_short_again_once_a_connection_was_steady(exchange):
    down = OSError("down")
    await exchange.run(down, down, exchange.works_for(STEADY_AFTER - 1, down), down)
    assert exchange.waits == [0.5, 1.0, 2.0, 4.0]
    exchange.waits.clear()
    await exchange.run(down, down, exchange.works_for(STEADY_AFTER, down))
    assert exchange.waits == [0.5, 1.0, 0.5]


async def test_an_invalid_session_is_forgotten_and_a_few_seconds_pass(exchange):
    await exchange.run(exchange.works_for(1, ReconnectWebSocket(0, resume=False)))
    assert exchange.asked == [None, None]
    assert exchange.waits == [5.0]


async def test_a_session_that_may_not_begin_yet_is_waited_for(exchange):
    exchange.permits = [TooManySessionsError(120.0)]
    await exchange.run()
    assert exchange.waits == [120.0]
    assert exchange.losses[0][0].endswith("I wait 2 minutes before the next one")
    assert exchange.asked == [None]


async def test_an_event_that_cannot_be_read_is_followed_by_a_resume(exchange):
    await exchange.run(exchange.works_for(1, KeyError("x")))
    assert exchange.asked == [None, Session("abc", 7, ELSEWHERE)]
    assert exchange.losses == [("`KeyError`", True)]


@pytest.mark.parametrize("code", [4004, 4010, 4011, 4012, 4013, 4014])
async def test_what_is_closed_for_good_is_not_tried_again(exchange, code):
    exchange.client.shard_count = 2
    exchange.script = [closed(code)]
    with pytest.raises(ClosedForGoodError) as closure:
        await asyncio.wait_for(exchange.gateway.run(), 5)
    assert closure.value.code == code
    assert len(exchange.asked) <= 2


async def test_other_codes_are_followed_by_another_attempt(exchange):
    await exchange.run(closed(1000))
    assert exchange.losses == [("closed with 1000", False)]
    assert len(exchange.asked) == 2


async def test_at_the_end_the_session_ends_with_the_connection(exchange):
    async def stay(shard: int) -> None:
        exchange.gateway.works(shard)
        await asyncio.Event().wait()

    await exchange.run(stay)
    assert [line.code for line in exchange.lines] == [1000]


async def test_it_is_whole_only_while_all_shards_work(exchange):
    exchange.client.shard_count = 2
    gate = asyncio.Event()

    async def stay(shard: int) -> None:
        exchange.gateway.works(shard)
        await gate.wait()
        if shard == 1:
            raise OSError("down")
        await asyncio.Event().wait()

    exchange.script = [stay, stay]
    running = asyncio.create_task(exchange.gateway.run())
    for _turn in range(50):
        await asyncio.sleep(0)
    assert exchange.gateway.is_whole
    gate.set()
    for _turn in range(50):
        await asyncio.sleep(0)
    assert not exchange.gateway.is_whole
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
