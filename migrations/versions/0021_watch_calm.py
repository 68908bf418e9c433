"""Until when the posts of a shared link were changed often enough."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import UtcDateTime

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("watch_share", sa.Column("refreshed_until", UtcDateTime(), nullable=True))
