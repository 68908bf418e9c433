"""What is new in a feed but cannot be posted in its channel: it waits for the letter, and is told of."""

from __future__ import annotations

import re

from sqlalchemy import delete

from bot.chat.messages import Post
from bot.language.messages import Text, _
from bot.plugin import DeliveryDied, EventContext
from bot.store.base import table_of
from plugins.watch.declaration import plugin
from plugins.watch.feeds import register
from plugins.watch.feeds.models import Mode, PostedRow
from plugins.watch.feeds.words import shown_title

_KEY = re.compile(r"(?:feed|latest):(\d+):\d+")
"""The key of a post: the follow, and the newest of its entries."""
_POSTED = table_of(PostedRow)


@plugin.on(DeliveryDied)
async def keep_for_the_letter(ctx: EventContext, event: DeliveryDied) -> None:
    """Have what was not posted, and what comes, wait for the letter; tell who had the feed followed, once."""
    found = _KEY.fullmatch(event.key) if event.plugin == plugin.name else None
    if found is None:
        return
    await ctx.session.execute(delete(_POSTED).where(_POSTED.c.delivery_id == event.delivery))
    follow = await register.follow_by_id(ctx.session, ctx.network.id, int(found.group(1)))
    if follow is None or follow.mode != Mode.NOW:
        return
    await register.change_follow(ctx.session, follow.id, mode=Mode.LETTER.value)
    reader = await ctx.find_member(follow.member_id) if follow.member_id is not None else None
    place = await ctx.find_place(follow.place_id)
    if reader is None or place is None:
        return
    lines: list[Text] = [
        _(
            "I could not post in {channel} what is new in {feed}: from now on it waits for the letter there. "
            "`/watch feeds` in that channel changes it.",
            channel=place.name,
            feed=shown_title(follow.feed_title),
        )
    ]
    if event.because is not None:
        lines.append(_("The reason: {because}.", because=event.because))
    text = ctx.words_for(reader).join(lines)
    await ctx.post(reader, Post(text=text), key=f"undelivered:{event.delivery}", unsolicited=True)
