"""What the directory keeps beside the cards: what was proposed to somebody, when a card was last drawn."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.language.messages import _
from bot.store import Base
from bot.store.personal import Erasure, Personal, declares

PROPOSAL = Personal(
    title=_("What was proposed for your card"),
    purpose=_("put nothing on your card that you did not accept, and propose it once only"),
    retention=_("a sentence until you answer, and a month at most; a skill proposed as long as your account"),
    columns={
        "said": _("what was understood"),
        "subject": _("the skill proposed"),
        "made_at": _("when it was proposed"),
        "answered_at": _("when you answered"),
    },
)
DRAWN = Personal(
    title=_("When your card was drawn in a meeting"),
    purpose=_("draw everybody's card in turn"),
    retention=_("as long as your card"),
    subjects={"card_id": Erasure.DELETE},
    columns={"drawn_at": _("when it was last drawn")},
)


class ProposalRow(Base):
    """What may come onto somebody's card once they accept.

    `said` is what a sentence adds, by the names of the card's parts. `subject` is the key of a skill that the
    bot proposes by itself, null for a sentence: each is proposed once to a person, so it is kept.
    """

    __tablename__ = "directory_proposal"
    __table_args__ = (
        UniqueConstraint("member_id", "subject"),
        Index("ix_directory_proposal_network_id", "network_id"),
        {"sqlite_autoincrement": True, "info": declares(PROPOSAL)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    said: Mapped[dict[str, Any]] = mapped_column(JSON)
    subject: Mapped[str | None] = mapped_column(String(200))
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class DrawnRow(Base):
    """When a card was last drawn to be presented in a meeting."""

    __tablename__ = "directory_drawn"
    __table_args__ = (
        UniqueConstraint("card_id"),
        Index("ix_directory_drawn_network_id", "network_id"),
        {"sqlite_autoincrement": True, "info": declares(DRAWN)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    card_id: Mapped[int] = mapped_column(ForeignKey("directory_card.id", ondelete="CASCADE"))
    drawn_at: Mapped[datetime]
