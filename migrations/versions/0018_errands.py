"""Errands: what is done later, outside any transaction, stands beside the timers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    op.add_column("timer", sa.Column("errand", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("timer", sa.Column("version", Identifier, server_default=sa.text("0"), nullable=False))
    op.drop_index("ix_timer_held_run_at_due_at_id", table_name="timer")
    op.create_index(
        "ix_timer_errand_held_run_at_due_at_id",
        "timer",
        ["errand", "held", "run_at", "due_at", "id"],
        unique=False,
    )
