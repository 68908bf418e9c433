"""Notes about links know where they were written: those of private channels stay there."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.base import Identifier

revision = "0029"
down_revision = "0028"

_NOTE = sa.table("watch_note", *map(sa.column, ("share_id", "member_id", "place_id")))
_STANDS = sa.table("watch_appearance", *map(sa.column, ("id", "share_id", "member_id", "place_id")))


def upgrade() -> None:
    with op.batch_alter_table("watch_note", table_kwargs={"sqlite_autoincrement": True}) as note:
        note.add_column(sa.Column("place_id", Identifier, nullable=True))
        note.create_foreign_key(
            op.f("fk_watch_note_place_id"), "place", ["place_id"], ["id"], ondelete="CASCADE"
        )
    op.create_index("ix_watch_note_place_id", "watch_note", ["place_id"], unique=False)
    of_share = sa.select(_STANDS.c.place_id).where(_STANDS.c.share_id == _NOTE.c.share_id)
    own = of_share.where(_STANDS.c.member_id == _NOTE.c.member_id)
    first = [found.order_by(_STANDS.c.id).limit(1).scalar_subquery() for found in (own, of_share)]
    op.execute(sa.update(_NOTE).values(place_id=sa.func.coalesce(*first)))
