"""Channels to which nothing comes for a while, paused or without the bot: what they missed, once that ends.

Whether a feed is read meanwhile for somebody else makes no difference: what came up is posted within the
maximum of the day, and the rest waits for the letter.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.plugin import WorkContext
from bot.store.people import bot_is_in
from bot.store.tables import PlaceRow
from plugins.watch.feeds.models import Mode
from plugins.watch.feeds.posting import post_missed
from plugins.watch.feeds.register import FEED, FOLLOW

_AT_ONCE = 200
"""Follows whose silence ends in one unit of work; the others' does with the next day, or their next entry."""


async def fall_silent(session: AsyncSession, now: datetime, *which: ColumnElement[bool]) -> None:
    """Note since when nothing comes to channels, where it did until now."""
    speaks = or_(FOLLOW.c.silent_since.is_(None), FOLLOW.c.silent_until.is_not(None))
    await session.execute(update(FOLLOW).where(speaks, *which).values(silent_since=now, silent_until=None))


async def fall_silent_without_the_bot(
    session: AsyncSession, network: int, now: datetime, *which: ColumnElement[bool]
) -> None:
    """Note that nothing comes to the channels of a network where the bot is not any more."""
    left = exists().where(PlaceRow.id == FOLLOW.c.place_id, ~bot_is_in())
    await fall_silent(session, now, FOLLOW.c.network_id == network, left, *which)


async def catch_up(ctx: WorkContext, *which: ColumnElement[bool]) -> None:
    """End the silence of follows that are not on pause, where the bot is: what was missed comes now."""
    ended = and_(
        FOLLOW.c.silent_since.is_not(None), FOLLOW.c.silent_until.is_(None), FOLLOW.c.paused.is_(False)
    )
    is_there = exists().where(PlaceRow.id == FOLLOW.c.place_id, bot_is_in())
    follows = (
        await ctx.session.execute(
            select(FOLLOW, FEED.c.title.label("feed_title"))
            .join(FEED, FEED.c.id == FOLLOW.c.feed_id)
            .where(FOLLOW.c.network_id == ctx.network.id, ended, is_there, *which)
            .order_by(FOLLOW.c.id)
            .limit(_AT_ONCE)
        )
    ).all()
    ids = [follow.id for follow in follows]
    if ids:
        await ctx.session.execute(update(FOLLOW).where(FOLLOW.c.id.in_(ids)).values(silent_until=ctx.now))
    for follow in follows:
        if follow.mode == Mode.NOW:
            await post_missed(ctx, follow)
