"""Calendar files: meetings as Thunderbird, Outlook, Google and Apple read them (RFC 5545 and RFC 5546)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from plugins.meetings.calendars.entries import USUAL_LENGTH, Entry
from plugins.meetings.calendars.zones import component

_PRODUCT = "-//Maillage//Rencontres//FR"
_NO_ADDRESS = "mailto:maillage@maillage.invalid"
"""An organiser has to have an address (RFC 5546, section 3.2.1), and people's are nobody's business."""

_ON_THE_EVE = timedelta(hours=15)
"""Whole days begin at midnight, and half an hour before nobody wants to be called: it is 9:00 on the eve."""


class Method(StrEnum):
    """What a file asks of a calendar."""

    PUBLISH = "PUBLISH"
    CANCEL = "CANCEL"


def calendar_file(entries: Sequence[Entry], name: str = "") -> bytes:
    """Return a file with meetings; one with nothing but cancelled ones takes them out of calendars.

    `name` is what a calendar that is made of it may be called.
    """
    cancels = bool(entries) and all(entry.is_cancelled for entry in entries)
    written = Calendar()
    written.add("version", "2.0")
    written.add("prodid", _PRODUCT)
    written.add("calscale", "GREGORIAN")
    written.add("method", Method.CANCEL if cancels else Method.PUBLISH)
    if name:
        written.add("name", name)  # RFC 7986
        written.add("x-wr-calname", name)
    by_rule: set[ZoneInfo] = set()
    for zone in sorted({entry.zone for entry in entries if entry.zone is not None}, key=lambda one: one.key):
        there = [entry.start for entry in entries if entry.zone == zone]
        described = component(zone, min(there), max(there))
        if described is not None:
            by_rule.add(zone)
            written.add_component(described)
    for entry in entries:
        written.add_component(_event(entry, by_rule))
    return bytes(written.to_ical())


def _event(entry: Entry, by_rule: Collection[ZoneInfo]) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    start, end = _times(entry, by_rule)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", " ".join(entry.title.split()))
    event.add("organizer", _organiser(entry.organiser))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    where = entry.where or entry.link
    if where:
        event.add("location", " ".join(where.split()))
    about = "\n\n".join(part for part in (entry.about, entry.link if entry.where else "") if part)
    if about:
        event.add("description", about)
    if entry.link:
        event.add("url", entry.link)
    if entry.alarm is not None and not entry.is_cancelled:
        before = max(entry.alarm, _ON_THE_EVE) if entry.all_day else entry.alarm
        event.add_component(_alarm(entry.title, before))
    return event


def _times(entry: Entry, by_rule: Collection[ZoneInfo]) -> tuple[datetime | date, datetime | date]:
    """Return when an event begins and ends as calendars have it: whole days end before the next one.

    On the clocks of a zone only where these change by rule, and show both times once: else in UTC.
    """
    if entry.all_day:
        last = (entry.end or entry.start).date()
        return entry.start.date(), last + timedelta(days=1)
    start = entry.start.astimezone(UTC)
    end = entry.end.astimezone(UTC) if entry.end is not None else start + USUAL_LENGTH
    if entry.zone not in by_rule or _is_twice(entry.start) or _is_twice(end.astimezone(entry.zone)):
        return start, end
    return entry.start, end.astimezone(entry.zone)


def _is_twice(at: datetime) -> bool:
    """Return whether the clocks show a time twice, as when summer ends."""
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _organiser(name: str) -> vCalAddress:
    address = vCalAddress(_NO_ADDRESS)
    if name:
        address.params["CN"] = vText(" ".join(name.replace('"', "'").split()))
    return address


def _alarm(title: str, before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", " ".join(title.split()))
    alarm.add("trigger", -before)
    return alarm
