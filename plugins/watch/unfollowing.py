"""`/veille ne plus suivre`: the way back from following a feed, by its name, its address or its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from bot.chat.messages import Menu, Option, Reply, Update
from bot.language.messages import Text, _, escape
from bot.plugin import Arg, Context, Rest
from plugins.watch.declaration import plugin, watch
from plugins.watch.feeds import following, register, showing
from plugins.watch.feeds.called import called_just, called_nearly
from plugins.watch.feeds.naming import Named, labels
from plugins.watch.feeds.rows import Follow
from plugins.watch.feeds.words import not_followed

_CHOICES, _LABEL = 25, 90
_FEED = Arg(_("feed"), help=_("its name, its address or its number in the list."), max_length=300)


@watch.command(
    "ne-plus-suivre",
    english="unfollow",
    aliases=(
        *("ne-suis-plus", "ne-plus-suivre-flux", "arrêter-de-suivre", "arrête-de-suivre", "désuivre"),
        *("plus-suivre",),
        *("retirer-flux", "supprimer-flux", "enlever-flux", "retirer-le-flux", "supprimer-le-flux"),
        *("enlever-le-flux", "effacer-flux", "suppr-flux", "arrêter-flux", "remove-feed", "delete-feed"),
    ),
    summary=_("Have this channel follow a feed no longer"),
    examples=_("/watch unfollow https://www.example.org/feed\n/watch unfollow 3"),
)
async def unfollow(ctx: Context, feed: Annotated[Rest | None, _FEED] = None) -> Reply:
    """Have the channel not follow a feed any more; where several are meant, ask which one."""
    following.check_is_channel(ctx.place)
    rows = await register.followed_in(ctx.session, ctx.place.id)
    if not rows or not feed:
        page = await showing.listing(ctx)
        return Reply(text=page.text, buttons=page.buttons, menus=page.menus)
    exact = called_just(rows, feed)
    if not exact:
        return _near(rows, feed)
    if len(exact) > 1:
        return _question(
            exact, _("Several feeds are called like that. Which one shall this channel follow no longer?")
        )
    row = await following.touched(ctx, exact[0].id)
    await following.remove(ctx, row)
    said = await showing.removed(ctx, row)
    return Reply(text=said.text, buttons=said.buttons)


@plugin.action("feed-remove-chosen")
async def remove_chosen(ctx: Context) -> Update:
    """Have the channel not follow the feed that was chosen any more."""
    row = await following.touched(ctx, int(ctx.choice or 0))
    await following.remove(ctx, row)
    said = await showing.removed(ctx, row)
    return Update(text=said.text, buttons=said.buttons)


async def is_followed(ctx: Context, url: str) -> bool:
    """Return whether the channel follows a feed at that address, or of a site at it."""
    rows = await register.followed_in(ctx.session, ctx.place.id)
    return any(
        url.rstrip("/") in (row.feed_url.rstrip("/"), (row.feed_site or "").rstrip("/")) for row in rows
    )


def _near(rows: Sequence[Follow], typed: str) -> Reply:
    """Ask which one is meant, even if there is but one: with it its words and its number a day would be lost.

    Raises:
        Refusal: none is called at all like that.
    """
    found = called_nearly(rows, typed, _CHOICES)
    if not found:
        raise not_followed(typed)
    return _question(
        found, _("No feed is called just like that. Which one shall this channel follow no longer?")
    )


def _question(rows: Sequence[Follow], asked: Text) -> Reply:
    named = labels([Named(row.id, row.feed_title, row.feed_url) for row in rows], _LABEL)
    options = tuple(Option(str(row.id), escape(f"{row.number} – {named[row.id]}")) for row in rows[:_CHOICES])
    return Reply(text=asked, menus=(Menu(_("Choose a feed to remove"), "feed-remove-chosen", options),))
