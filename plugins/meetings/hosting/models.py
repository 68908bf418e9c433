"""The table of who hosts: who offered to, who was asked, who does, and who did."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings.hosting import held


class HostState(StrEnum):
    """How it stands with somebody: they offered, were asked, host or hosted, or cannot."""

    OFFERED = "offered"
    ASKED = "asked"
    AGREED = "agreed"
    DECLINED = "declined"


class HostRow(Base):
    """Somebody and the hosting of a meeting, in the channel `place_id` in which people take turns.

    Without a `meeting_id` it is about the next one there that has no date yet: after `after_id`, the last one
    that had, null if there was none. `asked_by_id` is who asked
    them, null where nobody did, or once that one is erased.
    """

    __tablename__ = "meetings_host"
    __table_args__ = (
        UniqueConstraint("meeting_id", "member_id"),
        Index("ix_meetings_host_member_id", "member_id"),
        Index("ix_meetings_host_asked_by_id", "asked_by_id"),
        {"sqlite_autoincrement": True, "info": declares(held.HOST)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    after_id: Mapped[int | None] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="SET NULL"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(8))
    changed_at: Mapped[datetime]
