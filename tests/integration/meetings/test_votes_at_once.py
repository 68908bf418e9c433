"""Many vote while a poll closes: what is told to count is counted, and two who decide do so once."""

import asyncio

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.answers import Failure
from bot.chat.incoming import Press, Submission
from bot.config import Config
from plugins.meetings.models import BallotRow, MeetingRow, OptionRow, PollRow
from tests.fakes.bot import author, channel, scene


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


async def test_each_vote_that_is_told_to_count_is_counted_in_a_secret_poll_that_closes_meanwhile(stage):
    await stage.say("/sondage Quel outil ? ; Etherpad ; CryptPad ; anonyme")
    voters = [f"voter{number}" for number in range(40)]
    presses = [stage.bot.receive(press("choose", name, poll=1, option=1)) for name in voters]
    closing = stage.bot.receive(press("close", "camille", poll=1))
    answers = await asyncio.gather(*presses[:20], closing, *presses[20:])
    counted = sum(not isinstance(answer[0], Failure) for answer in answers) - 1  # who closes does not vote
    async with stage.store.read() as session:
        poll = await session.scalar(select(PollRow))
        option = await session.scalar(select(OptionRow).order_by(OptionRow.id))
    assert poll.closed_at is not None
    assert (poll.answered, option.yes) == (counted, counted)


async def test_two_who_choose_a_date_at_once_make_one_meeting(stage):
    await stage.say("/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h")
    await stage.bot.receive(press("close", "camille", poll=1))
    both = [
        stage.bot.receive(press("decide", "camille", poll=1, option=option, sure=True)) for option in (1, 2)
    ]
    answers = await asyncio.gather(*both)
    assert sorted(isinstance(answer[0], Failure) for answer in answers) == [False, True]
    async with stage.store.read() as session:
        assert len((await session.scalars(select(MeetingRow))).all()) == 1


def vote(user, **answers):
    """Return what a ballot says of the dates of the first poll."""
    return Submission(
        author=author(user),
        location=channel("general"),
        plugin="meetings",
        form="ballot",
        arguments={"poll": 1},
        values=answers,
    )


async def test_fifty_who_vote_on_dates_at_once_some_twice_are_each_counted_once(stage):
    await stage.say("/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h")
    voters = [f"voter{number}" for number in range(50)]
    votes = [vote(name, date1="yes", date2="no") for name in voters]
    changed = [vote(name, date2="if_need_be") for name in voters[:10]]
    answers = await asyncio.gather(*(stage.bot.receive(one) for one in (*votes, *votes[:20], *changed)))
    assert not any(isinstance(answer[0], Failure) for answer in answers)
    await stage.bot.settle()
    async with stage.store.read() as session:
        said = [*await session.scalars(select(BallotRow.answers))]
    assert len(said) == len(voters)
    assert [one["1"] for one in said] == ["yes"] * len(voters)
    assert {one["2"] for one in said} <= {"no", "if_need_be"}
    assert sum(one["2"] == "if_need_be" for one in said) <= len(changed)


async def test_two_who_decide_while_others_vote_and_the_poll_closes_make_one_meeting(stage):
    await stage.say("/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h")
    votes = [vote(f"voter{number}", date1="yes", date2="yes") for number in range(20)]
    deciding = [press("decide", "camille", poll=1, option=option, sure=True) for option in (1, 2)]
    incoming = [*votes[:10], press("close", "camille", poll=1), *deciding, *deciding, *votes[10:]]
    answers = await asyncio.gather(*(stage.bot.receive(one) for one in incoming))
    counted = sum(
        not isinstance(answer[0], Failure)
        for answer, one in zip(answers, incoming, strict=True)
        if isinstance(one, Submission)
    )
    async with stage.store.read() as session:
        assert len((await session.scalars(select(MeetingRow))).all()) <= 1
        assert len((await session.scalars(select(BallotRow))).all()) == counted
        poll = await session.get_one(PollRow, 1)
    assert poll.closed_at is not None
