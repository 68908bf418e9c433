"""Places that not all of their community can see: they are not named to others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("place", sa.Column("is_private", sa.Boolean(), server_default=sa.false(), nullable=False))
