"""Tags that are forms of one word are one: `#senior` and `#seniors`, for links and for subscriptions."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_TAG = sa.table("watch_tag", sa.column("network_id"), sa.column("folded"), sa.column("stem"))
_SUBSCRIPTION = sa.table(
    "watch_subscription",
    *map(sa.column, ("id", "member_id", "network_id", "topic", "folded", "at_once")),
)
_WAITING = sa.table("watch_waiting", sa.column("id"), sa.column("subscription_id"), sa.column("share_id"))


def upgrade() -> None:
    op.add_column("watch_tag", sa.Column("stem", sa.String(80), nullable=False, server_default=""))
    if not op.get_context().as_sql:  # statements that are only written out meet no rows
        _give_stems(op.get_bind())
        _join_subscriptions(op.get_bind())
    op.create_index("ix_watch_tag_network_id_stem", "watch_tag", ["network_id", "stem", "share_id"])


def _give_stems(connection: sa.Connection) -> None:
    known = connection.execute(sa.select(_TAG.c.network_id, _TAG.c.folded).distinct()).all()
    for network, folded in known:
        connection.execute(
            sa.update(_TAG)
            .where(_TAG.c.network_id == network, _TAG.c.folded == folded)
            .values(stem=_stem(folded))
        )


def _join_subscriptions(connection: sa.Connection) -> None:
    """Have each person one subscription to a tag in all its forms: the first, at once if one of them was."""
    tags = connection.execute(
        sa.select(_SUBSCRIPTION).where(_SUBSCRIPTION.c.topic == "tag").order_by(_SUBSCRIPTION.c.id)
    ).all()
    kept: dict[tuple[int, str], int] = {}
    for row in tags:
        stem = _stem(row.folded)
        first = kept.setdefault((row.member_id, stem), row.id)
        if first != row.id:
            _join(connection, first, row.id, at_once=row.at_once)
    for (_member, stem), number in kept.items():
        these = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == number)
        connection.execute(these.values(folded=stem))


def _join(connection: sa.Connection, kept: int, other: int, *, at_once: bool) -> None:
    """Have a subscription end, and tell by the one that is kept what waits for it."""
    there = sa.select(_WAITING.c.share_id).where(
        _WAITING.c.subscription_id == kept, _WAITING.c.share_id.is_not(None)
    )
    waits = _WAITING.c.subscription_id == other
    told = set(connection.scalars(there))
    for number, share in connection.execute(sa.select(_WAITING.c.id, _WAITING.c.share_id).where(waits)).all():
        if share not in told:
            moved = sa.update(_WAITING).where(_WAITING.c.id == number)
            connection.execute(moved.values(subscription_id=kept))
    connection.execute(sa.delete(_WAITING).where(waits))
    connection.execute(sa.delete(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == other))
    if at_once:
        these = sa.update(_SUBSCRIPTION).where(_SUBSCRIPTION.c.id == kept)
        connection.execute(these.values(at_once=at_once))


def _stem(folded: str) -> str:
    parts = folded.replace("_", "-").split("-")
    return "".join(part[:-1] if len(part) > 3 and part[-1] in "sx" else part for part in parts)
