"""Several accounts for one member, communities that join and leave, and texts too long for a button."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "kept",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept")),
        sa.UniqueConstraint("digest", name=op.f("uq_kept_digest")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("community") as community:
        community.add_column(sa.Column("left_at", UtcDateTime(), nullable=True))
        community.drop_constraint(op.f("uq_community_platform_external_id"), type_="unique")
        community.create_unique_constraint(
            op.f("uq_community_network_id_platform_external_id"), ["network_id", "platform", "external_id"]
        )
    op.create_index(
        "ix_community_served",
        "community",
        ["platform", "external_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    # Numbers that are never given twice: what is written down of a row would else be said of another one.
    # SQLite makes the table anew if a column is altered, be it into what it is.
    with op.batch_alter_table("account", table_kwargs={"sqlite_autoincrement": True}) as account:
        account.add_column(sa.Column("preferred_at", UtcDateTime(), nullable=True))
        account.alter_column("username", existing_type=sa.String(length=128), existing_nullable=False)
    with op.batch_alter_table("role_grant", table_kwargs={"sqlite_autoincrement": True}) as role_grant:
        role_grant.alter_column("role", existing_type=sa.String(length=16), existing_nullable=False)
    _create_link_tables()


def _create_link_tables() -> None:
    op.create_table(
        "link_code",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("account_id", Identifier, nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_link_code_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_link_code_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_link_code_digest")),
        sqlite_autoincrement=True,
    )
    for column in ("account_id", "network_id"):
        op.create_index(op.f(f"ix_link_code_{column}"), "link_code", [column], unique=False)
    op.create_table(
        "member_link",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("gone_id", Identifier, nullable=False),
        sa.Column("kept_id", Identifier, nullable=False),
        sa.Column("linked_at", UtcDateTime(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("aside", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["gone_id"], ["member.id"], name=op.f("fk_member_link_gone_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["member.id"], name=op.f("fk_member_link_kept_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_member_link_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_link")),
        sa.UniqueConstraint("gone_id", name=op.f("uq_member_link_gone_id")),
        sqlite_autoincrement=True,
    )
    for column in ("kept_id", "network_id"):
        op.create_index(op.f(f"ix_member_link_{column}"), "member_link", [column], unique=False)
