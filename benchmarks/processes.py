"""The processes under measure: the bot as it is run, and those that stand beside it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import aiohttp
from pydantic import SecretStr

from bot.secrets import DiscordSecrets, MattermostSecrets, Secrets, save_secrets

_MAILLAGE = "from bot.cli import main; main()"
_DISCORD_TOKEN = "MTAw.token.of-the-bot"
_READY_WITHIN = 30.0
_STOP_WITHIN = 15.0
_TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """A Python process; its errors are inherited, so that they are seen."""

    def __init__(self, *arguments: str, log: Path | None = None) -> None:
        self._log = log.open("wb") if log is not None else None
        self._process = subprocess.Popen(
            (sys.executable, *arguments), stdout=subprocess.PIPE, stderr=self._log, text=True
        )

    def first_line(self) -> str:
        """Wait for the first line that it prints."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline().strip()
        if not line:
            raise AssertionError("the process ended before it was ready")
        return line

    def resident_mb(self) -> float:
        """Return the memory that it holds: Linux's VmRSS, see proc_pid_status(5)."""
        return resident_mb(self._process.pid)

    @property
    def has_ended(self) -> bool:
        """Whether it runs no more."""
        return self._process.poll() is not None

    def processor_seconds(self) -> float:
        """Return the processor time of all its threads so far: utime and stime, see proc_pid_stat(5)."""
        fields = (
            Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        )
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def stop(self) -> None:
        """Tell it to end, and wait until it has."""
        self._process.terminate()
        try:
            self._process.wait(_STOP_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        if self._log is not None:
            self._log.close()


def resident_mb(process: int) -> float:
    """Return the memory that a process holds: Linux's VmRSS, see proc_pid_status(5)."""
    return _held_mb(str(process), "VmRSS:")


def peak_mb() -> float:
    """Return the most memory that this process held: Linux's VmHWM.

    What `getrusage` tells is at least what the process held that began this one.
    """
    return _held_mb("self", "VmHWM:")


def peak_mb_of_children() -> float:
    """Return the most memory that any process held which this one began, and which still runs."""
    files = Path("/proc/self/task").glob("*/children")
    numbers = [number for file in files for number in file.read_text(encoding="ascii").split()]
    peak = 0.0
    for number in numbers:
        with suppress(FileNotFoundError, ProcessLookupError):  # it ended meanwhile
            peak = max(peak, _held_mb(number, "VmHWM:"))
    return peak


def _held_mb(process: str, field: str) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith(field):
            return int(line.split()[1]) / 1024
    return 0.0


def cpu_seconds(process: int) -> float:
    """Return the processor time of a process so far: Linux's utime and stime, see proc_pid_stat(5)."""
    _name, _parenthesis, fields = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")
    in_user_mode, in_system_mode = fields.split()[11:13]
    return (int(in_user_mode) + int(in_system_mode)) / os.sysconf("SC_CLK_TCK")


@contextmanager
def beside(*arguments: str) -> Iterator[tuple[Process, str]]:
    """Run `python -m …` and give the process with the first line that it printed."""
    process = Process("-m", *arguments)
    try:
        yield process, process.first_line()
    finally:
        process.stop()


@dataclass(frozen=True, slots=True)
class RunningBot:
    """`maillage run` at work: where it listens, and the secrets that its callers need."""

    process: Process
    url: str
    secrets: MattermostSecrets


@contextmanager
def maillage(
    folder: Path, server: str, token: str, commands: Mapping[str, str], discord: tuple[str, str] | None = None
) -> Iterator[RunningBot]:
    """Run the bot with its data in a folder, on a Mattermost server, with the token of its account there.

    `commands` are the tokens of the slash commands, by `team id/trigger`. `discord` is the address of a
    Discord, and a guild there, where the bot is to work as well.
    """
    port = _free_port()
    secrets = MattermostSecrets.new()
    secrets.token = SecretStr(token)
    secrets.commands = {command: SecretStr(value) for command, value in commands.items()}
    kept = Secrets(mattermost={"mattermost": secrets})
    on_discord = ""
    if discord is not None:
        kept.discord = DiscordSecrets(token=SecretStr(_DISCORD_TOKEN))
        on_discord = f'[discord]\nenabled = true\nurl = "{discord[0]}"\nguilds = ["{discord[1]}"]\n'
    save_secrets(folder / "secrets.toml", kept)
    config = folder / "config.toml"
    config.write_text(
        f'[log]\nlevel = "warning"\n[web]\nport = {port}\n[[mattermost]]\nurl = "{server}"\n{on_discord}',
        encoding="utf-8",
    )
    process = Process("-c", _MAILLAGE, "run", "--config", str(config), log=folder / "log.txt")
    try:
        yield RunningBot(process, f"http://127.0.0.1:{port}", secrets)
    finally:
        process.stop()


async def until_ready(bot: RunningBot) -> None:
    """Wait until the bot is connected to its server."""
    end = time.monotonic() + _READY_WITHIN
    async with aiohttp.ClientSession() as http:
        while time.monotonic() < end and not bot.process.has_ended:
            try:
                async with http.get(f"{bot.url}/healthz") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                pass
            await asyncio.sleep(0.05)
    raise AssertionError("the bot is not ready")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
