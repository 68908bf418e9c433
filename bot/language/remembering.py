"""What a process remembers of people's words so as not to compute it again, and how it forgets all of it.

A cache by words that people typed, or by their names, holds them on after their rows are gone. So whatever is
one registers here, and an erasure empties them all, at once: what others said is soon there again.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from threading import Lock
from typing import Any, Protocol, TypeVar, cast
from weakref import WeakSet

F = TypeVar("F", bound=Callable[..., Any])


class Memory(Protocol):
    """Something that can forget all that it remembers."""

    def cache_clear(self) -> None:
        """Forget all of it."""


_memories: WeakSet[Memory] = WeakSet()
_registering = Lock()
"""Held while a memory is added, and while they are listed: a set that changes cannot be listed."""
_times = {"forgotten": 0}


def remembering(maxsize: int) -> Callable[[F], F]:
    """Decorate a function like `functools.lru_cache`, where its arguments or results hold people's words.

    >>> initials = remembering(maxsize=100)(lambda name: name[:1])
    >>> initials("Camille")
    'C'
    """

    def decorate(function: F) -> F:
        remembered = lru_cache(maxsize=maxsize)(function)
        register(remembered)
        return cast("F", remembered)

    return decorate


def register(memory: Memory) -> None:
    """Have something forget with all others; that does not keep it alive."""
    with _registering:
        _memories.add(memory)


def forget() -> None:
    """Forget all that was registered, and the patterns that Python keeps, some of them made of names."""
    re.purge()
    with _registering:
        _times["forgotten"] += 1
        memories = list(_memories)
    for memory in memories:
        memory.cache_clear()


def times_forgotten() -> int:
    """Return how often all was forgotten: who began before the last time may still know of who is gone."""
    return _times["forgotten"]
