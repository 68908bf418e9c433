"""What letters tell of meetings besides what comes up soon, which they tell as of any agenda.

These are the votes that last longer or have no end yet, the dates to keep free later on, and what was
cancelled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.messages import Instant, Text, _, escape
from bot.plugin import EventContext
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow, DigestWithdrawn, thing_of, versioned
from bot.plugin.neighbours import LOOK_AHEAD
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings.meant import next_of_each
from plugins.meetings.models import MeetingPlaceRow, MeetingRow, PollPlaceRow, PollRow
from plugins.meetings.overview.occasions import meeting_key, same_day_everywhere

_VOTE, _LATER, _OFF = "vote", "meeting-later", "meeting-off"


class Meetings:
    """The section of votes that wait, of dates to keep free, and of meetings that are off."""

    name = "meetings"
    title: Text = _("Meetings and votes")
    size = 5

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return what is off first, then the votes, the oldest first, then the dates, the next one first."""
        told = {thing_of(key) for key in window.excluded}
        found = await _all(session, network, window)
        return [item for item in found if thing_of(item.key) not in told][: window.most]

    def elsewhere(self, _window: DigestWindow) -> Text:
        """Return the command that shows all of them."""
        return _("`/meeting coming`")

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that are as they were said to be: votes that go on, dates that hold, what is off."""
        polls = PollRow.id.in_(_numbers(_VOTE, keys))
        later, off = (MeetingRow.id.in_(_numbers(kind, keys)) for kind in (_LATER, _OFF))
        return {
            *(_vote(row).key for row in await _polls(session, network, places, (polls,))),
            *(_later(row).key for row in await _meetings(session, network, places, (later,))),
            *(_off(row).key for row in await _meetings(session, network, places, (off,), off=True)),
        } & set(keys)


async def _all(session: AsyncSession, network: Network, window: DigestWindow) -> list[DigestItem]:
    """Return what there is to tell, whether it was told before or not."""
    places, soon = window.places, window.until + LOOK_AHEAD
    # who read of it in an earlier letter is told that it is off; others need not know of it
    known = MeetingRow.created_at < window.since
    missed = (MeetingRow.starts_at > window.until, MeetingRow.cancelled_at >= window.reach, known)
    off = await _meetings(session, network, places, missed, off=True)
    lasting = or_(PollRow.closes_at.is_(None), PollRow.closes_at >= soon)
    votes = await _polls(session, network, places, (lasting,))
    set_lately = (MeetingRow.starts_at >= soon, MeetingRow.created_at >= window.reach)
    later = next_of_each(await _meetings(session, network, places, set_lately))
    return [*map(_off, off), *map(_vote, votes), *map(_later, later)]


async def _polls(
    session: AsyncSession, network: Network, places: Sequence[Place], wanted: Iterable[ColumnElement[bool]]
) -> Sequence[PollRow]:
    """Return the votes of some channels that wait for answers, the oldest first."""
    there = exists().where(
        PollPlaceRow.poll_id == PollRow.id, PollPlaceRow.place_id.in_([place.id for place in places])
    )
    rows = await session.scalars(
        select(PollRow)
        .where(PollRow.network_id == network.id, PollRow.closed_at.is_(None), there, *wanted)
        .order_by(PollRow.id)
    )
    return rows.all()


async def _meetings(
    session: AsyncSession,
    network: Network,
    places: Sequence[Place],
    wanted: Iterable[ColumnElement[bool]],
    *,
    off: bool = False,
) -> Sequence[MeetingRow]:
    """Return the meetings of some channels that take place, or those that are `off`, the next one first."""
    there = exists().where(
        MeetingPlaceRow.meeting_id == MeetingRow.id,
        MeetingPlaceRow.place_id.in_([place.id for place in places]),
    )
    is_off = MeetingRow.cancelled_at.is_not(None) if off else MeetingRow.cancelled_at.is_(None)
    rows = await session.scalars(
        select(MeetingRow)
        .where(MeetingRow.network_id == network.id, there, is_off, *wanted)
        .order_by(MeetingRow.starts_at, MeetingRow.id)
    )
    return rows.all()


def _numbers(kind: str, keys: Collection[str]) -> list[int]:
    """Return the ids in the keys of one kind."""
    parts = [thing_of(key).partition(":") for key in keys]
    return [int(number) for name, _colon, number in parts if name == kind and number.isdecimal()]


def _vote(row: PollRow) -> DigestItem:
    title = escape(row.title)
    text = _("“{title}” waits for your answer", title=title)
    if row.closes_at is not None:
        text = _("“{title}” waits for your answer, until {at}", title=title, at=Instant(row.closes_at))
    return DigestItem(versioned(f"{_VOTE}:{row.id}", row.title, str(row.closes_at)), text, _("Votes"))


def _later(row: MeetingRow) -> DigestItem:
    key = versioned(f"{_LATER}:{row.id}", row.title, str(row.starts_at))
    text = _("{at}: {title}", at=_when(row), title=escape(row.title))
    return DigestItem(key, text, _("Dates to keep free"))


def _off(row: MeetingRow) -> DigestItem:
    text = _("{title}, which was to be {at}", title=escape(row.title), at=_when(row))
    return DigestItem(f"{_OFF}:{row.id}", text, _("Cancelled"))


def _when(row: MeetingRow) -> Instant:
    if row.all_day:
        return Instant(same_day_everywhere(row), all_day=True)
    return Instant(row.starts_at)


@plugin.on(MeetingPlanned)
async def withdraw(ctx: EventContext, event: MeetingPlanned) -> None:
    """Take a meeting that was cancelled out of letters, those that were sent too."""
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is not None and row.cancelled_at is not None:
        await ctx.emit(DigestWithdrawn(meeting_key(row.id)))
        await ctx.emit(DigestWithdrawn(f"{_LATER}:{row.id}"))


plugin.provide(DigestSection, Meetings())
