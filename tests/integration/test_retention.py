"""Retention: what is old goes; who gave no sign is told first; who left is erased after a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.incoming import Left
from bot.config import Config
from bot.runtime.retention import CONTENT_KEPT, WARNED_BEFORE
from bot.store.tables import AccountRow, DeliveryRow, DraftRow, KeptRow, MemberRow
from tests.fakes.bot import START, author, channel, dm, scene
from tests.fakes.plugin import probe

DAY = timedelta(days=1)


async def members(stage):
    async with stage.store.read() as session:
        return set(await session.scalars(select(AccountRow.username)))


async def live(stage, days):
    """Let days pass, the bot looking around each day."""
    for _day in range(days):
        stage.clock.move_to(stage.clock.now() + DAY)
        await stage.bot.settle()


@pytest.fixture
async def stage(tmp_path):
    config = Config(privacy={"inactive_days": 90, "left_days": 10})
    async with scene(tmp_path, probe(), config=config) as one:
        await one.bot.settle()
        yield one


async def test_who_gives_no_sign_is_told_30_days_before_and_then_erased(stage):
    await stage.say("/dire bonjour", user="lea")
    await live(stage, 59)
    said = len(stage.platform.texts())
    await live(stage, 1)
    [warning] = stage.platform.texts()[said:]
    assert "`/maillage mes-données`" in warning or "`/maillage my-data`" in warning
    await live(stage, WARNED_BEFORE.days - 1)
    assert await members(stage) == {"lea"}
    await live(stage, 2)
    assert await members(stage) == set()


async def test_a_sign_after_the_warning_is_enough_to_stay(stage):
    await stage.say("/dire bonjour", user="lea")
    await live(stage, 70)
    await stage.say("/dire encore là", user="lea")
    await live(stage, 40)
    assert await members(stage) == {"lea"}
    async with stage.store.read() as session:
        assert await session.scalar(select(MemberRow.warned_at)) is None


async def test_who_left_is_erased_after_the_delay_unless_they_come_back(stage):
    for name in ("lea", "karim"):
        await stage.say("/dire bonjour", user=name)
    stage.platform.parted = {"id-lea", "id-karim"}
    await live(stage, 8)
    async with stage.store.read() as session:
        assert None not in set(await session.scalars(select(MemberRow.left_at)))
    stage.platform.parted = {"id-lea"}
    await stage.say("/dire me revoilà", user="karim")
    await live(stage, 11)
    assert await members(stage) == {"karim"}


async def test_old_content_goes_and_new_content_stays(stage):
    await stage.say("/dire bonjour", user="lea")
    async with stage.store.unit() as session:
        session.add(DraftRow(network_id=1, member_id=1, form={"x": 1}, created_at=START))
        session.add(KeptRow(digest="d", text="old", kept_at=START - timedelta(days=364)))
        for number, age in enumerate((CONTENT_KEPT + DAY, DAY)):
            row = DeliveryRow(network_id=1, plugin="x", key=str(number), kind="post", member_id=1)
            row.stream, row.content, row.language, row.state = "m1", {"text": "words"}, "fr", "sent"
            row.created_at = row.not_before = START - age
            session.add(row)
    await live(stage, 2)
    async with stage.store.read() as session:
        rows = await session.scalars(select(DeliveryRow).where(DeliveryRow.plugin == "x"))
        assert {row.key: row.content["text"] for row in rows} == {"0": "", "1": "words"}
        assert await session.scalar(select(KeptRow)) is None
        assert await session.scalar(select(DraftRow)) is not None
    await live(stage, 7)
    async with stage.store.read() as session:
        assert await session.scalar(select(DraftRow)) is None


async def test_the_clock_of_the_console_is_told_when_somebody_is_to_be_warned(stage):
    assert await stage.bot.next_tidy_at() is None
    await stage.write("/dire bonjour", user="lea")
    at = await stage.bot.next_tidy_at()
    assert at == START + timedelta(days=60)
    assert dm("lea").id != author("lea").id


async def test_who_leaves_the_last_channel_is_seen_to_have_left_at_once(stage):
    await stage.say("/dire bonjour", user="lea")
    await stage.say("/dire bonjour", user="karim")
    stage.platform.parted = {"id-lea"}
    for name in ("lea", "karim"):
        await stage.receive(Left(author=author(name), location=channel("general")))
    await stage.bot.settle()
    async with stage.store.read() as session:
        rows = await session.execute(select(MemberRow.name, MemberRow.left_at.is_not(None)))
        assert dict(map(tuple, rows)) == {"lea": True, "karim": False}
