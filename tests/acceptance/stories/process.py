"""The bot as a process of its own, on the clock of the town."""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from tests.acceptance.mattermost.process import PATIENCE, BotProcess, environment
from tests.acceptance.stories.clock import TownClock

_PRIVACY = re.compile(r"\[privacy\]\nnotice = \w+\n(?:version = .*\n)?")
_SERVED = Path(__file__).with_name("served.py")


def privacy(version: str | None) -> str:
    """What a configuration says of the notice, None if there is none."""
    return f'[privacy]\nnotice = {"false" if version is None else "true"}\nversion = "{version or 1}"\n'


class ServedProcess(BotProcess):
    """`maillage run` whose clock is the town's, which moves with it."""

    def __init__(self, clock: TownClock, folder: Path, host: str, port: int) -> None:
        super().__init__(folder, host, port)
        self._clock = clock
        self._read = 0

    async def _run(self, log: BinaryIO) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-P", _SERVED, self._clock.now().isoformat(), "run",
            cwd=self.folder, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=log,
            env=environment(),
        )  # fmt: skip

    async def go_to(self, instant: datetime) -> None:
        """Move the clock of the process and the town’s; what falls due on the way is done."""
        process = self._process
        if not self.is_running:
            self._clock.move_to(instant)
            return
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{instant.isoformat()}\n".encode())
        async with asyncio.timeout(PATIENCE):
            while stop := (await process.stdout.readline()).decode().strip():
                self._clock.move_to(datetime.fromisoformat(stop))

    async def informs(self, version: str | None) -> None:
        """Start anew, with that notice of what becomes of people's data, or with none."""
        await self.stop()
        file = self.folder / "config.toml"
        file.write_text(_PRIVACY.sub(privacy(version), file.read_text()))
        await self.start()

    async def faults(self) -> list[str]:
        """The lines of the log that tell of errors, since this was last asked."""
        lines = self.log.read_text().splitlines()
        self._read, new = len(lines), lines[self._read :]
        return [line for line in new if "[error" in line or "Traceback" in line]
