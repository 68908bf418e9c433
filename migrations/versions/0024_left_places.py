"""Channels from which the bot was removed: what is done for them alone rests until it is back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import UtcDateTime

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("place", sa.Column("left_at", UtcDateTime(), nullable=True))
