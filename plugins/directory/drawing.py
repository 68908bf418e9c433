"""Drawing cards to be presented in a meeting: everybody's in turn, those presented least recently first."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.base import table_of
from bot.store.upsert import upsert
from bot.territory import Area
from plugins.directory import visibility
from plugins.directory.cards import State, Visibility
from plugins.directory.keeping import DrawnRow
from plugins.directory.models import CardRow

_LOOKED_AT = 200
"""So many cards are looked at, those drawn least recently: near ones are drawn from among them."""
_DRAWN = table_of(DrawnRow)


async def draw(
    session: AsyncSession,
    network: int,
    now: datetime,
    *,
    count: int,
    without: Sequence[int] = (),
    near: Sequence[Area] = (),
) -> list[CardRow]:
    """Return at most `count` cards that the whole network may see, and note that they were drawn now.

    Those never drawn come first, and among them those of the same département as `near`; then those drawn
    least recently. Chance decides between the others: nobody is drawn again before nearly all others were.
    `without` are cards that are not to be drawn.
    """
    statement = (
        select(CardRow, DrawnRow.drawn_at)
        .outerjoin(DrawnRow, DrawnRow.card_id == CardRow.id)
        .where(
            CardRow.network_id == network,
            CardRow.state == State.PUBLISHED,
            CardRow.visibility == Visibility.NETWORK,
            CardRow.person_paused_at.is_(None),
            or_(CardRow.paused_at.is_(None), CardRow.paused_until <= now),
            CardRow.id.not_in(without),
        )
        .order_by(DrawnRow.drawn_at.is_not(None), DrawnRow.drawn_at, CardRow.id)
        .limit(_LOOKED_AT)
    )
    found = (await session.execute(statement)).all()
    here = visibility.departements(near)
    chance = random.Random(now.timestamp())  # noqa: S311 - chance decides who presents a card, nothing more
    ranked = sorted(
        found,
        key=lambda one: (
            _order(one[1]),
            one[1] is None and not here & visibility.departements(visibility.areas_of_row(one[0])),
            chance.random(),
        ),
    )
    rows = [row for row, _drawn in ranked[:count]]
    await note_drawn(session, network, rows, now)
    return rows


def _order(drawn: datetime | None) -> float:
    return 0.0 if drawn is None else drawn.timestamp()


async def note_drawn(session: AsyncSession, network: int, rows: Sequence[CardRow], now: datetime) -> None:
    """Write down when cards were drawn."""
    statement = upsert(session.get_bind().dialect.name, _DRAWN, ("card_id",), {"drawn_at": ...})
    for row in rows:
        await session.execute(statement, {"network_id": network, "card_id": row.id, "drawn_at": now})
