"""The settings of a letter: what a coordinator wrote in the form, read and checked field by field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.chat.people import Role
from bot.chat.places import Place, platform_title
from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.plugin import Context
from bot.plugin.finding import Misread
from plugins.digest import register
from plugins.digest.choices import choose, read_lines, write_lines
from plugins.digest.leads import read_lead, spell_lead
from plugins.digest.models import SeriesRow

_BETWEEN = re.compile(r"[;,\n]")
_NAMED = re.compile(r"^[#~]?\s*(?P<name>.+?)(?:\s*\((?P<platform>[^()]+)\))?$")


async def values_of(ctx: Context, series: SeriesRow) -> dict[str, str]:
    """Return the settings of a letter as the form shows them."""
    places = [one for one in await register.destinations(ctx, series) if one.id != series.place_id]
    platforms = await register.platforms(ctx.session, [place.id for place in places])
    return {
        "sections": write_lines(choose(await register.sections(ctx), series.sections), ctx.words),
        "lead": str(ctx.words(spell_lead(series.lead, ctx.words))),
        "empty": "true" if series.tells_empty else "false",
        "places": "; ".join(f"{place.name} ({platform_title(platforms[place.id])})" for place in places),
    }


async def read_sections(ctx: Context, text: str) -> list[list[Any]]:
    """Return the sections that lines name.

    Raises:
        Misread: a line is wrong.
    """
    return read_lines(text, await register.sections(ctx))


def read_draft_lead(ctx: Context, text: str) -> str:
    """Return how long before a letter its draft is shown.

    Raises:
        Misread: the text does not say it.
    """
    lead = read_lead(text, ctx.words.language)
    if lead is None:
        raise Misread(
            _(
                "When should the draft come? For example “the day before at 18:00”, “2 days before at 9:00”, "
                "“3 hours before”, or “no draft”."
            )
        )
    return lead


async def read_places(ctx: Context, series: SeriesRow, text: str) -> list[Place]:
    """Return the channels that a list names, besides the letter's own.

    Raises:
        Misread: one is not known, receives another letter, or the person does not coordinate it.
    """
    now_in = {place.id for place in await register.destinations(ctx, series)}
    found: dict[int, Place] = {}
    for name in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        place = await _place(ctx, series, name, now_in)
        if place.id == series.place_id:
            continue
        if place.id not in now_in:
            await _check_free(ctx, place)
        found[place.id] = place
    return list(found.values())


async def _place(ctx: Context, series: SeriesRow, typed: str, now_in: set[int]) -> Place:
    """Return the channel of a name: one that the letter goes to already, else one of another chat first."""
    match = _NAMED.match(typed)
    name = fold(match["name"]) if match else fold(typed)
    platform = fold(match["platform"]) if match and match["platform"] else None
    known = await register.channels(ctx)
    named = [(place, on) for place, on in known if fold(place.name) == name and platform in (None, fold(on))]
    if not named:
        raise Misread(_("I know no channel “{name}”. Is its name written as it is there?", name=typed[:80]))
    home = next((on for place, on in known if place.id == series.place_id), None)
    return min(named, key=lambda one: (one[0].id not in now_in, one[1] == home, one[0].id))[0]


async def _check_free(ctx: Context, place: Place) -> None:
    wrong: Text | None = None
    if await register.series_of(ctx.session, place.id) is not None:
        wrong = _("“{name}” has a letter already, and no channel has two.", name=place.name)
    elif not await ctx.may_there(Role.COORDINATOR, place):
        wrong = _("“{name}” can only be added by somebody who coordinates it.", name=place.name)
    if wrong is not None:
        raise Misread(wrong)


async def change_places(ctx: Context, series: SeriesRow, places: Sequence[Place]) -> None:
    """Have a letter go to these channels, besides its own."""
    before = {place.id for place in await register.destinations(ctx, series)} - {series.place_id}
    after = {place.id: place for place in places}
    for place in before - after.keys():
        await register.remove_destination(ctx.session, series, place)
    for number in after.keys() - before:
        await register.add_destination(ctx, series, after[number])
