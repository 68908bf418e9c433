"""Minutes name in a channel only who is in it, where another channel of the meeting is private."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("meetings_present", sa.Column("seen_in", sa.JSON(), server_default="[]", nullable=False))
