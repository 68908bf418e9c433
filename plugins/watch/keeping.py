"""What is kept of shared links, and for how long: what was taken back, or is nobody's, goes."""

from __future__ import annotations

from sqlalchemy import delete, exists

from bot.plugin import DayPassed, EventContext, MemberErasing
from plugins.watch import register
from plugins.watch.declaration import plugin
from plugins.watch.models import AppearanceRow, MarkRow, ShareRow


@plugin.on(DayPassed)
async def forget_old(ctx: EventContext, _event: DayPassed) -> None:
    """Forget what was taken back a while ago, and what nobody shared or keeps."""
    await register.forget_old(ctx.session, ctx.network.id, ctx.now)


@plugin.on(MemberErasing)
async def forget_private(ctx: EventContext, event: MemberErasing) -> None:
    """Forget the links that only this person was shown."""
    stands = exists().where(AppearanceRow.share_id == ShareRow.id)
    is_kept = exists().where(MarkRow.share_id == ShareRow.id, MarkRow.member_id.not_in(event.members))
    await ctx.session.execute(
        delete(ShareRow).where(ShareRow.member_id.in_(event.members), ~stands, ~is_kept)
    )
