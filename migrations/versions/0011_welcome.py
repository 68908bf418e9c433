"""Newcomers who were welcomed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "welcome_newcomer",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("joined_at", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("presentation", sa.Text(), nullable=True),
        sa.Column("presented_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_welcome_newcomer_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_welcome_newcomer_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_welcome_newcomer_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_welcome_newcomer")),
        sa.UniqueConstraint("member_id", name=op.f("uq_welcome_newcomer_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_welcome_newcomer_network_id"), "welcome_newcomer", ["network_id"], unique=False)
    op.create_index(
        "ix_welcome_newcomer_place_id_joined_at", "welcome_newcomer", ["place_id", "joined_at"], unique=False
    )
