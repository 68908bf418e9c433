"""Who was at a meeting: those who had said so, until the minutes say otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from bot.chat.people import Member
from bot.language.folding import fold
from bot.plugin import Context, WorkContext
from bot.store.people import find_members, member_named
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.minutes import discretion, register
from plugins.meetings.minutes.discretion import SeenIn
from plugins.meetings.minutes.models import LONGEST_GUESTS, MinutesRow, PresentRow
from plugins.meetings.models import MeetingRow

if TYPE_CHECKING:
    from plugins.meetings.minutes.typed import People


@dataclass(frozen=True, slots=True)
class Present:
    """Who was there: `members` of the network, and `guests` by their names.

    `is_known` tells that somebody wrote it down; else they are those who had said that they come. `seen_in`
    says of members in which channels of the meeting they are.
    """

    members: tuple[Member, ...]
    guests: tuple[str, ...]
    is_known: bool
    seen_in: SeenIn = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all of them."""
        return (*(member.name for member in self.members), *self.guests)

    def named_in(self, place: int) -> tuple[str, ...]:
        """The names of those who may be named in a channel: they are in it."""
        return tuple(member.name for member in self.members if place in self.seen_in.get(member.id, ()))


async def present(ctx: WorkContext, row: MeetingRow, minutes: MinutesRow | None) -> Present:
    """Return who was at a meeting."""
    if minutes is None or not minutes.has_people:
        coming = await meetings.who_comes(ctx.session, row)
        return Present(await _members(ctx, coming.seated), (), is_known=False)
    rows = await ctx.session.scalars(
        select(PresentRow).where(PresentRow.meeting_id == row.id).order_by(PresentRow.id)
    )
    seen_in = {one.member_id: frozenset(one.seen_in) for one in rows}
    guests = tuple(name for name in minutes.guests.splitlines() if name)
    return Present(await _members(ctx, list(seen_in)), guests, is_known=True, seen_in=seen_in)


async def _members(ctx: WorkContext, numbers: Sequence[int]) -> tuple[Member, ...]:
    found = await find_members(ctx.session, ctx.network.id, numbers)
    return tuple(dict.fromkeys(found[number] for number in numbers if number in found))


async def name(ctx: Context, row: MeetingRow, minutes: MinutesRow, people: People) -> None:
    """Write down who was there, from names: of the network where somebody is called so, else as guests."""
    from plugins.meetings.minutes.typed import Naming

    before = await present(ctx, row, minutes)
    members, guests = await _recognised(ctx, row, before, people.names)
    if people.how is Naming.MORE:
        members = [*before.members, *members]
        guests = [*before.guests, *guests]
    elif people.how is Naming.FEWER:
        gone = {member.id for member in members}
        away = {fold(guest) for guest in guests}
        members = [member for member in before.members if member.id not in gone]
        guests = [guest for guest in before.guests if fold(guest) not in away]
    await keep(ctx, row, minutes, members, guests)


async def keep(
    ctx: Context,
    row: MeetingRow,
    minutes: MinutesRow,
    members: Iterable[Member],
    guests: Iterable[str],
) -> None:
    """Write down who was there, each once.

    Raises:
        Refusal: the names of the guests are too long.
    """
    names = "\n".join(dict.fromkeys(guests))
    register.check_length(names, LONGEST_GUESTS)
    seen_in = await discretion.seen_in(ctx, row)
    await ctx.session.execute(delete(PresentRow).where(PresentRow.meeting_id == row.id))
    ctx.session.add_all(
        PresentRow(
            network_id=ctx.network.id,
            meeting_id=row.id,
            member_id=number,
            seen_in=sorted(seen_in.get(number, ())),
        )
        for number in dict.fromkeys(member.id for member in members)
    )
    minutes.guests = names
    minutes.has_people = True
    await ctx.session.flush()


async def _recognised(
    ctx: WorkContext, row: MeetingRow, before: Present, names: Iterable[str]
) -> tuple[list[Member], list[str]]:
    """Return who of the network is meant by some names, and the names of others."""
    coming = await meetings.who_comes(ctx.session, row)
    answered = (*coming.seated, *coming.waiting, *coming.maybe, *coming.absent)
    organiser = () if row.member_id is None else (row.member_id,)
    likely = (*before.members, *await _members(ctx, (*answered, *organiser)))
    members: list[Member] = []
    guests: list[str] = []
    for typed in names:
        found = meant(typed, likely) or await member_named(ctx.session, ctx.network.id, typed, "")
        if found is not None:
            members.append(found)
        else:
            guests.append(typed)
    return members, guests


def meant(typed: str, likely: Iterable[Member]) -> Member | None:
    """Return who is meant by a name: by all of it, their user name, or a first name that only they have."""
    said = fold(typed)
    people = {member.id: member for member in likely}.values()
    whole = [member for member in people if said in (fold(member.name), fold(member.username))]
    first = [member for member in people if said == fold(member.name).partition(" ")[0]]
    found = whole or first
    return found[0] if len(found) == 1 else None
