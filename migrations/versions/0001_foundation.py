"""The foundation: who, where, later and elsewhere, and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "network",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network")),
        sa.UniqueConstraint("name", name=op.f("uq_network_name")),
    )
    op.create_table(
        "community",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_community_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("platform", "external_id", name=op.f("uq_community_platform_external_id")),
    )
    op.create_index(op.f("ix_community_network_id"), "community", ["network_id"], unique=False)
    op.create_table(
        "member",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("quiet_from", sa.String(length=5), nullable=True),
        sa.Column("quiet_to", sa.String(length=5), nullable=True),
        sa.Column("daily_cap", Identifier, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_member_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
    )
    op.create_index(op.f("ix_member_network_id"), "member", ["network_id"], unique=False)
    op.create_table(
        "setting",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("scope_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_setting_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting")),
        sa.UniqueConstraint(
            "network_id", "scope", "scope_id", "name", name=op.f("uq_setting_network_id_scope_scope_id_name")
        ),
    )
    op.create_table(
        "timer",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("plugin", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=False),
        sa.Column("run_at", UtcDateTime(), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("attempts", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_timer_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timer")),
        sa.UniqueConstraint("network_id", "plugin", "key", name=op.f("uq_timer_network_id_plugin_key")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_timer_held_run_at_due_at_id", "timer", ["held", "run_at", "due_at", "id"], unique=False
    )
    op.create_table(
        "account",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("username", sa.String(length=128), nullable=False),
        sa.Column("folded", sa.String(length=128), nullable=False),
        sa.Column("seen_at", UtcDateTime(), nullable=False),
        sa.Column("chosen_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_account_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_account_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint(
            "network_id", "platform", "external_id", name=op.f("uq_account_network_id_platform_external_id")
        ),
    )
    op.create_index(op.f("ix_account_member_id"), "account", ["member_id"], unique=False)
    op.create_index("ix_account_network_id_folded", "account", ["network_id", "folded"], unique=False)
    op.create_index("ix_account_platform_external_id", "account", ["platform", "external_id"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("community_id", Identifier, nullable=True),
        sa.Column("platform", sa.String(length=64), nullable=False),
        sa.Column("external_id", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_place_community_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_place_network_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "network_id", "platform", "external_id", name=op.f("uq_place_network_id_platform_external_id")
        ),
    )
    op.create_index(op.f("ix_place_community_id"), "place", ["community_id"], unique=False)
    op.create_table(
        "reminder_consent",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("owner_id", Identifier, nullable=False),
        sa.Column("answer", sa.String(length=8), nullable=False),
        sa.Column("answered_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reminder_consent_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_reminder_consent_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["member.id"], name=op.f("fk_reminder_consent_owner_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_consent")),
        sa.UniqueConstraint("member_id", "owner_id", name=op.f("uq_reminder_consent_member_id_owner_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_reminder_consent_network_id"), "reminder_consent", ["network_id"], unique=False)
    op.create_index(op.f("ix_reminder_consent_owner_id"), "reminder_consent", ["owner_id"], unique=False)
    op.create_table(
        "role_grant",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("scope", sa.String(length=16), nullable=False),
        sa.Column("scope_id", sa.String(length=32), nullable=False),
        sa.Column("granted_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_role_grant_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grant")),
        sa.UniqueConstraint(
            "member_id", "scope", "scope_id", name=op.f("uq_role_grant_member_id_scope_scope_id")
        ),
    )
    op.create_table(
        "delivery",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("plugin", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("place_id", Identifier, nullable=True),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("platform", sa.String(length=64), nullable=True),
        sa.Column("recipient", sa.String(length=128), nullable=True),
        sa.Column("thread", sa.String(length=128), nullable=True),
        sa.Column("stream", sa.String(length=32), nullable=False),
        sa.Column("edits_id", Identifier, nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("due_at", UtcDateTime(), nullable=True),
        sa.Column("unsolicited", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("not_before", UtcDateTime(), nullable=False),
        sa.Column("state", sa.String(length=8), server_default="pending", nullable=False),
        sa.Column("lease_until", UtcDateTime(), nullable=True),
        sa.Column("attempts", Identifier, server_default=sa.text("0"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("external_id", sa.String(length=128), nullable=True),
        sa.Column("sent_at", UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edits_id"], ["delivery.id"], name=op.f("fk_delivery_edits_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_delivery_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_delivery_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_delivery_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("network_id", "plugin", "key", name=op.f("uq_delivery_network_id_plugin_key")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_delivery_edits_id", "delivery", ["edits_id"], unique=False)
    op.create_index(op.f("ix_delivery_member_id"), "delivery", ["member_id"], unique=False)
    op.create_index(op.f("ix_delivery_place_id"), "delivery", ["place_id"], unique=False)
    op.create_index(
        "ix_delivery_state_not_before_id", "delivery", ["state", "not_before", "id"], unique=False
    )
    op.create_index("ix_delivery_stream_state", "delivery", ["stream", "state"], unique=False)
    op.create_table(
        "reminder",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("owner_id", Identifier, nullable=False),
        sa.Column("member_id", Identifier, nullable=True),
        sa.Column("place_id", Identifier, nullable=True),
        sa.Column("thread", sa.String(length=128), nullable=True),
        sa.Column("number", Identifier, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("wall", sa.String(length=32), nullable=True),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("rule", sa.String(length=500), nullable=True),
        sa.Column("skip_holidays", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("territory", sa.String(length=9), nullable=True),
        sa.Column("next_at", UtcDateTime(), nullable=True),
        sa.Column("snoozed_to", UtcDateTime(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("ask_id", Identifier, nullable=True),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "member_id IS NOT NULL OR place_id IS NOT NULL", name=op.f("ck_reminder_addressed")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reminder_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_reminder_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["member.id"], name=op.f("fk_reminder_owner_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["place.id"], name=op.f("fk_reminder_place_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("owner_id", "number", name=op.f("uq_reminder_owner_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminder_member_id_state", "reminder", ["member_id", "state"], unique=False)
    op.create_index(op.f("ix_reminder_network_id"), "reminder", ["network_id"], unique=False)
    op.create_index("ix_reminder_owner_id_state", "reminder", ["owner_id", "state"], unique=False)
    op.create_index("ix_reminder_place_id_state", "reminder", ["place_id", "state"], unique=False)
    op.create_table(
        "reminder_occurrence",
        sa.Column("id", Identifier, nullable=False),
        sa.Column("network_id", Identifier, nullable=False),
        sa.Column("reminder_id", Identifier, nullable=False),
        sa.Column("instant", UtcDateTime(), nullable=False),
        sa.Column("delivery_id", Identifier, nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(
            ["network_id"], ["network.id"], name=op.f("fk_reminder_occurrence_network_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"],
            ["reminder.id"],
            name=op.f("fk_reminder_occurrence_reminder_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_occurrence")),
        sa.UniqueConstraint(
            "reminder_id", "instant", name=op.f("uq_reminder_occurrence_reminder_id_instant")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(
        op.f("ix_reminder_occurrence_network_id"), "reminder_occurrence", ["network_id"], unique=False
    )
