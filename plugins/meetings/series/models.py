"""The tables of series: what comes again and again, what holds of it from when on, and its pauses."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings.series import held


class SeriesRow(Base):
    """A series of meetings in a channel, until it has `ended_at`; where it was `paused_at`, until resumed.

    Each is announced `announced_days` before. One that `alternates` leaves the months without a meeting to
    the letter of the channel, which has none in the others. `member_id` organises it, null once erased.
    """

    __tablename__ = "meetings_series"
    __table_args__ = (
        Index("ix_meetings_series_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.SERIES)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    announced_days: Mapped[int]
    alternates: Mapped[bool] = mapped_column(server_default=false(), default=False)
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class TermsRow(Base):
    """What holds of a series from an instant on, until others do: what it is about, when and where it is.

    `wall` is the first wall time, ISO 8601 without zone: with `zone`, `rule` (RFC 5545, without prefix) and
    `skip_holidays` (those of `territory`) it says when it comes. A meeting goes on for so many `minutes` on
    the clock, null where nobody said it, or `all_day`. `member_id` set them.
    """

    __tablename__ = "meetings_terms"
    __table_args__ = (
        UniqueConstraint("series_id", "since"),
        Index("ix_meetings_terms_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.TERMS)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meetings_series.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    since: Mapped[datetime]
    title: Mapped[str] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(2000))
    seats: Mapped[int | None]
    wall: Mapped[str] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str] = mapped_column(String(500))
    skip_holidays: Mapped[bool] = mapped_column(server_default=false(), default=False)
    territory: Mapped[str | None] = mapped_column(String(9))
    minutes: Mapped[int | None]
    all_day: Mapped[bool] = mapped_column(server_default=false(), default=False)


class SeriesPauseRow(Base):
    """A time in which a series does not come: from an instant on, and before another one."""

    __tablename__ = "meetings_series_pause"
    __table_args__ = ({"sqlite_autoincrement": True, "info": declares(held.PAUSE)},)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("meetings_series.id", ondelete="CASCADE"), index=True)
    away_from: Mapped[datetime]
    away_until: Mapped[datetime]
