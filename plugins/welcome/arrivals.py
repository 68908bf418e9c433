"""Arrivals: who is a newcomer, and when they are greeted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, func, select

from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import Text, _
from bot.plugin import EventContext, MemberJoined, MemberLeft, TimerContext, WorkContext
from bot.plugin.neighbours import Greeting
from bot.store.people import channels_of
from bot.store.tables import DeliveryRow, MemberRow, PlaceRow
from plugins.welcome.declaration import plugin
from plugins.welcome.greeting import greet, of_network
from plugins.welcome.models import NewcomerRow, State

DELAY = timedelta(minutes=10)
"""How long after they joined people are greeted: time to look around, and to see whether many come."""
CROWD = 5
"""So many who join one community within `DELAY` of each other were added: nobody is greeted alone."""
NEW = timedelta(days=1)
"""Whoever the network knows for longer is no newcomer, whatever channel they join."""


@plugin.on(MemberJoined)
async def joined(ctx: EventContext, event: MemberJoined) -> None:
    """Note a newcomer in a channel that is bound to a territory, and see to their welcome."""
    if not await _is_bound(ctx, event):
        return
    known = await ctx.session.get_one(MemberRow, event.member.id)
    noted = await ctx.session.scalar(select(NewcomerRow).where(NewcomerRow.member_id == event.member.id))
    if noted is not None and noted.state == State.LEFT:
        await ctx.session.delete(noted)
        await ctx.session.flush()
    elif noted is not None or ctx.now - known.created_at > NEW:
        return
    ctx.session.add(
        NewcomerRow(
            network_id=ctx.network.id,
            member_id=event.member.id,
            place_id=event.place.id,
            joined_at=ctx.now,
            state=State.WAITING,
        )
    )
    await ctx.session.flush()
    await ctx.later("greet", ctx.now + DELAY, key=_key(event.member.id), member=event.member.id)


@plugin.on(MemberLeft)
async def left(ctx: EventContext, event: MemberLeft) -> None:
    """Greet nobody who left already: not even if the greeting waits for the end of their quiet hours."""
    row = await ctx.session.scalar(
        select(NewcomerRow).where(
            NewcomerRow.member_id == event.member.id,
            NewcomerRow.place_id == event.place.id,
            NewcomerRow.state.in_((State.WAITING, State.WELCOMED)),
        )
    )
    if row is None:
        return
    if row.state == State.WELCOMED:
        waiting = await _unsent_greeting(ctx, row)
        if waiting is None:
            return
        await ctx.delete(waiting)
    row.state = State.LEFT
    await ctx.cancel(_key(event.member.id))


@plugin.timer("greet")
async def greet_newcomer(ctx: TimerContext, member: int) -> None:
    """Greet a newcomer, unless many came with them."""
    row = await ctx.session.scalar(
        select(NewcomerRow).where(NewcomerRow.member_id == member, NewcomerRow.state == State.WAITING)
    )
    newcomer = await ctx.find_member(member)
    place = await ctx.find_place(row.place_id) if row is not None else None
    if row is None or newcomer is None or place is None:
        return
    together = await ctx.session.scalar(
        select(func.count()).where(
            NewcomerRow.place_id.in_(_places_around(place)),
            NewcomerRow.joined_at.between(row.joined_at - DELAY, row.joined_at + DELAY),
        )
    )
    if together is not None and together >= CROWD:
        row.state = State.CROWD
        return
    row.state = State.WELCOMED
    await ctx.post(newcomer, await greet(ctx, newcomer, place), key=_greeting(row), unsolicited=True)


class Alongside(Greeting):
    """Implements `bot.plugin.neighbours.Greeting`."""

    async def along(self, ctx: WorkContext, member: Member) -> Sequence[Text]:
        """Return what a newcomer is told of the network in a message that they get anyway."""
        row = await ctx.session.scalar(
            select(NewcomerRow).where(NewcomerRow.member_id == member.id, NewcomerRow.state == State.WAITING)
        )
        place = await ctx.find_place(row.place_id) if row is not None else None
        if row is None or place is None:
            return ()
        row.state = State.WELCOMED
        return [
            *await of_network(ctx, member, place),
            _("`/maillage help` tells what I can do, `/maillage preferences` when I may write to you."),
        ]


plugin.provide(Greeting, Alongside())


def _places_around(place: Place) -> Select[int]:
    """Return the places of the community of a place, itself among them."""
    is_there = PlaceRow.id == place.id
    if place.community_id is not None:
        is_there |= PlaceRow.community_id == place.community_id
    return select(PlaceRow.id).where(is_there)


async def _unsent_greeting(ctx: EventContext, row: NewcomerRow) -> int | None:
    return await ctx.session.scalar(
        select(DeliveryRow.id).where(
            DeliveryRow.plugin == plugin.name,
            DeliveryRow.key == _greeting(row),
            DeliveryRow.network_id == row.network_id,
            DeliveryRow.state == "pending",
        )
    )


async def _is_bound(ctx: EventContext, event: MemberJoined) -> bool:
    """Return whether a channel is bound to a territory, or one of the community that somebody joined."""
    places: list[Place] = [event.place]
    if event.community:
        places += await channels_of(ctx.session, event.place.community_id)
    return any(place.territory for place in places)


def _greeting(row: NewcomerRow) -> str:
    return f"greeting:{row.id}"


def _key(member: int) -> str:
    return f"greet:{member}"
