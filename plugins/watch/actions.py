"""The buttons under a share: useful, save, edit, bring up again, and where to share it."""

from __future__ import annotations

from bot.chat.messages import Reply, Update
from bot.language.messages import Text, _
from bot.plugin import Context, OpenForm, Refusal
from plugins.watch import noting, register, rights, sharing, showing, taking, words
from plugins.watch.declaration import plugin
from plugins.watch.elsewhere import channel_meant, channels_of
from plugins.watch.forms import edit_form
from plugins.watch.listing import listing
from plugins.watch.models import Mark, ShareRow
from plugins.watch.proposing import propose
from plugins.watch.tags import read_tags


@plugin.action("useful")
async def find_useful(ctx: Context, share: int) -> Reply:
    """Count the person among those who find a share useful, or no longer."""
    row = await register.get(ctx, share)
    is_useful = await register.toggle(ctx, row.id, ctx.member.id, Mark.USEFUL)
    await showing.counted(ctx, row)
    if is_useful:
        return Reply(text=_("You find this link useful: it is counted. Pressing again takes it back."))
    return Reply(text=_("You do not count any more among those who find this link useful."))


@plugin.action("save")
async def save(ctx: Context, share: int) -> Reply:
    """Keep a share in the person's own list, or no longer."""
    row = await register.get(ctx, share)
    if await register.toggle(ctx, row.id, ctx.member.id, Mark.SAVED):
        return Reply(text=sharing.kept(row))
    return Reply(text=_("Not in your list any more: {title}", title=words.linked(row)))


@plugin.action("edit")
async def edit(ctx: Context, share: int) -> OpenForm:
    """Open the form in which a share is changed."""
    row = await register.get(ctx, share)
    await rights.check_may_change(ctx, row)
    return await edit_form(ctx, row)


@plugin.action("again")
async def bring_again(ctx: Context, share: int, place: int) -> Reply:
    """Bring a share up again in the channel where it was asked for; the button may be in a DM."""
    row = await register.get(ctx, share)
    return Reply(text=await sharing.bring_here(ctx, row, await channel_meant(ctx, place)))


@plugin.action("enrich")
async def enrich(ctx: Context, share: int, tags: str, note: str) -> Reply:
    """Add the tags and the note that somebody typed to a share that was there already."""
    row = await register.get(ctx, share)
    await register.add_tags(ctx.session, row, read_tags(tags.split()))
    if note:
        await noting.note(ctx, row, taking.checked_note(note))
    await showing.changed(ctx, row)
    return Reply(text=_("Added to the card: {title}", title=words.linked(row)))


@plugin.action("share-in")
async def share_in(ctx: Context, share: int, place: int) -> Reply:
    """Share a link, from a DM, in a channel where the person shared some lately."""
    row = await register.get(ctx, share)
    there = next((one for one in await channels_of(ctx) if one.id == place), None)
    if there is None:
        raise Refusal(
            "unknown_channel", _("I cannot post there for you any more: write `/watch` and the link there.")
        )
    if await taking.is_standing(ctx, row):
        return Reply(text=await sharing.bring_here(ctx, row, there))
    await taking.check_pace(ctx, ctx.member)
    return await sharing.share_here(ctx, row, there, None)


@plugin.action("propose")
async def propose_wider(ctx: Context, share: int, place: int) -> Reply:
    """Propose a share of a channel to the wider ones."""
    row = await register.get(ctx, share)
    return await propose(ctx, row, await channel_meant(ctx, place))


@plugin.action("my-page")
async def turn_page(ctx: Context, page: int) -> Update:
    """Show another page of the person's list."""
    post = await listing(ctx, page)
    return Update(text=post.text, buttons=post.buttons)


@plugin.action("my-drop")
async def drop_from_list(ctx: Context, share: int, page: int) -> Update:
    """Keep a link no longer; the list is shown without it."""
    row = await ctx.session.get(ShareRow, share)
    if row is None or row.network_id != ctx.network.id:
        raise Refusal("unknown_share", _("This link is not in your list any more."))
    await register.drop_mark(ctx.session, row.id, ctx.member.id, Mark.SAVED)
    said: Text = _("Not in your list any more: {title}", title=words.linked(row))
    post = await listing(ctx, page, said=said)
    return Update(text=post.text, buttons=post.buttons)
