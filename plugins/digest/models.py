"""The tables of letters: the rhythm of a channel, its letters, and what each of them tells."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.digest import held


class State(StrEnum):
    """Where a letter stands.

    One that is `waiting` is a draft, which goes at its hour unless somebody stops it. The others are over:
    an `empty` one had nothing to tell, a `cancelled` one was stopped, and of a `lost` one, which has a number
    as those have that were `sent`, no post arrived. One that is `withdrawn` was a draft that the next one
    takes up.
    """

    WAITING = "waiting"
    SENT = "sent"
    EMPTY = "empty"
    CANCELLED = "cancelled"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


class SeriesRow(Base):
    """The letter of a channel: when it goes, what it holds and how.

    `wall` is the first wall time, ISO 8601 without zone: with `zone`, `rule` (RFC 5545, without prefix) and
    `skip_holidays` (those of `territory`) it says when the letter goes; null where it is only ever sent by
    hand. `next_at` is the next instant. `number` is that of the last letter, and `covered_to` until when it
    told. Where it was `paused_at` an instant it does not come until somebody resumes it. `lead` says how
    long before the draft is shown (`plugins.digest.leads`). `sections` lists the names and sizes that were
    chosen, in order. `member_id` is who programmed it, null once they are erased.
    """

    __tablename__ = "digest_series"
    __table_args__ = (
        UniqueConstraint("place_id"),
        Index("ix_digest_series_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.SERIES)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    number: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    wall: Mapped[str | None] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str | None] = mapped_column(String(500))
    skip_holidays: Mapped[bool] = mapped_column(server_default=false(), default=False)
    territory: Mapped[str | None] = mapped_column(String(9))
    next_at: Mapped[datetime | None]
    lead: Mapped[str] = mapped_column(String(16))
    sections: Mapped[list[Any]] = mapped_column(JSON)
    tells_empty: Mapped[bool] = mapped_column(server_default=false(), default=False)
    covered_to: Mapped[datetime]
    paused_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PauseRow(Base):
    """A time in which the letter of a channel does not come: from an instant on, and before another one."""

    __tablename__ = "digest_pause"
    __table_args__ = ({"sqlite_autoincrement": True, "info": declares(held.PAUSE)},)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("digest_series.id", ondelete="CASCADE"), index=True)
    away_from: Mapped[datetime]
    away_until: Mapped[datetime]


class LeftOutRow(Base):
    """A time in which the letter of a channel does not come, for something else does, in turn with it."""

    __tablename__ = "digest_months_of_meetings"
    __table_args__ = (
        UniqueConstraint("place_id", "away_from"),
        {"sqlite_autoincrement": True, "info": declares(held.LEFT_OUT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    away_from: Mapped[datetime]
    away_until: Mapped[datetime]


class DestinationRow(Base):
    """A channel to which a letter goes, its own included: no channel has two letters."""

    __tablename__ = "digest_place"
    __table_args__ = (
        UniqueConstraint("place_id"),
        {"sqlite_autoincrement": True, "info": declares(held.PLACE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("digest_series.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))


class LetterRow(Base):
    """One letter: `instant` is that of the series, or when it was asked for; no instant has two.

    It goes at `send_at`. It tells what happened from `since` to `until`; `missed` counts the letters that
    could not be sent in their time and that it stands for. `member_id` is who wrote the `editorial`. `title`
    and `language` are those in which it was composed; `sections` lists their names, their titles, what is
    said of items that there was no room for (Markdown), and whether somebody ordered their items, in order.
    """

    __tablename__ = "digest_letter"
    __table_args__ = (
        UniqueConstraint("series_id", "instant"),
        UniqueConstraint("series_id", "number"),
        Index("ix_digest_letter_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.LETTER)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("digest_series.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    instant: Mapped[datetime]
    number: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(5))
    title: Mapped[str] = mapped_column(Text, default="")
    sections: Mapped[list[Any]] = mapped_column(JSON)
    editorial: Mapped[str] = mapped_column(Text, default="")
    send_at: Mapped[datetime]
    since: Mapped[datetime]
    until: Mapped[datetime]
    missed: Mapped[int] = mapped_column(server_default=text("0"), default=0)
    sent_at: Mapped[datetime | None]

    def waits_for_somebody(self, series: SeriesRow) -> bool:
        """Whether nothing sends it by itself: its series has no date, and nobody gave it an hour."""
        return series.next_at is None and self.send_at == self.instant


def ordered_by_hand(letter: LetterRow) -> frozenset[str]:
    """Return the names of the sections of a letter whose items somebody ordered."""
    return frozenset(name for name, _title, *more in letter.sections if more[1:] == [True])


def titles_of(letter: LetterRow) -> dict[str, str]:
    """Return the titles of the sections of a letter by their names, in order."""
    return {name: title for name, title, *_more in letter.sections}


class ItemRow(Base):
    """What a letter tells: Markdown as it was composed, for good. No key stands twice in a series.

    One that is `dropped` can be put back until the letter is sent, and does not come up again afterwards.
    """

    __tablename__ = "digest_item"
    __table_args__ = (
        UniqueConstraint("series_id", "key"),
        Index("ix_digest_item_letter_id", "letter_id"),
        # by bytes on PostgreSQL, for `register.items_below`: migration 0025 says so, since to declare it here
        # would load what speaks to PostgreSQL wherever there is none
        Index("ix_digest_item_network_id_key", "network_id", "key"),
        {"sqlite_autoincrement": True, "info": declares(held.ITEM)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    series_id: Mapped[int] = mapped_column(ForeignKey("digest_series.id", ondelete="CASCADE"))
    letter_id: Mapped[int] = mapped_column(ForeignKey("digest_letter.id", ondelete="CASCADE"))
    section: Mapped[str] = mapped_column(String(40))
    key: Mapped[str] = mapped_column(String(100))
    text: Mapped[str] = mapped_column(Text)
    heading: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    dropped: Mapped[bool] = mapped_column(server_default=false(), default=False)


class DraftRow(Base):
    """A post by which somebody was shown the draft of a letter."""

    __tablename__ = "digest_draft"
    __table_args__ = (
        Index("ix_digest_draft_letter_id", "letter_id"),
        Index("ix_digest_draft_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.DRAFT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("digest_letter.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    delivery_id: Mapped[int]


class PostedRow(Base):
    """A post by which a letter was sent to a channel."""

    __tablename__ = "digest_posted"
    __table_args__ = (
        UniqueConstraint("letter_id", "place_id"),
        {"sqlite_autoincrement": True, "info": declares(held.POSTED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("digest_letter.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    delivery_id: Mapped[int]
