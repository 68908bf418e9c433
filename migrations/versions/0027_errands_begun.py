"""Errands that were begun and did not end: one that brings the bot down again and again is given up."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("timer", sa.Column("begun", _NUMBER, server_default=sa.text("0"), nullable=False))
