"""Moving what points at a member: all of it, whatever table it is in, and back."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

import pytest
from sqlalchemy import (
    JSON,
    Column,
    Date,
    Enum,
    ForeignKey,
    Integer,
    Interval,
    LargeBinary,
    String,
    Table,
    Time,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
    insert,
    select,
)

from bot.app import load_plugins
from bot.config import Config
from bot.store.base import Base, UtcDateTime
from bot.store.merging import give_back, hand_over, references
from bot.store.tables import MemberLinkRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.databases import asked_by

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class Mood(StrEnum):
    """The name of each is not its value."""

    GOOD = "bon"


class Exact(TypeDecorator):
    """A decimal number; SQLite has none."""

    impl = String(20)
    cache_ok = True

    def process_bind_param(self, value, dialect):
        return str(value)

    def process_result_value(self, value, dialect):
        return Decimal(value)


@pytest.fixture
def poll():
    """Tables of a plugin: one ballot for each member and poll, and what hangs on a ballot."""
    ballot = Table(
        "ballot",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("poll", Integer),
        Column("voter_id", ForeignKey("member.id", ondelete="CASCADE")),
        Column("helper_id", ForeignKey("member.id", ondelete="CASCADE")),
        Column("at", UtcDateTime()),
        Column("day", Date),
        Column("hour", Time),
        Column("choices", JSON),
        Column("seal", LargeBinary),
        Column("took", Interval),
        Column("weight", Exact),
        Column("token", Uuid),
        Column("mood", Enum(Mood)),
        UniqueConstraint("poll", "voter_id"),
        sqlite_autoincrement=True,
    )
    remark = Table(
        "remark",
        Base.metadata,
        Column("id", Integer, primary_key=True),
        Column("ballot_id", ForeignKey("ballot.id", ondelete="CASCADE")),
        Column("text", String(20)),
        sqlite_autoincrement=True,
    )
    badge = Table(
        "badge",
        Base.metadata,
        Column("member_id", ForeignKey("member.id", ondelete="CASCADE"), primary_key=True),
        Column("name", String(20), primary_key=True),
    )
    tables = ballot, remark, badge
    yield tables
    for table in reversed(tables):
        Base.metadata.remove(table)


@pytest.fixture
async def stage(tmp_path, poll):
    async with scene(tmp_path) as opened:
        async with opened.store.engine.begin() as connection:
            for table in poll:
                await connection.run_sync(table.create)
        yield opened


async def member(stage, name: str) -> int:
    return (await stage.bot.identity.resolve(author(name), channel("general"))).member.id


def a_ballot(id_: int, voter: int, poll: int = 1, helper: int | None = None) -> dict:
    return {
        "id": id_,
        "poll": poll,
        "voter_id": voter,
        "helper_id": helper,
        "at": NOON,
        "day": date(2026, 11, 23),
        "hour": time(9, 30),
        "choices": {"json": [1, None, {"datetime": "x"}]},
        "seal": b"\x00\xff",
        "took": timedelta(days=-1, microseconds=7),
        "weight": Decimal("0.10"),
        "token": UUID("12345678-1234-5678-1234-567812345678"),
        "mood": Mood.GOOD,
    }


async def content(session, poll) -> list[list[tuple]]:
    return [[tuple(row) for row in await session.execute(select(table))] for table in poll]


async def link(session, gone: int, kept: int) -> None:
    made = MemberLinkRow(network_id=1, gone_id=gone, kept_id=kept, linked_at=NOON, notes={}, changed={})
    made.moved, made.aside = [], []
    await hand_over(session, made)


async def part(session, gone: int) -> None:
    row = await session.scalar(select(MemberLinkRow).where(MemberLinkRow.gone_id == gone))
    await session.refresh(row)  # as it comes out of the database
    await give_back(session, row)


async def test_what_has_room_is_moved_and_what_has_none_is_set_aside_with_all_that_hangs_on_it(stage, poll):
    ballot, remark, badge = poll
    kept, gone = await member(stage, "camille"), await member(stage, "camille.d")
    async with stage.store.unit() as session:
        await session.execute(
            insert(ballot),
            [a_ballot(1, kept), a_ballot(2, gone), a_ballot(3, gone, 2, kept), a_ballot(4, kept, 3, gone)],
        )
        await session.execute(insert(remark), [{"id": 1, "ballot_id": 2, "text": "hm"}])
        names = [(kept, "a"), (gone, "a"), (gone, "b")]
        await session.execute(insert(badge), [{"member_id": who, "name": name} for who, name in names])
        before = await content(session, poll)
        await link(session, gone, kept)
        ballots, remarks, badges = await content(session, poll)
        assert [(row[0], row[2], row[3]) for row in ballots] == [
            (1, kept, None),
            (3, kept, kept),
            (4, kept, kept),
        ]
        assert remarks == []
        assert badges == [(kept, "a"), (kept, "b")]
        await part(session, gone)
        after = await content(session, poll)
    assert [sorted(rows, key=str) for rows in after] == [sorted(rows, key=str) for rows in before]


async def test_what_does_not_belong_to_the_holder_any_more_is_not_given_back(stage, poll):
    ballot, *_others = poll
    kept, gone, third = [await member(stage, name) for name in ("a", "b", "c")]
    async with stage.store.unit() as session:
        await session.execute(insert(ballot), [a_ballot(1, gone), a_ballot(2, gone, 2)])
        await link(session, gone, kept)
        await session.execute(ballot.update().where(ballot.c.id == 1).values(voter_id=third))
        await session.execute(ballot.delete().where(ballot.c.id == 2))
        await part(session, gone)
        assert await voters(session, ballot) == {1: third}


async def voters(session, ballot) -> dict[int, int]:
    return {row.id: row.voter_id for row in await session.execute(select(ballot))}


async def test_what_came_with_somebody_earlier_stays_theirs(stage, poll):
    ballot, *_others = poll
    first, second, third = [await member(stage, name) for name in ("a", "b", "c")]
    async with stage.store.unit() as session:
        ballots = [a_ballot(1, first), a_ballot(2, second, 2), a_ballot(3, third, 1)]
        await session.execute(insert(ballot), ballots)
        await link(session, first, second)
        await link(session, second, third)
        assert await voters(session, ballot) == {2: third, 3: third}
        await part(session, first)
        assert await voters(session, ballot) == {1: first, 2: third, 3: third}
        await part(session, second)
        assert await voters(session, ballot) == {1: first, 2: second, 3: third}


async def test_what_was_set_aside_comes_back_as_soon_as_there_is_room(stage, poll):
    ballot, *_others = poll
    first, second, third = [await member(stage, name) for name in ("a", "b", "c")]
    async with stage.store.unit() as session:
        await session.execute(insert(ballot), [a_ballot(1, first), a_ballot(2, second)])
        await link(session, first, second)
        await link(session, second, third)
        assert await voters(session, ballot) == {2: third}
        await part(session, second)
        assert await voters(session, ballot) == {1: third, 2: second}
        await part(session, first)
        assert await voters(session, ballot) == {1: first, 2: second}


async def test_what_names_two_members_comes_back_whichever_is_parted_first(stage, poll):
    ballot, *_others = poll
    a, b, x, y = [await member(stage, name) for name in ("a", "b", "x", "y")]
    for order in ((a, x), (x, a)):
        async with stage.store.unit() as session:
            await session.execute(ballot.delete())
            ballots = [a_ballot(1, a, 1, x), a_ballot(2, b, 1, y)]
            await session.execute(insert(ballot), ballots)
            before = await content(session, poll)
            await link(session, x, y)
            await link(session, a, b)
            assert await voters(session, ballot) == {2: b}
            for gone in order:
                await part(session, gone)
            assert await content(session, poll) == before


def test_no_table_that_points_at_a_member_gives_an_id_twice():
    load_plugins(Config())
    for column in references():
        options = column.table.dialect_options["sqlite"]
        assert list(column.table.primary_key.columns.keys()) == ["id"], column.table.name
        assert options["autoincrement"], column.table.name


async def test_of_what_has_room_nothing_but_the_keys_is_read(stage, poll):
    ballot, *_others = poll
    kept, gone = await member(stage, "camille"), await member(stage, "camille.d")
    async with stage.store.unit() as session:
        await session.execute(insert(ballot), [a_ballot(number, gone, number) for number in (1, 2, 3)])
        asked = await asked_by(session)
        await link(session, gone, kept)
        assert set(await session.scalars(select(ballot.c.voter_id))) == {kept}
    assert any("FROM ballot" in statement for statement, _values in asked)
    assert not any("choices" in statement for statement, _values in asked)
