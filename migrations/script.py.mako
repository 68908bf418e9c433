"""${message}."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}

CHANGES_DATA = False
"""Whether rows are changed, so that a copy of the database is kept first."""


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
