"""Asking Discord for something that somebody waits for: in time, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

_under_way: set[asyncio.Task[Any]] = set()
"""The event loop itself keeps no task alive."""


async def in_time(request: Coroutine[Any, Any, T], within: float) -> T:
    """Return what Discord answers within so many seconds.

    A request that is late goes on by itself, and nobody hears how it ends: one that is broken off while it
    waits for a limit would leave discord.py waiting for ever.

    Raises:
        TimeoutError: it takes longer.
        discord.DiscordException, aiohttp.ClientError, OSError: it failed.
    """
    task = asyncio.create_task(request)
    _under_way.add(task)
    task.add_done_callback(_end)
    done, _late = await asyncio.wait([task], timeout=within)
    if not done:
        raise TimeoutError
    return task.result()


def _end(task: asyncio.Task[Any]) -> None:
    _under_way.discard(task)
    if not task.cancelled():
        task.exception()  # whoever waits gets it; nobody else has to
