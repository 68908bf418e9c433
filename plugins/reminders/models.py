"""The tables of reminders."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.reminders import held


class State(StrEnum):
    """Where a reminder stands.

    A `draft` waits for its owner to say when, `asking` for its addressee to accept. `rung` has rung for the
    last time and can still be postponed. The last four are over: they are kept a while for the buttons that
    still stand under their messages, then forgotten.
    """

    DRAFT = "draft"
    ASKING = "asking"
    ACTIVE = "active"
    PAUSED = "paused"
    RUNG = "rung"
    DONE = "done"
    REMOVED = "removed"
    REFUSED = "refused"
    UNANSWERED = "unanswered"


LIVE = (State.ASKING, State.ACTIVE, State.PAUSED)
"""The states of the reminders that are still to ring."""


class Outcome(StrEnum):
    """What somebody chose under a reminder that rang."""

    DONE = "done"
    SNOOZED = "snoozed"


class Answer(StrEnum):
    """What a person answered to a colleague who wants to remind them of things.

    The first two hold until they change their mind, `declined` for a while.
    """

    ALWAYS = "always"
    NEVER = "never"
    DECLINED = "declined"


class ReminderRow(Base):
    """A reminder: what, when, who set it and for whom.

    It rings in `place_id` if there is one, else by DM to `member_id`; a place without a member is a
    reminder for the whole channel. `wall` is the first wall time, ISO 8601 without zone: with `zone`, `rule`
    (RFC 5545, without prefix) and `skip_holidays` (those of `territory`) it says when the reminder rings,
    whatever becomes of the zone's rules. `next_at` is the next instant of the series and `snoozed_to` that of
    an extra ring.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        UniqueConstraint("owner_id", "number"),
        Index("ix_reminder_owner_id_state", "owner_id", "state"),
        Index("ix_reminder_place_id_state", "place_id", "state"),
        Index("ix_reminder_member_id_state", "member_id", "state"),
        CheckConstraint("member_id IS NOT NULL OR place_id IS NOT NULL", name="addressed"),
        {"sqlite_autoincrement": True, "info": declares(held.REMINDER)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    thread: Mapped[str | None] = mapped_column(String(128))
    number: Mapped[int | None]
    """The owner's own small number for it; null for a draft and once it is over for good."""
    text: Mapped[str] = mapped_column(Text)
    wall: Mapped[str | None] = mapped_column(String(32))
    zone: Mapped[str] = mapped_column(String(64))
    rule: Mapped[str | None] = mapped_column(String(500))
    skip_holidays: Mapped[bool] = mapped_column(server_default=false(), default=False)
    territory: Mapped[str | None] = mapped_column(String(9))
    next_at: Mapped[datetime | None]
    snoozed_to: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(16))
    ask_id: Mapped[int | None]
    """The delivery that asks the addressee, null if they were not asked."""
    created_at: Mapped[datetime]


class OccurrenceRow(Base):
    """One ring of a reminder; `delivery_id` is the post, `outcome` what was chosen under it."""

    __tablename__ = "reminder_occurrence"
    __table_args__ = (
        UniqueConstraint("reminder_id", "instant"),
        {"sqlite_autoincrement": True, "info": declares(held.OCCURRENCE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    reminder_id: Mapped[int] = mapped_column(ForeignKey("reminder.id", ondelete="CASCADE"))
    instant: Mapped[datetime]
    delivery_id: Mapped[int]
    outcome: Mapped[str | None] = mapped_column(String(16))


class ConsentRow(Base):
    """What a member answered to the reminders of a colleague (`owner_id`), for all those to come.

    A pair has several where accounts were linked that had answered, or been answered, differently: the
    strictest holds, and each goes back with its account.
    """

    __tablename__ = "reminder_consent"
    __table_args__ = (
        Index("ix_reminder_consent_member_id_owner_id", "member_id", "owner_id"),
        {"sqlite_autoincrement": True, "info": declares(held.CONSENT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    owner_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(8))
    answered_at: Mapped[datetime]
