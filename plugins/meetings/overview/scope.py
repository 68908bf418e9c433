"""Whose meetings are listed: those of a channel; in a DM those of the person, wherever they are."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.delivery import SendFailedError, SendRefusedError
from bot.chat.places import PlaceKind
from bot.plugin import ChannelPeople, Context, Outside
from plugins.meetings.models import (
    AttendanceRow,
    BallotRow,
    ExpectedRow,
    MeetingPlaceRow,
    MeetingRow,
    PollPlaceRow,
    PollRow,
)

_RECENT = timedelta(days=60)
"""So long after a meeting people may still speak of it in a DM, whatever they had said of coming."""
_MOST_ASKED = 60
"""Chats are asked who is in so many channels at most, those of the next meetings."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """In which channels somebody is, and in which they are not; of others nobody knows."""

    inside: frozenset[int]
    outside: frozenset[int]


@dataclass(frozen=True, slots=True)
class WhereaboutsLookup:
    """Asks the chats in which of some channels a member is."""

    member: int
    places: tuple[int, ...]

    async def look(self, outside: Outside) -> Whereabouts:
        """Ask for each of the channels; one whose chat cannot tell now stays unknown."""
        found = await asyncio.gather(*(self._is_in(outside, place) for place in self.places))
        told = dict(zip(self.places, found, strict=True))
        return Whereabouts(
            frozenset(place for place, is_in in told.items() if is_in),
            frozenset(place for place, is_in in told.items() if is_in is False),
        )

    async def _is_in(self, outside: Outside, place: int) -> bool | None:
        try:
            present = await outside.service(ChannelPeople).present(place)
        except (SendFailedError, SendRefusedError):
            return None
        return None if present is None else self.member in present.members


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose meetings are listed: those of the channel `place`, else of the `member`."""

    network: int
    member: int
    place: int | None
    whereabouts: Whereabouts

    def meetings(self) -> ColumnElement[bool]:
        """Return which meetings belong to it."""
        stands = MeetingPlaceRow.meeting_id == MeetingRow.id
        if self.place is not None:
            there = select(MeetingPlaceRow.meeting_id).where(MeetingPlaceRow.place_id == self.place)
            return MeetingRow.id.in_(there)  # SQLite begins with these, rather than with all of the network
        answered = exists().where(
            AttendanceRow.meeting_id == MeetingRow.id, AttendanceRow.member_id == self.member
        )
        asked = exists().where(
            ExpectedRow.poll_id == MeetingRow.poll_id, ExpectedRow.member_id == self.member
        )
        return or_(
            MeetingRow.member_id == self.member,
            exists().where(stands, MeetingPlaceRow.place_id.in_(self.whereabouts.inside)),
            and_(
                or_(answered, asked),
                exists().where(stands, MeetingPlaceRow.place_id.not_in(self.whereabouts.outside)),
            ),
        )

    def polls(self) -> ColumnElement[bool]:
        """Return which polls belong to it."""
        stands = PollPlaceRow.poll_id == PollRow.id
        if self.place is not None:
            return PollRow.id.in_(select(PollPlaceRow.poll_id).where(PollPlaceRow.place_id == self.place))
        voted = exists().where(BallotRow.poll_id == PollRow.id, BallotRow.member_id == self.member)
        asked = exists().where(ExpectedRow.poll_id == PollRow.id, ExpectedRow.member_id == self.member)
        return or_(
            PollRow.member_id == self.member,
            exists().where(stands, PollPlaceRow.place_id.in_(self.whereabouts.inside)),
            and_(
                or_(voted, asked),
                exists().where(stands, PollPlaceRow.place_id.not_in(self.whereabouts.outside)),
            ),
        )

    async def has(self, session: AsyncSession, row: PollRow | MeetingRow) -> bool:
        """Return whether a poll or a meeting belongs to it."""
        if isinstance(row, PollRow):
            query = select(PollRow.id).where(PollRow.id == row.id, self.polls())
        else:
            query = select(MeetingRow.id).where(MeetingRow.id == row.id, self.meetings())
        return await session.scalar(query) is not None


async def scope_of(ctx: Context) -> Scope:
    """Return whose meetings are listed where the person speaks; in a DM the chats tell where they are."""
    if ctx.place.kind is not PlaceKind.DM:
        nowhere = Whereabouts(frozenset(), frozenset())
        return Scope(ctx.network.id, ctx.member.id, ctx.place.id, nowhere)
    places = await _places(ctx)
    whereabouts = await ctx.outside(WhereaboutsLookup(ctx.member.id, tuple(places)))
    return Scope(ctx.network.id, ctx.member.id, None, whereabouts)


async def _places(ctx: Context) -> Collection[int]:
    """Return the channels of the meetings to come and the last ones, and of the polls that are open."""
    meetings = (
        select(MeetingPlaceRow.place_id)
        .join(MeetingRow, MeetingRow.id == MeetingPlaceRow.meeting_id)
        .where(
            MeetingRow.network_id == ctx.network.id,
            func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) > ctx.now - _RECENT,
        )
        .group_by(MeetingPlaceRow.place_id)
        .order_by(func.max(MeetingRow.starts_at).desc())
        .limit(_MOST_ASKED)
    )
    polls = (
        select(PollPlaceRow.place_id)
        .join(PollRow, PollRow.id == PollPlaceRow.poll_id)
        .where(PollRow.network_id == ctx.network.id, PollRow.closed_at.is_(None))
        .group_by(PollPlaceRow.place_id)
        .order_by(func.max(PollRow.id).desc())
        .limit(_MOST_ASKED)
    )
    found = [*await ctx.session.scalars(polls), *await ctx.session.scalars(meetings)]
    return sorted(dict.fromkeys(found))[:_MOST_ASKED]
