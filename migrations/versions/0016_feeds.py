"""Feeds, by which channels they are followed, what was seen of them, and what is new in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    _feeds()
    _follows()
    _seen()
    _entries()
    _posted()


def _feeds() -> None:
    op.create_table(
        "watch_feed",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("site", sa.Text(), nullable=True),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.String(length=100), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("began_at", UtcDateTime(), nullable=True),
        sa.Column("last_success_at", UtcDateTime(), nullable=True),
        sa.Column("failures", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("failing_since", UtcDateTime(), nullable=True),
        sa.Column("ttl", Identifier, nullable=True),
        sa.Column("weekly", sa.Float(), nullable=True),
        sa.Column("moving_to", sa.Text(), nullable=True),
        sa.Column("moved", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("problem", sa.String(length=32), nullable=True),
        sa.Column("status", Identifier, nullable=True),
        sa.Column("reported_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_watch_feed_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_feed")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_watch_feed_network_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watch_feed_network_id_next_at", "watch_feed", ["network_id", "next_at"], unique=False)
    op.create_index("ix_watch_feed_network_id_state", "watch_feed", ["network_id", "state"], unique=False)


def _follows() -> None:
    op.create_table(
        "watch_follow",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("feed_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("number", Identifier, nullable=False),
        sa.Column("mode", sa.String(length=8), nullable=False),
        sa.Column("include", sa.String(length=200), server_default="", nullable=False),
        sa.Column("exclude", sa.String(length=200), server_default="", nullable=False),
        sa.Column("maximum", Identifier, nullable=False),
        sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("followed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_watch_follow_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["watch_feed.id"], name=op.f("fk_watch_follow_feed_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_watch_follow_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_follow_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_follow")),
        sa.UniqueConstraint("feed_id", "place_id", name=op.f("uq_watch_follow_feed_id_place_id")),
        sa.UniqueConstraint("place_id", "number", name=op.f("uq_watch_follow_place_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watch_follow_member_id", "watch_follow", ["member_id"], unique=False)
    op.create_index("ix_watch_follow_network_id", "watch_follow", ["network_id"], unique=False)


def _seen() -> None:
    op.create_table(
        "watch_seen",
        sa.Column("feed_id", Identifier, nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("guid", sa.LargeBinary(length=16), nullable=True),
        sa.Column("url", sa.LargeBinary(length=16), nullable=True),
        sa.Column("content", sa.LargeBinary(length=16), nullable=False),
        sa.Column("on_day", Identifier, nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["watch_feed.id"], name=op.f("fk_watch_seen_feed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_watch_seen")),
        sqlite_with_rowid=False,
    )


def _entries() -> None:
    op.create_table(
        "watch_entry",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("feed_id", Identifier, nullable=False),
        sa.Column("key", sa.LargeBinary(length=16), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("published_at", UtcDateTime(), nullable=True),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("is_old", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_watch_entry_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["watch_feed.id"], name=op.f("fk_watch_entry_feed_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_entry")),
        sa.UniqueConstraint("feed_id", "key", name=op.f("uq_watch_entry_feed_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watch_entry_feed_id_seen_at", "watch_entry", ["feed_id", "seen_at"], unique=False)
    op.create_index(
        "ix_watch_entry_network_id_seen_at", "watch_entry", ["network_id", "seen_at"], unique=False
    )


def _posted() -> None:
    op.create_table(
        "watch_posted",
        sa.Column("follow_id", Identifier, nullable=False),
        sa.Column("entry_id", Identifier, nullable=False),
        sa.Column("delivery_id", Identifier, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("asked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["follow_id"], ["watch_follow.id"], name=op.f("fk_watch_posted_follow_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["watch_entry.id"], name=op.f("fk_watch_posted_entry_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("follow_id", "entry_id", name=op.f("pk_watch_posted")),
    )
    op.create_index("ix_watch_posted_entry_id", "watch_posted", ["entry_id"], unique=False)
