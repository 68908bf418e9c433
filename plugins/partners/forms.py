"""The forms: a card, what is wrong with one, and a note for coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Button, Post, Reply, Style
from bot.chat.people import Member
from bot.language.messages import Markup, Text, _, escape
from bot.plugin import Arg, Context, OpenForm, Rest
from plugins.partners import doing, filling, register, showing
from plugins.partners.arguments import LineArgument
from plugins.partners.content import LONGEST_HOURS, LONGEST_LINE, LONGEST_NAME
from plugins.partners.declaration import plugin
from plugins.partners.discretion import discreet
from plugins.partners.models import PartnerRow
from plugins.partners.offering import home
from plugins.partners.register import LONGEST_NOTE
from plugins.partners.taking_out import Taken, take_out

_LONGEST_REPORT = 1_000
_LIKE = 3


class Card(BaseModel):
    """A card as it is typed: what may be several is separated by `;`."""

    name: Annotated[str, LineArgument(), Arg(_("name"), max_length=LONGEST_NAME)]
    commune: Annotated[
        str, LineArgument(), Arg(_("commune"), help=_("its name or its postcode."), max_length=100)
    ]
    kind: Annotated[
        str,
        LineArgument(),
        Arg(
            _("kind"),
            help=_("such as France Services, CCAS, mission locale."),
            max_length=LONGEST_LINE,
        ),
    ] = ""
    phone: Annotated[str, LineArgument(), Arg(_("telephone"), max_length=LONGEST_LINE)] = ""
    email: Annotated[
        str,
        LineArgument(),
        Arg(_("e-mail"), help=_("the place’s rather than a person’s."), max_length=LONGEST_LINE),
    ] = ""
    address: Annotated[
        str, LineArgument(), Arg(_("address"), help=_("the street."), max_length=LONGEST_LINE)
    ] = ""
    website: Annotated[str, LineArgument(), Arg(_("website"), max_length=LONGEST_LINE)] = ""
    hours: Annotated[
        str,
        LineArgument(),
        Arg(_("hours"), help=_("such as Mo-Fr 09:00-12:00,14:00-17:00."), max_length=LONGEST_HOURS),
    ] = ""
    serves: Annotated[
        str,
        LineArgument(),
        Arg(
            _("territory"),
            help=_("communes, EPCIs or départements served, separated by “;”."),
            max_length=LONGEST_LINE,
        ),
    ] = ""
    does: Annotated[
        Rest, Arg(_("what for"), help=_("what people can be sent there for."), max_length=LONGEST_HOURS)
    ] = ""


class Wrong(BaseModel):
    """What is wrong with a card."""

    text: Annotated[
        Rest,
        Arg(
            _("what is wrong"),
            help=_("for example a telephone number that changed."),
            max_length=_LONGEST_REPORT,
        ),
    ]


class Note(BaseModel):
    """A note on a partner."""

    text: Annotated[
        Rest,
        Arg(
            _("note"),
            help=_("only coordinators read it. Write what people do there rather than their names."),
            max_length=LONGEST_NOTE,
        ),
    ]


async def mistakes(ctx: Context, typed: Mapping[str, str]) -> Mapping[str, Text]:
    """Return what is wrong in some of the fields."""
    return filling.mistakes(typed, home(ctx.network))


@plugin.form("add", Card, title=_("New partner"), submit=_("Add"), check=mistakes)
async def add(ctx: Context, form: Card, shown: str = "") -> Reply | OpenForm:
    """Write a new card, unless that commune has one of the same name, or it names people."""
    taken = take_out(filling.content_of_form(form, None, home(ctx.network)), None, shown.split())
    if taken.problems:
        return _again("add", form, taken, shown)
    content = taken.content
    for other in await register.named(ctx.session, ctx.network.id, content.name, _LIKE):
        if other.commune == content.commune:
            known = await showing.card(ctx, other, said=_("This card is there already:"))
            return Reply(text=known.text, buttons=known.buttons)
    row = await register.add(ctx.session, ctx.network.id, content, member=ctx.member.id, now=ctx.now)
    await doing.ask_again(ctx, row)
    return await _saved(ctx, row, _("Thank you: everybody can see the card now."))


@plugin.form("edit", Card, title=_("Change the card"), submit=_("Save"), check=mistakes)
async def edit(ctx: Context, form: Card, partner: int, shown: str = "") -> Reply | OpenForm:
    """Change a card; what was not shown in the form stays as it was."""
    row = await showing.shown(ctx, partner)
    await doing.check_may_change(ctx, row)
    before = register.content_of(row)
    taken = take_out(filling.content_of_form(form, before, home(ctx.network)), before, shown.split())
    if taken.problems:
        return _again("edit", form, taken, shown, partner=partner)
    await register.change(ctx.session, row, taken.content, member=ctx.member.id, now=ctx.now)
    await doing.ask_again(ctx, row)
    return await _saved(ctx, row, _("Saved."))


@plugin.form("report", Wrong, title=_("Something is wrong"), submit=_("Send"))
async def report(ctx: Context, form: Wrong, partner: int) -> Reply:
    """Keep what is wrong for all coordinators, without who is named, and tell those who are known by DM."""
    row = await showing.shown(ctx, partner)
    text = await discreet(ctx, form.text, [row.name])
    await register.note(ctx.session, row, text, member=ctx.member.id, now=ctx.now, is_report=True)
    for coordinator in await ctx.coordinators():
        if coordinator.id != ctx.member.id:
            await ctx.post(coordinator, _told(ctx, coordinator, row, text), unsolicited=True)
    said: list[Text] = [_("Thank you: coordinators will see it under the card.")]
    if text != form.text:
        said.append(_("I took out of it what says who it is about. This is what I keep: “{text}”", text=text))
    return Reply(text=ctx.words.join(said), private=True)


def _told(ctx: Context, coordinator: Member, row: PartnerRow, text: str) -> Post:
    """Return what a coordinator reads of something that is wrong on a card."""
    name = escape(f"@{ctx.member.username}")
    lines: list[Text] = [
        _("{name} says that something is wrong on the card of {partner}:", name=name, partner=row.name),
        _("“{text}”", text=text),
    ]
    about: dict[str, int | str | bool] = {"partner": row.id}
    return Post(
        text=ctx.words_for(coordinator).join(lines),
        buttons=(
            Button(_("See the card"), "card", about, Style.PRIMARY),
            Button(_("Change the card"), "change", about),
            Button(_("Still true"), "still-true", about),
        ),
    )


@plugin.form("note", Note, title=_("Note on a partner"), submit=_("Save"))
async def note(ctx: Context, form: Note, partner: int) -> Reply:
    """Keep a note on a partner."""
    row = await showing.shown(ctx, partner)
    await doing.check_coordinates(ctx)
    await register.note(ctx.session, row, form.text, member=ctx.member.id, now=ctx.now)
    return showing.reply(await showing.relation(ctx, row), private=True)


def _again(name: str, form: Card, taken: Taken, shown: str, **arguments: int) -> OpenForm:
    """Return the form once more, without what was taken out; `shown` tells what was before."""
    return OpenForm(
        form=name,
        values={**form.model_dump(), **taken.values},
        arguments={**arguments, "shown": " ".join([*shown.split(), *taken.digests])},
        errors=taken.problems,
    )


async def _saved(ctx: Context, row: PartnerRow, said: Text) -> Reply:
    hint = filling.said_of_hours(row.hours)
    shown = await showing.card(ctx, row, said=said)
    lines: list[Text] = [shown.text, hint] if hint is not None else [shown.text]
    return Reply(text=Markup(ctx.words.join(lines)), buttons=shown.buttons)
