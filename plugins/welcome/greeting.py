"""The greeting: what the network is, who coordinates it, what is on, what to do, how to be left in peace."""

from __future__ import annotations

from datetime import timedelta

from bot.chat import Button, Post
from bot.chat.people import Member, Role
from bot.chat.places import Place
from bot.language.messages import Instant, Markup, Text, _, escape, ngettext
from bot.plugin import CommandCatalogue, PersonalData, WorkContext
from bot.plugin.neighbours import Agenda, Colleagues, Occasion
from bot.territory import by_code

AHEAD = timedelta(days=31)
"""How far ahead the greeting tells what is on."""
_MOST_COORDINATORS = 3
_MOST_OCCASIONS = 3
_CARD = "annuaire"
"""The root word under which people write their cards, where the directory is on."""


async def greet(ctx: WorkContext, newcomer: Member, place: Place) -> Post:
    """Return what a newcomer is told."""
    words = ctx.words_for(newcomer)
    parts: list[Text] = [
        _hello(ctx, newcomer, place),
        *await of_network(ctx, newcomer, place),
        *await _what_to_do(ctx, newcomer),
        _(
            "I write to you unasked as little as I can. `/maillage preferences` sets when, and the button "
            "below stops it; what you ask of me is always answered."
        ),
        ctx.service(PersonalData).responsible.in_short(),
    ]
    return Post(
        text=Markup("\n\n".join(words(part) for part in parts)),
        buttons=(
            Button(_("Introduce me in the letter"), "introduce"),
            Button(_("Leave me in peace"), "peace"),
        ),
    )


async def of_network(ctx: WorkContext, newcomer: Member, place: Place) -> list[Text]:
    """Return who coordinates the network, and what is on there."""
    return [*await _who_coordinates(ctx, newcomer), *await _what_is_on(ctx, place)]


def _hello(ctx: WorkContext, newcomer: Member, place: Place) -> Text:
    territory = by_code(place.territory) if place.territory else None
    if territory is None:
        return _(
            "Welcome {name}! You joined the network {network}.", name=newcomer.name, network=ctx.network.name
        )
    return _(
        "Welcome {name}! You joined the network {network}; the channel {channel} is the one for this "
        "territory: {territory}.",
        name=newcomer.name,
        network=ctx.network.name,
        channel=place.name,
        territory=territory.name,
    )


async def _who_coordinates(ctx: WorkContext, newcomer: Member) -> list[Text]:
    found = [one for one in await ctx.coordinators() if one.id != newcomer.id]
    if not found:
        return []
    names = Markup(", ".join(escape(one.name) for one in found[:_MOST_COORDINATORS]))
    return [
        ngettext(
            "{names} coordinates it, and is happy to answer your questions.",
            "{names} coordinate it, and are happy to answer your questions.",
            min(len(found), _MOST_COORDINATORS),
            names=names,
        )
    ]


async def _what_is_on(ctx: WorkContext, place: Place) -> list[Text]:
    occasions: list[Occasion] = []
    for agenda in await ctx.services(Agenda):
        occasions += await agenda.occasions(ctx.session, place, ctx.now, ctx.now + AHEAD)
    if not occasions:
        return []
    words = ctx.words_for(place)
    nearest = sorted(occasions, key=lambda occasion: occasion.at)[:_MOST_OCCASIONS]
    lines = [
        words(
            _(
                "- {moment}: {title}",
                moment=Instant(occasion.at, all_day=occasion.all_day),
                title=occasion.title,
            )
        )
        for occasion in nearest
    ]
    return [_("What is on in the next weeks:\n{list}", list=Markup("\n".join(lines)))]


async def _what_to_do(ctx: WorkContext, newcomer: Member) -> list[Text]:
    commands = await ctx.service(CommandCatalogue).commands(ctx.network.id, Role.MEMBER)
    roots = {known.command.root.fr for known in commands}
    directories = await ctx.services(Colleagues) if _CARD in roots else []
    if not directories:
        return [_("`/maillage help` tells what I can do.")]
    has_card = await directories[0].has_card(ctx.session, ctx.network, newcomer.id)
    if has_card:
        return [
            _(
                "You have a card in the directory, by which colleagues find you: `/directory card` shows it. "
                "`/maillage help` tells what else I can do."
            )
        ]
    if has_card is None:
        return [_("`/maillage help` tells what I can do.")]
    return [
        _(
            "So that colleagues can find you, write your card in a sentence: "
            "`/directory I can teach photo editing`. `/maillage help` tells what else I can do."
        )
    ]
