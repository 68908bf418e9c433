"""Needs that nobody answered: they are proposed, once, to who prepares an agenda."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import select

from bot.chat.messages import Menu, Option
from bot.language.messages import _, escape
from bot.language.shortening import shortened
from bot.plugin import WorkContext
from bot.plugin.neighbours import OpenNeed, UnansweredNeeds
from plugins.meetings.agenda.models import ItemRow, ProposedRow
from plugins.meetings.agenda.register import Agenda
from plugins.meetings.gatherings import register as meetings

_MOST = 25
_LABEL = 90


async def waiting(ctx: WorkContext, agenda: Agenda) -> Sequence[OpenNeed]:
    """Return the needs of the channels of an agenda that nobody answered, and that are on no agenda yet."""
    places = await places_of(ctx, agenda)
    found: list[OpenNeed] = []
    for service in await ctx.services(UnansweredNeeds):
        found += await service.waiting(ctx.session, ctx.network, places, ctx.now)
    keys = [need.key for need in found]
    taken = set(
        await ctx.session.scalars(
            select(ItemRow.source).where(ItemRow.network_id == ctx.network.id, ItemRow.source.in_(keys))
        )
    )
    return [need for need in found if need.key not in taken]


async def places_of(ctx: WorkContext, agenda: Agenda) -> Collection[int]:
    """Return the channels whose needs may be told on an agenda: of several, no private one."""
    if agenda.meeting is None:
        return [agenda.place]
    found = [row.place_id for row in await meetings.places(ctx.session, agenda.meeting.id)]
    if len(found) == 1:
        return found
    places = [await ctx.find_place(number) for number in found]
    return [place.id for place in places if place is not None and not place.is_private]


async def new_ones(ctx: WorkContext, agenda: Agenda) -> Sequence[OpenNeed]:
    """Return those that were proposed to nobody yet for one of the channels, and note that they are now."""
    places = await places_of(ctx, agenda)
    found = await waiting(ctx, agenda)
    known = set(
        await ctx.session.scalars(
            select(ProposedRow.source).where(
                ProposedRow.place_id.in_(places), ProposedRow.source.in_([need.key for need in found])
            )
        )
    )
    new = [need for need in found if need.key not in known]
    ctx.session.add_all(
        ProposedRow(network_id=ctx.network.id, place_id=place, source=need.key)
        for need in new
        for place in places
    )
    await ctx.session.flush()
    return new


def menu_of(agenda: Agenda, needs: Sequence[OpenNeed]) -> tuple[Menu, ...]:
    """Return the menu that puts a need on an agenda; () where none waits."""
    if not needs:
        return ()
    options = tuple(Option(need.key, escape(shortened(need.text, _LABEL))) for need in needs[:_MOST])
    about = {"meeting": agenda.meeting.id if agenda.meeting is not None else 0, "place": agenda.place}
    return (Menu(_("Add a need without an answer"), "agenda-need", options, about),)
