"""The tables of feeds: what is followed, by which channels, what was seen of it, what is new."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    Date,
    Float,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.watch.feeds import held

LONGEST_WORDS = 200
"""Characters of the words by which a channel chooses among the entries of a feed."""
LATEST = 3
"""So many entries of a feed that was never read before are kept, for whoever wants to see them."""
STATUS, INTERNAL = "status", "internal"
"""Problems that are neither the fetcher's nor the reader's: the server's answer, a fault of our own."""


class State(StrEnum):
    """How a feed stands: a `paused` one is followed by nobody at the moment, a `gone` one said so itself."""

    ACTIVE = "active"
    FAILING = "failing"
    PAUSED = "paused"
    GONE = "gone"


class Mode(StrEnum):
    """What becomes of new entries in a channel: posted at once, or kept for its letter."""

    NOW = "now"
    LETTER = "letter"


class FeedRow(Base):
    """A feed: one row an address in a network, whoever follows it.

    `key` is the SHA-256, in hexadecimal, of the address in the form in which addresses are compared. `site`
    is the page that it belongs to. `etag` and `last_modified` are the server's own, `digest` that of what was
    read last. `next_at` is null for one that is not to be read. `failures` … `moved` are its `Habits`: `ttl`
    in seconds, `weekly` entries a week, null while that is not known. `problem` is a stable code, `status`
    the answer's, of what failed last. `reported_at` is when its followers were told that it fails, or is
    gone. `began_at` is when it was first read: what stood in it then is old.
    """

    __tablename__ = "watch_feed"
    __table_args__ = (
        UniqueConstraint("network_id", "key"),
        Index("ix_watch_feed_network_id_next_at", "network_id", "next_at"),
        Index("ix_watch_feed_network_id_state", "network_id", "state"),
        {"sqlite_autoincrement": True, "info": declares(held.FEED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    url: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    site: Mapped[str | None] = mapped_column(Text)
    language: Mapped[str | None] = mapped_column(String(35))
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(String(100))
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    state: Mapped[str] = mapped_column(String(8))
    next_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    last_success_at: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    failing_since: Mapped[datetime | None]
    ttl: Mapped[int | None]
    weekly: Mapped[float | None] = mapped_column(Float)
    moving_to: Mapped[str | None] = mapped_column(Text)
    moved: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    problem: Mapped[str | None] = mapped_column(String(32))
    status: Mapped[int | None]
    reported_at: Mapped[datetime | None]


class FollowRow(Base):
    """A channel follows a feed: `number` is the small one that people see there, `mode` a `Mode`.

    `include` and `exclude` are words, as they were typed. `maximum` is how many entries a day are posted at
    once. `member_id` is who followed it, null once they are erased. What stood in the feed at
    `followed_at`, or before, is none of its business. From `silent_since` to `silent_until`, null while it
    lasts, nothing came to the channel: it was paused, or the bot was not there.
    """

    __tablename__ = "watch_follow"
    __table_args__ = (
        UniqueConstraint("feed_id", "place_id"),
        UniqueConstraint("place_id", "number"),
        Index("ix_watch_follow_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.FOLLOW)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    feed_id: Mapped[int] = mapped_column(ForeignKey("watch_feed.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    number: Mapped[int]
    mode: Mapped[str] = mapped_column(String(8))
    include: Mapped[str] = mapped_column(String(LONGEST_WORDS), server_default="", default="")
    exclude: Mapped[str] = mapped_column(String(LONGEST_WORDS), server_default="", default="")
    maximum: Mapped[int]
    paused: Mapped[bool] = mapped_column(server_default=false(), default=False)
    followed_at: Mapped[datetime]
    silent_since: Mapped[datetime | None]
    silent_until: Mapped[datetime | None]


class SeenRow(Base):
    """By what an entry of a feed is known again: the 16 bytes of a `Mark`, and what it is made of.

    `on` is the day on which the feed was last found to hold it, give or take a month: what left the feed
    long ago is forgotten. There are many of these, so they are no wider than they must be.
    """

    __tablename__ = "watch_seen"
    __table_args__ = ({"sqlite_with_rowid": False, "info": declares(held.SEEN)},)

    feed_id: Mapped[int] = mapped_column(
        ForeignKey("watch_feed.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    guid: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    url: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    content: Mapped[bytes] = mapped_column(LargeBinary(16))
    on: Mapped[int] = mapped_column("on_day")


class EntryRow(Base):
    """An entry that came up in a feed, kept for a while; `is_old` ones stood there before it was followed."""

    __tablename__ = "watch_entry"
    __table_args__ = (
        UniqueConstraint("feed_id", "key"),
        Index("ix_watch_entry_feed_id_seen_at", "feed_id", "seen_at"),
        Index("ix_watch_entry_network_id_seen_at", "network_id", "seen_at"),
        {"sqlite_autoincrement": True, "info": declares(held.ENTRY)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    feed_id: Mapped[int] = mapped_column(ForeignKey("watch_feed.id", ondelete="CASCADE"))
    key: Mapped[bytes] = mapped_column(LargeBinary(16))
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    published_at: Mapped[datetime | None]
    seen_at: Mapped[datetime]
    is_old: Mapped[bool] = mapped_column(server_default=false(), default=False)


class PostedRow(Base):
    """An entry was posted in the channel of a follow: `day` is the one there, by which they are counted.

    `delivery_id` is the post. One that somebody asked for (`asked`) counts for nothing.
    """

    __tablename__ = "watch_posted"
    __table_args__ = (
        Index("ix_watch_posted_entry_id", "entry_id"),
        {"info": declares(held.POSTED)},
    )

    follow_id: Mapped[int] = mapped_column(
        ForeignKey("watch_follow.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("watch_entry.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    delivery_id: Mapped[int]
    day: Mapped[date] = mapped_column(Date)
    asked: Mapped[bool] = mapped_column(server_default=false(), default=False)
