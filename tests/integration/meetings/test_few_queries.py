"""However many come to a meeting, an answer and what all of them are told take the same few queries."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select

from bot.app import load_plugins
from bot.chat.incoming import Press
from bot.config import Config
from bot.store.tables import AccountRow, DeliveryRow, MemberRow
from plugins.meetings.models import AttendanceRow
from tests.fakes.bot import author, channel, scene

SET = "/rencontre fixer Réunion ; mardi 8 décembre 14h-16h ; lieu : Feurs ; 2 places"
MANY = 60


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as opened:
        yield opened


@contextmanager
def queries(stage) -> Iterator[list[str]]:
    """Note the statements that are executed meanwhile."""
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement)

    event.listen(stage.store.engine.sync_engine, "before_cursor_execute", listen)
    yield asked
    event.remove(stage.store.engine.sync_engine, "before_cursor_execute", listen)


async def come(stage, count: int) -> None:
    """Have so many people come who never spoke."""
    async with stage.store.unit() as session:
        now = stage.clock.now()
        people = [MemberRow(network_id=1, name=f"colleague {n}", created_at=now) for n in range(count)]
        session.add_all(people)
        await session.flush()
        session.add_all(
            AccountRow(
                network_id=1,
                member_id=one.id,
                platform="fake",
                external_id=one.name,
                username=one.name,
                folded=one.name,
                seen_at=now,
            )
            for one in people
        )
        session.add_all(
            AttendanceRow(network_id=1, meeting_id=1, member_id=one.id, answer="yes", answered_at=now)
            for one in people
        )


async def press(stage, user: str) -> int:
    with queries(stage) as asked:
        arguments = {"meeting": 1, "answer": "yes"}
        await stage.bot.receive(
            Press(
                author=author(user),
                location=channel("general"),
                plugin="meetings",
                action="attend",
                arguments=arguments,
            )
        )
    assert sum("FROM meetings_attendance JOIN member" in one for one in asked) == 1
    return len(asked)


async def told(stage, change: str) -> int:
    """Change the meeting; return how many statements it takes to queue what people are told of it."""
    await stage.say(f"/rencontre modifier {change}")
    stage.clock.move_to(stage.clock.now() + timedelta(minutes=2))
    with queries(stage) as asked:
        await stage.bot.work.run_timers()
    await stage.bot.settle()
    return len(asked)


async def test_an_answer_reads_the_answers_once_and_all_are_told_in_a_few_queries(stage):
    await stage.say(SET)
    await press(stage, "paul")
    few = (await press(stage, "lea"), await told(stage, "lieu : Roanne"))
    await come(stage, MANY)
    await press(stage, "zoe")  # all of them are told that they wait for a seat
    many = (await press(stage, "mia"), await told(stage, "mercredi 9 décembre 15h"))
    assert many[0] <= few[0] + 1  # who waits for a seat is noted to do so
    assert many[1] < few[1] + 10
    async with stage.store.read() as session:
        count = (
            select(func.count()).select_from(DeliveryRow).where(DeliveryRow.key.startswith("changed:1:2:m"))
        )
        assert await session.scalar(count) == MANY + 4
