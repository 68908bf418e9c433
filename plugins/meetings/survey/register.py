"""The register of surveys: what people answered, and what is left of that once a survey is over."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.messages import Instant, _
from bot.plugin import Refusal, WorkContext
from plugins.meetings.models import MeetingRow
from plugins.meetings.secrecy import new_secret, voter
from plugins.meetings.survey import timing
from plugins.meetings.survey.models import SurveyAnswerRow, SurveyPostRow, SurveyRow
from plugins.meetings.survey.results import Satisfaction, satisfaction, tally


@dataclass(frozen=True, slots=True)
class Opinion:
    """What somebody thinks of a meeting: a score from 1 to 10, a comment, or both."""

    score: int | None = None
    comment: str = ""


async def find(ctx: WorkContext, survey: int, *, for_change: bool = False) -> SurveyRow:
    """Return a survey of the network; `for_change` whoever else changes it waits until this is done.

    Raises:
        Refusal: it is not there any more.
    """
    query = select(SurveyRow).where(SurveyRow.id == survey, SurveyRow.network_id == ctx.network.id)
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = await ctx.session.scalar(query)
    if row is None:
        raise Refusal("unknown_survey", _("This question is not asked any more."))
    return row


async def of_meeting(session: AsyncSession, meeting: int) -> SurveyRow | None:
    """Return the survey of a meeting, None if nobody was asked yet."""
    row: SurveyRow | None = await session.scalar(select(SurveyRow).where(SurveyRow.meeting_id == meeting))
    return row


async def of_meetings(session: AsyncSession, meetings: Collection[int]) -> dict[int, SurveyRow]:
    """Return the surveys of meetings by these."""
    rows = await session.scalars(select(SurveyRow).where(SurveyRow.meeting_id.in_(meetings)))
    return {row.meeting_id: row for row in rows}


async def satisfactions(session: AsyncSession, meetings: Collection[int]) -> dict[int, Satisfaction | None]:
    """Return what meetings were given, by these.

    It is None while the survey lasts, where nobody was asked, and where too few answered to be told.
    """
    surveys = await of_meetings(session, meetings)
    return {one: satisfaction(surveys[one].counts) if one in surveys else None for one in meetings}


async def begin(ctx: WorkContext, meeting: MeetingRow, asked_at: datetime, *, is_named: bool) -> SurveyRow:
    """Return the new survey of a meeting whose people are asked at an instant; it ends by itself."""
    row = SurveyRow(
        network_id=ctx.network.id,
        meeting_id=meeting.id,
        named=is_named,
        secret=None if is_named else new_secret(),
        ends_at=timing.open_until(max(asked_at, ctx.now), ZoneInfo(meeting.zone)),
    )
    ctx.session.add(row)
    await ctx.session.flush()
    await ctx.later("survey-end", row.ends_at, key=end_key(row), survey=row.id)
    return row


def end_key(row: SurveyRow) -> str:
    """Return the key of the timer that ends a survey."""
    return f"survey-end:{row.id}"


def is_open(row: SurveyRow, now: datetime) -> bool:
    """Return whether people may answer."""
    return row.ended_at is None and row.ends_at > now


def check_open(row: SurveyRow, now: datetime) -> None:
    """Check that people may answer.

    Raises:
        Refusal: it is over.
    """
    if not is_open(row, now):
        ended = Instant(row.ended_at or row.ends_at)
        raise Refusal("survey_over", _("This ended {at}: answers do not change any more.", at=ended))


async def said(session: AsyncSession, row: SurveyRow, member: int) -> Opinion:
    """Return what a member said, which is empty if they said nothing yet."""
    found = await _answer_of(session, row, member)
    return Opinion(found.score, found.comment) if found is not None else Opinion()


async def _answer_of(session: AsyncSession, row: SurveyRow, member: int) -> SurveyAnswerRow | None:
    found: SurveyAnswerRow | None = await session.scalar(
        select(SurveyAnswerRow).where(
            SurveyAnswerRow.survey_id == row.id, SurveyAnswerRow.voter == voter(member, row.secret)
        )
    )
    return found


async def write(ctx: WorkContext, row: SurveyRow, member: int, opinion: Opinion) -> None:
    """Write down what a member says, in the place of what they said before; who says nothing is not counted.

    Raises:
        Refusal: it is over.
    """
    check_open(row, ctx.now)
    if opinion == Opinion():
        return
    found = await _answer_of(ctx.session, row, member)
    if found is None:
        found = SurveyAnswerRow(
            network_id=ctx.network.id,
            survey_id=row.id,
            member_id=member if row.named else None,
            voter=voter(member, row.secret),
        )
        ctx.session.add(found)
    found.score, found.comment = opinion.score, opinion.comment
    await ctx.session.flush()


async def take_back(ctx: WorkContext, row: SurveyRow, member: int) -> bool:
    """Take back what a member said; return whether they had said anything.

    Raises:
        Refusal: it is over.
    """
    check_open(row, ctx.now)
    found = await _answer_of(ctx.session, row, member)
    if found is not None:
        await ctx.session.delete(found)
        await ctx.session.flush()
    return found is not None


async def answers(session: AsyncSession, survey: int) -> Sequence[SurveyAnswerRow]:
    """Return what was answered, or once it is over what is left of that."""
    rows = await session.scalars(
        select(SurveyAnswerRow).where(SurveyAnswerRow.survey_id == survey).order_by(SurveyAnswerRow.id)
    )
    return rows.all()


async def scored(session: AsyncSession, survey: int) -> int:
    """Return how many people gave a score."""
    given = select(func.count()).where(
        SurveyAnswerRow.survey_id == survey, SurveyAnswerRow.score.is_not(None)
    )
    return await session.scalar(given) or 0


async def posts(session: AsyncSession, survey: int) -> Sequence[SurveyPostRow]:
    """Return the messages that ask."""
    rows = await session.scalars(
        select(SurveyPostRow).where(SurveyPostRow.survey_id == survey).order_by(SurveyPostRow.id)
    )
    return rows.all()


async def end(session: AsyncSession, row: SurveyRow, now: datetime) -> None:
    """End a survey: what is left says how many gave what, what was commented, and nothing of whose it was.

    Where too few answered, nothing is left at all. One that shows names keeps its answers.
    """
    given = await answers(session, row.id)
    row.counts = tally(one.score for one in given if one.score is not None)
    if row.counts is None or not row.named:
        comments = [one.comment for one in given if one.comment] if row.counts is not None else []
        await session.execute(delete(SurveyAnswerRow).where(SurveyAnswerRow.survey_id == row.id))
        _keep_nameless(session, row, comments)
    await session.execute(
        delete(SurveyPostRow).where(SurveyPostRow.survey_id == row.id, SurveyPostRow.member_id.is_not(None))
    )
    row.secret, row.ended_at = None, now
    await session.flush()


def _keep_nameless(session: AsyncSession, row: SurveyRow, comments: list[str]) -> None:
    """Keep comments in an order of chance: that of their rows was the order in which people answered."""
    secrets.SystemRandom().shuffle(comments)
    session.add_all(
        SurveyAnswerRow(
            network_id=row.network_id, survey_id=row.id, voter=secrets.token_hex(32), comment=comment
        )
        for comment in comments
    )


async def withdraw(ctx: WorkContext, row: SurveyRow) -> None:
    """Take a survey back, with its messages and all that was answered: the meeting did not take place."""
    await ctx.cancel(end_key(row))
    for post in await posts(ctx.session, row.id):
        await ctx.delete(post.delivery_id)
    await ctx.session.execute(delete(SurveyAnswerRow).where(SurveyAnswerRow.survey_id == row.id))
    await ctx.session.execute(delete(SurveyPostRow).where(SurveyPostRow.survey_id == row.id))
    await ctx.session.delete(row)
    await ctx.session.flush()
