"""`/veille ne plus suivre`: the way back from following a feed, by its name, its address or its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from sqlalchemy import Row

from bot.chat.messages import Menu, Option, Reply, Update
from bot.language.folding import fold
from bot.language.messages import _, escape
from bot.language.ranking import rank
from bot.plugin import Arg, Context, Refusal, Rest
from plugins.watch.declaration import plugin, watch
from plugins.watch.feeds import following, register, showing
from plugins.watch.feeds.naming import Named, labels

_CHOICES, _LABEL = 25, 90
_FEED = Arg(_("feed"), help=_("its name, its address or its number in the list."), max_length=300)


@watch.command(
    "ne-plus-suivre",
    english="unfollow",
    aliases=(
        *("ne-suis-plus", "ne-plus-suivre-flux", "arrêter-de-suivre", "désuivre", "plus-suivre"),
        *("retirer-flux", "supprimer-flux", "enlever-flux"),
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
    found = _meant(rows, feed)
    if not found:
        raise Refusal(
            "not_followed",
            _("This channel follows no feed called “{name}”. `/watch feeds` lists them.", name=feed),
        )
    if len(found) > 1:
        return _question(found)
    row = await following.touched(ctx, found[0].id)
    await following.remove(ctx, row)
    return Reply(text=showing.removed(row))


@plugin.action("feed-remove-chosen")
async def remove_chosen(ctx: Context) -> Update:
    """Have the channel not follow the feed that was chosen any more."""
    row = await following.touched(ctx, int(ctx.choice or 0))
    await following.remove(ctx, row)
    return Update(text=showing.removed(row))


def _meant(rows: Sequence[Row[Any]], typed: str) -> Sequence[Row[Any]]:
    """Return the follows that somebody may mean: one if its number, address or title is just that."""
    wanted = fold(typed.strip(" .!"))
    forms = {row.id: (str(row.number), fold(row.feed_url), fold(row.feed_title)) for row in rows}
    exact = [row for row in rows if wanted in forms[row.id]]
    return exact or rank(
        typed, rows, lambda row: [row.feed_title, row.feed_url, row.feed_site or ""], limit=_CHOICES
    )


def _question(rows: Sequence[Row[Any]]) -> Reply:
    named = labels([Named(row.id, row.feed_title, row.feed_url) for row in rows], _LABEL)
    options = tuple(Option(str(row.id), escape(f"{row.number} – {named[row.id]}")) for row in rows)
    return Reply(
        text=_("Several feeds are called like that. Which one shall this channel follow no longer?"),
        menus=(Menu(_("Choose a feed to remove"), "feed-remove-chosen", options),),
    )
