"""The bot as a process of its own, as an administrator runs it: `maillage run` in a folder."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import socket
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import BinaryIO, TypeVar

import aiohttp

MAILLAGE = Path(sys.executable).with_name("maillage")
PLUGINS = Path(__file__).with_name("plugins")
PATIENCE = 20.0
"""Seconds to wait for something that should happen."""
_START_WITHIN = 60.0
"""Seconds in which it starts on a busy machine."""
_LOOK_EVERY = 0.02
_SAMPLE = re.compile(r"^(\w+(?:\{[^}]*\})?) (\S+)$", re.MULTILINE)

T = TypeVar("T")


async def until(look: Callable[[], Awaitable[T]], what: str, within: float = PATIENCE) -> T:
    """Look again and again until there is something to see, and return it."""
    try:
        async with asyncio.timeout(within):
            while True:
                if seen := await look():
                    return seen
                await asyncio.sleep(_LOOK_EVERY)
    except TimeoutError:
        raise AssertionError(f"{what}: not within {within} s") from None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class BotProcess:
    """A bot in `folder`, which holds its configuration; its log goes to `bot.log` there."""

    def __init__(self, folder: Path, host: str, port: int) -> None:
        self.folder = folder
        self.web = f"http://{host}:{port}"
        self.log = folder / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_running(self) -> bool:
        """Whether there is a process."""
        return self._process is not None and self._process.returncode is None

    async def start(self, *, ready: bool = True) -> None:
        """Start it, and wait until it says that it is connected to all its servers."""
        with self.log.open("ab") as log:
            self._process = await self._run(log)
        if ready:
            await self.ready()

    async def _run(self, log: BinaryIO) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            MAILLAGE, "run", cwd=self.folder, stdout=log, stderr=log, stdin=asyncio.subprocess.DEVNULL,
            env=environment(),
        )  # fmt: skip

    async def ready(self) -> None:
        """Wait until it is connected to all its servers."""
        await until(self._is_ready, "the bot is ready", _START_WITHIN)

    async def kill(self) -> None:
        """Kill it: it cannot even notice."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> int:
        """Ask it to stop, as systemd does; return its exit code. One that runs no more is left alone."""
        if self._process is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
            raise AssertionError(f"the bot does not stop; its log ends with:\n{self.tail()}") from None

    def tail(self, lines: int = 30) -> str:
        """The end of its log."""
        return "\n".join(self.log.read_text().splitlines()[-lines:]) if self.log.exists() else ""

    async def health(self) -> tuple[int, dict]:
        """What `/healthz` answers: the status, and the content."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.web}/healthz") as answer:
            return answer.status, await answer.json()

    async def fails(self, reason: str) -> None:
        """Wait until `/healthz` gives that reason why the bot is not ready."""

        async def says_so() -> bool:
            status, content = await self.health()
            return status == 503 and any(reason in each for each in content["reasons"])

        await until(says_so, f"the bot is not ready: {reason}", within=60)

    async def metrics(self) -> dict[str, float]:
        """What `/metrics` answers, by the name with its labels."""
        async with aiohttp.ClientSession() as http, http.get(f"{self.web}/metrics") as answer:
            assert answer.status == 200
            return {name: float(value) for name, value in _SAMPLE.findall(await answer.text())}

    async def settled(self) -> None:
        """Wait until nothing waits to be sent."""

        async def nothing_waits() -> bool:
            return (await self.metrics())["maillage_deliveries_pending"] == 0

        await until(nothing_waits, "everything is sent")

    async def _is_ready(self) -> bool:
        assert self._process is not None
        if self._process.returncode is not None:
            raise AssertionError(f"the bot ended by itself; its log ends with:\n{self.tail()}")
        try:
            status, _content = await self.health()
        except aiohttp.ClientError:
            return False
        return status == 200


def configuration(host: str, port: int, admins: Sequence[str]) -> str:
    """The text of a configuration file without servers: the installation adds them.

    People were informed of their data already.
    """
    listen = host if host in ("127.0.0.1", "localhost") else "0.0.0.0"  # a server elsewhere calls back
    return f"""\
[network]
name = "Loire"

[plugins]
folder = "{PLUGINS}"

[privacy]
notice = false

[roles]
admins = {json.dumps(list(admins))}

[web]
host = "{listen}"
port = {port}
"""


def environment() -> dict[str, str]:
    """The environment without what would change the configuration."""
    return {name: value for name, value in os.environ.items() if not name.startswith("MAILLAGE_")}
