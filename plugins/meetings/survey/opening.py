"""Asking: some time after its end, those who said that they would come to a meeting, and its channels."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.chat.addressed import Addressed
from bot.chat.messages import Button, Post, Style, Update
from bot.chat.people import Member
from bot.chat.places import Place
from bot.language.messages import _, escape
from bot.plugin import Context, EventContext, Refusal, TimerContext, WorkContext
from bot.store.people import find_members
from plugins.meetings.declaration import plugin
from plugins.meetings.events import MeetingPlanned
from plugins.meetings.gatherings import register as meetings
from plugins.meetings.gatherings.managing import check_may_manage, who_organise
from plugins.meetings.gatherings.spelling import when
from plugins.meetings.habits import Habits, habits_around
from plugins.meetings.models import MeetingRow
from plugins.meetings.survey import register, timing, wording
from plugins.meetings.survey.models import SurveyPostRow, SurveyRow

_LATE = timedelta(hours=1)


def asked_at(row: MeetingRow, habits: Habits) -> datetime | None:
    """Return when people are asked what they thought of a meeting, None if they are not."""
    if habits.survey_minutes is None:
        return None
    end = timing.end_of(row.starts_at, row.ends_at)
    return timing.asked_at(end, habits.survey_minutes, ZoneInfo(row.zone), all_day=row.all_day)


@plugin.on(MeetingPlanned)
async def plan(ctx: EventContext, event: MeetingPlanned) -> None:
    """Set when people are asked; where a meeting is cancelled, or yet to come, what was asked is void."""
    key = _key(event.meeting)
    await ctx.cancel(key)
    row = await ctx.session.get(MeetingRow, event.meeting)
    if row is None:
        return
    survey = await register.of_meeting(ctx.session, row.id)
    is_void = row.cancelled_at is not None or row.starts_at > ctx.now
    if survey is not None and survey.ended_at is None and is_void:
        await register.withdraw(ctx, survey)
        survey = None
    if row.cancelled_at is not None or (survey is not None and survey.asked_at is not None):
        return
    at = asked_at(row, await habits_around(ctx.session, row))
    if at is not None:
        await ctx.later("survey", max(at, ctx.now), key=key, meeting=row.id)


def _key(meeting: int) -> str:
    return f"survey:{meeting}"


@plugin.timer("survey")
async def ask_when_due(ctx: TimerContext, meeting: int) -> None:
    """Ask, unless the channel wants that no more; after a long outage only who organises is told."""
    row = await meetings.held(ctx.session, meeting)
    if row is None or row.cancelled_at is not None:
        return
    habits = await habits_around(ctx.session, row)
    at = asked_at(row, habits)
    if at is None:
        return
    if at > ctx.now:
        await ctx.later("survey", at, key=_key(meeting), meeting=meeting)
        return
    if ctx.now - at > timing.TOO_LATE:
        await _tell_too_late(ctx, row)
        return
    survey = await register.of_meeting(ctx.session, meeting)
    if survey is None:
        survey = await register.begin(ctx, row, at, is_named=habits.survey_shows_names)
    await _ask(ctx, row, survey, is_late=ctx.now - at > _LATE)


async def _ask(ctx: WorkContext, row: MeetingRow, survey: SurveyRow, *, is_late: bool = False) -> None:
    """Ask those who said yes or maybe, each in a DM, and everybody else in the channels of the meeting."""
    survey.asked_at = ctx.now
    came = await meetings.who_comes(ctx.session, row)
    asked = (*came.seated, *came.maybe)
    people = [
        Addressed(
            to=member,
            post=wording.private_question(survey, row, ctx.words_for(member), is_late=is_late),
            key=f"survey:{survey.id}:{number}",
            until=survey.ends_at,
        )
        for number, member in (await find_members(ctx.session, ctx.network.id, asked)).items()
    ]
    found = [await ctx.find_place(stands.place_id) for stands in await meetings.places(ctx.session, row.id)]
    channels = [
        Addressed(
            to=place,
            post=wording.question(survey, row, ctx.words_for(place)),
            key=f"survey:{survey.id}:in:{place.id}",
            until=survey.ends_at,
        )
        for place in found
        if place is not None
    ]
    _note(ctx, survey, people, await ctx.post_each(people, unsolicited=True))
    _note(ctx, survey, channels, await ctx.post_each(channels))
    await ctx.session.flush()


def _note(ctx: WorkContext, survey: SurveyRow, posts: Sequence[Addressed], deliveries: Sequence[int]) -> None:
    """Note where people were asked: these posts change when the survey ends."""
    ctx.session.add_all(
        SurveyPostRow(
            network_id=ctx.network.id,
            survey_id=survey.id,
            member_id=one.to.id if isinstance(one.to, Member) else None,
            place_id=one.to.id if isinstance(one.to, Place) else None,
            delivery_id=delivery,
        )
        for one, delivery in zip(posts, deliveries, strict=True)
    )


async def _tell_too_late(ctx: TimerContext, row: MeetingRow) -> None:
    """Tell who organises that nobody was asked; they can have it done all the same."""
    for member in await who_organise(ctx, row):
        said = _(
            "I could not ask what people thought of “{title}”, {when}: I was stopped for several days. So "
            "long after, I ask nobody unless you want me to.",
            title=escape(row.title),
            when=when(row, ctx.words_for(member)),
        )
        button = Button(_("Ask now"), "survey-now", {"meeting": row.id}, Style.PRIMARY)
        await ctx.post(member, Post(text=said, buttons=(button,)), key=f"survey-late:{row.id}:{member.id}")


@plugin.action("survey-now")
async def ask_now(ctx: Context, meeting: int) -> Update:
    """Ask all the same, once."""
    row = await meetings.find(ctx, meeting, for_change=True)
    await check_may_manage(ctx, row)
    if row.cancelled_at is not None:
        raise Refusal("cancelled", _("This meeting is cancelled."))
    survey = await register.of_meeting(ctx.session, meeting)
    if survey is None:
        habits = await habits_around(ctx.session, row)
        survey = await register.begin(ctx, row, ctx.now, is_named=habits.survey_shows_names)
    register.check_open(survey, ctx.now)
    if survey.asked_at is None:
        await _ask(ctx, row, survey)
    return Update(text=_("People are asked what they thought of “{title}”.", title=escape(row.title)))
