"""Habits: what a channel wants done around its meetings, before and after them, by itself."""

from __future__ import annotations

from datetime import time

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.store.settings import get_setting, set_setting
from plugins.meetings.models import MeetingPlaceRow, MeetingRow

_NAME = "meetings:habits"


class Habits(BaseModel):
    """What is done around the meetings of a channel; what is None, or empty, is not done.

    `reminders` are days before a meeting, 0 being the day itself, at `reminder_hour` on the clocks of the
    meeting. `agenda_days` before, its agenda is posted. `survey_minutes` after its end people are asked what
    they thought of it, and told whose answer is whose only if it `survey_shows_names`. `alarm_minutes` before
    it calendars call.
    """

    model_config = ConfigDict(frozen=True)

    reminders: tuple[int, ...] = (7, 1, 0)
    reminder_hour: time = time(9)
    agenda_days: int | None = Field(default=1, ge=0, le=60)
    survey_minutes: int | None = Field(default=120, ge=0, le=14 * 24 * 60)
    survey_shows_names: bool = False
    alarm_minutes: int | None = Field(default=30, ge=0, le=14 * 24 * 60)


USUAL = Habits()


async def habits_of(session: AsyncSession, network: int, place: int) -> Habits:
    """Return what a channel wants; what was kept and cannot be any more is as usual."""
    kept = await get_setting(session, network, _NAME, scope="place", scope_id=str(place))
    if kept is None:
        return USUAL
    try:
        return Habits.model_validate(kept)
    except ValidationError:
        return USUAL


async def habits_around(session: AsyncSession, row: MeetingRow) -> Habits:
    """Return what is wanted around a meeting: what the first of its channels wants."""
    first = (
        select(MeetingPlaceRow.place_id)
        .where(MeetingPlaceRow.meeting_id == row.id)
        .order_by(MeetingPlaceRow.id)
        .limit(1)
    )
    place = await session.scalar(first)
    return USUAL if place is None else await habits_of(session, row.network_id, place)


async def keep_habits(session: AsyncSession, network: int, place: int, habits: Habits) -> None:
    """Keep what a channel wants."""
    value = habits.model_dump(mode="json")
    await set_setting(session, network, _NAME, value, scope="place", scope_id=str(place))
