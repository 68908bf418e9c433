"""The table of the directory."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column

from bot.language.messages import _
from bot.store import Base
from bot.store.personal import Personal, declares
from bot.store.tables import MemberRow

PERSONAL = Personal(
    title=_("Your card in the directory"),
    purpose=_("let colleagues find who can help them, and know whom to send people to"),
    retention=_("until you erase it, or two years without a sign of you; a year if you never come"),
    columns={
        "account": _("the account under which you are known"),
        "name": _("your name"),
        "structure": _("where you work"),
        "commune": _("your commune"),
        "areas": _("the places that you cover"),
        "skills": _("what you can do"),
        "specialities": _("what you are a specialist of"),
        "appetences": _("what you would like to learn or take part in"),
        "audiences": _("whom you work with"),
        "languages": _("the languages that you speak"),
        "availability": _("when you are available"),
        "contact": _("how you prefer to be contacted"),
        "visibility": _("who sees the card"),
        "state": _("whether it is shown, proposed or refused"),
        "paused_at": _("since when it is paused"),
        "paused_until": _("until when it is paused"),
        "origin": _("who wrote it last"),
        "imported_at": _("when it was imported from a file"),
        "told_at": _("when you were told of that"),
        "confirmed_at": _("when you last confirmed it"),
        "created_at": _("when it was made"),
        "updated_at": _("when it was last changed"),
    },
    technical=("account_folded", "imported_digest"),
    words={
        "visibility": {
            "reseau": _("the whole network"),
            "departement": _("colleagues of the same département"),
            "masque": _("nobody but you"),
        },
        "state": {
            "draft": _("proposed to you, and not accepted yet"),
            "published": _("shown to those who may see it"),
            "refused": _("refused by you"),
        },
        "origin": {"import": _("a file of the coordination"), "person": _("you"), "bot": _("the bot")},
    },
    accounts=("account",),
)


class CardRow(Base):
    """A card: who somebody is, where, and what they can do, teach, and would like to learn.

    Imported people are known by `account` alone until they are met: then `member_id` is set. Lists keep
    the words as they were written; `areas` are texts such as `epci:200065886`. A refused card keeps the
    account and nothing else, so that no file brings it back.
    """

    __tablename__ = "directory_card"
    __table_args__ = (
        UniqueConstraint("network_id", "account_folded"),
        UniqueConstraint("network_id", "member_id"),
        Index("ix_directory_card_member_id", "member_id"),
        {"sqlite_autoincrement": True, "info": declares(PERSONAL)},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    account: Mapped[str] = mapped_column(String(200))
    account_folded: Mapped[str] = mapped_column(String(400))
    """The account as it is looked up: folding may make a letter two."""
    name: Mapped[str] = mapped_column(String(200))
    structure: Mapped[str] = mapped_column(String(200))
    commune: Mapped[str | None] = mapped_column(String(5))
    areas: Mapped[list[str]]
    skills: Mapped[list[str]]
    specialities: Mapped[list[str]]
    appetences: Mapped[list[str]]
    audiences: Mapped[list[str]]
    languages: Mapped[list[str]]
    availability: Mapped[list[str]]
    contact: Mapped[str] = mapped_column(Text)
    visibility: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    paused_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    """When the person is there again; null while `paused_at` is set means until they say so."""
    person_paused_at: Mapped[datetime | None] = column_property(
        select(MemberRow.paused_at)
        .where(MemberRow.id == member_id)
        .correlate_except(MemberRow)
        .scalar_subquery()
    )
    """Since when the person is on pause altogether, read with the card, whichever came first."""
    origin: Mapped[str] = mapped_column(String(16))
    imported_at: Mapped[datetime | None]
    imported_digest: Mapped[str | None] = mapped_column(String(64))
    """The digest of the line that was imported last: the same line changes nothing a second time."""
    told_at: Mapped[datetime | None]
    """When the person was told that a card of theirs had been imported."""
    confirmed_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
