"""Computing beside the event loop, without keeping it from its turn.

Python runs one thread at a time. Each thread that computes makes the event loop wait up to five milliseconds
for every turn, so that a handful of them stop it for as long as people notice; and they are no quicker than
one. With two, a feed that takes long keeps no other waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

P = ParamSpec("P")
T = TypeVar("T")

_AT_ONCE = 2
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


async def beside(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Return what a function returns, computed in a thread when it is its turn."""
    turns = _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE))
    async with turns:
        return await asyncio.to_thread(function, *arguments, **named)
