"""Which meeting somebody means: one of the channel, by its date or its title, or one of their own in a DM."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, SQLColumnExpression, func, or_, select

from bot.chat.messages import Menu, Option, Reply
from bot.chat.places import PlaceKind
from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.language.moments import Reading, Understood, read
from bot.plugin import Context
from plugins.meetings.gatherings.announcing import when
from plugins.meetings.models import AttendanceRow, MeetingPlaceRow, MeetingRow

_MOST = 25
"""So many meetings are chosen from: a menu has room for no more."""
_NEXT = {"la prochaine", "prochaine", "la prochaine rencontre", "next", "the next one", "the next meeting"}
_LAST = {"la derniere", "derniere", "la derniere rencontre", "last", "the last one", "the last meeting"}


async def coming(ctx: Context) -> Sequence[MeetingRow]:
    """Return the meetings to come of the channel, the next one first; in a DM those of the person."""
    return await _rows(ctx, ~_is_over(ctx), MeetingRow.starts_at)


async def past(ctx: Context) -> Sequence[MeetingRow]:
    """Return the meetings of the channel that are over or have begun, the last one first; in a DM theirs."""
    return await _rows(ctx, MeetingRow.starts_at <= ctx.now, MeetingRow.starts_at.desc())


def _is_over(ctx: Context) -> ColumnElement[bool]:
    return func.coalesce(MeetingRow.ends_at, MeetingRow.starts_at) <= ctx.now


async def _rows(
    ctx: Context, wanted: ColumnElement[bool], order: SQLColumnExpression[datetime]
) -> Sequence[MeetingRow]:
    query = select(MeetingRow).where(
        MeetingRow.network_id == ctx.network.id, MeetingRow.cancelled_at.is_(None), wanted, _concerns(ctx)
    )
    rows = await ctx.session.scalars(query.order_by(order, MeetingRow.id).limit(_MOST))
    return rows.all()


def _concerns(ctx: Context) -> ColumnElement[bool]:
    if ctx.place.kind is not PlaceKind.DM:
        there = select(MeetingPlaceRow.meeting_id).where(MeetingPlaceRow.place_id == ctx.place.id)
        return MeetingRow.id.in_(there)
    answered = select(AttendanceRow.meeting_id).where(AttendanceRow.member_id == ctx.member.id)
    return or_(MeetingRow.member_id == ctx.member.id, MeetingRow.id.in_(answered))


def named(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> list[MeetingRow]:
    """Return which of the meetings some words name: by their order, their day, or words of their title.

    Nothing typed names all of them.
    """
    said = fold(typed).strip(" .!?")
    if not said:
        return list(rows)
    if said in _NEXT or said in _LAST:
        return list(rows[:1])
    by_day = _by_day(rows, typed, reading)
    if by_day:
        return by_day
    words = set(said.split())
    whole = [row for row in rows if fold(row.title) == said]
    return whole or [row for row in rows if words <= set(fold(row.title).split())]


def _by_day(rows: Sequence[MeetingRow], typed: str, reading: Reading) -> list[MeetingRow]:
    """Return the meetings of the day that was typed; a day that has passed is that of a meeting, too."""
    earliest = min((row.starts_at for row in rows), default=reading.now)
    for now in (reading.now, min(earliest, reading.now)):
        found = read(typed, replace(reading, now=now, recurring=False))
        if not isinstance(found, Understood):
            continue
        on = [row for row in rows if row.starts_at.astimezone(ZoneInfo(row.zone)).date() == found.at.date()]
        if on:
            return on
    return []


def which(ctx: Context, rows: Sequence[MeetingRow], action: str, **arguments: int | str | bool) -> Reply:
    """Ask which of several meetings is meant; the `action` is given its id as the choice of a menu."""
    options = tuple(Option(str(row.id), _label(row, ctx)) for row in rows[:_MOST])
    menu = Menu(_("Choose a meeting"), action, options, arguments)
    return Reply(text=_("Which meeting do you mean?"), menus=(menu,), private=True)


def _label(row: MeetingRow, ctx: Context) -> Text:
    return _("{title}, {when}", title=escape(row.title), when=when(row, ctx.words))
