"""After a list of feeds was imported: who did it is told once which of them cannot be read, and why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, select

from bot.chat.messages import Post
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context, TimerContext
from plugins.watch.declaration import plugin
from plugins.watch.feeds.models import State
from plugins.watch.feeds.register import FEED, FOLLOW
from plugins.watch.feeds.words import reason, shown_title

AFTER = timedelta(minutes=15)
"""By then a first pass is over, and what failed for a moment was tried again."""
_SHOWN, _MOST = 10, 1000


async def tell_later(ctx: Context, place: int) -> None:
    """Have the person be told later of the feeds that they imported now and that cannot be read."""
    about: dict[str, Any] = {"member": ctx.member.id, "place": place, "imported": ctx.now.isoformat()}
    key = f"imported:{place}:{ctx.member.id}:{ctx.now.timestamp():.0f}"
    await ctx.later("feeds-imported", ctx.now + AFTER, key=key, **about)


@plugin.timer("feeds-imported")
async def tell(ctx: TimerContext, member: int, place: int, imported: str) -> None:
    """Tell a person which of the feeds that they imported at an instant cannot be read."""
    reader, channel = await ctx.find_member(member), await ctx.find_place(place)
    if reader is None or channel is None:
        return
    of_them = and_(
        FOLLOW.c.place_id == place,
        FOLLOW.c.member_id == member,
        FOLLOW.c.followed_at == datetime.fromisoformat(imported),
    )
    rows = await ctx.session.execute(
        select(FEED.c.title, FEED.c.problem, FEED.c.status)
        .join(FOLLOW, FOLLOW.c.feed_id == FEED.c.id)
        .where(of_them, FEED.c.state == State.FAILING.value)
        .order_by(FOLLOW.c.number)
        .limit(_MOST)
    )
    failing = rows.all()
    if not failing:
        return
    lines: list[Text] = [
        ngettext(
            "{count} feed that you imported into {channel} cannot be read:",
            "{count} feeds that you imported into {channel} cannot be read:",
            len(failing),
            channel=channel.name,
        ),
        *(
            _("- {feed}: {reason}.", feed=shown_title(row.title), reason=reason(row.problem, row.status))
            for row in failing[:_SHOWN]
        ),
    ]
    if more := len(failing) - _SHOWN if len(failing) > _SHOWN else 0:
        lines.append(ngettext("- and {count} more.", "- and {count} more.", more))
    lines.append(_("I go on trying. `/watch feeds` in that channel shows them, to change or remove them."))
    await ctx.post(reader, Post(text=ctx.words_for(reader).join(lines)), unsolicited=True)
