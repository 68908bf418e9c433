"""The tables of referral. No text in them is what somebody typed: all were redacted first."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from bot.store.search import Entry, SearchIndex
from plugins.referral import held


class State(StrEnum):
    """Where a need stands: only looked up, asked in a channel, open after two calls, or settled."""

    DRAFT = "draft"
    ASKED = "asked"
    OPEN = "open"
    SETTLED = "settled"


class Help(StrEnum):
    """What a colleague does about a need.

    `asked` by DM, they have not answered yet; `useless` is an offer, or an answer, that did not help.
    """

    ASKED = "asked"
    DECLINED = "declined"
    OFFERED = "offered"
    ANSWERED = "answered"
    HELPED = "helped"
    REMEMBERED = "remembered"
    FORGOTTEN = "forgotten"
    USELESS = "useless"


COMING = (Help.OFFERED, Help.ANSWERED, Help.HELPED, Help.REMEMBERED, Help.FORGOTTEN)
"""The states of those who help, or did."""
HELPED = (Help.HELPED, Help.REMEMBERED, Help.FORGOTTEN)
"""The states of those who did: the last two said whether their answer may be kept."""


class NeedRow(Base):
    """A need that somebody asked about, redacted.

    `topic` is the need of the lexicon that it was first recognised as. `calls` is how often it was posted in
    `place_id`, `delivery_id` the post of the last time.
    """

    __tablename__ = "referral_need"
    __table_args__ = (
        Index("ix_referral_need_network_id_state", "network_id", "state"),
        Index("ix_referral_need_asker_id", "asker_id"),
        {"sqlite_autoincrement": True, "info": declares(held.NEED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    asker_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))
    text: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(String(16))
    calls: Mapped[int] = mapped_column(default=0)
    delivery_id: Mapped[int | None]
    created_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]


class HelpRow(Base):
    """A colleague and a need. `ask_id` is the post that asked them by DM, `text` what they answered."""

    __tablename__ = "referral_help"
    __table_args__ = (
        UniqueConstraint("need_id", "member_id"),
        Index("ix_referral_help_member_id_asked_at", "member_id", "asked_at"),
        {"sqlite_autoincrement": True, "info": declares(held.HELP)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    need_id: Mapped[int] = mapped_column(ForeignKey("referral_need.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text, default="")
    ask_id: Mapped[int | None]
    asked_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]


class AnswerRow(Base):
    """An answer that helped, remembered as its author agreed: under their name or not.

    One with a name goes with its author, one without stays when they go. The words of the need go with who
    asked, be the need itself still there or not. `place_id` is where the need was asked, null if that was
    by DM alone: letters tell the answer there, and nowhere else.
    """

    __tablename__ = "referral_answer"
    __table_args__ = (
        Index("ix_referral_answer_network_id_topic", "network_id", "topic"),
        Index("ix_referral_answer_member_id", "member_id"),
        Index("ix_referral_answer_asker_id", "asker_id"),
        Index("ix_referral_answer_place_id", "place_id"),
        {"sqlite_autoincrement": True, "info": declares(held.ANSWER)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    asker_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="SET NULL"))
    is_named: Mapped[bool]
    need: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    topic: Mapped[str | None] = mapped_column(String(100))
    answered_at: Mapped[datetime]


class LoadRow(Base):
    """A card that was shown to somebody as one who can help; `is_asked` if they were asked by DM as well."""

    __tablename__ = "referral_load"
    __table_args__ = (
        Index("ix_referral_load_network_id_at", "network_id", "at"),
        Index("ix_referral_load_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.LOAD)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    card: Mapped[int]
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    is_asked: Mapped[bool]
    at: Mapped[datetime]


def answer_key(answer: int) -> str:
    """Return the key of an answer in letters."""
    return f"answer:{answer}"


def need_key(need: int) -> str:
    """Return the key of a need in letters and agendas."""
    return f"need:{need}"


def entry_of(row: AnswerRow) -> Entry:
    """Return what an answer is found by."""
    return Entry(row.id, {"need": row.need, "answer": row.text}, filters=[f"net{row.network_id}"])


async def _entries_of(session: AsyncSession, answers: Sequence[int]) -> list[Entry]:
    rows = await session.scalars(select(AnswerRow).where(AnswerRow.id.in_(answers)).order_by(AnswerRow.id))
    return [entry_of(row) for row in rows]


ANSWERS = SearchIndex(
    "search_referral",
    of="referral_answer",
    columns={"need": 3.0, "answer": 1.0},
    source=_entries_of,
    package="plugins.referral",
    is_personal=False,
)
"""The answers that the network remembers: their texts name nobody."""
