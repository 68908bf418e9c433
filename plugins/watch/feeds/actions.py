"""The buttons of feeds: follow this one, pause, resume, read now, remove, change; share an entry."""

from __future__ import annotations

from sqlalchemy import select

from bot.chat.messages import Post, Reply, Update
from bot.language.messages import _, ngettext
from bot.plugin import Context, OpenForm, Refusal
from plugins.watch import sharing, taking
from plugins.watch.declaration import plugin
from plugins.watch.feeds import following, showing
from plugins.watch.feeds.commands import follow_at
from plugins.watch.feeds.following import Wish
from plugins.watch.feeds.forms import open_form
from plugins.watch.feeds.models import LATEST, EntryRow, Mode
from plugins.watch.feeds.posting import post_latest
from plugins.watch.feeds.words import shown_title


@plugin.action("feed-follow")
async def follow_one(ctx: Context, url: str, mode: str, include: str, exclude: str, maximum: int) -> Reply:
    """Follow one of the feeds that a page names."""
    following.check_is_channel(ctx.place)
    return await follow_at(ctx, url, Wish(Mode(mode), include, exclude, maximum))


@plugin.action("feed-follow-chosen")
async def follow_chosen(ctx: Context, mode: str, include: str, exclude: str, maximum: int) -> Reply:
    """Follow the feed that was chosen in a menu."""
    return await follow_one(ctx, ctx.choice or "", mode, include, exclude, maximum)


@plugin.action("feed-latest")
async def latest(ctx: Context, follow: int) -> Reply:
    """Post the latest entries of a feed in its channel."""
    row = await following.touched(ctx, follow)
    place = await ctx.find_place(row.place_id)
    count, there = await post_latest(ctx, row, place, LATEST) if place is not None else (0, 0)
    if not there:
        nothing = _("There is nothing in this feed yet that could be posted here.")
        chosen = _("Of what I know of this feed, nothing has what its words ask for.")
        return Reply(text=chosen if row.include or row.exclude else nothing)
    if not count:
        return Reply(text=_("The latest entries of this feed are in this channel already."))
    return Reply(text=ngettext("I post the latest entry.", "I post the latest {count} entries.", count))


@plugin.action("feed-mode")
async def change_mode(ctx: Context, follow: int, mode: str) -> Update:
    """Have new entries be posted at once, or kept for the letter."""
    row = await following.touched(ctx, follow)
    await following.change(ctx, row, Wish(Mode(mode), row.include, row.exclude, row.maximum))
    return _as_update(showing.one(ctx, await following.shown(ctx, follow), said=_("Changed.")))


@plugin.action("feed-page")
async def turn_page(ctx: Context, page: int) -> Update:
    """Show another page of the list."""
    return _as_update(await showing.listing(ctx, page))


@plugin.action("feed-choose")
async def choose(ctx: Context, page: int) -> Reply:
    """Show the feed that was chosen in the list."""
    post = showing.one(ctx, await following.shown(ctx, int(ctx.choice or 0)), page)
    return Reply(text=post.text, buttons=post.buttons)


@plugin.action("feed-pause")
async def pause(ctx: Context, follow: int, page: int = 1) -> Update:
    """Have nothing of a feed come for a while."""
    row = await following.touched(ctx, follow)
    await following.pause(ctx, row)
    said = _("Paused: {feed}.", feed=shown_title(row.feed_title))
    return _as_update(showing.one(ctx, await following.shown(ctx, follow), page, said=said))


@plugin.action("feed-resume")
async def resume(ctx: Context, follow: int, page: int = 1) -> Update:
    """Have a feed come again."""
    row = await following.touched(ctx, follow)
    await following.resume(ctx, row)
    said = _("On again: {feed}.", feed=shown_title(row.feed_title))
    return _as_update(showing.one(ctx, await following.shown(ctx, follow), page, said=said))


@plugin.action("feed-retry")
async def retry(ctx: Context, follow: int, page: int = 1) -> Reply:  # noqa: ARG001 - as the others
    """Read a feed now."""
    row = await following.shown(ctx, follow)
    await following.retry(ctx, row)
    return Reply(
        text=_(
            "I read {feed} now; `/watch feeds` says in a moment what came of it.",
            feed=shown_title(row.feed_title),
        )
    )


@plugin.action("feed-remove")
async def remove(ctx: Context, follow: int, page: int = 1) -> Update:  # noqa: ARG001 - as the others
    """Have the channel not follow a feed any more."""
    row = await following.touched(ctx, follow)
    await following.remove(ctx, row)
    return _as_update(await showing.removed(ctx, row))


@plugin.action("feed-edit")
async def edit(ctx: Context, follow: int, page: int = 1) -> OpenForm:  # noqa: ARG001 - as the others
    """Open the form in which one says how a feed is followed."""
    return open_form(await following.touched(ctx, follow))


@plugin.action("feed-share")
async def share(ctx: Context, entry: int) -> Reply:
    """Make an entry a link of the shared watch."""
    row = (
        await ctx.session.execute(
            select(EntryRow).where(EntryRow.id == entry, EntryRow.network_id == ctx.network.id)
        )
    ).scalar()
    if row is None or row.url is None:
        raise Refusal(
            "entry_forgotten",
            _("I do not have this entry any more; its link can be shared all the same: `/watch share LINK`."),
        )
    return await sharing.share(ctx, taking.Wish(row.url, (), ""))


@plugin.action("feed-share-chosen")
async def share_chosen(ctx: Context) -> Reply:
    """Share the entry that was chosen in the menu."""
    return await share(ctx, int(ctx.choice or 0))


def _as_update(post: Post) -> Update:
    return Update(text=post.text, buttons=post.buttons, menus=post.menus)
