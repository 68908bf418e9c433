"""Answers that helped know where they were asked for.

Of earlier answers whose need is not kept any more nobody knows where: no letter tells them.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier

revision = "0030"
down_revision = "0029"

_ANSWER = sa.table(
    "referral_answer", *map(sa.column, ("network_id", "asker_id", "need", "place_id", "answered_at"))
)
_NEED = sa.table(
    "referral_need", *map(sa.column, ("id", "network_id", "asker_id", "text", "place_id", "created_at"))
)


def upgrade() -> None:
    with op.batch_alter_table("referral_answer", table_kwargs={"sqlite_autoincrement": True}) as answer:
        answer.add_column(sa.Column("place_id", Identifier, nullable=True))
        answer.create_foreign_key(
            op.f("fk_referral_answer_place_id"), "place", ["place_id"], ["id"], ondelete="SET NULL"
        )
    op.create_index("ix_referral_answer_place_id", "referral_answer", ["place_id"], unique=False)
    asked = (
        sa.select(_NEED.c.place_id)
        .where(
            _NEED.c.network_id == _ANSWER.c.network_id,
            _NEED.c.asker_id == _ANSWER.c.asker_id,
            _NEED.c.text == _ANSWER.c.need,
            _NEED.c.created_at <= _ANSWER.c.answered_at,
        )
        .order_by(_NEED.c.id.desc())
        .limit(1)
    )
    op.execute(sa.update(_ANSWER).values(place_id=asked.scalar_subquery()))
