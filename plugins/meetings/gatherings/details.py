"""What people are told of a meeting, and what of it changed: the values of a row at one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from plugins.meetings.models import MeetingRow


@dataclass(frozen=True, slots=True)
class Details:
    """When and where a meeting is, as its row says it: instants in UTC, on the clocks of `zone`."""

    title: str
    place: str
    link: str
    seats: int | None
    zone: str
    starts_at: datetime
    ends_at: datetime | None
    all_day: bool

    @classmethod
    def of(cls, row: MeetingRow) -> Details:
        """Return what a row says now."""
        return cls(
            row.title, row.place, row.link, row.seats, row.zone, row.starts_at, row.ends_at, row.all_day
        )

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Details:
        """Return what `to_json` kept."""
        starts_at, ends_at = kept["starts_at"], kept["ends_at"]
        instants = {
            "starts_at": datetime.fromisoformat(starts_at),
            "ends_at": datetime.fromisoformat(ends_at) if ends_at is not None else None,
        }
        return cls(**{**kept, **instants})

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON values."""
        ends_at = self.ends_at.isoformat() if self.ends_at is not None else None
        return {**asdict(self), "starts_at": self.starts_at.isoformat(), "ends_at": ends_at}

    @property
    def over_at(self) -> datetime:
        """When it is over, as far as that is known."""
        return self.ends_at or self.starts_at

    def put_into(self, row: MeetingRow) -> None:
        """Have a row say this."""
        row.title, row.place, row.link, row.seats = self.title, self.place, self.link, self.seats
        row.zone, row.starts_at, row.ends_at, row.all_day = (
            self.zone,
            self.starts_at,
            self.ends_at,
            self.all_day,
        )

    def is_moved_from(self, before: Details) -> bool:
        """Return whether it is at another time than before."""
        return (self.starts_at, self.ends_at, self.all_day) != (
            before.starts_at,
            before.ends_at,
            before.all_day,
        )

    def concerns_people(self, before: Details) -> bool:
        """Return whether those who come have to know what changed: the date, the place or the link."""
        return self.is_moved_from(before) or (self.place, self.link) != (before.place, before.link)
