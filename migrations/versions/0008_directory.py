"""The directory: cards and what they say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime
from bot.store.indexing import create_search_index

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "directory_card",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("account", sa.String(length=200), nullable=False),
        sa.Column("account_folded", sa.String(length=400), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("structure", sa.String(length=200), nullable=False),
        sa.Column("commune", sa.String(length=5), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("skills", sa.JSON(), nullable=False),
        sa.Column("specialities", sa.JSON(), nullable=False),
        sa.Column("appetences", sa.JSON(), nullable=False),
        sa.Column("audiences", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("availability", sa.JSON(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("visibility", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("paused_until", UtcDateTime(), nullable=True),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("imported_at", UtcDateTime(), nullable=True),
        sa.Column("imported_digest", sa.String(length=64), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_directory_card_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_directory_card_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_card")),
        sa.UniqueConstraint(
            "network_id", "account_folded", name=op.f("uq_directory_card_network_id_account_folded")
        ),
        sa.UniqueConstraint("network_id", "member_id", name=op.f("uq_directory_card_network_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_directory_card_member_id"), "directory_card", ["member_id"], unique=False)
    create_search_index(
        op,
        op.get_context().dialect.name,
        "search_directory",
        "directory_card",
        ["can", "wants", "people", "who"],
    )
