"""The tables of templates: their versions, and what people filled in for one meeting."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings.templates import held


class TemplateRow(Base):
    """A version of a template, of a channel or, without `place_id`, of the network; the last one counts.

    One whose `source` is empty takes those before back: the channel has that of the network again, the
    network what is usual.
    """

    __tablename__ = "meetings_template"
    __table_args__ = (
        Index("ix_meetings_template_of", "network_id", "purpose", "place_id"),
        Index("ix_meetings_template_place_id", "place_id"),
        Index("ix_meetings_template_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.TEMPLATE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    purpose: Mapped[str] = mapped_column(String(16))
    source: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]


class FillingRow(Base):
    """What somebody filled in for a meeting, in the `part` of templates that has this folded label."""

    __tablename__ = "meetings_filling"
    __table_args__ = (
        UniqueConstraint("meeting_id", "part"),
        Index("ix_meetings_filling_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.FILLING)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    part: Mapped[str] = mapped_column(String(80))
    said: Mapped[str] = mapped_column(Text)
