"""The letter of a channel may pause from a day to come until another one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "digest_pause",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("series_id", Identifier, nullable=False),
        sa.Column("away_from", UtcDateTime(), nullable=False),
        sa.Column("away_until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_pause_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["digest_series.id"], name=op.f("fk_digest_pause_series_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_pause")),
        sqlite_autoincrement=True,
    )
    for column in ("network_id", "series_id"):
        op.create_index(op.f(f"ix_digest_pause_{column}"), "digest_pause", [column], unique=False)
