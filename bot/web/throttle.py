"""How much one person or one channel may ask for: no human meets these limits, a script does."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

_ROUNDING = 1e-6
"""Seconds by which sums of floating-point instants may be off."""


@dataclass(frozen=True, slots=True)
class Limit:
    """A bucket of `burst` requests, of which `per_second` come back each second."""

    burst: int
    per_second: float


PERSON = Limit(burst=20, per_second=1.0)
CHANNEL = Limit(burst=60, per_second=5.0)


class Throttle:
    """A bucket for each key; a key that is not remembered has a full one.

    A bucket is the instant at which it will be full again (the “generic cell rate algorithm” of ATM Forum
    TM 4.1): each request moves that instant on by the time that one request takes to come back.

    At most `memory` keys are remembered. Those whose bucket is full again are forgotten first, which changes
    nothing; should so many be busy at once, the one that has been silent longest is forgotten too.
    """

    def __init__(self, limit: Limit, memory: int = 10_000) -> None:
        self._each = 1 / limit.per_second
        self._slack = (limit.burst - 1) * self._each
        self._memory = memory
        self._full_at: OrderedDict[Hashable, float] = OrderedDict()

    def __len__(self) -> int:
        return len(self._full_at)

    def allow(self, key: Hashable, now: float) -> float | None:
        """Take one request from the key's bucket and return None, or return the seconds to wait for one.

        `now` is in seconds of a clock that never goes back. A request that has to wait takes nothing, so
        that asking again and again does not prolong the wait.
        """
        full_at = max(self._full_at.get(key, now), now)
        wait = full_at - now - self._slack
        if wait > _ROUNDING:
            return wait
        self._full_at[key] = full_at + self._each
        self._full_at.move_to_end(key)
        self._forget(now)
        return None

    def _forget(self, now: float) -> None:
        """Drop the keys silent longest while their buckets are full again or there are too many."""
        while self._full_at:
            oldest = next(iter(self._full_at))
            if self._full_at[oldest] > now and len(self._full_at) <= self._memory:
                return
            del self._full_at[oldest]
