"""Posts that wait to be sent: for the end of somebody's night, or for a chat that is out of reach."""

from __future__ import annotations

from sqlalchemy import select

from bot.plugin import WorkContext
from bot.store.tables import DeliveryRow
from plugins.meetings.declaration import plugin


async def waiting(ctx: WorkContext, prefix: str) -> list[tuple[int, int | None]]:
    """Return the posts of keys with such a beginning that are not sent yet, with the member they are for."""
    rows = await ctx.session.execute(
        select(DeliveryRow.id, DeliveryRow.member_id).where(
            DeliveryRow.network_id == ctx.network.id,
            DeliveryRow.plugin == plugin.name,
            DeliveryRow.key.startswith(prefix, autoescape=True),
            DeliveryRow.state == "pending",
            DeliveryRow.kind == "post",
        )
    )
    return [(delivery, member) for delivery, member in rows]


async def take_back(ctx: WorkContext, prefix: str, but: str | None = None) -> None:
    """Have such posts never be sent, but for those of keys with another beginning."""
    spared = dict(await waiting(ctx, but)) if but is not None else {}
    for delivery, _member in await waiting(ctx, prefix):
        if delivery not in spared:
            await ctx.delete(delivery)
