"""Links that put a meeting into a calendar on the Web, where a file is of no use, as on many telephones."""

from __future__ import annotations

from datetime import UTC, timedelta
from urllib.parse import quote, urlencode

from plugins.meetings.calendars.entries import USUAL_LENGTH, Entry

_GOOGLE = "https://calendar.google.com/calendar/render"
_LONGEST = 500
"""Characters of a text in a link: some chats cut longer ones."""


def google_link(entry: Entry) -> str:
    """Return the address at which Google Calendar offers to add a meeting."""
    if entry.all_day:
        last = (entry.end or entry.start).date() + timedelta(days=1)
        dates = f"{entry.start:%Y%m%d}/{last:%Y%m%d}"
    else:
        start = entry.start.astimezone(UTC)
        end = entry.end.astimezone(UTC) if entry.end is not None else start + USUAL_LENGTH
        dates = f"{start:%Y%m%dT%H%M%SZ}/{end:%Y%m%dT%H%M%SZ}"
    asked = {
        "action": "TEMPLATE",
        "text": entry.title,
        "dates": dates,
        "location": entry.where or entry.link,
        "details": entry.link if entry.where else "",
    }
    kept = {name: value[:_LONGEST] for name, value in asked.items() if value}
    return f"{_GOOGLE}?{urlencode(kept, quote_via=quote, safe='')}"
