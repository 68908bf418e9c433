"""Who prepares the letters of a channel: whoever coordinates it as a draft is shown."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.chat.people import Member
from bot.chat.places import Place
from bot.plugin import WorkContext
from bot.store.tables import MemberRow
from plugins.digest.models import SeriesRow


async def programmer(ctx: WorkContext, series: SeriesRow, home: Place | None) -> Member | None:
    """Return who programmed a letter, None if they do not coordinate its channel any more."""
    if home is None or series.member_id is None:
        return None
    owner = await ctx.find_member(series.member_id)
    known = {member.id for member in await ctx.coordinators(home)}
    return owner if owner is not None and owner.id in known else None


async def preparing(ctx: WorkContext, series: SeriesRow, home: Place) -> Sequence[Member]:
    """Return who is shown the drafts of a letter: who programmed it, else whoever coordinates its channel.

    Where nobody is known to, it is who programmed it all the same, while they are in the network: of rights
    over one channel alone only the chat knows. It is asked whenever they act, and before they are shown a
    draft (`plugins.digest.readers`).
    """
    owner = await programmer(ctx, series, home)
    if owner is not None:
        return [owner]
    found = await others(ctx, home)
    if found:
        return found
    owner = await doubtful(ctx, series)
    return [owner] if owner is not None else []


async def doubtful(ctx: WorkContext, series: SeriesRow) -> Member | None:
    """Return who programmed a letter while they are in the network: perhaps the chat knows their rights."""
    if series.member_id is None:
        return None
    left_at = await ctx.session.scalar(select(MemberRow.left_at).where(MemberRow.id == series.member_id))
    return await ctx.find_member(series.member_id) if left_at is None else None


async def others(ctx: WorkContext, home: Place) -> Sequence[Member]:
    """Return who coordinates the channel of a letter, as far as is known.

    Where nobody is known to, it is all who coordinate in the network: what stands in a private channel is not
    for them.
    """
    found = await ctx.coordinators(home)
    return found if found or home.is_private else await ctx.coordinators()
