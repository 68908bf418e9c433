"""The end of a survey: the channel reads the average, who organises the rest; whose it was, nobody."""

from __future__ import annotations

from bot.chat.messages import Button, Post, Reply
from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Markup, _
from bot.plugin import Context, Refusal, TimerContext, WorkContext
from bot.store.accesses import note_access
from bot.store.people import find_members
from plugins.meetings.declaration import plugin
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.gatherings.managing import check_may_manage, may_manage, who_organise
from plugins.meetings.models import MeetingRow
from plugins.meetings.survey import register, wording
from plugins.meetings.survey.models import SurveyRow
from plugins.meetings.survey.results import FEWEST
from plugins.meetings.survey.wording import Voice


@plugin.timer("survey-end")
async def end(ctx: TimerContext, survey: int) -> None:
    """End a survey: nothing leads from an answer to a person any more, and results are told."""
    row = await ctx.session.get(SurveyRow, survey, with_for_update=True)
    if row is None or row.ended_at is not None:
        return
    if row.ends_at > ctx.now:
        await ctx.later("survey-end", row.ends_at, key=register.end_key(row), survey=survey)
        return
    await _end(ctx, row, await ctx.session.get_one(MeetingRow, row.meeting_id))


async def _end(ctx: WorkContext, row: SurveyRow, meeting: MeetingRow, *, reader: int | None = None) -> None:
    """End a survey, and tell all who are to know of it but a `reader` who is told anyway."""
    await register.end(ctx.session, row, ctx.now)
    for post in await register.posts(ctx.session, row.id):
        place = await ctx.find_place(post.place_id) if post.place_id is not None else None
        if place is not None:
            await ctx.edit(post.delivery_id, wording.ended(row, meeting, ctx.words_for(place)))
    for member in await who_organise(ctx, meeting):
        if member.id != reader:
            told = Post(text=await summary(ctx, row, meeting, member, ctx.words_for(member)))
            await ctx.post(member, told, key=f"survey-summary:{row.id}:{member.id}", unsolicited=True)


async def to_end(ctx: Context, row: SurveyRow, meeting: MeetingRow) -> tuple[Button, ...]:
    """Return the button that ends a survey before its time, for who may and once enough people answered."""
    if not register.is_open(row, ctx.now) or await register.scored(ctx.session, row.id) < FEWEST:
        return ()
    if not await may_manage(ctx, meeting):
        return ()
    return (Button(_("End it and read the results"), "survey-end-now", {"survey": row.id}),)


@plugin.action("survey-end-now")
async def end_now(ctx: Context, survey: int) -> Reply:
    """End a survey before its time: enough people answered, and who organises need not wait for others.

    Raises:
        Refusal: it is over, or too few answered: what a few say would tell who said it.
        NotAllowed: only who organises the meeting may, and who coordinates its channel.
    """
    row = await register.find(ctx, survey, for_change=True)
    meeting = await meetings.find(ctx, row.meeting_id)
    await check_may_manage(ctx, meeting)
    register.check_open(row, ctx.now)
    if await register.scored(ctx.session, survey) < FEWEST:
        raise Refusal("too_few", _("Results are told from {fewest} answers on.", fewest=FEWEST))
    await ctx.cancel(register.end_key(row))
    await _end(ctx, row, meeting, reader=ctx.member.id)
    return Reply(text=await summary(ctx, row, meeting, ctx.member, ctx.words), private=True)


async def summary(
    ctx: WorkContext, row: SurveyRow, meeting: MeetingRow, reader: Member, words: Words
) -> Markup:
    """Return all that is told of a survey that is over to who organises; that they saw names is noted."""
    left = await register.answers(ctx.session, row.id)
    whom = [one.member_id for one in left if one.member_id is not None]
    what = str(ctx.words_for(None)(_("what you thought of a meeting")))
    await note_access(ctx.session, ctx.network.id, reader.id, whom, what, ctx.now)
    known = await find_members(ctx.session, ctx.network.id, whom)
    names = {number: member.name for number, member in known.items()}
    voices = [Voice(names.get(one.member_id or 0, ""), one.score, one.comment) for one in left]
    return wording.summary(row, meeting, voices, words)
