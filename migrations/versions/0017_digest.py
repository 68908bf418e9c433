"""Letters: the rhythm of channels, the letters, what they tell and where they were posted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    _series()
    _places()
    _letters()
    _items()
    _drafts()
    _posted()


def _series() -> None:
    op.create_table(
        "digest_series",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("number", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("wall", sa.String(length=32), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=True),
        sa.Column("skip_holidays", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("lead", sa.String(length=16), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("tells_empty", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("covered_to", UtcDateTime(), nullable=False),
        sa.Column("paused_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_series_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_digest_series_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_digest_series_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_series")),
        sa.UniqueConstraint("place_id", name=op.f("uq_digest_series_place_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_series_member_id", "digest_series", ["member_id"], unique=False)
    op.create_index("ix_digest_series_network_id", "digest_series", ["network_id"], unique=False)


def _places() -> None:
    op.create_table(
        "digest_place",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("series_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_place_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["digest_series.id"], name=op.f("fk_digest_place_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_digest_place_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_place")),
        sa.UniqueConstraint("place_id", name=op.f("uq_digest_place_place_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_place_network_id", "digest_place", ["network_id"], unique=False)
    op.create_index("ix_digest_place_series_id", "digest_place", ["series_id"], unique=False)


def _letters() -> None:
    op.create_table(
        "digest_letter",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("series_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("number", Identifier, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("editorial", sa.Text(), nullable=False),
        sa.Column("send_at", UtcDateTime(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.Column("missed", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_letter_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["digest_series.id"], name=op.f("fk_digest_letter_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_digest_letter_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_letter")),
        sa.UniqueConstraint("series_id", "instant", name=op.f("uq_digest_letter_series_id_instant")),
        sa.UniqueConstraint("series_id", "number", name=op.f("uq_digest_letter_series_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_letter_member_id", "digest_letter", ["member_id"], unique=False)
    op.create_index("ix_digest_letter_network_id", "digest_letter", ["network_id"], unique=False)


def _items() -> None:
    op.create_table(
        "digest_item",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("series_id", Identifier, nullable=False),
        sa.Column("letter_id", Identifier, nullable=False),
        sa.Column("section", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("position", Identifier, nullable=False),
        sa.Column("dropped", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_item_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["series_id"], ["digest_series.id"], name=op.f("fk_digest_item_series_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["digest_letter.id"], name=op.f("fk_digest_item_letter_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_item")),
        sa.UniqueConstraint("series_id", "key", name=op.f("uq_digest_item_series_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_item_letter_id", "digest_item", ["letter_id"], unique=False)
    op.create_index("ix_digest_item_network_id_key", "digest_item", ["network_id", "key"], unique=False)


def _drafts() -> None:
    op.create_table(
        "digest_draft",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("letter_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("delivery_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_draft_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["digest_letter.id"], name=op.f("fk_digest_draft_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_digest_draft_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_draft")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_draft_letter_id", "digest_draft", ["letter_id"], unique=False)
    op.create_index("ix_digest_draft_member_id", "digest_draft", ["member_id"], unique=False)
    op.create_index("ix_digest_draft_network_id", "digest_draft", ["network_id"], unique=False)


def _posted() -> None:
    op.create_table(
        "digest_posted",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("letter_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("delivery_id", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_digest_posted_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["letter_id"], ["digest_letter.id"], name=op.f("fk_digest_posted_letter_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_digest_posted_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest_posted")),
        sa.UniqueConstraint("letter_id", "place_id", name=op.f("uq_digest_posted_letter_id_place_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_digest_posted_network_id", "digest_posted", ["network_id"], unique=False)
    op.create_index("ix_digest_posted_place_id", "digest_posted", ["place_id"], unique=False)
