"""What the directory proposes to people, and when cards were drawn."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "directory_proposal",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=True),
        sa.Column("made_at", UtcDateTime(), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_directory_proposal_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_directory_proposal_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_proposal")),
        sa.UniqueConstraint("member_id", "subject", name=op.f("uq_directory_proposal_member_id_subject")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_directory_proposal_network_id", "directory_proposal", ["network_id"], unique=False)
    op.create_table(
        "directory_drawn",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("card_id", Identifier, nullable=False),
        sa.Column("drawn_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["card_id"], ["directory_card.id"], name=op.f("fk_directory_drawn_card_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_directory_drawn_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_drawn")),
        sa.UniqueConstraint("card_id", name=op.f("uq_directory_drawn_card_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_directory_drawn_network_id", "directory_drawn", ["network_id"], unique=False)
