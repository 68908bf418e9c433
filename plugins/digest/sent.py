"""The letters that went, or were lost: their list, and one by its number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from plugins.digest.models import LetterRow, State


async def letters(
    session: AsyncSession,
    series: int,
    before: int | None,
    count: int,
    between: tuple[datetime, datetime] | None = None,
) -> Sequence[LetterRow]:
    """Return the letters that were sent, or lost, the newest first: those with a number below `before`.

    Only those that went between two instants, the later one left out, if they are given.
    """
    wanted = [LetterRow.series_id == series, LetterRow.state.in_((State.SENT, State.LOST))]
    if before is not None:
        wanted.append(LetterRow.number < before)
    if between is not None:
        went = func.coalesce(LetterRow.sent_at, LetterRow.send_at)
        wanted += [went >= between[0], went < between[1]]
    found = await session.scalars(
        select(LetterRow).where(*wanted).order_by(LetterRow.number.desc()).limit(count)
    )
    return found.all()


async def letter_numbered(session: AsyncSession, series: int, number: int) -> LetterRow | None:
    """Return a letter that was sent by its number, None if it is not kept."""
    return await session.scalar(
        select(LetterRow).where(LetterRow.series_id == series, LetterRow.number == number)
    )
