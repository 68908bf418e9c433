"""Shared links: their addresses and tags, where they stand, what people think of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    _shares()
    _addresses()
    _tags()
    _notes()
    _appearances()
    _marks()
    _proposals()


def _shares() -> None:
    op.create_table(
        "watch_share",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("site", sa.String(length=200), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("looked_at", UtcDateTime(), nullable=True),
        sa.Column("edited_at", UtcDateTime(), nullable=True),
        sa.Column("told_at", UtcDateTime(), nullable=True),
        sa.Column("removed_at", UtcDateTime(), nullable=True),
        _network("watch_share"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_share_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_share")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_watch_share_network_id_created_at", "watch_share", ["network_id", "created_at"], unique=False
    )
    op.create_index(
        "ix_watch_share_member_id_created_at", "watch_share", ["member_id", "created_at"], unique=False
    )


def _addresses() -> None:
    op.create_table(
        "watch_address",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        _network("watch_address"),
        _share("watch_address"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_address")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_watch_address_network_id_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_watch_address_share_id"), "watch_address", ["share_id"], unique=False)


def _tags() -> None:
    op.create_table(
        "watch_tag",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("folded", sa.String(length=80), nullable=False),
        _network("watch_tag"),
        _share("watch_tag"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_tag")),
        sa.UniqueConstraint("share_id", "folded", name=op.f("uq_watch_tag_share_id_folded")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watch_tag_network_id_folded", "watch_tag", ["network_id", "folded"], unique=False)


def _notes() -> None:
    op.create_table(
        "watch_note",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", UtcDateTime(), nullable=False),
        _network("watch_note"),
        _share("watch_note"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_note_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_note")),
        sa.UniqueConstraint("share_id", "member_id", name=op.f("uq_watch_note_share_id_member_id")),
        sqlite_autoincrement=True,
    )
    for column in ("network_id", "member_id"):
        op.create_index(op.f(f"ix_watch_note_{column}"), "watch_note", [column], unique=False)


def _appearances() -> None:
    op.create_table(
        "watch_appearance",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("delivery_id", Identifier, nullable=True),
        sa.Column("message", sa.String(length=128), nullable=True),
        sa.Column("posted_at", UtcDateTime(), nullable=False),
        _network("watch_appearance"),
        _share("watch_appearance"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_watch_appearance_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_appearance_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_appearance")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_watch_appearance_network_id"), "watch_appearance", ["network_id"], unique=False)
    op.create_index("ix_watch_appearance_share_id", "watch_appearance", ["share_id"], unique=False)
    for column in ("place_id", "member_id"):
        op.create_index(
            f"ix_watch_appearance_{column}_posted_at", "watch_appearance", [column, "posted_at"], unique=False
        )


def _marks() -> None:
    op.create_table(
        "watch_mark",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("marked_at", UtcDateTime(), nullable=False),
        _network("watch_mark"),
        _share("watch_mark"),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_mark_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_mark")),
        sa.UniqueConstraint(
            "share_id", "member_id", "kind", name=op.f("uq_watch_mark_share_id_member_id_kind")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_watch_mark_network_id"), "watch_mark", ["network_id"], unique=False)
    op.create_index("ix_watch_mark_member_id_kind", "watch_mark", ["member_id", "kind"], unique=False)


def _proposals() -> None:
    op.create_table(
        "watch_proposal",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("share_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("proposed_at", UtcDateTime(), nullable=False),
        _network("watch_proposal"),
        _share("watch_proposal"),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_watch_proposal_place_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_watch_proposal_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_proposal")),
        sa.UniqueConstraint("share_id", "place_id", name=op.f("uq_watch_proposal_share_id_place_id")),
        sqlite_autoincrement=True,
    )
    for column in ("network_id", "place_id", "member_id"):
        op.create_index(op.f(f"ix_watch_proposal_{column}"), "watch_proposal", [column], unique=False)


def _network(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["network_id"], ["network.id"], name=op.f(f"fk_{table}_network_id"), ondelete="CASCADE"
    )


def _share(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["share_id"], ["watch_share.id"], name=op.f(f"fk_{table}_share_id"), ondelete="CASCADE"
    )
