"""The tables of agendas: what is to be spoken of, and where that is posted."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.meetings.agenda import held

LONGEST = 500
"""Characters of an item."""
LONGEST_DECISION = 2_000
"""Characters."""


class Topic(StrEnum):
    """What an item is."""

    NEWS = "news"
    NEED = "need"
    IDEA = "idea"
    PRACTICE = "practice"
    QUESTION = "question"


class Outcome(StrEnum):
    """What became of an item at its meeting."""

    TREATED = "treated"
    LEFT = "left"


class Paper(StrEnum):
    """What is posted of a meeting, in writing."""

    AGENDA = "agenda"
    MINUTES = "minutes"


class ItemRow(Base):
    """Something to speak of at a meeting; without one it waits for the next meeting of its channel.

    `place_id` is the channel in which it was proposed. `kind` is a `Topic`, null where nobody said what it
    is; it takes so many `minutes`, null where nobody said. `source` is the key of what it was made of, as
    `need:12`, empty where somebody typed it. `outcome` is null until the minutes say what became of it. What
    was left at a meeting goes on as another item, for the next one: `before_id` is that which it goes on,
    `origin_id` the first of them. One that was taken off has its `dropped_at`, and can be put back.
    """

    __tablename__ = "meetings_item"
    __table_args__ = (
        UniqueConstraint("before_id"),
        Index("ix_meetings_item_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.ITEM)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int | None] = mapped_column(
        ForeignKey("meetings_meeting.id", ondelete="SET NULL"), index=True
    )
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    kind: Mapped[str | None] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(String(LONGEST))
    minutes: Mapped[int | None]
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str] = mapped_column(String(100), default="")
    outcome: Mapped[str | None] = mapped_column(String(16))
    decision: Mapped[str] = mapped_column(String(LONGEST_DECISION), default="")
    origin_id: Mapped[int | None]
    before_id: Mapped[int | None]
    dropped_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class PostedRow(Base):
    """A post that shows the agenda or the minutes of a meeting in one of its channels."""

    __tablename__ = "meetings_posted"
    __table_args__ = (
        UniqueConstraint("meeting_id", "place_id", "paper"),
        {"sqlite_autoincrement": True, "info": declares(held.POSTED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings_meeting.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    paper: Mapped[str] = mapped_column(String(16))
    delivery_id: Mapped[int | None]


class ProposedRow(Base):
    """A need without an answer that was proposed for an agenda of a channel: so it is once."""

    __tablename__ = "meetings_proposed"
    __table_args__ = (
        UniqueConstraint("place_id", "source"),
        {"sqlite_autoincrement": True, "info": declares(held.PROPOSED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(100))
