"""What a calendar is told of a meeting. Writing it down is for `files`, which needs what only few need."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

MEDIA_TYPE = "text/calendar"
USUAL_LENGTH = timedelta(hours=1)
"""How long a meeting takes of which only the beginning is known."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A meeting in a calendar.

    `uid` is the same for ever, and `sequence` counts its changes. `start` and `end` are aware, in the zone
    on whose clocks the meeting stands; of whole days their dates count, both included. `end` is None where
    it is not known. `alarm` is how long before the calendar is to tell.
    """

    uid: str
    sequence: int
    changed_at: datetime
    title: str
    start: datetime
    end: datetime | None = None
    all_day: bool = False
    where: str = ""
    link: str = ""
    about: str = ""
    organiser: str = ""
    is_cancelled: bool = False
    alarm: timedelta | None = None

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone on whose clocks it stands, None where it takes whole days."""
        return self.start.tzinfo if isinstance(self.start.tzinfo, ZoneInfo) and not self.all_day else None
