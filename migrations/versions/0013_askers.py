"""Whose needs the remembered answers are to: their words go with them, also once the needs are gone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    with op.batch_alter_table("referral_answer", table_kwargs={"sqlite_autoincrement": True}) as answer:
        answer.add_column(sa.Column("asker_id", Identifier, nullable=True))
        answer.create_foreign_key(
            op.f("fk_referral_answer_asker_id"), "member", ["asker_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_referral_answer_asker_id", "referral_answer", ["asker_id"], unique=False)
    op.execute(
        "UPDATE referral_answer SET asker_id = (SELECT min(referral_need.asker_id) FROM referral_need WHERE "
        "referral_need.network_id = referral_answer.network_id AND referral_need.text = referral_answer.need)"
    )
