"""What is done with a card, whoever asks for it: a command, a button, or the choice among several cards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.chat.messages import Button, Post, Reply, Style
from bot.chat.people import Role
from bot.language.catalogue import Words
from bot.language.messages import _
from bot.plugin import Context, NotAllowed, OpenForm
from bot.territory import Area, Level
from plugins.partners import kinds, register, showing
from plugins.partners.filling import values_of_form
from plugins.partners.models import PartnerRow

ASK_AGAIN = timedelta(days=365)
"""Whoever checked a card is asked after so long whether it is still true."""


async def with_card(ctx: Context, row: PartnerRow, verb: str, typed: str = "") -> Reply | OpenForm:
    """Do what a verb says with a card; what was `typed` beyond its name stands in the form that opens.

    Raises:
        NotAllowed: the person may not; it is looked at here, as a choice may be made long after.
    """
    match verb:
        case "edit":
            await check_may_change(ctx, row)
            return OpenForm(form="edit", values=values_of_form(row, ctx.words), arguments={"partner": row.id})
        case "check":
            return showing.reply(await still_true(ctx, row))
        case "report":
            return OpenForm(form="report", values=_beyond(row, typed), arguments={"partner": row.id})
        case "relation":
            await check_coordinates(ctx)
            return showing.reply(await showing.relation(ctx, row), private=True)
        case "note":
            await check_coordinates(ctx)
            return OpenForm(form="note", values=_beyond(row, typed), arguments={"partner": row.id})
        case _:
            return showing.reply(await showing.card(ctx, row))


def _beyond(row: PartnerRow, typed: str) -> Mapping[str, str]:
    """Return what stands in the form: the text without the words at its beginning that are the name’s."""
    name = set(kinds.plain(f"{row.name} {row.town}").split())
    words = typed.split()
    while words and set(kinds.plain(words[0]).split()) <= name:
        del words[0]
    return {"text": " ".join(words)} if words else {}


async def still_true(ctx: Context, row: PartnerRow) -> Post:
    """Note that a card is true today; who said so is asked again in a year.

    Pressed again, it says so: an answer that changed nothing would not be seen on every platform.
    """
    said = _("Thank you: the card is noted as checked today.")
    if row.checked_by == ctx.member.id and _is_today(ctx, row):
        said = _("You already checked this card today: it is noted.")
    await register.check(ctx.session, row, member=ctx.member.id, now=ctx.now)
    await ask_again(ctx, row)
    return await showing.card(ctx, row, said=said)


def _is_today(ctx: Context, row: PartnerRow) -> bool:
    zone = ctx.words.zone
    return (
        row.checked_at is not None
        and row.checked_at.astimezone(zone).date() == ctx.now.astimezone(zone).date()
    )


async def ask_again(ctx: Context, row: PartnerRow) -> None:
    """Have whoever checked a card today be asked about it in a year."""
    await ctx.later("ask", ctx.now + ASK_AGAIN, key=f"ask:{row.id}", partner=row.id)


def new_values(name: str, reader: Words) -> Mapping[str, str]:
    """Return what stands in the form of a new card: its name, and the kind that the name tells."""
    return {"name": name, "kind": " ; ".join(kinds.said(kinds.guess(name), reader.language))}


async def check_may_change(ctx: Context, row: PartnerRow) -> None:
    """Raise unless the person wrote the card, or coordinates the network.

    Raises:
        NotAllowed: neither is so.
    """
    if row.added_by != ctx.member.id and not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(
            _(
                "Who wrote the card, and coordinators, can change it. `/partner report` tells them what is "
                "wrong with it."
            )
        )


async def check_coordinates(ctx: Context) -> None:
    """Raise unless the person coordinates the network, whose partners they are.

    Raises:
        NotAllowed: they do not, or a channel of it alone: anybody who creates one may administer it.
    """
    if not await ctx.may_everywhere(Role.COORDINATOR):
        raise NotAllowed(
            _("Relations with partners, and notes on them, are for those who coordinate the whole network.")
        )


def restore_button(row: PartnerRow) -> Button:
    """Return the button that undoes a removal."""
    return Button(_("Put it back"), "restore", {"partner": row.id}, Style.DEFAULT)


def territory_of(code: str) -> tuple[Area, ...]:
    """Return the area of a territory to which a place is bound."""
    return (Area(Level.DEPARTEMENT, code),)
