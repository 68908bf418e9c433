"""Texts too long for a button."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "kept",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept")),
        sa.UniqueConstraint("digest", name=op.f("uq_kept_digest")),
        sqlite_autoincrement=True,
    )
