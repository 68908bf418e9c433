"""Knowing again what a message said of its link: messages are edited."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("watch_appearance", sa.Column("note_said", sa.String(32), nullable=True))
    op.add_column("watch_appearance", sa.Column("tags_said", sa.String(32), nullable=True))
