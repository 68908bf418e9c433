"""How a community came into its network: by a code, or by the configuration alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("community", sa.Column("joined_at", UtcDateTime(), nullable=True))
