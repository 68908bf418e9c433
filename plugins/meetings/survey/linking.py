"""What becomes of answers to surveys when two members turn out to be one person, or when one is erased."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select

from bot.plugin import EventContext, MemberErasing, MembersMerging, MembersParted
from plugins.meetings.declaration import plugin
from plugins.meetings.secrecy import voter
from plugins.meetings.survey.models import SurveyAnswerRow, SurveyRow

_MERGED = "survey answers"
"""In the notes of a link: what who goes had answered where both had, and where answers show names."""


@plugin.on(MembersMerging)
async def one_answer_each(ctx: EventContext, event: MembersMerging) -> None:
    """Have one person answer once: of two answers stays that of who is kept, the other one is noted.

    Of anonymous ones nothing is noted by which the link could be undone: that would tell whose they are.
    """
    merged: list[list[Any]] = []
    for survey in await _with_keys(ctx):
        theirs = await _answer(ctx, survey, event.gone.id)
        if theirs is None:
            continue
        if await _answer(ctx, survey, event.kept.id) is not None:
            if survey.secret is None:
                merged.append([survey.id, theirs.score, theirs.comment])
            await ctx.session.delete(theirs)
        else:
            theirs.voter = voter(event.kept.id, survey.secret)
    await ctx.session.flush()
    event.notes.setdefault(plugin.name, {})[_MERGED] = merged


@plugin.on(MembersParted)
async def give_back(ctx: EventContext, event: MembersParted) -> None:
    """Have answers that show names be those of who gave them again; anonymous ones stay where they are."""
    rows = await ctx.session.scalars(
        select(SurveyAnswerRow).where(SurveyAnswerRow.member_id == event.gone.id)
    )
    for row in rows.all():
        row.voter = voter(event.gone.id, None)
    for survey, score, comment in event.notes.get(plugin.name, {}).get(_MERGED, ()):
        there = await ctx.session.get(SurveyRow, survey)
        if there is not None and await _answer(ctx, there, event.gone.id) is None:
            ctx.session.add(
                SurveyAnswerRow(
                    network_id=there.network_id,
                    survey_id=there.id,
                    member_id=event.gone.id,
                    voter=voter(event.gone.id, None),
                    score=score,
                    comment=comment,
                )
            )
    await ctx.session.flush()


@plugin.on(MemberErasing)
async def forget(ctx: EventContext, event: MemberErasing) -> None:
    """Remove the answers of a member to anonymous surveys that still last: of others nobody knows whose."""
    for survey in await _with_keys(ctx):
        keys = [voter(member, survey.secret) for member in (event.member.id, *event.members)]
        await ctx.session.execute(
            delete(SurveyAnswerRow).where(
                SurveyAnswerRow.survey_id == survey.id, SurveyAnswerRow.voter.in_(keys)
            )
        )


async def _with_keys(ctx: EventContext) -> Sequence[SurveyRow]:
    """Return the surveys in which it is known whose an answer is."""
    rows = await ctx.session.scalars(
        select(SurveyRow).where(
            SurveyRow.network_id == ctx.network.id, SurveyRow.ended_at.is_(None) | SurveyRow.named
        )
    )
    return rows.all()


async def _answer(ctx: EventContext, survey: SurveyRow, member: int) -> SurveyAnswerRow | None:
    row: SurveyAnswerRow | None = await ctx.session.scalar(
        select(SurveyAnswerRow).where(
            SurveyAnswerRow.survey_id == survey.id, SurveyAnswerRow.voter == voter(member, survey.secret)
        )
    )
    return row
