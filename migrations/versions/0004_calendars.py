"""Deliveries to the calendar of a community."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    with op.batch_alter_table("delivery", table_kwargs={"sqlite_autoincrement": True}) as delivery:
        delivery.add_column(sa.Column("community_id", Identifier, nullable=True))
        delivery.create_foreign_key(
            op.f("fk_delivery_community_id"), "community", ["community_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index(op.f("ix_delivery_community_id"), "delivery", ["community_id"], unique=False)
