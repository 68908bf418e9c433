"""What a visit means for what is kept of a feed: pure, so that batches are judged beside the event loop."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from plugins.watch.feeds import faults
from plugins.watch.feeds.models import INTERNAL, LATEST, State
from plugins.watch.feeds.rows import Feed
from plugins.watch.feeds.visits import Failed, Gone, Known, Outcome, Read, Same, validators
from plugins.watch.pages.canonical import canonical
from plugins.watch.reading import Entry
from plugins.watch.reading.feed import newest_first
from plugins.watch.reading.filters import Filter
from plugins.watch.reading.identity import Mark, which_are_new
from plugins.watch.reading.schedule import Habits, Visit, after_failure, after_moving, after_reading

MOST_NEW = 300
"""So many new entries of one visit are kept at most, the newest; the others count as seen."""
LONGEST_SITE = 2000
_RECOVERED = {"state": State.ACTIVE.value, "problem": None, "status": None, "reported_at": None}
"""What a success changes where all was not well."""
_REFRESHED_AFTER = 30
_FORGOTTEN_AFTER = 180
_MOST_PAST = 2000
"""Days after which a print is said to be still there, or forgotten; and how many prints of the past stay."""


@dataclass(frozen=True, slots=True)
class Found:
    """An entry to be kept: under that key, and old if it stood there before anybody followed the feed."""

    key: bytes
    entry: Entry
    url: str | None
    is_old: bool


@dataclass(frozen=True, slots=True)
class Judgement:
    """What becomes of a feed: the columns that change, what to remember as seen, what to forget, what is new.

    What is `seen` and what is `forgotten` go by the keys of their marks. `new_url` is its new address, once
    it was moved there for good.
    """

    feed: int
    columns: Mapping[str, Any]
    seen: Mapping[bytes, Mark] = field(default_factory=dict)
    forgotten: Sequence[bytes] = ()
    found: Sequence[Found] = ()
    new_url: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether nothing comes of it but other columns."""
        return not (self.seen or self.forgotten or self.found or self.new_url)

    @property
    def news(self) -> int:
        """How many entries are new."""
        return sum(not one.is_old for one in self.found)


def day_of(now: datetime) -> int:
    """Return the day by which prints are dated."""
    return now.toordinal()


def jitter_of(feed: int, now: datetime) -> float:
    """Return where in its span a visit falls, from 0 to 1: the same for the same visit, spread over all."""
    return zlib.crc32(f"{feed}:{int(now.timestamp())}".encode()) / 2**32


def judge(outcome: Outcome, seen: Mapping[Mark, int], now: datetime) -> Judgement:
    """Return what an outcome means for its feed; `seen` are its marks, with the day of each.

    What cannot be judged is a failure: a feed that nobody thought of stops no other.
    """
    try:
        return _judge(outcome, seen, now)
    except Exception as error:  # noqa: BLE001 - a feed that nobody thought of stops no other
        faults.note(outcome.known.id, outcome.known.url, error)
        return _failed(Failed(outcome.known, INTERNAL), now)


def _judge(outcome: Outcome, seen: Mapping[Mark, int], now: datetime) -> Judgement:
    match outcome:
        case Failed():
            return _failed(outcome, now)
        case Gone(known):
            return Judgement(
                known.id,
                {
                    "state": State.GONE.value,
                    "next_at": None,
                    "problem": None,
                    "status": None,
                    "reported_at": None,
                },
            )
        case Same(known):
            etag, last_modified = validators(outcome.headers)
            columns: dict[str, Any] = {}
            if etag and etag != known.etag:
                columns["etag"] = etag
            if last_modified and last_modified != known.last_modified:
                columns["last_modified"] = last_modified
            visit = after_reading(known.habits, None, outcome.headers, now, jitter_of(known.id, now))
            return _succeeded(outcome, visit, columns, now)
        case Read():
            return _read(outcome, seen, now)


def _failed(failed: Failed, now: datetime) -> Judgement:
    known = failed.known
    visit = after_failure(known.habits, now, jitter_of(known.id, now), failed.retry_after)
    return Judgement(
        known.id,
        {
            "state": State.FAILING.value,
            "problem": failed.problem,
            "status": failed.status,
            **_of_visit(visit, known),
        },
    )


def _read(read: Read, seen: Mapping[Mark, int], now: datetime) -> Judgement:
    known, feed = read.known, read.feed
    etag, last_modified = validators(read.headers)
    columns: dict[str, Any] = {
        "title": feed.title,
        "site": feed.site if feed.site and len(feed.site) <= LONGEST_SITE else None,
        "language": feed.language[:35] if feed.language else None,
        "digest": read.digest,
        "etag": etag,
        "last_modified": last_modified,
    }
    if known.is_new:
        columns["began_at"] = now
    visit = after_reading(known.habits, feed, read.headers, now, jitter_of(known.id, now))
    succeeded = _succeeded(read, visit, columns, now)
    days = {mark.key: day for mark, day in seen.items()}
    current = {mark.key: mark for mark in read.marks}
    today = day_of(now)
    is_stale = today - _REFRESHED_AFTER
    return Judgement(
        known.id,
        succeeded.columns,
        {key: mark for key, mark in current.items() if days.get(key, 0) < is_stale},
        _forgotten(days, current, today),
        _found(read, seen),
        read.found_at or succeeded.new_url,
    )


def _forgotten(days: Mapping[bytes, int], current: Mapping[bytes, Mark], today: int) -> list[bytes]:
    """Return the prints of what left the feed long ago, and of what is too much."""
    past = sorted(((day, key) for key, day in days.items() if key not in current), reverse=True)
    return [
        key for rank, (day, key) in enumerate(past) if rank >= _MOST_PAST or day < today - _FORGOTTEN_AFTER
    ]


def _found(read: Read, seen: Mapping[Mark, int]) -> list[Found]:
    """Return the entries to keep: of a feed that is new the latest few, of another one what is new."""
    if read.known.is_new:
        chosen = _newest(list(zip(read.feed.entries, read.marks, strict=True)), LATEST)
    else:
        are_new = which_are_new(read.marks, seen.keys())
        listed = zip(read.feed.entries, read.marks, are_new, strict=True)
        chosen = _newest([(entry, mark) for entry, mark, is_new in listed if is_new], MOST_NEW)
    found = {mark.key: Found(mark.key, entry, _address(entry), read.known.is_new) for entry, mark in chosen}
    return list(found.values())


def _newest(listed: Sequence[tuple[Entry, Mark]], most: int) -> list[tuple[Entry, Mark]]:
    """Return the newest entries."""
    return [listed[place] for place in newest_first([entry for entry, _mark in listed])[:most]]


def latest_let(read: Read, words: Filter) -> list[Found]:
    """Return the latest entries of a feed that words let through, as what stood in it before."""
    listed = list(zip(read.feed.entries, read.marks, strict=True))
    if not words.lets_all:
        listed = [(entry, mark) for entry, mark in listed if words.lets(entry)]
    return [Found(mark.key, entry, _address(entry), is_old=True) for entry, mark in _newest(listed, LATEST)]


def _address(entry: Entry) -> str | None:
    try:
        return canonical(entry.url) if entry.url else None
    except ValueError:
        return None


def _succeeded(outcome: Read | Same, visit: Visit, columns: Mapping[str, Any], now: datetime) -> Judgement:
    known = outcome.known
    habits, new_url = after_moving(visit.habits, outcome.moved_to)
    recovered = {} if known.is_well else _RECOVERED
    changed = {**columns, **recovered, **_of_visit(Visit(habits, visit.at), known), "last_success_at": now}
    return Judgement(known.id, changed, new_url=new_url)


def _of_visit(visit: Visit, known: Known) -> dict[str, Any]:
    """Return the columns that say when the next visit is; the habits mostly stay as they were."""
    changed = habits_columns(visit.habits) if visit.habits != known.habits else {}
    return {**changed, "next_at": visit.at}


def habits_columns(habits: Habits) -> dict[str, Any]:
    """Return the columns of a feed that hold its habits."""
    return {
        "failures": habits.failures,
        "failing_since": habits.failing_since,
        "ttl": int(habits.ttl.total_seconds()) if habits.ttl is not None else None,
        "weekly": habits.weekly,
        "moving_to": habits.moving_to,
        "moved": habits.moved,
    }


def known_of(row: Feed) -> Known:
    """Return what is known of the feed of a row."""
    return Known(
        id=row.id,
        url=row.url,
        etag=row.etag,
        last_modified=row.last_modified,
        digest=row.digest,
        habits=Habits(
            failures=row.failures,
            failing_since=row.failing_since,
            ttl=timedelta(seconds=row.ttl) if row.ttl is not None else None,
            weekly=row.weekly,
            moving_to=row.moving_to,
            moved=row.moved,
        ),
        is_new=row.began_at is None,
        state=row.state,
        is_well=row.state == State.ACTIVE and not row.failures,
    )
