"""The commands: `/partenaire MOTS [près de COMMUNE]`, and what one does with a card."""

from __future__ import annotations

from typing import Annotated

from bot.chat.messages import Reply
from bot.chat.people import Role
from bot.language.messages import Text, _, ngettext
from bot.plugin import Context, OpenForm, Rest
from plugins.partners import doing, finding, showing, words
from plugins.partners.arguments import NAME_OF_NEW, WORDS, Name, Near
from plugins.partners.declaration import partners
from plugins.partners.models import PartnerRow
from plugins.partners.offering import home


@partners.command(
    "chercher",
    english="search",
    aliases=("trouver", "find"),
    default=True,
    summary=_("Find partners by kind, by name or by what they do"),
    examples=_("/partner France Services near Roanne\n/partner over-indebtedness\n/partner CCAS near 42300"),
)
async def search(ctx: Context, words_typed: Annotated[Rest, WORDS], near: Near = None) -> Reply:
    """Show the partners that answer, the nearest of the best ones first."""
    around = home(ctx.network) if ctx.place.territory is None else doing.territory_of(ctx.place.territory)
    asked = finding.asked(words_typed, near, around)
    found = await finding.search(ctx.session, ctx.network, asked, around)
    if not found.partners:
        return Reply(
            text=ctx.words.join(
                [
                    words.nothing_found(words_typed),
                    _("If you know one, `/partner add` writes its card."),
                ]
            )
        )
    count = len(found.partners)
    said: Text = ngettext("{count} partner:", "{count} partners:", count)
    if count > showing.PAGE:
        said = _("{count} partners, three at a time:", count=count)
    return showing.reply(await showing.page(ctx, found.partners, 1, asked.place, said))


@partners.command(
    "fiche",
    english="card",
    aliases=("voir", "show"),
    summary=_("See the card of a partner"),
    examples=_("/partner card CCAS de Roanne"),
)
async def card(ctx: Context, name: Name) -> Reply | OpenForm:
    """Show a card."""
    return await done(ctx, name, "card")


@partners.command(
    "ajouter",
    english="add",
    aliases=("créer", "create"),
    summary=_("Write the card of a partner that is missing"),
    opens_form=True,
)
async def add(ctx: Context, name: Annotated[Rest | None, NAME_OF_NEW] = None) -> OpenForm:
    """Open the form of a new card, with the kind that its name tells."""
    return OpenForm(form="add", values=doing.new_values(name or "", ctx.words))


@partners.command(
    "modifier",
    english="edit",
    aliases=("changer", "change"),
    summary=_("Change the card of a partner"),
    examples=_("/partner edit CCAS de Roanne"),
    opens_form=True,
)
async def edit(ctx: Context, name: Name) -> Reply | OpenForm:
    """Open the form in which a card is changed."""
    return await done(ctx, name, "edit")


@partners.command(
    "vérifier",
    english="check",
    aliases=("confirmer", "confirm"),
    summary=_("Say that a card is still true"),
    examples=_("/partner check CCAS de Roanne"),
)
async def check(ctx: Context, name: Name) -> Reply | OpenForm:
    """Note that a card is true today."""
    return await done(ctx, name, "check")


@partners.command(
    "signaler",
    english="report",
    summary=_("Tell coordinators that something is wrong on a card"),
    examples=_("/partner report CCAS de Roanne"),
    opens_form=True,
)
async def report(ctx: Context, name: Name) -> Reply | OpenForm:
    """Open the form in which one says what is wrong."""
    return await done(ctx, name, "report")


@partners.command(
    "relation",
    english="relation",
    role=Role.COORDINATOR,
    summary=_("See and say where the network stands with a partner"),
    examples=_("/partner relation CCAS de Roanne"),
)
async def relation(ctx: Context, name: Name) -> Reply | OpenForm:
    """Show the relation with a partner, and the notes on it."""
    return await done(ctx, name, "relation")


@partners.command(
    "note",
    english="note",
    role=Role.COORDINATOR,
    summary=_("Note something about a partner, for coordinators"),
    examples=_("/partner note CCAS de Roanne"),
    opens_form=True,
)
async def note(ctx: Context, name: Name) -> Reply | OpenForm:
    """Open the form of a note."""
    return await done(ctx, name, "note")


async def done(ctx: Context, name: str, verb: str) -> Reply | OpenForm:
    """Do what a verb says with the card of that name, or ask which one is meant."""
    found = await showing.resolve(ctx, name, verb)
    if isinstance(found, PartnerRow):
        return await doing.with_card(ctx, found, verb)
    return showing.reply(found)
