"""What happens to the posts of reminders: the owner hears of those that can never be delivered."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.chat.messages import Post
from bot.language.messages import Message, _
from bot.plugin import DeliveryDied, EventContext
from plugins.reminders import register, words
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow
from plugins.reminders.operations import people

_RING = re.compile(r"(\d+):\d+")
"""The key of a ring: the reminder and the instant."""


@plugin.on(DeliveryDied)
async def tell_owner(ctx: EventContext, event: DeliveryDied) -> None:
    """Tell the owner of a reminder that could not be delivered, unless it was to go to them."""
    if event.plugin != plugin.name:
        return
    row = await _about(ctx, event)
    if row is None or (row.member_id == row.owner_id and row.place_id is None):
        return
    owner, addressee = await people(ctx, row)
    if owner is None:
        return
    place = await ctx.find_place(row.place_id) if row.place_id is not None else None
    said: Message
    if place is not None:
        said = _("I could not post your reminder in {name}, and I stopped trying: {text}", name=place.name)
    elif row.ask_id == event.delivery:
        said = _("I could not ask {name} whether they accept your reminder: {text}")
    else:
        said = _("I could not deliver your reminder to {name}, and I stopped trying: {text}")
    if place is None:
        said = said(name=words.named(addressee))
    await ctx.post(owner, Post(text=said(text=words.quoted(row.text))), key=f"undelivered:{event.delivery}")


async def _about(ctx: EventContext, event: DeliveryDied) -> ReminderRow | None:
    """Return the reminder of which a delivery was a ring, or the question to its addressee."""
    ring = _RING.fullmatch(event.key)
    if ring is not None:
        return await register.find(ctx, int(ring.group(1)))
    return await ctx.session.scalar(
        select(ReminderRow).where(
            ReminderRow.network_id == ctx.network.id, ReminderRow.ask_id == event.delivery
        )
    )
