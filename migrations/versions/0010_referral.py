"""Needs asked, answers remembered, and who was asked; posts found by the platform's id."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_delivery_external_id", "delivery", ["external_id"], unique=False)
