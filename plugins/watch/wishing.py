"""What becomes of a link where the words around it may wish something else than to share it: it is asked."""

from __future__ import annotations

from collections.abc import Sequence

from bot.chat.messages import Button, Reply
from bot.language.messages import Text, _, escape
from bot.plugin import Context
from plugins.watch import sharing, taking, words
from plugins.watch.declaration import plugin
from plugins.watch.elsewhere import channel_meant
from plugins.watch.feeds.commands import follow
from plugins.watch.tags import read_tags
from plugins.watch.taking import Wish


async def ask(ctx: Context, wish: Wish, others: Sequence[str] = ()) -> Reply:
    """Ask what becomes of a link; of one that is shared already, return that, and what can be done with it.

    `others` are the links that stood beside it.
    """
    known = await taking.standing(ctx, wish.url)
    if known is not None:
        return sharing.naming_others(ctx, await sharing.already(ctx, known, wish), others)
    url = wish.url
    lines: list[Text] = [
        _("What shall I do with this link? Nobody sees it yet: {link}", link=words.link(url, url))
    ]
    if wish.note:
        lines.append(_("If you share it, your words go with it: “{note}”", note=escape(wish.note)))
    about: dict[str, int | str | bool] = {"url": url}
    tags = " ".join(tag.name for tag in wish.tags)
    typed: dict[str, int | str | bool] = {"tags": tags, "note": wish.note, "place": ctx.place.id}
    asked = Reply(
        text=ctx.words.join(lines),
        buttons=(
            Button(_("Save for myself"), "wish-save", about),
            Button(_("Share"), "wish-share", {**about, **typed}),
            Button(_("Follow"), "wish-follow", about),
        ),
        private=True,
    )
    return sharing.naming_others(ctx, asked, others)


@plugin.action("wish-share")
async def share_asked(ctx: Context, url: str, tags: str, note: str = "", place: int = 0) -> Reply:
    """Share a link after all, in the channel where it was written: the button may be in a DM."""
    wish = taking.wish_of(url, read_tags(tags.split()), note)
    if place in (0, ctx.place.id):
        return await sharing.share(ctx, wish)
    return await sharing.share_in(ctx, wish, await channel_meant(ctx, place))


@plugin.action("wish-save")
async def save_asked(ctx: Context, url: str) -> Reply:
    """Keep a link, as was wished."""
    return await sharing.keep_link(ctx, url)


@plugin.action("wish-follow")
async def follow_asked(ctx: Context, url: str) -> Reply:
    """Have this channel follow a feed, as was wished."""
    return await follow(ctx, url)
