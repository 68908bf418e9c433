"""Pacing: posts that many people change are shown anew at most once a second, and nobody waits for that."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from bot.plugin import WorkContext
from bot.store.tables import TimerRow

_PACE = timedelta(seconds=1)
"""Posts change at most so often, however many people press: chats allow no more, and nobody reads faster."""
_PLANNED = select(TimerRow.id).where(
    TimerRow.network_id == bindparam("network"),
    TimerRow.plugin == bindparam("plugin"),
    TimerRow.key == bindparam("key"),
    TimerRow.held.is_(False),
)


async def plan(
    ctx: WorkContext, timer: str, refreshed_at: datetime | None, *, key: str, **about: int
) -> None:
    """Have a timer refresh posts: at once, or within a second if they just were, at `refreshed_at` (aware).

    Where it is planned already nothing is written.
    """
    named = {"network": ctx.network.id, "plugin": ctx.plugin, "key": key}
    if await ctx.session.scalar(_PLANNED, named) is None:
        at = ctx.now if refreshed_at is None else max(ctx.now, refreshed_at + _PACE)
        await ctx.later(timer, at, key=key, **about)
