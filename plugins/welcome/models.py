"""The table of newcomers."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.language.messages import _
from bot.store import Base
from bot.store.personal import Personal, declares


class State(StrEnum):
    """Where the welcome of a newcomer stands; in a `crowd` nobody is welcomed one by one."""

    WAITING = "waiting"
    WELCOMED = "welcomed"
    CROWD = "crowd"
    LEFT = "left"


class NewcomerRow(Base):
    """Somebody who joined: they are welcomed once, however often they come and go.

    `presentation` is what they want the letter to say of them; they are in it only if `presented_at` says
    when they accepted.
    """

    __tablename__ = "welcome_newcomer"
    __table_args__ = (
        UniqueConstraint("member_id"),
        Index("ix_welcome_newcomer_place_id_joined_at", "place_id", "joined_at"),
        {
            "sqlite_autoincrement": True,
            "info": declares(
                Personal(
                    title=_("Your welcome"),
                    purpose=_("welcome newcomers once, and present those who want it"),
                    retention=_("as long as you are in the network"),
                    columns={
                        "place_id": _("where you joined"),
                        "joined_at": _("when you joined"),
                        "presentation": _("how you want to be presented"),
                        "presented_at": _("when you accepted to be presented"),
                    },
                    titles={"place_id": ("name",)},
                    technical=("state",),
                )
            ),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    joined_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(16))
    presentation: Mapped[str | None] = mapped_column(Text)
    presented_at: Mapped[datetime | None]
