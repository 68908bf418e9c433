"""Looking up what letters tell by how its key begins, on PostgreSQL: by bytes, whatever its own order is."""

from __future__ import annotations

from alembic import op

revision = "0025"
down_revision = "0024"

_INDEX = "ix_digest_item_network_id_key"


def upgrade() -> None:
    if op.get_context().dialect.name != "postgresql":
        return
    op.drop_index(_INDEX, table_name="digest_item")
    op.create_index(
        _INDEX, "digest_item", ["network_id", "key"], postgresql_ops={"key": "varchar_pattern_ops"}
    )
