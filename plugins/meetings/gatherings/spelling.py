"""How people are told when a meeting is, and how soon."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.dates import spell, spell_range
from bot.language.messages import Markup, Text, _, ngettext
from plugins.meetings.gatherings.details import Details
from plugins.meetings.models import MeetingRow


def when(row: MeetingRow | Details, words: Words) -> Markup:
    """Return when a meeting is, on the clocks of the reader; whole days are the same everywhere.

    Whose clocks these are is said where they are not those of the meeting.
    """
    said = on_clocks(row, words)
    return said if row.all_day else with_clocks(said, row.starts_at, ZoneInfo(row.zone), words)


def with_clocks(said: Markup, at: datetime, zone: ZoneInfo, words: Words) -> Markup:
    """Return what is said of an instant, with whose clocks it is on, if they are not those of its `zone`."""
    if at.astimezone(words.zone).utcoffset() == at.astimezone(zone).utcoffset():
        return said
    city = words.zone.key.rpartition("/")[2].replace("_", " ")
    return words(_("{when}, {city} time", when=said, city=city))


def on_clocks(row: MeetingRow | Details, words: Words) -> Markup:
    """Return when a meeting is, as the reader may type it again."""
    zone = ZoneInfo(row.zone) if row.all_day else words.zone
    start = row.starts_at.astimezone(zone)
    end = row.ends_at.astimezone(zone) if row.ends_at is not None else None
    if row.all_day:
        return spell_range(start, end or start, words.language, all_day=True)
    return spell(start, words.language) if end is None else spell_range(start, end, words.language)


def how_soon(days: int) -> Text:
    """Return how soon something is that is so many days away."""
    if days <= 0:
        return _("today")
    return _("tomorrow") if days == 1 else ngettext("in {count} day", "in {count} days", days)
