"""The form of a card: filled with what it says, and nothing lost of what is typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Literal

from pydantic import BaseModel

from bot.chat.messages import Reply
from bot.language.messages import Text, _
from bot.plugin import Arg, Context, OpenForm, Rest
from bot.territory import Area, Level, name_of
from plugins.directory import operations, register
from plugins.directory.arguments import LineArgument
from plugins.directory.cards import LONGEST_CONTACT, LONGEST_NAME, Content, Kind, Visibility
from plugins.directory.declaration import plugin
from plugins.directory.fields import Unknown, areas_of, commune_of, typed_values, values_of
from plugins.directory.proposals import close, waiting
from plugins.directory.rows import content_of
from plugins.directory.showing import card_text, own_buttons, places

NO_PROPOSAL = 0
VISIBILITIES = {
    Visibility.NETWORK.value: _("the whole network"),
    Visibility.DEPARTEMENT.value: _("my département"),
    Visibility.HIDDEN.value: _("nobody"),
}
_SEVERAL = _("Separated by commas. Leave it empty if you prefer.")
_FREE = _("Only if you want to: empty it, and it is removed. Separated by commas.")


class Card(BaseModel):
    """A card as it is typed."""

    name: Annotated[str, LineArgument(), Arg(_("Name"), max_length=LONGEST_NAME)]
    structure: Annotated[
        str,
        LineArgument(),
        Arg(
            _("Where you work"),
            help=_("Such as a town hall, a library or an association."),
            max_length=LONGEST_NAME,
        ),
    ] = ""
    commune: Annotated[
        str, LineArgument(), Arg(_("Commune"), help=_("Its name or its postcode, such as Roanne or 42300."))
    ] = ""
    perimeter: Annotated[
        str,
        LineArgument(),
        Arg(
            _("Where you go"),
            help=_("Communes, groups of communes or départements that you cover, separated by commas."),
        ),
    ] = ""
    skills: Annotated[Rest, Arg(_("What you can do"), help=_SEVERAL)] = ""
    specialities: Annotated[Rest, Arg(_("Specialities"), help=_FREE)] = ""
    appetences: Annotated[
        Rest,
        Arg(
            _("You would like"),
            help=_("What you would like to learn or take part in. Only if you want to; separated by commas."),
        ),
    ] = ""
    audiences: Annotated[Rest, Arg(_("Your audiences"), help=_FREE)] = ""
    languages: Annotated[Rest, Arg(_("Languages"), help=_FREE)] = ""
    availability: Annotated[
        Rest,
        Arg(_("Availability"), help=_("Such as “on Tuesdays”. Only if you want to; separated by commas.")),
    ] = ""
    contact: Annotated[
        str,
        LineArgument(),
        Arg(
            _("How to reach you"),
            help=_("Such as “here, by private message”. Only if you want to."),
            max_length=LONGEST_CONTACT,
        ),
    ] = ""
    visibility: Annotated[
        Literal["reseau", "departement", "masque"],
        Arg(_("Who sees it"), choices=VISIBILITIES, help=_("You can change it at any time.")),
    ] = "reseau"


def open_form(content: Content, *, proposal: int = NO_PROPOSAL, lost: Sequence[str] = ()) -> OpenForm:
    """Return the form filled with a card; `lost` are the names of places to be corrected."""
    commune = name_of(Area(Level.COMMUNE, content.commune)) if content.commune else ""
    return OpenForm(
        form="card",
        values={
            "name": content.name,
            "structure": content.structure,
            "commune": commune,
            "perimeter": ", ".join(part for part in (places(content.areas), *lost) if part),
            **{kind.value: typed_values(content.values(kind)) for kind in Kind},
            "contact": content.contact,
            "visibility": content.visibility.value,
        },
        arguments={"proposal": proposal},
    )


async def mistakes(ctx: Context, typed: Mapping[str, str]) -> Mapping[str, Text]:
    """Return what is wrong in some of the fields: a place that cannot be made out, no name."""
    row = await register.card_of(ctx.session, ctx.network.id, ctx.member.id)
    known = content_of(row) if row is not None else operations.blank(ctx.member)
    near = operations.nearby(ctx, row)
    wrong: dict[str, Text] = {}
    if not typed.get("name", known.name).strip():
        wrong["name"] = _("A name is needed, so that colleagues know who it is.")
    try:
        commune_of(typed.get("commune", ""), near, known.commune)
    except Unknown as problem:
        wrong["commune"] = problem.text
    try:
        areas_of(typed.get("perimeter", ""), near, known.areas)
    except Unknown as problem:
        wrong["perimeter"] = problem.text
    return wrong


@plugin.form("card", Card, title=_("Your card"), submit=_("Publish"), check=mistakes)
async def save(ctx: Context, form: Card, proposal: int) -> Reply:
    """Write the card."""
    before = await operations.own_card(ctx, ctx.member)
    known = content_of(before) if before is not None else operations.blank(ctx.member)
    row = await operations.write(ctx, _content(form, known, operations.nearby(ctx, before)))
    if proposal != NO_PROPOSAL:
        await close(ctx, await waiting(ctx, proposal))
    written = content_of(row)
    lines: list[Text] = [_("Published: thank you. Here is your card:")]
    lines.append(card_text(row, written, ctx.words, ctx.now, own=True))
    return Reply(text=ctx.words.join(lines), buttons=own_buttons(row, ctx.now), private=True)


def _content(form: Card, known: Content, near: Sequence[Area]) -> Content:
    """Return what the form says, in which nothing is wrong."""
    return Content(
        name=form.name,
        structure=form.structure,
        commune=commune_of(form.commune, near, known.commune),
        areas=areas_of(form.perimeter, near, known.areas),
        skills=values_of(form.skills),
        specialities=values_of(form.specialities),
        appetences=values_of(form.appetences),
        audiences=values_of(form.audiences),
        languages=values_of(form.languages),
        availability=values_of(form.availability),
        contact=form.contact,
        visibility=Visibility(form.visibility),
    )
