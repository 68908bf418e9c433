"""Newcomers who were welcomed."""

from __future__ import annotations

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Filled in with the tables."""
