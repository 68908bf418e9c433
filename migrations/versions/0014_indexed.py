"""With what each search index was made: a database that does not say has them written anew once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.create_table(
        "indexed",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("made_with", sa.String(length=64), nullable=False),
        sa.Column("done_to", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_indexed")),
    )
