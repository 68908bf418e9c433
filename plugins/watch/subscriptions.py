"""The tables of subscriptions: who wants to be told of which shares, and what waits to be told."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.language.messages import _
from bot.store import Base
from bot.store.personal import NotPersonal, Personal, declares

LONGEST_TOPIC = 80
"""Characters of what somebody subscribes to."""
MOST_SUBSCRIPTIONS = 30


class Topic(StrEnum):
    """What a subscription is to: a tag, words, or a feed that a channel of the network follows."""

    TAG = "tag"
    WORDS = "words"
    FEED = "feed"


_SUBSCRIPTION = Personal(
    title=_("What you want to be told of in the shared watch"),
    purpose=_("send you the links that you asked for"),
    retention=_("until you unsubscribe"),
    columns={
        "topic": _("tag, words or feed"),
        "name": _("what you typed"),
        "at_once": _("at once, or once a day"),
        "created_at": _("since when"),
    },
    technical=("folded", "feed_id"),
    words={"topic": {"tag": _("a tag"), "words": _("some words"), "feed": _("a feed")}},
)
_WAITING = NotPersonal(_("It says which links wait to be told to a subscription, for a day or so."))


class SubscriptionRow(Base):
    """A person wants to be told of shares, or of the entries of a feed: `topic` is a `Topic`.

    `name` is it as it was typed, or the feed's title; `folded` what is compared: of a tag, its stem. They are
    told `at_once`, or once a day.
    """

    __tablename__ = "watch_subscription"
    __table_args__ = (
        UniqueConstraint("member_id", "topic", "folded"),
        Index("ix_watch_subscription_network_id_topic_folded", "network_id", "topic", "folded"),
        {"sqlite_autoincrement": True, "info": declares(_SUBSCRIPTION)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    topic: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(LONGEST_TOPIC))
    folded: Mapped[str] = mapped_column(String(2 * LONGEST_TOPIC))
    feed_id: Mapped[int | None] = mapped_column(ForeignKey("watch_feed.id", ondelete="CASCADE"), index=True)
    at_once: Mapped[bool] = mapped_column(server_default=false(), default=False)
    created_at: Mapped[datetime]


class WaitingRow(Base):
    """A share, or an entry of a feed, waits to be told to a subscription since it was found."""

    __tablename__ = "watch_waiting"
    __table_args__ = (
        UniqueConstraint("subscription_id", "share_id"),
        UniqueConstraint("subscription_id", "entry_id"),
        {"sqlite_autoincrement": True, "info": declares(_WAITING)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    subscription_id: Mapped[int] = mapped_column(ForeignKey("watch_subscription.id", ondelete="CASCADE"))
    share_id: Mapped[int | None] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("watch_entry.id", ondelete="CASCADE"), index=True)
    found_at: Mapped[datetime]
