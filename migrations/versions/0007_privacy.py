"""Privacy: notices, consents, and who looked at whose data."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Filled in with the tables."""
