"""Privacy: notices, consents, who looked at whose data, marks of the erased; whose each direct message is.

Nobody was ever removed before: from now on the ids of members and places are never given twice.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    with op.batch_alter_table("member", table_kwargs={"sqlite_autoincrement": True}) as member:
        member.add_column(sa.Column("left_at", UtcDateTime(), nullable=True))
        member.add_column(sa.Column("warned_at", UtcDateTime(), nullable=True))
        member.add_column(sa.Column("warning_id", Identifier, nullable=True))
        member.add_column(sa.Column("waited_days", Identifier, server_default=sa.text("0"), nullable=False))
        member.add_column(sa.Column("paused_at", UtcDateTime(), nullable=True))
        member.alter_column("name", existing_type=sa.String(length=200), existing_nullable=False)
    with op.batch_alter_table("place", table_kwargs={"sqlite_autoincrement": True}) as place:
        place.add_column(sa.Column("member_id", Identifier, nullable=True))
        place.create_foreign_key(
            op.f("fk_place_member_id"), "member", ["member_id"], ["id"], ondelete="CASCADE"
        )
    with op.batch_alter_table("kept", table_kwargs={"sqlite_autoincrement": True}) as kept:
        kept.add_column(sa.Column("member_id", Identifier, nullable=True))
        kept.create_foreign_key(
            op.f("fk_kept_member_id"), "member", ["member_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index(op.f("ix_place_member_id"), "place", ["member_id"], unique=False)
    op.create_index(op.f("ix_kept_member_id"), "kept", ["member_id"], unique=False)
    op.create_table(
        "notice",
        *_of_member(),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("shown_at", UtcDateTime(), nullable=False),
        *_keys("notice"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "consent_log",
        *_of_member(),
        sa.Column("field", sa.String(length=100), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_keys("consent_log"),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "access_log",
        *_of_member(),
        sa.Column("who_id", Identifier, nullable=True),
        sa.Column("what", sa.String(length=200), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        *_keys("access_log"),
        sa.ForeignKeyConstraint(
            ["who_id"], ["member.id"], name=op.f("fk_access_log_who_id"), ondelete="SET NULL"
        ),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "erased_account",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("erased_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_erased_account_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erased_account")),
        sa.UniqueConstraint("network_id", "digest", name=op.f("uq_erased_account_network_id_digest")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "upkeep",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upkeep")),
    )
    for table in ("notice", "consent_log", "access_log"):
        op.create_index(op.f(f"ix_{table}_network_id"), table, ["network_id"], unique=False)
    for table, column in (("notice", "member_id"), ("access_log", "member_id"), ("access_log", "who_id")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)
    op.create_index("ix_consent_log_member_id_field", "consent_log", ["member_id", "field"], unique=False)
    op.create_index("ix_access_log_at", "access_log", ["at"], unique=False)


def _of_member() -> list[sa.Column[int]]:
    return [
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f(f"fk_{table}_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f(f"fk_{table}_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
