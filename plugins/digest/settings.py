"""The settings of a letter: what a coordinator wrote in the form, read and checked field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.chat.people import Role
from bot.chat.places import Place
from bot.language.messages import Markup, Text, _, escape
from bot.language.moments.plans import spell_plan
from bot.plugin import Context
from bot.plugin.finding import Misread
from bot.store.channels import Channel, called, channels, labelled, typed_names
from plugins.digest import audience, register
from plugins.digest.adjusting import (
    DraftAt,
    GoesTo,
    OfSections,
    Receiving,
    Wanted,
    WhenEmpty,
    change_sections,
    of_channels,
)
from plugins.digest.choices import choose, read_lines, write_lines
from plugins.digest.leads import is_before, read_lead, spell_lead
from plugins.digest.models import SeriesRow

_SIGNS = ("#", "~")
"""What stands before the names of channels, on Discord and on Mattermost."""


async def values_of(ctx: Context, series: SeriesRow) -> dict[str, str]:
    """Return the settings of a letter as the form shows them."""
    places = [one for one in await register.destinations(ctx, series) if one.id != series.place_id]
    known = await channels(ctx.session, ctx.network.id, {place.name for place in places})
    receiving = {place.id for place in places}
    return {
        "sections": write_lines(choose(await register.sections(ctx), series.sections), ctx.words),
        "lead": str(ctx.words(spell_lead(series.lead, ctx.words))),
        "empty": "true" if series.tells_empty else "false",
        "places": "; ".join(labelled(one, known) for one in known if one.place.id in receiving),
    }


async def read_sections(ctx: Context, text: str) -> list[list[Any]]:
    """Return the sections that lines name.

    Raises:
        Misread: a line is wrong.
    """
    return read_lines(text, await register.sections(ctx))


def read_draft_lead(ctx: Context, series: SeriesRow, text: str) -> str:
    """Return how long before a letter its draft is shown.

    Raises:
        Misread: the text does not say it, or the draft would come after the letter.
    """
    lead = read_lead(text, ctx.words.language)
    if lead is None:
        raise Misread(
            _(
                "When should the draft come, from 15 minutes to 14 days before the letter? For example “the "
                "day before at 18:00”, “2 days before at 9:00”, “3 hours before”, “Friday at 14:00”, or “no "
                "draft”."
            )
        )
    plan = register.plan_of(series)
    coming = plan.coming(ctx.now, 1) if plan is not None else []
    if plan is not None and not is_before(lead, coming, plan.zone):
        raise Misread(
            _(
                "The letter goes {rule}: a draft {lead} would come after it. Choose an earlier time.",
                rule=spell_plan(plan, ctx.words) or "?",
                lead=spell_lead(lead, ctx.words),
            )
        )
    return lead


async def read_places(ctx: Context, series: SeriesRow, text: str) -> list[Place]:
    """Return the channels that a list names, besides the letter's own.

    Raises:
        Misread: one is not known, receives another letter, is private, or is not the person's to coordinate.
    """
    known = [one for one in await channels(ctx.session, ctx.network.id) if not one.is_left]
    now_in = {place.id for place in await register.destinations(ctx, series)}
    found: dict[int, Place] = {}
    for name in typed_names(text, known):
        place = await _place(ctx, series, name, known)
        if place.id == series.place_id:
            continue
        if place.id not in now_in:
            await _check_free(ctx, place)
        found[place.id] = place
    home = await ctx.find_place(series.place_id)
    wrong = audience.mixing([home, *found.values()]) if home is not None else None
    if wrong is not None:
        raise Misread(wrong)
    return list(found.values())


async def _place(ctx: Context, series: SeriesRow, typed: str, known: Sequence[Channel]) -> Place:
    """Return the channel of a name; of several the one meant is clear, or is asked for.

    It is another one than the letter's own, first one that the letter goes to, then one that the person
    coordinates, then one of the letter's own community.
    """
    named = called(typed, known)
    if not named:
        raise Misread(_("I know no channel “{name}”. Is its name written as it is there?", name=typed[:80]))
    now_in = {place.id for place in await register.destinations(ctx, series)}
    own = next((one.place.community_id for one in known if one.place.id == series.place_id), None)
    found = _those(named, [one.place.id != series.place_id for one in named])
    found = _those(found, [one.place.id in now_in for one in found])
    if len(found) > 1:
        found = _those(found, [await ctx.may_there(Role.COORDINATOR, one.place) for one in found])
    found = _those(found, [one.place.community_id == own for one in found])
    return _only(found, typed, known).place


def _only(found: Sequence[Channel], typed: str, known: Sequence[Channel]) -> Channel:
    """Return the channel that was found, if it is only one.

    Raises:
        Misread: there are several of that name.
    """
    if len(found) > 1:
        choices = Markup(", ".join(escape(labelled(one, known)) for one in found))
        raise Misread(
            _(
                "Several channels are called “{name}”. Write which one: {choices}.",
                name=typed[:80],
                choices=choices,
            )
        )
    return found[0]


def _those(channels: list[Channel], are: list[bool]) -> list[Channel]:
    """Return the channels of which something is true, all if it is true of none."""
    return [one for one, is_so in zip(channels, are, strict=True) if is_so] or channels


async def _check_free(ctx: Context, place: Place) -> None:
    wrong: Text | None = None
    if await register.series_of(ctx.session, place.id) is not None:
        wrong = _("“{name}” has a letter already, and no channel has two.", name=place.name)
    elif not await ctx.may_there(Role.COORDINATOR, place):
        wrong = _("“{name}” can only be added by somebody who coordinates it.", name=place.name)
    if wrong is not None:
        raise Misread(wrong)


async def adjust(ctx: Context, series: SeriesRow, wanted: Wanted) -> None:
    """Change one setting of a letter as it was typed.

    Raises:
        Misread: it cannot be so.
    """
    match wanted:
        case DraftAt(lead):
            series.lead = read_draft_lead(ctx, series, lead)
        case WhenEmpty(goes):
            series.tells_empty = goes
        case GoesTo(names, Receiving.FEWER):
            await _take_out(ctx, series, names)
        case GoesTo(names, how):
            places = await read_places(ctx, series, names)
            before = await register.destinations(ctx, series) if how is Receiving.MORE else []
            await change_places(ctx, series, [*before, *places])
        case OfSections(text):
            await _change_sections(ctx, series, text)


async def _change_sections(ctx: Context, series: SeriesRow, text: str) -> None:
    """Change sections, or the other channels where a text names those and no section.

    Raises:
        Misread: it names neither.
    """
    try:
        series.sections = change_sections(text, await register.sections(ctx), series.sections)
    except Misread:
        known = await channels(ctx.session, ctx.network.id)
        meant = of_channels(text)
        typed = typed_names(meant.names, known)
        if not (meant.names.startswith(_SIGNS) or all(called(name, known) for name in typed)):
            raise
        await adjust(ctx, series, meant)


async def _take_out(ctx: Context, series: SeriesRow, text: str) -> None:
    """Have a letter not go any more to the channels that a list names, also those where the bot is not now.

    Raises:
        Misread: one is none of the other channels that receive it.
    """
    others = {place.id for place in await register.all_destinations(ctx, series)} - {series.place_id}
    known = [one for one in await channels(ctx.session, ctx.network.id) if one.place.id in others]
    for name in typed_names(text, known):
        named = called(name, known)
        if not named:
            said = _("“{name}” is none of the other channels that receive the letter.", name=name[:80])
            raise Misread(said)
        await register.remove_destination(ctx.session, series, _only(named, name, known).place.id)


async def change_places(ctx: Context, series: SeriesRow, places: Sequence[Place]) -> None:
    """Have a letter go to these channels, besides its own."""
    before = {place.id for place in await register.destinations(ctx, series)} - {series.place_id}
    after = {place.id: place for place in places if place.id != series.place_id}
    for place in before - after.keys():
        await register.remove_destination(ctx.session, series, place)
    for number in after.keys() - before:
        await register.add_destination(ctx, series, after[number])
