"""Votes for the chosen date count as attendance; the posts of a meeting keep a pace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import UtcDateTime

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    op.add_column(
        "meetings_attendance", sa.Column("by_vote", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column("meetings_meeting", sa.Column("refreshed_at", UtcDateTime(), nullable=True))
