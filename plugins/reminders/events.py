"""What happens to the posts of reminders: the owner hears of those that can never be delivered.

One that rings again and again is paused then, rather than to fail again and again.
"""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.chat.messages import Post
from bot.language.messages import Message, Text, _
from bot.plugin import DeliveryDied, EventContext
from plugins.reminders import register, words
from plugins.reminders.declaration import plugin
from plugins.reminders.models import ReminderRow, State
from plugins.reminders.operations import people

_RING = re.compile(r"(\d+):\d+")
"""The key of a ring: the reminder and the instant."""


@plugin.on(DeliveryDied)
async def tell_owner(ctx: EventContext, event: DeliveryDied) -> None:
    """Pause a series that could not be delivered, and tell its owner, unless it was to go to them."""
    if event.plugin != plugin.name:
        return
    row = await _about(ctx, event)
    if row is None:
        return
    was_paused, is_paused = row.state == State.PAUSED, await _pause(ctx, row)
    if was_paused or (row.member_id == row.owner_id and row.place_id is None):
        return  # of a series that is paused, the owner has heard; nor can they be told of their own DMs
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
    lines: list[Text] = [said(text=words.quoted(row.text))]
    if event.because is not None:
        lines.append(_("The reason: {because}.", because=event.because))
    if is_paused:
        lines.append(_("It is paused. To set it going again: `/remind resume {number}`.", number=row.number))
    text = ctx.words_for(owner).join(lines)
    await ctx.post(owner, Post(text=text), key=f"undelivered:{event.delivery}")


async def _pause(ctx: EventContext, row: ReminderRow) -> bool:
    """Pause a reminder that would ring once more; return whether it is."""
    if row.rule is None or row.state != State.ACTIVE:
        return False
    row.state, row.snoozed_to = State.PAUSED, None
    await register.schedule(ctx, row)
    return True


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
