"""Telling Discord of the commands: only when they are not those that it was told of last.

https://docs.discord.com/developers/interactions/application-commands#bulk-overwrite-global-application-commands.
Commands stay registered while the bot is away, and only so many can be made a day.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Protocol

import aiohttp
import discord

from bot.logs import get_logger
from bot.platforms.backing_off import BackOff

log = get_logger(__name__)

KEY = "commands"
"""Under which the platform remembers what Discord was told: the application's id, then the fingerprint."""
_SERVER_FAULT = 500
_TOO_MANY_REQUESTS = 429
_MISTAKE = re.compile(r"^In (\d+(?:\.\w+)*): (.*)$", re.MULTILINE)
"""A line of what is wrong with a body: the number of a command and the way from there, then the reason."""
_LONGEST_WAIT = 600.0


class Commands(Protocol):
    """What is to be registered."""

    @property
    def payload(self) -> Sequence[Mapping[str, Any]]:
        """The commands, as Discord's JSON."""

    @property
    def fingerprint(self) -> str:
        """What differs if the commands differ."""


class Registrar(Protocol):
    """Registers commands: `discord.http.HTTPClient` does."""

    def bulk_upsert_global_commands(
        self, application_id: int, payload: list[dict[str, Any]]
    ) -> Awaitable[object]:
        """Put these commands in the place of all that are registered."""


class Memory(Protocol):
    """What a platform remembers from one start to the next: `Host` does."""

    async def positions(self) -> Mapping[str, str]:
        """Return it."""

    async def remember(self, positions: Mapping[str, str]) -> None:
        """Remember these values."""


async def synchronise(
    commands: Commands,
    registrar: Registrar,
    application: int,
    memory: Memory,
    back_off: BackOff,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> bool:
    """Tell Discord of the commands unless it knows them; return whether it knows them now.

    It asks again while Discord cannot be reached or is busy. What Discord refuses is logged by the names of
    the commands; it keeps those that it had, and is told again after the next start.
    """
    mark = f"{application} {commands.fingerprint}"
    if (await memory.positions()).get(KEY) == mark:
        return True
    try:
        while (wait := await _attempt(commands, registrar, application, back_off)) is not None:
            await sleep(wait)
    except discord.HTTPException as error:
        why = reasons(error.text, commands.payload)
        log.error("commands refused", code=error.code, reasons=why)  # noqa: TRY400 - no fault of ours
        return False
    await memory.remember({KEY: mark})
    log.info("commands registered", count=len(commands.payload))
    return True


async def _attempt(
    commands: Commands, registrar: Registrar, application: int, back_off: BackOff
) -> float | None:
    """Register the commands, and return None, or how long to wait before the next attempt.

    Raises:
        HTTPException: Discord does not take them, now or later.
    """
    try:
        await registrar.bulk_upsert_global_commands(application, [dict(item) for item in commands.payload])
    except discord.RateLimited as error:
        log.warning("commands not registered yet: too many requests", seconds=round(error.retry_after))
        return min(error.retry_after, _LONGEST_WAIT)
    except discord.HTTPException as error:
        if error.status < _SERVER_FAULT and error.status != _TOO_MANY_REQUESTS:
            raise
        log.warning("commands not registered yet", status=error.status)
    except (aiohttp.ClientError, OSError) as error:
        log.warning("commands not registered yet", reason=type(error).__name__)
    else:
        return None
    return back_off.next_wait()


def reasons(text: str, payload: Sequence[Mapping[str, Any]]) -> list[str]:
    r"""Return what Discord says of commands that it refuses, each by the command's words.

    `text` is what discord.py makes of it: a title, then a line for each mistake.

    >>> reasons("Invalid Form Body\nIn 0.name: too long", [{"name": "rappel"}])
    ['/rappel: name: too long']
    """
    return [reason_at(way, reason, payload) for way, reason in _MISTAKE.findall(text)] or [text]


def reason_at(way: str, reason: str, payload: Sequence[Mapping[str, Any]]) -> str:
    """Return one mistake, `way` being numbers and names down to it, by the command's words."""
    number, *steps = way.split(".")
    if not number.isdecimal():
        return f"{way}: {reason}"
    words, rest = _words(int(number), steps, payload)
    return ": ".join(part for part in (f"/{words}", ".".join(rest), reason) if part)


def _words(
    number: int, way: Sequence[str], payload: Sequence[Mapping[str, Any]]
) -> tuple[str, Sequence[str]]:
    """Return the words of the command, verb and option to which a way leads, and what is left of the way."""
    if number >= len(payload):
        return str(number), way
    item = payload[number]
    words = [str(item["name"])]
    while way[:1] == ["options"] and len(way) > 1 and way[1].isdecimal():
        options = item.get("options", ())
        if int(way[1]) >= len(options):
            break
        item, way = options[int(way[1])], way[2:]
        words.append(str(item["name"]))
    return " ".join(words), way
