"""What people answer where nothing is at an address: share it all the same, correct it, or drop it."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Reply, Update
from bot.chat.places import Place
from bot.language.messages import Markup, Text, _
from bot.plugin import Arg, Context, FormRefusal, OpenForm, Refusal
from plugins.watch import doubting, messages, sharing, taking, words
from plugins.watch.arguments import Link
from plugins.watch.declaration import plugin
from plugins.watch.elsewhere import channel_meant
from plugins.watch.messages import Said
from plugins.watch.models import DoubtRow, Origin


@plugin.action("doubt-share")
async def share_all_the_same(ctx: Context, doubt: int) -> Update:
    """Share a link though nothing is at its address: as a card, or in the message that brought it."""
    row = await doubting.get(ctx, doubt)
    there = await _place(ctx, row)
    wish = doubting.wish_of(row)
    await ctx.session.delete(row)
    known = await taking.standing(ctx, wish.url)
    if known is not None:
        reply = await sharing.already(ctx, known, wish)
    elif row.message is not None and there is not None:
        return Update(text=await _take(ctx, row, row.message, there))
    else:
        reply = await sharing.share_in(ctx, wish, there, is_sure=True)
    return Update(text=reply.text, buttons=reply.buttons)


async def _take(ctx: Context, row: DoubtRow, message: str, place: Place) -> Text:
    """Take a link in from its message after all; return what to say of it."""
    wish = doubting.wish_of(row)
    said = Said(
        id=message,
        place=place,
        member=ctx.member,
        links=(row.url,),
        tags=wish.tags,
        note=wish.note,
        is_own=row.origin != Origin.OTHERS,
        is_chosen=row.origin != Origin.TAGGED,
        is_sure=True,
    )
    return messages.said_of(ctx, await messages.take(ctx, said))


class Address(BaseModel):
    """The address that was meant."""

    address: Annotated[
        Link,
        Arg(
            _("Address"),
            help=_("as your browser shows it while you read the page."),
            example=Markup("https://www.francenum.gouv.fr"),
        ),
    ]


@plugin.action("doubt-correct")
async def open_form(ctx: Context, doubt: int) -> OpenForm:
    """Open the form in which the address is corrected, filled with what was typed."""
    row = await doubting.get(ctx, doubt)
    return OpenForm(form="address", values={"address": row.url}, arguments={"doubt": row.id})


@plugin.form("address", Address, title=_("The right address"), submit=_("Share"))
async def correct(ctx: Context, form: Address, doubt: int) -> Reply:
    """Share the link under another address, with all that was said of it; where nothing is there, ask again.

    It comes as a card: the message that brought the wrong one says that still.
    """
    row = await doubting.get(ctx, doubt)
    try:
        url = taking.wish_of(form.address).url
    except Refusal as refusal:
        raise FormRefusal({"address": refusal.text}) from None
    there = await _place(ctx, row)
    wish = replace(doubting.wish_of(row), url=url)
    await ctx.session.delete(row)
    return await sharing.share_in(ctx, wish, there)


@plugin.action("doubt-drop")
async def drop(ctx: Context, doubt: int) -> Update:
    """Share the link nowhere."""
    row = await doubting.get(ctx, doubt)
    await ctx.session.delete(row)
    link = words.link(row.url, row.url)
    if row.origin == Origin.TYPED:
        return Update(text=_("Dropped, and nobody saw it: {link}", link=link))
    return Update(text=_("Not taken into the shared watch; the message stays as it is: {link}", link=link))


async def _place(ctx: Context, row: DoubtRow) -> Place | None:
    return None if row.place_id is None else await channel_meant(ctx, row.place_id)
