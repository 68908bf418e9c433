"""Needs asked, answers remembered, and who was asked; posts found by the platform's id."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime
from bot.store.indexing import create_search_index

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_delivery_external_id", "delivery", ["external_id"], unique=False)
    _needs()
    _helps()
    _answers()
    _loads()


def _needs() -> None:
    op.create_table(
        "referral_need",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("asker_id", Identifier, nullable=False),
        sa.Column("place_id", Identifier, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("calls", Identifier, nullable=False),
        sa.Column("delivery_id", Identifier, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_referral_need_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["asker_id"], ["member.id"], name=op.f("fk_referral_need_asker_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_referral_need_place_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_need")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_referral_need_network_id_state", "referral_need", ["network_id", "state"], unique=False
    )
    op.create_index("ix_referral_need_asker_id", "referral_need", ["asker_id"], unique=False)


def _helps() -> None:
    op.create_table(
        "referral_help",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("need_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("ask_id", Identifier, nullable=True),
        sa.Column("asked_at", UtcDateTime(), nullable=True),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_referral_help_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["need_id"], ["referral_need.id"], name=op.f("fk_referral_help_need_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_referral_help_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_help")),
        sa.UniqueConstraint("need_id", "member_id", name=op.f("uq_referral_help_need_id_member_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_referral_help_member_id_asked_at", "referral_help", ["member_id", "asked_at"], unique=False
    )


def _answers() -> None:
    op.create_table(
        "referral_answer",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("topic", sa.String(length=100), nullable=True),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_referral_answer_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_referral_answer_member_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_answer")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_referral_answer_network_id_topic", "referral_answer", ["network_id", "topic"], unique=False
    )
    op.create_index("ix_referral_answer_member_id", "referral_answer", ["member_id"], unique=False)
    create_search_index(
        op, op.get_context().dialect.name, "search_referral", "referral_answer", ["need", "answer"]
    )


def _loads() -> None:
    op.create_table(
        "referral_load",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("card", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("is_asked", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_referral_load_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_referral_load_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral_load")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_referral_load_network_id_at", "referral_load", ["network_id", "at"], unique=False)
    op.create_index("ix_referral_load_member_id", "referral_load", ["member_id"], unique=False)
