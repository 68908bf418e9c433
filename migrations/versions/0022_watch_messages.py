"""Finding by its message what was taken into the watch from it: messages are deleted."""

from __future__ import annotations

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_index("ix_watch_appearance_message", "watch_appearance", ["message"], unique=False)
