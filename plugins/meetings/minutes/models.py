"""The tables of minutes: what was noted, and who was there."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings.minutes import held

LONGEST_NOTES = 4_000
LONGEST_GUESTS = 1_000
"""Characters."""


class MinutesRow(Base):
    """The minutes of a meeting; what was decided stands with the items of its agenda.

    `guests` were there and are not in the network, one name a line. While `has_people` is false, those were
    there who had said that they come; else those of whom a `PresentRow` says so. `written_at` is when it was
    last changed.
    """

    __tablename__ = "meetings_minutes"
    __table_args__ = (
        UniqueConstraint("meeting_id"),
        Index("ix_meetings_minutes_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.MINUTES)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    notes: Mapped[str] = mapped_column(String(LONGEST_NOTES), default="")
    guests: Mapped[str] = mapped_column(String(LONGEST_GUESTS), default="")
    has_people: Mapped[bool] = mapped_column(default=False)
    written_at: Mapped[datetime]


class PresentRow(Base):
    """Somebody of the network who was at a meeting, as its minutes say.

    `seen_in` are those of its channels in which they were when that was written: others do not name them,
    where one of the channels is private.
    """

    __tablename__ = "meetings_present"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        Index("ix_meetings_present_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.PRESENT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    seen_in: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]")
