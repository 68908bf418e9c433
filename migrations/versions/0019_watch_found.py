"""Finding shared links: their search index, and who is told of which ones."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime
from bot.store.indexing import create_search_index

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    columns = ("title", "tags", "notes", "rest")
    create_search_index(op, op.get_context().dialect.name, "search_watch", "watch_share", columns)
    _subscriptions()
    _waiting()


def _subscriptions() -> None:
    op.create_table(
        "watch_subscription",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("topic", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("folded", sa.String(length=160), nullable=False),
        sa.Column("feed_id", Identifier, nullable=True),
        sa.Column("at_once", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        *(_reference("watch_subscription", of) for of in ("network", "member")),
        _reference("watch_subscription", "watch_feed", "feed_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_subscription")),
        sa.UniqueConstraint(
            "member_id", "topic", "folded", name=op.f("uq_watch_subscription_member_id_topic_folded")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_watch_subscription_feed_id"), "watch_subscription", ["feed_id"], unique=False)
    op.create_index(
        "ix_watch_subscription_network_id_topic_folded",
        "watch_subscription",
        ["network_id", "topic", "folded"],
        unique=False,
    )


def _waiting() -> None:
    op.create_table(
        "watch_waiting",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("subscription_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=True),
        sa.Column("entry_id", Identifier, nullable=True),
        sa.Column("found_at", UtcDateTime(), nullable=False),
        _reference("watch_waiting", "network"),
        _reference("watch_waiting", "watch_subscription", "subscription_id"),
        _reference("watch_waiting", "watch_share", "share_id"),
        _reference("watch_waiting", "watch_entry", "entry_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_waiting")),
        sa.UniqueConstraint(
            "subscription_id", "share_id", name=op.f("uq_watch_waiting_subscription_id_share_id")
        ),
        sa.UniqueConstraint(
            "subscription_id", "entry_id", name=op.f("uq_watch_waiting_subscription_id_entry_id")
        ),
        sqlite_autoincrement=True,
    )
    for column in ("network_id", "share_id", "entry_id"):
        op.create_index(op.f(f"ix_watch_waiting_{column}"), "watch_waiting", [column], unique=False)


def _reference(table: str, of: str, column: str | None = None) -> sa.ForeignKeyConstraint:
    name = column or f"{of}_id"
    return sa.ForeignKeyConstraint([name], [f"{of}.id"], name=op.f(f"fk_{table}_{name}"), ondelete="CASCADE")
