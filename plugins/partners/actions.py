"""The buttons and menus under cards and lists."""

from __future__ import annotations

from bot.chat.messages import Post, Reply, Update
from bot.chat.people import Role
from bot.language.messages import _
from bot.plugin import Context, OpenForm, Refusal
from plugins.partners import doing, register, showing
from plugins.partners.declaration import plugin


@plugin.action("page")
async def turn_page(ctx: Context, partners: str, place: str, number: int) -> Update:
    """Show another page of what was found."""
    ids, named = showing.read_page(partners, place)
    return _update(await showing.page(ctx, ids, number, named))


@plugin.action("show")
async def show(ctx: Context) -> Reply:
    """Show the card chosen in a list."""
    return showing.reply(await showing.card(ctx, await showing.shown(ctx, _chosen(ctx))))


@plugin.action("card")
async def see_card(ctx: Context, partner: int) -> Reply:
    """Show a card."""
    return showing.reply(await showing.card(ctx, await showing.shown(ctx, partner)))


@plugin.action("choose")
async def choose(ctx: Context, verb: str, typed: str = "") -> Reply | OpenForm:
    """Go on with the card chosen among several of that name."""
    return await doing.with_card(ctx, await showing.shown(ctx, _chosen(ctx)), verb, typed)


@plugin.action("this-one")
async def this_one(ctx: Context, partner: int, verb: str, typed: str = "") -> Reply | OpenForm:
    """Go on with the only card that is like the name that was typed."""
    return await doing.with_card(ctx, await showing.shown(ctx, partner), verb, typed)


@plugin.action("still-true")
async def still_true(ctx: Context, partner: int) -> Update:
    """Note that a card is true today."""
    return _update(await doing.still_true(ctx, await showing.shown(ctx, partner)))


@plugin.action("change")
async def change(ctx: Context, partner: int) -> Reply | OpenForm:
    """Open the form in which a card is changed."""
    return await _with(ctx, partner, "edit")


@plugin.action("report")
async def report(ctx: Context, partner: int) -> Reply | OpenForm:
    """Open the form in which one says what is wrong."""
    return await _with(ctx, partner, "report")


@plugin.action("remove")
async def remove(ctx: Context, partner: int) -> Update:
    """Remove a card; a button puts it back."""
    row = await showing.shown(ctx, partner)
    await doing.check_may_change(ctx, row)
    await register.remove(ctx.session, row, ctx.now)
    await ctx.cancel(f"ask:{row.id}")
    return Update(
        text=_("The card of {name} is removed.", name=row.name), buttons=(doing.restore_button(row),)
    )


@plugin.action("restore")
async def restore(ctx: Context, partner: int) -> Update:
    """Put a removed card back."""
    row = await register.find(ctx.session, ctx.network.id, partner, removed=True)
    if row is None:
        raise Refusal("unknown_partner", _("This card is not there any more."))
    await doing.check_may_change(ctx, row)
    await register.restore(ctx.session, row)
    return _update(await showing.card(ctx, row, said=_("The card is back.")))


@plugin.action("relation", role=Role.COORDINATOR)
async def relation(ctx: Context, partner: int) -> Reply:
    """Show where the network stands with a partner, and the notes on it."""
    await doing.check_coordinates(ctx)
    return showing.reply(await showing.relation(ctx, await showing.shown(ctx, partner)), private=True)


@plugin.action("relate", role=Role.COORDINATOR)
async def relate(ctx: Context, partner: int) -> Update:
    """Say where the network stands with a partner."""
    await doing.check_coordinates(ctx)
    row = await showing.shown(ctx, partner)
    await register.relate(ctx.session, row, showing.relation_of(ctx.choice))
    return _update(await showing.relation(ctx, row))


@plugin.action("note", role=Role.COORDINATOR)
async def note(ctx: Context, partner: int) -> Reply | OpenForm:
    """Open the form of a note."""
    return await _with(ctx, partner, "note")


@plugin.action("notes", role=Role.COORDINATOR)
async def turn_notes(ctx: Context, partner: int, number: int) -> Update:
    """Show a page of the notes on a partner."""
    await doing.check_coordinates(ctx)
    return _update(await showing.relation(ctx, await showing.shown(ctx, partner), number))


@plugin.action("remove-note", role=Role.COORDINATOR)
async def remove_note(ctx: Context, partner: int, number: int = 1) -> Update:
    """Ask whether the note chosen in the list is to be removed."""
    await doing.check_coordinates(ctx)
    row = await showing.shown(ctx, partner)
    found = await register.find_note(ctx.session, row, _chosen(ctx))
    if found is None:
        return _update(await showing.relation(ctx, row, number))
    return _update(await showing.removal(ctx, row, found, number))


@plugin.action("erase-note", role=Role.COORDINATOR)
async def erase_note(ctx: Context, partner: int, note: int, number: int) -> Update:
    """Remove a note, and show the others."""
    await doing.check_coordinates(ctx)
    row = await showing.shown(ctx, partner)
    await register.remove_note(ctx.session, row, note)
    return _update(await showing.relation(ctx, row, number))


async def _with(ctx: Context, partner: int, verb: str) -> Reply | OpenForm:
    return await doing.with_card(ctx, await showing.shown(ctx, partner), verb)


def _chosen(ctx: Context) -> int:
    choice = ctx.choice or ""
    if not choice.isdecimal() or len(choice) > 15:
        raise Refusal("stale_button", _("This list is too old: search again."))
    return int(choice)


def _update(post: Post) -> Update:
    return Update(text=post.text, buttons=post.buttons, menus=post.menus)
