"""Ranges and lists of hours: `14h-16h`, `de 9 à 11`, `entre midi et deux`, `9h, 12h et 17h`."""

from __future__ import annotations

from dataclasses import replace

from bot.language.messages import _
from bot.language.moments.clock_times import EARLIEST_SURE, follows_a_day, point
from bot.language.moments.durations import counts
from bot.language.moments.scan import Scan
from bot.language.moments.values import Clock, Trouble

Found = tuple[Clock | Trouble, int]
_MOST_LISTED = 23
_THEN = ("puis", "then", "and then")


def clock(scan: Scan, at: int) -> Found | None:
    """Return the hour, the range or the list of hours that starts at that place."""
    found = _range(scan, at)
    if found is not None:
        return found
    first = point(scan, at)
    return _listed(scan, *first) if first else None


def _listed(scan: Scan, value: Clock | Trouble, end: int) -> Found:
    """Read the `, 12h et 17h` after `9h`; hours that commas alone separate may be of several things."""
    if isinstance(value, Trouble):
        return value, end
    more: list[Clock] = []
    place, kept = end, 0
    while len(more) < _MOST_LISTED:
        comma = place + 1 if scan.sign(place, ",") else place
        last = scan.has(comma, "and") or scan.text(comma) in _THEN or scan.sign(comma, "&+")
        joined = comma + 1 if last else comma
        following = point(scan, scan.skip(joined, "at_strict")) if joined > place else None
        if following is None or isinstance(following[0], Trouble):
            break
        more.append(following[0])
        place = following[1]
        if joined > comma:
            kept, end = len(more), place
    return replace(value, more=tuple(more[:kept])), end


def _range(scan: Scan, at: int) -> Found | None:
    place = scan.skip(at, "span_start")
    between = scan.has(at, "between")
    counted = place > at and scan.digits(place) and scan.has(place + 1, "span_end")
    start = None if counted else point(scan, place)
    hour: int | None = None
    if start is None:
        hour = scan.number(place)
        follows_figures = place == at and scan.digits(at - 1) and not scan.glued(at)
        if hour is None or hour > 24 or not scan.digits(place) or follows_figures:
            return None
        start = Clock(hour), place + 1
    joined = start[1]
    opened = place > at or (hour is not None and follows_a_day(scan, at))
    if not _joins(scan, joined, between=between, opened=opened, bare=hour is not None):
        return None
    end = point(scan, joined + 1)
    if end is None and scan.has(joined + 1, "at_strict"):
        end = point(scan, joined + 2)
    if end is None and scan.language == "en" and place > at and (last := scan.number(joined + 1)) is not None:
        end = (Clock(last), joined + 2) if last <= 24 else None
    if end is None and between and scan.has(joined - 1, "noon") and scan.number(joined + 1) in (1, 2):
        end = Clock(12 + (scan.number(joined + 1) or 0)), joined + 2
    if end is None and (end := _bare_end(scan, at, place, joined)) and hour is not None:
        start = Clock(hour, doubtful=hour < EARLIEST_SURE), joined
    if end is None:
        return None
    if isinstance(start[0], Trouble) or isinstance(end[0], Trouble):
        return (start[0] if isinstance(start[0], Trouble) else end[0]), end[1]
    return _ordered(start[0], end[0], bare=hour is not None), end[1]


def _bare_end(scan: Scan, at: int, place: int, joined: int) -> Found | None:
    """Read the `11` of `demain de 9 à 11` and of `9h-11`: hours only beside a day or another hour."""
    hour = scan.number(joined + 1)
    end = joined + 2
    if hour is None or hour > 24 or not scan.digits(joined + 1):
        return None
    if counts(scan, end) or scan.has(end, "ordinal") or scan.sign(end, "%€"):
        return None
    if scan.sign(end, "/-.:,") and scan.glued(end + 1):
        return None
    marked = scan.has(place + 1, "hour")
    beside = follows_a_day(scan, at) or (place > at and scan.timely(end))
    if not marked and (not beside or scan.sign(joined, "/")):
        return None
    return Clock(hour, doubtful=not marked and hour < EARLIEST_SURE), end


def _joins(scan: Scan, at: int, *, between: bool, opened: bool, bare: bool) -> bool:
    """Return whether what stands between two hours makes a range of them."""
    if scan.sign(at, "-/"):
        return True
    if not scan.has(at, "span_end") or scan.has(at, "hour"):
        return False
    if scan.has(at, "and"):
        return between
    return opened or not bare or scan.language == "en"


def _ordered(start: Clock, end: Clock, *, bare: bool) -> Clock | Trouble:
    """Return the range, its start in the same half of the day as its end (`2-4pm`) when it said none."""
    if (
        (bare or start.doubtful)
        and end.hour > 12
        and start.hour < 12
        and start.hour + 12 < end.hour + (end.minute > 0)
    ):
        start = replace(start, hour=start.hour + 12)
    if end.doubtful and start.hour > end.hour and start.hour < end.hour + 12:
        end = replace(end, hour=end.hour + 12)
    length = (end.hour * 60 + end.minute) - (start.hour * 60 + start.minute)
    if length <= 0 and not (start.hour >= 17 and end.hour <= 8):
        reason = _("This range ends before it starts. Write for instance “Tuesday 14:00-16:00”.")
        return Trouble("impossible", reason)
    return replace(start, doubtful=start.doubtful and end.doubtful, midnight=False, end=end)
