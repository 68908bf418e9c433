"""Changes of a meeting wait to be told together; whoever wants is reminded of a meeting no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.add_column("meetings_meeting", sa.Column("announced", sa.JSON(), nullable=True))
    op.add_column(
        "meetings_attendance", sa.Column("muted", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
