"""Direct messages with a durable write each, over the WebSocket, beside a bare echo bot; and what was missed.

Both bots are processes of their own, on the same server, loaded in turns by people who write DMs: the real
server that the environment names (see `benchmarks.worlds`), else a floor. A delay counts from the instant at
which the message was due to the instant at which the answer appears on the server's WebSocket.
"""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.correspondence import PATIENCE, Correspondence, correspondence
from benchmarks.harness import progress
from benchmarks.load import RATE, Numbers, Round, figures, one_round, together
from benchmarks.processes import Process, beside, maillage, until_ready
from benchmarks.relay import Relay
from benchmarks.worlds import World, any_world

Figures = dict[str, float | int | str]
_WORKERS = 32
_WRITE_AT_ONCE = 16
_LONGEST_BACK_OFF = 60.0
_LONGEST_SILENCE = 300.0


async def _side_by_side(world: World, numbers: Numbers, rounds: int, seconds: float) -> Figures:
    """Load the bot and the echo bot in turns."""
    of_bot: list[Round] = []
    of_echo: list[Round] = []
    ours, theirs = world.bots
    url = world.server.url
    with (
        tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder,
        maillage(Path(folder), url, ours.token, {}) as bot,
        beside("benchmarks.peers", "echo", url, theirs.token) as (echo, _ready),
    ):
        await until_ready(bot)
        async with (
            correspondence(world, ours) as with_bot,
            correspondence(world, theirs) as with_echo,
        ):
            progress.tell("direct messages: everybody is met once")
            for letters in (with_bot, with_echo):
                await together(letters.ask, [numbers.take() for _writer in world.people], 4)
            for number in range(rounds):
                progress.tell(f"direct messages: round {number + 1} of {rounds}")
                of_echo.append(await _load(echo, with_echo, numbers, seconds))
                of_bot.append(await _load(bot.process, with_bot, numbers, seconds))
    told = figures(of_bot) | figures(of_echo, "echo_")
    return {
        "server": world.name,
        "rate_per_second": RATE,
        "rounds": rounds,
        **told,
        "saturated_share_of_echo": round(told["saturated_per_second"] / told["echo_saturated_per_second"], 3),
        "p99_times_echo": round(told["p99_ms"] / told["echo_p99_ms"], 2),
    }


async def _load(process: Process, letters: Correspondence, numbers: Numbers, seconds: float) -> Round:
    return await one_round(process, letters.ask, numbers, seconds, _WORKERS)


async def _cut_off(world: World, numbers: Numbers, losses: int, queued: int) -> Figures:
    """Cut the bot off from its server: for an instant, again and again; then while much is written to it."""
    ours = world.bots[0]
    async with Relay(world.server.url) as relay:
        with (
            tempfile.TemporaryDirectory(prefix="maillage-bench-") as folder,
            maillage(Path(folder), relay.url, ours.token, {}) as bot,
        ):
            await until_ready(bot)
            async with correspondence(world, ours) as letters:
                await together(letters.ask, [numbers.take() for _writer in world.people], 4)
                progress.tell("direct messages: the socket is lost")
                back = [await _lose(relay, letters, numbers.take()) for _loss in range(losses)]
                told = await _outage(relay, bot.process, letters, [numbers.take() for _ in range(queued)])
    return {
        "losses": losses,
        "back_after_loss_p50_s": round(statistics.median(back), 3),
        "back_after_loss_worst_s": round(max(back), 3),
        **told,
    }


async def _lose(relay: Relay, letters: Correspondence, number: int) -> float:
    """Lose the socket and write at once; return the seconds from the loss to the answer."""
    start = time.perf_counter()
    relay.cut()
    await letters.ask(number)
    seconds = time.perf_counter() - start
    await letters.check({number})
    return seconds


async def _outage(relay: Relay, process: Process, letters: Correspondence, numbers: list[int]) -> Figures:
    """Write while the bot is cut off; check that each message is answered once, in order."""
    progress.tell(f"direct messages: {len(numbers)} are written while the bot is cut off")
    loop = asyncio.get_running_loop()
    relay.close()
    await together(letters.write, numbers, _WRITE_AT_ONCE)
    before = process.processor_seconds()
    await relay.open()
    reopened = loop.time()
    progress.tell(f"direct messages: {len(numbers)} are answered")
    first: float | None = None
    waiting = set(numbers)
    while not letters.answered.keys() & waiting:
        if loop.time() - reopened > _LONGEST_BACK_OFF + PATIENCE:
            raise AssertionError("nothing is answered after an outage")
        await asyncio.sleep(0.01)
    first = loop.time()
    silence = await letters.until_answered(waiting, _LONGEST_SILENCE)
    seconds = letters.last_answer - first
    processor = process.processor_seconds() - before
    await letters.check(waiting)
    return {
        "written_while_cut_off": len(numbers),
        "answered_once_and_in_order": len(numbers),
        "first_answer_after_outage_s": round(first - reopened, 2),
        "longest_silence_meanwhile_s": round(silence, 2),
        "caught_up_in_s": round(seconds, 2),
        "caught_up_per_second": round(len(numbers) / seconds, 1),
        "caught_up_cpu_ms": round(processor / len(numbers) * 1e3, 2),
    }


async def _measure(smoke: bool) -> Figures:
    people, rounds, seconds, losses, queued = (8, 1, 0.5, 1, 200) if smoke else (120, 3, 8.0, 9, 10_000)
    numbers = Numbers()
    async with any_world(bots=2, people=people) as world:
        told = await _side_by_side(world, numbers, rounds, seconds)
        return told | await _cut_off(world, numbers, losses, queued)


def measure(smoke: bool) -> Figures:
    """Return the figures, medians over the rounds; that each is answered once, in order, is checked."""
    return asyncio.run(_measure(smoke))
