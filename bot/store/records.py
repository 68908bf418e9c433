"""The tables that keep the record: who was informed, agreed to what, looked at whose data, was erased.

And two of the bot's own work: when it was done last, and with what search indexes were made.
"""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import held
from bot.store.base import Base
from bot.store.personal import declares


class NoticeRow(Base):
    """A member was informed of what becomes of their data, by that version of the notice."""

    __tablename__ = "notice"
    __table_args__ = ({"sqlite_autoincrement": True, "info": declares(held.NOTICE)},)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    version: Mapped[str] = mapped_column(String(32))
    shown_at: Mapped[datetime]


class ConsentLogRow(Base):
    """A member agreed to something, or withdrew their consent: the latest row of a field says what holds."""

    __tablename__ = "consent_log"
    __table_args__ = (
        Index("ix_consent_log_member_id_field", "member_id", "field"),
        {"sqlite_autoincrement": True, "info": declares(held.CONSENT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(100))
    given: Mapped[bool]
    version: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]


class AccessRow(Base):
    """Somebody (`who_id`) looked at data of a member that only coordinators see."""

    __tablename__ = "access_log"
    __table_args__ = (
        Index("ix_access_log_at", "at"),
        {"sqlite_autoincrement": True, "info": declares(held.ACCESS)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    who_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    what: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


class UpkeepRow(Base):
    """When the bot did its daily work last: the one row of its table."""

    __tablename__ = "upkeep"
    __table_args__ = ({"info": declares(held.UPKEEP)},)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class IndexedRow(Base):
    """With what a search index was made: code and lists, as a digest (`bot.store.reindexing`).

    `done_to` is null once it is whole; until then, its entries of rows beyond that one are older.
    """

    __tablename__ = "indexed"
    __table_args__ = ({"info": declares(held.INDEXED)},)

    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    made_with: Mapped[str] = mapped_column(String(64))
    done_to: Mapped[int | None] = mapped_column(BigInteger)


class ErasedAccountRow(Base):
    """An account of somebody who was erased, as a keyed digest."""

    __tablename__ = "erased_account"
    __table_args__ = (
        UniqueConstraint("network_id", "digest"),
        {"sqlite_autoincrement": True, "info": declares(held.ERASED)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    digest: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime]
