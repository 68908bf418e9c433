"""Links to where nothing is wait for the answer of who shares them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "watch_doubt",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("origin", sa.String(length=8), nullable=False),
        sa.Column("message", sa.String(length=128), nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [f"{of}_id"], [f"{of}.id"], name=op.f(f"fk_watch_doubt_{of}_id"), ondelete="CASCADE"
            )
            for of in ("network", "member", "place")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_doubt")),
        sqlite_autoincrement=True,
    )
    for column in ("network_id", "member_id", "place_id"):
        op.create_index(op.f(f"ix_watch_doubt_{column}"), "watch_doubt", [column], unique=False)
    op.create_index("ix_watch_doubt_message", "watch_doubt", ["message"], unique=False)
