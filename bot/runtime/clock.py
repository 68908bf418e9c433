"""Clocks: the only place where time is read."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the present instant, aware, in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant."""
        return datetime.now(UTC)


class SimulatedClock:
    """A clock that moves only when told to."""

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """Return the instant at which the clock stands."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Move forward to an instant; an earlier one changes nothing."""
        self._now = max(self._now, instant.astimezone(UTC))


class Stopwatch:
    """Measures how long something lasts, whatever the clock says."""

    def __init__(self) -> None:
        self._start = time.monotonic()

    def elapsed(self) -> timedelta:
        """Return the time since it was made."""
        return timedelta(seconds=time.monotonic() - self._start)
