"""What the feeds tell others: who listens works in the same unit of work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedEntriesArrived:
    """New entries came up in these feeds, by id; they are the rows seen at that instant that are not old."""

    feeds: tuple[int, ...]
    at: datetime
