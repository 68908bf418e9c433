"""Two people act on a meeting at the same moment: both are heard, and nothing is given twice."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.app import load_plugins
from bot.chat.answers import Failure
from bot.chat.incoming import Line, Press
from bot.config import Config
from bot.store.tables import DeliveryRow, MemberRow, PlaceRow
from plugins.meetings.gatherings import register
from plugins.meetings.habits import habits_of
from plugins.meetings.hosting.models import HostRow, HostState
from plugins.meetings.models import AttendanceRow, MeetingRow
from tests.fakes.bot import author, channel, scene

SET = "/rencontre fixer Réunion ; mardi 8 décembre 14h-16h ; lieu : Feurs ; 2 places"


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as opened:
        yield opened


def press(action, user, **arguments):
    return Press(
        author=author(user),
        location=channel("general"),
        plugin="meetings",
        action=action,
        arguments=arguments,
    )


def line(user, text):
    return Line(author=author(user), location=channel("general"), text=text)


async def at_once(stage, incoming):
    return await asyncio.gather(*(stage.bot.receive(one) for one in incoming))


async def meeting_of(stage):
    async with stage.store.read() as session:
        return await session.get_one(MeetingRow, 1)


async def test_the_last_seats_are_given_once_and_who_waits_is_told_once(stage):
    await stage.say(SET)
    people = [f"voter{number}" for number in range(8)]
    await at_once(stage, (press("attend", one, meeting=1, answer="yes") for one in people))
    async with stage.store.read() as session:
        coming = await register.who_comes(session, await session.get_one(MeetingRow, 1))
        waits = set(await session.scalars(select(AttendanceRow.member_id).where(AttendanceRow.waits)))
        names = await session.scalars(select(MemberRow.name).where(MemberRow.id.in_(coming.seated)))
        leaving = names.all()
    assert (len(coming.seated), set(coming.waiting)) == (2, waits)
    await at_once(stage, (press("attend", one, meeting=1, answer="no") for one in leaving))
    async with stage.store.read() as session:
        told = await session.scalars(select(DeliveryRow.member_id).where(DeliveryRow.member_id.in_(waits)))
        assert sorted(told) == sorted(coming.waiting[:2])


async def test_two_who_change_it_at_once_both_count_and_calendars_see_two_changes(stage):
    await stage.say(SET)
    lines = ["/rencontre modifier lieu : Roanne", "/rencontre modifier 20 places"]
    await at_once(stage, (line("camille", text) for text in lines))
    row = await meeting_of(stage)
    assert (row.place, row.seats, row.sequence) == ("Roanne", 20, 2)


async def test_what_is_cancelled_meanwhile_is_not_changed_any_more(stage):
    await stage.say(SET)
    both = [press("cancel", "camille", meeting=1), line("camille", "/rencontre modifier lieu : Roanne")]
    answers = await at_once(stage, both)
    row = await meeting_of(stage)
    assert row.cancelled_at is not None
    assert row.place == ("Feurs" if isinstance(answers[1][0], Failure) else "Roanne")


async def test_of_two_who_agree_to_host_one_hosts(stage):
    await stage.say(SET)
    await at_once(stage, (press("host", name, meeting=1) for name in ("lea", "zoe")))
    async with stage.store.unit() as session:
        await session.execute(update(HostRow).values(state=HostState.ASKED))
        place = await session.scalar(select(HostRow.place_id))
    await at_once(stage, (press("host-agree", name, place=place, meeting=0) for name in ("lea", "zoe")))
    async with stage.store.read() as session:
        states = (await session.scalars(select(HostRow.state).order_by(HostRow.state))).all()
    assert states == [HostState.AGREED, HostState.OFFERED]


async def test_two_who_set_what_is_done_around_meetings_both_count(stage):
    said = {
        "karim": "alarme 1h avant",
        "lea": "rappels 3, 1 à 8h",
        "zoe": "bilan 3h après",
        "paul": "ordre du jour 4 jours avant",
    }
    lines = [
        Line(
            author=author(name, administers_community=True),
            location=channel("general"),
            text=f"/rencontre réglages {one}",
        )
        for name, one in said.items()
    ]
    for one in lines:
        await stage.receive(replace(one, text="/rencontre"))
    await at_once(stage, lines)
    async with stage.store.read() as session:
        place = await session.scalar(select(PlaceRow))
        habits = await habits_of(session, place.network_id, place.id)
    assert (habits.alarm_minutes, habits.reminders) == (60, (3, 1))
    assert (habits.survey_minutes, habits.agenda_days) == (180, 4)


async def test_who_answers_while_it_is_cancelled_counts_or_is_told_and_each_is_told_once_that_it_is_off(
    stage,
):
    await stage.say(SET.replace("2 places", "50 places"))
    early = [f"early{number}" for number in range(10)]
    late = [f"late{number}" for number in range(20)]
    await at_once(stage, (press("attend", one, meeting=1, answer="yes") for one in early))
    cancelling = [press("cancel", "camille", meeting=1), press("cancel", "camille", meeting=1)]
    answering = [press("attend", one, meeting=1, answer="yes") for one in late]
    answers = await at_once(stage, [*answering[:10], *cancelling, *answering[10:]])
    answers = [*answers[:10], *answers[12:]]
    await stage.bot.settle()
    counted = {name for name, one in zip(late, answers, strict=True) if not isinstance(one[0], Failure)}
    async with stage.store.read() as session:
        assert (await session.get_one(MeetingRow, 1)).cancelled_at is not None
        came = select(MemberRow.name).join(AttendanceRow, AttendanceRow.member_id == MemberRow.id)
        assert set(await session.scalars(came)) == {*early, *counted}
        told = select(MemberRow.name).join(DeliveryRow, DeliveryRow.member_id == MemberRow.id)
        names = (await session.scalars(told)).all()
    assert sorted(names) == sorted({*early, *counted})
