"""Answering: a press is a score, a form holds it with a comment; no answer to it repeats what was said."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel

from bot.chat.messages import Reply
from bot.language.messages import Instant, Text, _, escape
from bot.plugin import Arg, ChoiceArgument, Context, OpenForm, Refusal
from bot.plugin.arguments import RestArgument
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.models import MeetingRow
from plugins.meetings.survey import register, wording
from plugins.meetings.survey.models import SurveyRow
from plugins.meetings.survey.register import Opinion
from plugins.meetings.survey.scoring import HIGHEST, LOWEST, Scored

LONGEST_COMMENT = 3_000
"""A form that shows a comment again has room for so much on every chat."""
_SCORES = tuple(str(score) for score in range(LOWEST, HIGHEST + 1))
_SCORE = ChoiceArgument(_SCORES, {score: _("{score}/10", score=score) for score in _SCORES})


class OpinionForm(BaseModel):
    """The form of an answer."""

    score: Annotated[str, _SCORE, Arg(_("score"), help=_("from 1 (not useful at all) to 10 (very useful)."))]
    comment: Annotated[
        str,
        RestArgument(),
        Arg(_("comment"), help=_("what was good, what to change."), max_length=LONGEST_COMMENT),
    ] = ""


@plugin.action("rate")
async def rate(ctx: Context, survey: int, score: int) -> Reply:
    """Write down the score that was pressed; a comment that was written before stays."""
    if not LOWEST <= score <= HIGHEST:
        raise Refusal("bad_score", _("A score is a whole number from 1 to 10."))
    row = await register.find(ctx, survey, for_change=True)
    before = await register.said(ctx.session, row, ctx.member.id)
    await register.write(ctx, row, ctx.member.id, replace(before, score=score))
    return _thanks(row)


def _thanks(row: SurveyRow) -> Reply:
    said = _("Thank you, it is written down. You can change your answer until {at}.", at=Instant(row.ends_at))
    return Reply(text=said, private=True, leaves_no_trace=not row.named)


@plugin.action("comment")
async def comment(ctx: Context, survey: int) -> OpenForm:
    """Open the form of an answer, with what the person said."""
    row = await register.find(ctx, survey)
    register.check_open(row, ctx.now)
    before = await register.said(ctx.session, row, ctx.member.id)
    values = {"score": str(before.score) if before.score else "", "comment": before.comment}
    return OpenForm(form="opinion", values=values, arguments={"survey": survey})


@plugin.form("opinion", OpinionForm, title=_("What you thought"), submit=_("Send"))
async def give(ctx: Context, form: OpinionForm, survey: int) -> Reply:
    """Write down all that the form says."""
    row = await register.find(ctx, survey, for_change=True)
    await register.write(ctx, row, ctx.member.id, Opinion(int(form.score), form.comment.strip()))
    return _thanks(row)


async def take(ctx: Context, row: SurveyRow, typed: Scored) -> Reply:
    """Write down what somebody typed: what can be used of it, so that they need not type it again."""
    before = await register.said(ctx.session, row, ctx.member.id)
    is_too_long = len(typed.comment) > LONGEST_COMMENT
    opinion = Opinion(
        before.score if typed.score is None else typed.score,
        typed.comment if typed.comment and not is_too_long else before.comment,
    )
    await register.write(ctx, row, ctx.member.id, opinion)
    meeting = await meetings.find(ctx, row.meeting_id)
    if is_too_long:
        return _too_long(row, opinion, len(typed.comment))
    if typed.score is None:
        return _no_score(row)
    return Reply(text=_thanks_for(meeting, row), private=True)


def _thanks_for(meeting: MeetingRow, row: SurveyRow) -> Text:
    return _(
        "Thank you, your answer on “{title}” is written down. You can change it until {at}.",
        title=escape(meeting.title),
        at=Instant(row.ends_at),
    )


def _too_long(row: SurveyRow, opinion: Opinion, length: int) -> Reply:
    said = _(
        "Your comment has {length} characters, there is room for {most}: please send it again, shorter.",
        length=length,
        most=LONGEST_COMMENT,
    )
    if opinion.score is not None:
        said = _("{said} Your score is written down.", said=said)
    return Reply(text=said, buttons=wording.buttons(row), private=True)


def _no_score(row: SurveyRow) -> Reply:
    said = _("A score is a whole number from 1 to 10: press yours. What you typed after it is kept.")
    return Reply(text=said, buttons=wording.buttons(row), private=True)


async def take_back(ctx: Context, row: SurveyRow) -> Reply:
    """Take back what the person said of a meeting."""
    meeting = await meetings.find(ctx, row.meeting_id)
    title = escape(meeting.title)
    if await register.take_back(ctx, row, ctx.member.id):
        said = _("Your answer on “{title}” is taken back: nothing of it is kept.", title=title)
    else:
        said = _("You have said nothing of “{title}”.", title=title)
    return Reply(text=said, buttons=wording.buttons(row), private=True, leaves_no_trace=not row.named)


def without_score(meeting: MeetingRow, row: SurveyRow) -> Reply:
    """Ask whoever typed words that name no meeting whether these are what they thought of the last one."""
    said = _(
        "I find no meeting of that name here. If that is what you thought of “{title}”, press your score, "
        "then add your words as a comment.",
        title=escape(meeting.title),
    )
    return Reply(text=said, buttons=wording.buttons(row), private=True)
