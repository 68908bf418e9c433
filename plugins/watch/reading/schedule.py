"""When a feed is visited next: as often as it changes, never more often than it asks, less while it fails."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from plugins.watch.reading.feed import ParsedFeed

SHORTEST = timedelta(minutes=15)
LONGEST = timedelta(hours=24)
UNDATED = timedelta(hours=3)
"""For a feed whose entries have no dates."""
FIRST_RETRY = timedelta(minutes=5)
LONG_FAILURE = timedelta(days=7)
"""After failing for as long, a feed is said to, and retried daily."""
_LONGEST_WAIT = timedelta(days=7)
"""However long a server asks to be left alone."""
_VISITS_AN_ENTRY = 4
"""How many visits there are for each entry that a feed publishes: each is late by a quarter of the time
between two."""
_WEEK = timedelta(weeks=1)
_COUNTED = timedelta(weeks=4)
_SPREAD = 0.2
_HOLDS = 2
_MAX_AGE = re.compile(r"(?:^|[\s,])(?:s-maxage|max-age)\s*=\s*\"?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Habits:
    """What is known of a feed that decides when it is visited: all values can be stored.

    `weekly` is how many entries it publishes a week, None if it does not date them; `ttl` how long it asked
    to be left alone. `failures` counts the visits that failed since one succeeded, `failing_since` is when
    the first of them was. `moving_to` is the address that it says it has moved to for good, `moved` how many
    visits in a row said so.
    """

    weekly: float | None = None
    ttl: timedelta | None = None
    failures: int = 0
    failing_since: datetime | None = None
    moving_to: str | None = None
    moved: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """The next visit of a feed, and what is known until then."""

    habits: Habits
    at: datetime


def after_reading(
    habits: Habits, feed: ParsedFeed | None, headers: Mapping[str, str], now: datetime, jitter: float
) -> Visit:
    """Return the visit after one that succeeded.

    `feed` is None where nothing had changed (304). `headers` are the answer's, with names in lower case.
    `jitter`, from 0 to 1, spreads the feeds that would otherwise be visited all at once.
    """
    if habits.failures:
        habits = replace(habits, failures=0, failing_since=None)
    if feed is not None:
        habits = replace(habits, weekly=weekly_count(feed, now), ttl=feed.ttl)
    often = _often(habits.weekly)
    asked = max(habits.ttl or SHORTEST, fresh_for(headers, now) or SHORTEST)
    interval = max(often, min(asked, LONGEST), min(asked_wait(headers, now) or SHORTEST, _LONGEST_WAIT))
    return Visit(habits, now + min(interval * (1 + _SPREAD * jitter), max(interval, LONGEST)))


def _often(weekly: float | None) -> timedelta:
    if weekly is None:
        return UNDATED
    return min(max(_WEEK / (weekly * _VISITS_AN_ENTRY), SHORTEST), LONGEST) if weekly else LONGEST


def after_failure(
    habits: Habits, now: datetime, jitter: float, retry_after: timedelta | None = None
) -> Visit:
    """Return the visit after one that failed: in 5 minutes, then after twice as long each time, up to a day.

    A feed that is gone for good (410) is not visited again: that is up to the caller.
    """
    failures = habits.failures + 1
    habits = replace(habits, failures=failures, failing_since=habits.failing_since or now)
    backed_off = min(FIRST_RETRY * 2 ** min(failures - 1, 16), LONGEST)
    if fails_for_a_week(habits, now):
        backed_off = LONGEST
    wait = max(backed_off * (1 - _SPREAD * jitter), min(retry_after or FIRST_RETRY, _LONGEST_WAIT))
    return Visit(habits, now + wait)


def after_moving(habits: Habits, moved_to: str | None) -> tuple[Habits, str | None]:
    """Return what is known after a visit that says where the feed is now (None: where it was).

    The second value is the address to visit from now on, once two visits in a row gave the same: a proxy that
    answers for everybody, or a mistake of a day, moves nothing.
    """
    if moved_to is None:
        return (replace(habits, moving_to=None, moved=0) if habits.moved else habits), None
    moved = habits.moved + 1 if moved_to == habits.moving_to else 1
    if moved >= _HOLDS:
        return replace(habits, moving_to=None, moved=0), moved_to
    return replace(habits, moving_to=moved_to, moved=moved), None


def fails_for_a_week(habits: Habits, now: datetime) -> bool:
    """Say whether all visits of the last week failed: who follows the feed is told so, once."""
    return habits.failing_since is not None and now - habits.failing_since >= LONG_FAILURE


def weekly_count(feed: ParsedFeed, now: datetime) -> float | None:
    """Return how many entries a feed publishes a week, over four weeks at most; None without dates.

    A feed that holds none older than these weeks is counted from the oldest that it holds.
    """
    dates = sorted(entry.published_at for entry in feed.entries if entry.published_at is not None)
    if not dates:
        return None
    recent = [at for at in dates if now - at <= _COUNTED]
    is_beyond = len(recent) < len(dates)
    span = _COUNTED if is_beyond else max(now - recent[0], timedelta(days=1))
    return len(recent) / (span / _WEEK)


def fresh_for(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return for how long an answer says that it is fresh (RFC 9111, 5.2.2.1 and 5.3), None if not."""
    cached = headers.get("cache-control", "")
    if "no-cache" in cached.lower() or "no-store" in cached.lower():
        return None
    if found := _MAX_AGE.search(cached):
        return timedelta(seconds=int(found.group(1)))
    return _until(headers.get("expires"), now)


def asked_wait(headers: Mapping[str, str], now: datetime) -> timedelta | None:
    """Return how long an answer asks to wait, in seconds or until a date (RFC 9110, 10.2.3), None if not."""
    written = headers.get("retry-after", "").strip()
    if written.isascii() and written.isdecimal():
        return timedelta(seconds=int(written[:9]))
    return _until(written, now)


def _until(written: str | None, now: datetime) -> timedelta | None:
    """Return how long it is until a date of HTTP, None if that is past or none."""
    if not written:
        return None
    try:
        at = parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):  # the last for zones beyond the stars
        return None
    wait = (at if at.tzinfo else at.replace(tzinfo=UTC)) - now
    return wait if wait > timedelta() else None
