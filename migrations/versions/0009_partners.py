"""Partners and what they do."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime
from bot.store.indexing import create_search_index

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "partner",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("folded", sa.String(length=400), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("services", sa.JSON(), nullable=False),
        sa.Column("publics", sa.JSON(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("town", sa.String(length=100), nullable=False),
        sa.Column("commune", sa.String(length=5), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("phones", sa.JSON(), nullable=False),
        sa.Column("emails", sa.JSON(), nullable=False),
        sa.Column("websites", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("accessibility", sa.String(length=300), nullable=False),
        sa.Column("booking", sa.String(length=300), nullable=False),
        sa.Column("support", sa.JSON(), nullable=False),
        sa.Column("costs", sa.JSON(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=True),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("updated_on", sa.String(length=10), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=True),
        sa.Column("added_by", Identifier, nullable=True),
        sa.Column("checked_at", UtcDateTime(), nullable=True),
        sa.Column("checked_by", Identifier, nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["added_by"], ["member.id"], name=op.f("fk_partner_added_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["member.id"], name=op.f("fk_partner_checked_by"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_partner_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
        sa.UniqueConstraint(
            "network_id", "source", "external_id", name=op.f("uq_partner_network_id_source_external_id")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_partner_added_by"), "partner", ["added_by"], unique=False)
    op.create_index(op.f("ix_partner_checked_by"), "partner", ["checked_by"], unique=False)
    op.create_index(op.f("ix_partner_network_id"), "partner", ["network_id"], unique=False)
    op.create_index("ix_partner_network_id_folded", "partner", ["network_id", "folded"], unique=False)
    op.create_table(
        "partner_note",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("partner_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("is_report", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_partner_note_member_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_partner_note_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_partner_note_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_note")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_partner_note_member_id"), "partner_note", ["member_id"], unique=False)
    op.create_index(op.f("ix_partner_note_network_id"), "partner_note", ["network_id"], unique=False)
    op.create_index(op.f("ix_partner_note_partner_id"), "partner_note", ["partner_id"], unique=False)
    op.create_table(
        "partner_reach",
        sa.Column("partner_id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("area", sa.String(length=24), nullable=False),
        sa.Column("seat", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_partner_reach_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_partner_reach_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("partner_id", "kind", "area", "seat", name=op.f("pk_partner_reach")),
    )
    op.create_index(
        "ix_partner_reach_found",
        "partner_reach",
        ["network_id", "kind", "area", "seat", "partner_id"],
        unique=False,
    )
    op.create_table(
        "partner_service",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("partner_id", Identifier, nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("publics", sa.JSON(), nullable=False),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("costs", sa.JSON(), nullable=False),
        sa.Column("access", sa.JSON(), nullable=False),
        sa.Column("link", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_partner_service_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["partner.id"], name=op.f("fk_partner_service_partner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_service")),
        sa.UniqueConstraint(
            "network_id",
            "source",
            "external_id",
            name=op.f("uq_partner_service_network_id_source_external_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_partner_service_network_id"), "partner_service", ["network_id"], unique=False)
    op.create_index(op.f("ix_partner_service_partner_id"), "partner_service", ["partner_id"], unique=False)
    create_search_index(
        op, op.get_context().dialect.name, "search_partners", "partner", ["name", "does", "rest"]
    )
