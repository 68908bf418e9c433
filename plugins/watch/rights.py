"""Who may change a share: who shared it, and who coordinates where it was posted first.

Who coordinates another channel where it stands may take it away from there.
"""

from __future__ import annotations

from bot.chat.people import Role
from bot.language.messages import _
from bot.plugin import Context, NotAllowed
from plugins.watch import register
from plugins.watch.models import ShareRow

ONLY_OTHERS = _(
    "Only who shared this link, and who coordinates the channel, can do that. You can say that you find it "
    "useful, or save it in your own list."
)


async def may_change(ctx: Context, row: ShareRow) -> bool:
    """Return whether the person may change a share, now."""
    if row.member_id == ctx.member.id:
        return True
    first = await register.first_appearance(ctx.session, row.id)
    place = await ctx.find_place(first.place_id) if first is not None else None
    return place is not None and await ctx.may(Role.COORDINATOR, place)


async def check_may_change(ctx: Context, row: ShareRow) -> None:
    """Check that the person may change a share.

    Raises:
        NotAllowed: only others may.
    """
    if not await may_change(ctx, row):
        raise NotAllowed(ONLY_OTHERS)
