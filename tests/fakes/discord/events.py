"""Scheduled events of a guild (resources/guild-scheduled-event)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime

from .event_rules import EXTERNAL, GUILD_ONLY, SCHEDULED
from .users import Json

_TIMES = ("scheduled_start_time", "scheduled_end_time")


def in_utc(fields: Json) -> Json:
    """The fields of an event with its times as Discord tells them."""
    times = {name: fields[name] for name in _TIMES if fields.get(name) is not None}
    told = {name: datetime.fromisoformat(one).astimezone(UTC).isoformat() for name, one in times.items()}
    return fields | told


@dataclass(eq=False)
class Scheduled:
    """An event.

    Attributes:
        fields: as in a request.
        interested: ids of those who said that they come.
    """

    id: str
    guild_id: str
    creator: Json
    fields: Json
    status: int = SCHEDULED
    interested: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        return str(self.fields["name"])

    @property
    def location(self) -> str:
        return str((self.fields.get("entity_metadata") or {}).get("location", ""))

    def json(self) -> Json:
        """As in the OpenAPI's `ExternalScheduledEventResponse`."""
        return {
            "id": self.id,
            "guild_id": self.guild_id,
            "channel_id": self.fields.get("channel_id"),
            "creator_id": self.creator["id"],
            "creator": self.creator,
            "name": self.name,
            "description": self.fields.get("description"),
            "image": None,
            "scheduled_start_time": self.fields["scheduled_start_time"],
            "scheduled_end_time": self.fields.get("scheduled_end_time"),
            "privacy_level": GUILD_ONLY,
            "status": self.status,
            "entity_type": self.fields.get("entity_type", EXTERNAL),
            "entity_id": None,
            "entity_metadata": self.fields.get("entity_metadata"),
            "recurrence_rule": None,
            "user_count": len(self.interested),
            "user_rsvp": None,
            "guild_scheduled_event_exceptions": [],
        }
