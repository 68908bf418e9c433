"""What rows of feeds and follows hold, as `register` reads them: the columns by which others know them."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol, TypedDict


class Standing(Protocol):
    """A feed that is still read at an address."""

    id: int
    network_id: int
    url: str


class Feed(Standing, Protocol):
    """A feed, as far as a visit needs it: see `FeedRow`."""

    etag: str | None
    last_modified: str | None
    digest: bytes | None
    state: str
    began_at: datetime | None
    failures: int
    failing_since: datetime | None
    ttl: int | None
    weekly: float | None
    moving_to: str | None
    moved: int


class Wanted(Protocol):
    """A feed beside who wants it."""

    feed_title: str
    feed_url: str
    feed_site: str | None
    feed_state: str
    feed_problem: str | None
    feed_status: int | None
    feed_failing_since: datetime | None
    feed_last_success_at: datetime | None
    feed_next_at: datetime | None


class Subscribed(Wanted, Protocol):
    """A feed to which a member subscribed."""

    member_id: int


class Follow(Wanted, Protocol):
    """A follow with its feed: see `FollowRow`."""

    id: int
    network_id: int
    feed_id: int
    place_id: int
    member_id: int | None
    number: int
    mode: str
    include: str
    exclude: str
    maximum: int
    paused: bool
    followed_at: datetime
    silent_since: datetime | None
    silent_until: datetime | None


class FollowValues(TypedDict, total=False):
    """The columns of a follow that people decide on."""

    member_id: int | None
    followed_at: datetime
    mode: str
    include: str
    exclude: str
    maximum: int
    paused: bool
