"""The tables of partners: their cards, the services that they offer, where they reach, and notes on them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from bot.language.messages import _
from bot.store import Base
from bot.store.personal import Erasure, NotPersonal, Personal, declares

HERE = ""
"""The source of the cards that were written in the network itself."""


_TECHNICAL = (
    "source", "external_id", "folded", "kinds", "themes", "services", "publics", "summary", "address",
    "postcode", "town", "commune", "areas", "phones", "emails", "websites", "hours", "accessibility",
    "booking", "support", "costs", "access", "relation", "changed", "digest", "updated_on",
    "imported_at", "removed_at",
)  # fmt: skip


class Relation(StrEnum):
    """Where the network stands with a partner: for coordinators only."""

    TO_CONTACT = "to_contact"
    CONTACTED = "contacted"
    MET = "met"
    PARTNER = "partner"
    DORMANT = "dormant"


class PartnerRow(Base):
    """A partner's card: see `plugins.partners.content.Content` for what its first columns hold.

    `source` and `external_id` say where it comes from: what is imported again under them changes the same
    card. `changed` names what was corrected here, which an import leaves as it is; `digest` is of what was
    imported last. A card that is removed stays, unseen, so that the next import does not bring it back.
    """

    __tablename__ = "partner"
    __table_args__ = (
        UniqueConstraint("network_id", "source", "external_id"),
        Index("ix_partner_network_id_folded", "network_id", "folded"),
        {
            "sqlite_autoincrement": True,
            "info": declares(
                Personal(
                    title=_("Partners’ cards that you wrote or checked"),
                    purpose=_("know to whom people can be referred, and how fresh that is"),
                    retention=_("as long as the network works with the partner"),
                    subjects={"added_by": Erasure.ANONYMISE, "checked_by": Erasure.ANONYMISE},
                    columns={
                        "name": _("the name of the partner"),
                        "created_at": _("when the card was written"),
                        "checked_at": _("when it was last checked"),
                    },
                    technical=_TECHNICAL,
                )
            ),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    folded: Mapped[str] = mapped_column(String(400))
    kinds: Mapped[list[str]]
    themes: Mapped[list[str]]
    services: Mapped[list[str]]
    publics: Mapped[list[str]]
    summary: Mapped[str] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(300))
    postcode: Mapped[str] = mapped_column(String(10))
    town: Mapped[str] = mapped_column(String(100))
    commune: Mapped[str | None] = mapped_column(String(5))
    areas: Mapped[list[str]]
    phones: Mapped[list[str]]
    emails: Mapped[list[str]]
    websites: Mapped[list[str]]
    hours: Mapped[str] = mapped_column(Text)
    accessibility: Mapped[str] = mapped_column(String(300))
    booking: Mapped[str] = mapped_column(String(300))
    support: Mapped[list[str]]
    costs: Mapped[list[str]]
    access: Mapped[list[str]]
    relation: Mapped[str | None] = mapped_column(String(16))
    changed: Mapped[list[str]]
    digest: Mapped[str] = mapped_column(String(32))
    updated_on: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime]
    imported_at: Mapped[datetime | None]
    added_by: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    removed_at: Mapped[datetime | None]


class PartnerServiceRow(Base):
    """A service that a partner offers, as data.inclusion publishes them."""

    __tablename__ = "partner_service"
    __table_args__ = (
        UniqueConstraint("network_id", "source", "external_id"),
        {
            "sqlite_autoincrement": True,
            "info": declares(NotPersonal(_("It holds what services of partners are about, and for whom."))),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    source: Mapped[str] = mapped_column(String(64))
    external_id: Mapped[str] = mapped_column(String(200))
    name: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    themes: Mapped[list[str]]
    publics: Mapped[list[str]]
    areas: Mapped[list[str]]
    costs: Mapped[list[str]]
    access: Mapped[list[str]]
    link: Mapped[str] = mapped_column(String(300))


class PartnerReachRow(Base):
    """Where a partner of a kind is found: the areas of its commune (`seat`), and those that it serves."""

    __tablename__ = "partner_reach"
    __table_args__ = (
        Index("ix_partner_reach_found", "network_id", "kind", "area", "seat", "partner_id"),
        {"info": declares(NotPersonal(_("It repeats where partners are, so that they are found at once.")))},
    )

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(64), primary_key=True)
    area: Mapped[str] = mapped_column(String(24), primary_key=True)
    seat: Mapped[bool] = mapped_column(primary_key=True, server_default=false())
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"))


class PartnerNoteRow(Base):
    """What a coordinator noted about a partner, or what somebody reports: for coordinators only."""

    __tablename__ = "partner_note"
    __table_args__ = (
        {
            "sqlite_autoincrement": True,
            "info": declares(
                Personal(
                    title=_("Your notes on partners"),
                    purpose=_("have the coordinators of the network work with partners together"),
                    retention=_(
                        "until coordinators remove them; 30 days after the partner’s card is removed"
                    ),
                    subjects={"member_id": Erasure.ANONYMISE},
                    columns={
                        "text": _("what you noted, with whom you may have named in it"),
                        "written_at": _("when you noted it"),
                    },
                    technical=("partner_id", "is_report"),
                    naming=("text",),
                )
            ),
        },
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("network.id", ondelete="CASCADE"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    is_report: Mapped[bool] = mapped_column(server_default=false(), default=False)
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
