"""The clock of a town: the machine's, moved. What moves it is the story alone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
BEGINNING = datetime(2026, 11, 21, 10, tzinfo=ZONE)
"""A Saturday, on every platform."""


class TownClock:
    """Shows `start` at first, and goes on from there."""

    def __init__(self, start: datetime = BEGINNING) -> None:
        self._ahead = timedelta()
        self.move_to(start)

    def now(self) -> datetime:
        """The present instant of the town, in its zone."""
        return (datetime.now(UTC) + self._ahead).astimezone(ZONE)

    def time(self) -> float:
        """The same as seconds since 1970, as chat servers count."""
        return time.time() + self._ahead.total_seconds()

    def move_to(self, instant: datetime) -> None:
        """Show that instant now."""
        self._ahead = instant - datetime.now(UTC)
