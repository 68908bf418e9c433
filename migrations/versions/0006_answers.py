"""Several answers about one colleague's reminders: one for each account of a person."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    with op.batch_alter_table("reminder_consent", table_kwargs={"sqlite_autoincrement": True}) as consent:
        consent.drop_constraint(op.f("uq_reminder_consent_member_id_owner_id"), type_="unique")
    op.create_index(
        op.f("ix_reminder_consent_member_id_owner_id"),
        "reminder_consent",
        ["member_id", "owner_id"],
        unique=False,
    )
