"""How long to wait before the next attempt to reach a server."""

from __future__ import annotations

from collections.abc import Callable

SHORTEST = 0.5
LONGEST = 60.0


class BackOff:
    """Doubling waits with full jitter, so that many clients of a restarted server do not come at once.

    `random` returns a number from 0 to 1. The n-th wait is drawn from 0 up to 0.5 s, 1 s, 2 s … 60 s.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._failures = 0

    def next_wait(self) -> float:
        """Return the seconds to wait after one more failure."""
        bound = min(SHORTEST * (1 << min(self._failures, 20)), LONGEST)
        self._failures += 1
        return bound * self._random()

    def reset(self) -> None:
        """Begin anew: the server works."""
        self._failures = 0
