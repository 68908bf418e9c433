"""The feeds of other channels, seen from a direct message: which channels have some, and those of one."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.chat.messages import Button, Post, Update
from bot.chat.people import Role
from bot.chat.places import Place
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context
from plugins.watch import showing as cards
from plugins.watch import words
from plugins.watch.declaration import plugin
from plugins.watch.feeds import register, showing
from plugins.watch.feeds.naming import Named, told_apart
from plugins.watch.feeds.register import FOLLOW

_MOST = 15
"""So many channels are named at most: others are named by who asks."""


async def channels(ctx: Context) -> Post:
    """Return which channels follow feeds, of those that the person may learn of; of a single one, these."""
    counted = await ctx.session.execute(
        select(FOLLOW.c.place_id, func.count())
        .where(FOLLOW.c.network_id == ctx.network.id)
        .group_by(FOLLOW.c.place_id)
        .order_by(FOLLOW.c.place_id)
    )
    found: list[tuple[Place, int]] = []
    for number, count in counted.all():
        place = await ctx.find_place(number)
        if place is not None and await _is_theirs_to_see(ctx, place):
            found.append((place, count))
    if not found:
        return Post(
            text=_(
                "I know no channel with feeds that you may see. A feed is followed by a channel: ask me "
                "there, for example `/watch follow https://…`."
            )
        )
    if len(found) == 1:
        return await of_channel(ctx, found[0][0])
    lines: list[Text] = [_("Which channel? These follow feeds:")]
    for place, count in found[:_MOST]:
        lines.append(ngettext("- {channel}: {count} feed", "- {channel}: {count} feeds", count,
                              channel=words.channel(place.name)))  # fmt: skip
    if len(found) > _MOST:
        lines.append(ngettext("… and {count} more.", "… and {count} more.", len(found) - _MOST))
    lines.append(
        _(
            "To see those of one: `/watch feeds ~{name}`. They are changed in the channel.",
            name=found[0][0].name,
        )
    )
    return Post(text=ctx.words.join(lines))


async def of_channel(ctx: Context, place: Place, page: int = 1) -> Post:
    """Return one page of what a channel follows, to read; pages count from 1."""
    count = await register.count_in(ctx.session, place.id) if await _is_theirs_to_see(ctx, place) else 0
    if not count:
        return Post(text=_("I know no feed there that you may see."))
    last = -(-count // showing.PAGE)
    page = min(max(page, 1), last)
    rows = await register.followed_in(
        ctx.session, place.id, limit=showing.PAGE, offset=(page - 1) * showing.PAGE
    )
    apart = told_apart([Named(row.id, row.feed_title, row.feed_url) for row in rows])
    lines: list[Text] = [
        ngettext(
            "{channel} follows {count} feed:", "{channel} follows {count} feeds:", count, channel=place.name
        )
    ]
    lines += [showing.entry(row, ctx, apart.get(row.id)) for row in rows]
    buttons = []
    if page > 1:
        buttons.append(_button(_("Previous"), place, page - 1, "previous"))
    if page < last:
        lines.append(_("Page {page} of {last}.", page=page, last=last))
        buttons.append(_button(_("Next"), place, page + 1, "next"))
    return Post(text=ctx.words.join(lines), buttons=tuple(buttons))


def _button(label: Text, place: Place, page: int, name: str) -> Button:
    return Button(label, "feeds-there", {"place": place.id, "page": page}, name=name)


@plugin.action("feeds-there")
async def turn(ctx: Context, place: int, page: int) -> Update:
    """Show another page of what a channel follows."""
    there = await ctx.find_place(place)
    if there is None:
        return Update(text=_("I know no feed there that you may see."))
    post = await of_channel(ctx, there, page)
    return Update(text=post.text, buttons=post.buttons)


async def _is_theirs_to_see(ctx: Context, place: Place) -> bool:
    """Return whether the person may learn of a channel: it is open, they are in it or coordinate it."""
    if await cards.may_be_named(ctx, place, ctx.member, ctx.place):
        return True
    return await ctx.may(Role.COORDINATOR, place)
