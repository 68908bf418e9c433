"""What Discord accepts as a scheduled event of a guild (resources/guild-scheduled-event)."""

from __future__ import annotations

from datetime import datetime

from . import limits
from .errors import Form
from .users import Json

EXTERNAL, GUILD_ONLY = 3, 2
SCHEDULED, ACTIVE, COMPLETED, CANCELED = 1, 2, 3, 4
_NEXT = {SCHEDULED: (ACTIVE, CANCELED), ACTIVE: (COMPLETED,)}
"""Statuses that may follow a status; nothing follows the others."""


def check_event(event: Json, now: datetime, *, moved: bool) -> None:
    """Check an event as it would be after a creation or an edition.

    Args:
        event: its fields, as in a request.
        now: the moment of the request.
        moved: whether its start is given anew, and so has to be in the future.

    Raises:
        ApiError: 50035.
    """
    form = Form()
    for name in ("name", "scheduled_start_time", "privacy_level", "entity_type"):
        form.required((name,), event.get(name))
    form.length(("name",), event.get("name"), limits.EVENT_NAME, least=1)
    form.length(("description",), event.get("description"), limits.EVENT_DESCRIPTION)
    form.one_of(("privacy_level",), event.get("privacy_level"), (GUILD_ONLY,))
    form.one_of(("entity_type",), event.get("entity_type"), (1, 2, EXTERNAL))
    start = _moment(form, event, "scheduled_start_time")
    end = _moment(form, event, "scheduled_end_time")
    if event.get("entity_type") == EXTERNAL:
        _check_external(form, event)
    elif event.get("entity_type") in {1, 2}:
        form.required(("channel_id",), event.get("channel_id"))
    if moved and start is not None and start <= now:
        words = "Cannot schedule event in the past."
        form.refuse(("scheduled_start_time",), "GUILD_SCHEDULED_EVENT_SCHEDULE_PAST", words)
    if start is not None and end is not None and end <= start:
        words = "Cannot schedule event to end before it begins."
        form.refuse(("scheduled_end_time",), "GUILD_SCHEDULED_EVENT_END_BEFORE_START", words)
    form.done()


def _check_external(form: Form, event: Json) -> None:
    form.required(("scheduled_end_time",), event.get("scheduled_end_time"))
    location = (event.get("entity_metadata") or {}).get("location")
    if form.required(("entity_metadata", "location"), location):
        form.length(("entity_metadata", "location"), location, limits.EVENT_LOCATION, least=1)
    if event.get("channel_id") is not None:
        words = "Channel id must be null for external events."
        form.refuse(("channel_id",), "GUILD_SCHEDULED_EVENT_CHANNEL_ID_NOT_NULL", words)


def _moment(form: Form, event: Json, name: str) -> datetime | None:
    value = event.get(name)
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        form.refuse((name,), "DATE_TIME_TYPE_PARSE", f"Could not parse {value}. Should be ISO8601.")
        return None
    if moment.tzinfo is None:
        form.refuse((name,), "DATE_TIME_TYPE_PARSE", "Should carry a time zone.")
        return None
    return moment


def check_status(before: int, after: object) -> None:
    """Check a change of status.

    Raises:
        ApiError: 50035.
    """
    form = Form()
    form.one_of(("status",), after, (before, *_NEXT.get(before, ())))
    form.done()
