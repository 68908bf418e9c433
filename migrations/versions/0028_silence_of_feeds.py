"""Feeds that are paused, or whose channel the bot left: since when nothing came, and until when."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

_FOLLOW = sa.table("watch_follow", sa.column("paused"), sa.column("silent_since"))


def upgrade() -> None:
    op.add_column("watch_follow", sa.Column("silent_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("watch_follow", sa.Column("silent_until", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        sa.update(_FOLLOW).where(_FOLLOW.c.paused.is_(True)).values(silent_since=sa.func.current_timestamp())
    )
