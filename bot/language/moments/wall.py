"""From wall time to instants: what a clock on the wall shows, in a zone whose clocks may jump."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo


def place(wall: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """Return the instant of a wall time, and whether it had to move.

    A wall time that the spring change skips moves forward by the length of the gap; one that the autumn
    change repeats is the first of the two (PEP 495, `fold=0`).
    """
    aware = wall.replace(tzinfo=zone, fold=0)
    real = aware.astimezone(UTC).astimezone(zone)
    return real, real.replace(tzinfo=None) != wall


def later(instant: datetime, seconds: int) -> datetime:
    """Return the instant so many elapsed seconds later, in the same zone."""
    return (instant.astimezone(UTC) + timedelta(seconds=seconds)).astimezone(instant.tzinfo)
