"""The tables of what is shared: links, their addresses and tags, where they stand, who finds them useful."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store import Base
from bot.store.personal import declares
from plugins.watch import held

LONGEST_TITLE, LONGEST_TAG, MOST_TAGS, LONGEST_NOTE, LONGEST_DESCRIPTION = 300, 40, 8, 1000, 500
"""Bounds in characters, and of how many tags a share has."""


class Mark(StrEnum):
    """What somebody does with a share: they found it useful, or keep it in their own list."""

    USEFUL = "useful"
    SAVED = "saved"


class Proposal(StrEnum):
    """Where the proposal of a share to a channel of a wider territory stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Origin(StrEnum):
    """How a link came that waits for its sharer's answer.

    They typed it to the bot, wrote it in a message with a tag of the watch, or chose a message: their own, or
    that of somebody else.
    """

    TYPED = "typed"
    TAGGED = "tagged"
    CHOSEN = "chosen"
    OTHERS = "others"


class ShareRow(Base):
    """A link that somebody shared: one row a page in a network, wherever it was posted.

    `url` is the canonical address, the one to open; by which addresses the page is known says `AddressRow`.
    `title` and what follows are the page's own, as plain text, empty or null where they are unknown:
    `looked_at` is null as long as the page could not be read, `edited_at` says that a person wrote them anew.
    `member_id` is who shared it, null once they are erased. One that stands nowhere (no `AppearanceRow`) was
    only kept by somebody, and is shown to nobody else. `told_at` is when others were told that it was shared,
    which happens once, with what is known of the page. `removed_at` is when it was taken back: it is nowhere
    then, and is kept a while for whoever did that by mistake. `refreshed_until` is how far its posts were
    changed ahead of the pace of one change a second.
    """

    __tablename__ = "watch_share"
    __table_args__ = (
        Index("ix_watch_share_network_id_created_at", "network_id", "created_at"),
        Index("ix_watch_share_member_id_created_at", "member_id", "created_at"),
        {"sqlite_autoincrement": True, "info": declares(held.SHARE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    url: Mapped[str] = mapped_column(Text)
    site: Mapped[str] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(Text, default="")
    description: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str | None] = mapped_column(String(35))
    published_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    edited_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    refreshed_until: Mapped[datetime | None]


class AddressRow(Base):
    """An address under which a shared page is known: as it was typed, after redirects, as the page says.

    `key` is the SHA-256, in hexadecimal, of the address in the form in which addresses are compared. It is
    unique in a network: two who share one page at the same instant cannot both succeed.
    """

    __tablename__ = "watch_address"
    __table_args__ = (
        UniqueConstraint("network_id", "key"),
        {"sqlite_autoincrement": True, "info": declares(held.ADDRESS)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    share_id: Mapped[int] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(64))


class TagRow(Base):
    """A tag of a share: `name` as it was first typed, without its sign; `folded` is it in plain letters.

    By `stem` a tag is looked for: it is the same for all forms of one word.
    """

    __tablename__ = "watch_tag"
    __table_args__ = (
        UniqueConstraint("share_id", "folded"),
        Index("ix_watch_tag_network_id_folded", "network_id", "folded"),
        Index("ix_watch_tag_network_id_stem", "network_id", "stem", "share_id"),
        {"sqlite_autoincrement": True, "info": declares(held.TAG)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    share_id: Mapped[int] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(LONGEST_TAG))
    folded: Mapped[str] = mapped_column(String(2 * LONGEST_TAG))
    stem: Mapped[str] = mapped_column(String(2 * LONGEST_TAG), server_default="")


class NoteRow(Base):
    """What somebody says of a share, in plain text: one note a person.

    `place_id` is the channel in which they wrote it, null while it is for themselves alone. What is written
    in a private channel is told in that channel alone.
    """

    __tablename__ = "watch_note"
    __table_args__ = (
        UniqueConstraint("share_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(held.NOTE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    share_id: Mapped[int] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]


class AppearanceRow(Base):
    """A share stands in a place: who brought it there, and when.

    `delivery_id` is the bot's own post; it is null where a message was taken in. `message` is the platform's
    id of it if that member wrote it, null if they chose somebody else's, or if it does not bring the link any
    more. `note_said` and `tags_said` are digests of what a message with a tag of the watch said of the link
    when it was read last; both are null where it needs no tag, for it was chosen.
    """

    __tablename__ = "watch_appearance"
    __table_args__ = (
        Index("ix_watch_appearance_share_id", "share_id"),
        Index("ix_watch_appearance_place_id_posted_at", "place_id", "posted_at"),
        Index("ix_watch_appearance_member_id_posted_at", "member_id", "posted_at"),
        Index("ix_watch_appearance_message", "message"),
        {"sqlite_autoincrement": True, "info": declares(held.APPEARANCE)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    share_id: Mapped[int] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"))
    delivery_id: Mapped[int | None]
    message: Mapped[str | None] = mapped_column(String(128))
    note_said: Mapped[str | None] = mapped_column(String(32))
    tags_said: Mapped[str | None] = mapped_column(String(32))
    posted_at: Mapped[datetime]


class MarkRow(Base):
    """Somebody found a share useful, or keeps it: `kind` is a `Mark`, once a person."""

    __tablename__ = "watch_mark"
    __table_args__ = (
        UniqueConstraint("share_id", "member_id", "kind"),
        Index("ix_watch_mark_member_id_kind", "member_id", "kind"),
        {"sqlite_autoincrement": True, "info": declares(held.MARK)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    share_id: Mapped[int] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    marked_at: Mapped[datetime]


class ProposalRow(Base):
    """A share was proposed to a channel of a wider territory, once: `state` is a `Proposal`."""

    __tablename__ = "watch_proposal"
    __table_args__ = (
        UniqueConstraint("share_id", "place_id"),
        {"sqlite_autoincrement": True, "info": declares(held.PROPOSAL)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    share_id: Mapped[int] = mapped_column(ForeignKey("watch_share.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    proposed_at: Mapped[datetime]


class DoubtRow(Base):
    """Nothing is at the address that somebody shares, and they are asked before it is shared.

    What they said of the link waits here: `tags` are names with spaces between them, `place_id` is null as
    long as they did not say where. `message` is the platform's id of the one of its `origin`.
    """

    __tablename__ = "watch_doubt"
    __table_args__ = (
        Index("ix_watch_doubt_message", "message"),
        {"sqlite_autoincrement": True, "info": declares(held.DOUBT)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey("place.id", ondelete="CASCADE"), index=True)
    url: Mapped[str] = mapped_column(Text)
    tags: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(8))
    message: Mapped[str | None] = mapped_column(String(128))
    asked_at: Mapped[datetime]
