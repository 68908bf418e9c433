"""What somebody is answered who looks at a card. One that they may not see is no different from none."""

from __future__ import annotations

from bot.chat.messages import Button, Reply
from bot.chat.people import Member
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.plugin import Context
from plugins.directory import operations, register
from plugins.directory.declaration import plugin
from plugins.directory.models import CardRow
from plugins.directory.rows import content_of
from plugins.directory.showing import NO_CARD, card_text, own_buttons, write_button
from plugins.directory.visibility import may_see

_LOOKED_AT = 10
"""So many people are looked at to know who is called by a name."""


async def own_reply(ctx: Context) -> Reply:
    """Return one's own card, or how to write it."""
    row = await operations.own_card(ctx, ctx.member)
    if row is None:
        return Reply(text=NO_CARD, buttons=(write_button(),), private=True)
    text = card_text(row, content_of(row), ctx.words, ctx.now, own=True)
    return Reply(text=text, buttons=own_buttons(row, ctx.now), private=True)


def card_reply(ctx: Context, row: CardRow | None, name: str = "") -> Reply:
    """Return a colleague's card, which may be None: there is none, or not for who asks."""
    if row is None:
        said: Text = (
            _("I have no card of {name}’s to show you.", name=name)
            if name
            else _("I have no card of this person’s to show you.")
        )
        return Reply(text=said, private=True)
    return Reply(text=card_text(row, content_of(row), ctx.words, ctx.now, own=False), private=True)


async def account_reply(ctx: Context, account: str) -> Reply:
    """Return the card of somebody who has not come yet, by the account imported, or their name."""
    row = await register.by_account(ctx.session, ctx.network.id, account)
    if row is None:
        return await named_reply(ctx, account)
    asker = await operations.asker_of(ctx)
    return card_reply(ctx, row if may_see(row, asker, ctx.now) else None, account)


async def named_reply(ctx: Context, typed: str) -> Reply:
    """Return the card of somebody as they are called; several of that name are offered to choose from."""
    from plugins.directory.searching import search

    wanted = set(fold(typed.replace("@", " ")).split())
    asker = await operations.asker_of(ctx)
    found = await search(
        ctx.session, ctx.network, typed, asker, ctx.now, known=operations.thesaurus_of(ctx), limit=_LOOKED_AT
    )
    named = [one for one in found.people if wanted <= {*fold(f"{one.name} {one.account}").split()}]
    own = await operations.own_card(ctx, ctx.member)
    if not named and own is not None and wanted <= {*fold(f"{own.name} {ctx.member.username}").split()}:
        return await own_reply(ctx)
    if len(named) > 1:
        buttons = tuple(
            Button(_("Card of {name}", name=one.name), "card", {"card": one.card}, name=f"card-{number}")
            for number, one in enumerate(named, 1)
        )
        return Reply(text=_("Several colleagues are called so: whose card?"), buttons=buttons, private=True)
    row = await register.find(ctx.session, ctx.network.id, named[0].card) if named else None
    return card_reply(ctx, row, typed)


@plugin.action("card")
async def show_card(ctx: Context, card: int) -> Reply:
    """Show a card that was found."""
    row = await register.find(ctx.session, ctx.network.id, card)
    if row is not None and row.member_id == ctx.member.id:
        return await own_reply(ctx)
    asker = await operations.asker_of(ctx)
    return card_reply(ctx, row if row is not None and may_see(row, asker, ctx.now) else None)


@plugin.action("own-card")
async def show_own_card(ctx: Context) -> Reply:
    """Show one's own card."""
    return await own_reply(ctx)


@plugin.member_shortcut("card", label=_("See their card"))
async def see_card(ctx: Context, member: Member) -> Reply:
    """Show the card of the person it was chosen on."""
    if member.id == ctx.member.id:
        return await own_reply(ctx)
    asker = await operations.asker_of(ctx)
    row = await register.shown(ctx.session, ctx.network.id, asker, member.id, ctx.now)
    return card_reply(ctx, row, member.name)
