"""Retention: what is old goes; who gave no sign is told first; who left is erased after a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.hosting import Connection, ConnectionState
from bot.chat.incoming import Left
from bot.config import Config
from bot.language.messages import _
from bot.plugin import DayPassed, EventContext, PersonalData, Plugin, Refusal
from bot.runtime import farewells
from bot.runtime.farewells import WARNED_BEFORE
from bot.runtime.keeping import keep
from bot.runtime.retention import CONTENT_KEPT
from bot.sections import RolesSection
from bot.store import engine
from bot.store.backup import put_back
from bot.store.people import mark_changed
from bot.store.tables import AccountRow, DeliveryRow, DraftRow, KeptRow, MemberRow
from tests.fakes.bot import START, author, channel, dm, scene
from tests.fakes.databases import of_a_file
from tests.fakes.platform import Fail, Refuse
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


async def tell_all(stage, *names):
    """Have people be told that they will be erased."""
    for name in names:
        await stage.write("/dire bonjour", user=name)
    await live(stage, 60)


async def test_a_clock_that_is_wrong_for_a_moment_erases_and_warns_nobody(stage):
    await tell_all(stage, "lea")
    await stage.write("/dire bonjour", user="karim")
    await stage.write("/dire bonjour", user="zoe")
    stage.platform.parted = {"id-zoe"}
    await live(stage, 8)
    said = len(stage.platform.texts())
    for days in (40, 730, 4000):
        stage.clock.jump(days * DAY)
        await stage.bot.settle()
        stage.clock.jump(-days * DAY)
        await stage.bot.settle()
    assert await members(stage) == {"lea", "karim", "zoe"}
    assert len(stage.platform.texts()) == said
    await live(stage, WARNED_BEFORE.days + 3)
    assert await members(stage) == {"karim"}, "the days are counted again from then on"


async def test_who_could_not_be_told_is_not_erased(stage):
    await stage.say("/dire bonjour", user="lea")
    stage.platform.will(*[Refuse()] * 50, at="@id-lea")
    await live(stage, 150)
    assert await members(stage) == {"lea"}
    stage.platform.works_again(at="@id-lea")
    await live(stage, 30)
    assert [text for text in stage.platform.texts() if "mes-données" in text or "my-data" in text]
    await live(stage, WARNED_BEFORE.days + 2)
    assert await members(stage) == set()


async def test_the_days_of_an_outage_do_not_count_and_the_message_names_no_day_that_is_past(tmp_path):
    config = Config(privacy={"inactive_days": 90, "left_days": 10})
    async with scene(tmp_path, probe(), config=config) as stage:
        await stage.write("/dire bonjour", user="lea")
        stage.platform.will(*[Fail()] * 500, at="@id-lea")
        await live(stage, 61)
    async with scene(tmp_path, probe(), config=config, at=START + 100 * DAY) as stage:
        await live(stage, 1)
        [warning] = [text for text in stage.platform.texts() if "30" in text]
        assert "2027" not in warning
        await live(stage, WARNED_BEFORE.days)
        assert await members(stage) == {"lea"}
        await live(stage, 4)
        assert await members(stage) == set()


async def test_days_in_which_the_platform_cannot_be_heard_do_not_count(stage):
    await tell_all(stage, "lea")
    lost = Connection(ConnectionState.LOST, stage.clock.now())
    stage.bot.connections["fake"] = lost
    await live(stage, 60)
    assert await members(stage) == {"lea"}


async def test_a_simulated_clock_leaves_people_of_other_platforms_alone(tmp_path):
    config = Config(privacy={"inactive_days": 90, "left_days": 10})
    async with scene(tmp_path, probe(), config=config) as stage:
        await stage.write("/dire bonjour", user="lea")
        await stage.write("/dire bonjour", user="karim")
        async with stage.store.unit() as session:
            karim = await session.scalar(select(AccountRow).where(AccountRow.username == "karim"))
            karim.platform = "mattermost"
        assert await stage.bot.next_tidy_at() is None
        await live(stage, 200)
        assert await members(stage) == {"lea", "karim"}
        data = stage.handlers.service(PersonalData)
        with pytest.raises(Refusal):
            async with stage.working("lea") as ctx:
                await data.erase(ctx, ctx.member)
        async with stage.store.read() as session:
            assert await session.scalar(select(DeliveryRow.id).where(DeliveryRow.plugin == "core")) is None
    assert not (tmp_path / "erasures.jsonl").exists()


async def test_who_left_is_told_before_they_are_erased(stage):
    await stage.say("/dire bonjour", user="lea")
    stage.platform.parted = {"id-lea"}
    await live(stage, 9)
    [told] = [text for text in stage.platform.texts() if "mes-données" in text or "my-data" in text]
    assert "10" in told
    await live(stage, 11)
    assert await members(stage) == set()


async def test_nobody_is_taken_for_gone_while_the_bot_is_out_of_one_of_the_communities(stage):
    await stage.say("/dire bonjour", user="lea")
    stage.platform.parted, stage.platform.unheard = {"id-lea"}, {"team"}
    await live(stage, 25)
    assert await members(stage) == {"lea"}
    async with stage.store.read() as session:
        assert await session.scalar(select(MemberRow.left_at)) is None
    stage.platform.unheard = set()
    await live(stage, 8)
    async with stage.store.read() as session:
        assert await session.scalar(select(MemberRow.left_at)) is not None


async def test_who_coordinates_is_told_how_many_left_before_they_are_erased(tmp_path):
    privacy = {"inactive_days": 300, "left_days": 10}
    config = Config(privacy=privacy, roles=RolesSection(admins=["fake:jeanne"]))
    async with scene(tmp_path, probe(), config=config) as stage:
        await stage.bot.settle()
        for name in ("jeanne", "lea", "karim"):
            await stage.say("/dire bonjour", user=name)
        stage.platform.parted = {"id-lea", "id-karim"}
        for name in ("lea", "karim"):
            await stage.receive(Left(author=author(name), location=channel("general")))
        await live(stage, 9)
        [told] = stage.platform.texts("@id-jeanne")
        assert told.startswith("2 personnes ne sont plus dans aucune équipe du réseau")
        assert await members(stage) == {"jeanne", "lea", "karim"}


async def test_people_are_warned_some_a_day_and_the_oldest_first(stage, monkeypatch):
    monkeypatch.setattr(farewells, "_TOLD_A_DAY", 2)
    for name in ("karim", "zoe", "max"):
        await stage.say("/dire bonjour", user=name)
    await stage.advance(timedelta(hours=1))
    await stage.say("/dire bonjour", user="lea")
    await live(stage, 60)
    told = select(MemberRow.name).where(MemberRow.warning_id.is_not(None))
    async with stage.store.read() as session:
        names = set(await session.scalars(told))
    assert len(names) == 2
    assert "lea" not in names
    await live(stage, 1)
    async with stage.store.read() as session:
        assert set(await session.scalars(told)) == {"karim", "zoe", "max", "lea"}


async def test_whoever_cannot_be_told_keeps_nobody_else_from_it(stage, monkeypatch):
    monkeypatch.setattr(farewells, "_TOLD_A_DAY", 2)
    for name in ("adele", "basile", "chloe", "denis"):
        await stage.say("/dire bonjour", user=name)
        stage.clock.move_to(stage.clock.now() + timedelta(minutes=1))
    find = farewells.find_member

    async def find_most(session, network, member):
        found = await find(session, network, member)
        if found is not None and found.username == "adele":
            return None
        if found is not None and found.username == "basile":
            raise OSError("what only concerns basile")
        return found

    monkeypatch.setattr(farewells, "find_member", find_most)
    said = len(stage.platform.texts())
    await live(stage, 62)
    assert len(stage.platform.texts()[said:]) == 2
    async with stage.store.read() as session:
        told = await session.scalars(
            select(AccountRow.username)
            .join(MemberRow, MemberRow.id == AccountRow.member_id)
            .where(MemberRow.warning_id.is_not(None))
        )
        assert set(told) == {"chloe", "denis"}


async def test_who_writes_in_a_channel_but_never_to_the_bot_is_not_silent(stage):
    for name in ("lea", "karim"):
        await stage.say("/dire bonjour", user=name)
    for _week in range(12):
        await live(stage, 7)
        await stage.say("à demain tout le monde", user="lea")
    async with stage.store.read() as session:
        told = select(MemberRow.name).where(MemberRow.warning_id.is_not(None))
        assert set(await session.scalars(told)) == {"karim"}
    await stage.say("je suis passé vite fait", user="karim")
    async with stage.store.read() as session:
        assert set(await session.scalars(told)) == set()


async def test_nobody_becomes_known_by_what_they_say_to_others(stage):
    await stage.say("bonjour à tous", user="zoe")
    assert await members(stage) == set()


async def test_the_second_sign_of_the_day_counts_too(stage):
    await stage.say("/dire bonjour", user="lea")
    async with stage.store.unit() as session:
        (await session.scalar(select(MemberRow))).left_at = stage.clock.now()
        mark_changed(session)
    await stage.say("/dire encore là", user="lea")
    async with stage.store.read() as session:
        assert await session.scalar(select(MemberRow.left_at)) is None


async def test_who_is_back_when_their_days_are_over_stays(stage):
    await stage.say("/dire bonjour", user="lea")
    stage.platform.parted = {"id-lea"}
    await live(stage, 10)
    async with stage.store.unit() as session:
        row = await session.scalar(select(MemberRow))
        assert row.left_at is not None
        row.waited_days = 100
    stage.platform.parted = set()
    await live(stage, 2)
    assert await members(stage) == {"lea"}


async def test_what_could_not_be_erased_is_not_erased_later_by_surprise(tmp_path, monkeypatch):
    config = Config(privacy={"inactive_days": 90, "left_days": 10})
    async with scene(tmp_path, probe(), config=config) as stage:
        await tell_all(stage, "lea")
        save = stage.store._save

        async def fail(session):
            if session.info.get("undone"):
                raise OSError(28, "No space left on device")
            await save(session)

        with monkeypatch.context() as patched:
            patched.setattr(stage.store, "_save", fail)
            await live(stage, 33)
        assert await members(stage) == {"lea"}
        await stage.write("/dire me revoilà", user="lea")
    async with scene(tmp_path, probe(), config=config, at=START + 95 * DAY) as stage:
        assert await members(stage) == {"lea"}


@of_a_file
async def test_a_copy_that_is_put_back_has_the_days_begin_again(tmp_path):
    config = Config(privacy={"inactive_days": 90, "left_days": 10})
    async with scene(tmp_path, probe(), config=config) as stage:
        await tell_all(stage, "lea")
        await live(stage, 28)
    copy = tmp_path / "copy"
    (tmp_path / "maillage.db").rename(copy)
    put_back(copy, tmp_path / "maillage.db", START)
    async with scene(tmp_path, probe(), config=config, at=START + 89 * DAY) as stage:
        await live(stage, 20)
        assert await members(stage) == {"lea"}


async def test_a_text_behind_a_new_button_is_kept_though_it_was_kept_long_ago_too(stage):
    number = await keep(stage.store, "the same text", stage.clock.now())
    later = stage.clock.now() + timedelta(days=364)
    assert await keep(stage.store, "the same text", later) == number
    async with stage.store.read() as session:
        assert await session.scalar(select(KeptRow.kept_at)) == later


@of_a_file
async def test_what_could_not_be_overwritten_at_once_is_so_with_the_daily_work(tmp_path, monkeypatch):
    privacy = {"inactive_days": 300, "left_days": 10}
    async with scene(tmp_path, probe(), config=Config(privacy=privacy)) as stage:
        await stage.bot.settle()
        await stage.say("/dire bonjour", user="zorglubique")
        await stage.say("/dire bonjour", user="karim")
        monkeypatch.setattr(engine, "_overwrite_free_pages", lambda _file: False)
        async with stage.working("zorglubique") as ctx:
            await ctx.service(PersonalData).erase(ctx, ctx.member)
        assert (tmp_path / "erasures.rest").exists()
        await live(stage, 2)
        assert (tmp_path / "erasures.rest").exists()
        monkeypatch.undo()
        await live(stage, 2)
        assert not (tmp_path / "erasures.rest").exists()
        held = b"".join(file.read_bytes() for file in tmp_path.glob("maillage.db*"))
        assert b"zorglubique" not in held


@of_a_file
async def test_what_was_overwritten_at_once_is_not_so_again_with_the_daily_work(tmp_path, monkeypatch):
    overwritten = []

    def overwrite(file):
        overwritten.append(file)
        return kept(file)

    kept = engine._overwrite_free_pages
    monkeypatch.setattr(engine, "_overwrite_free_pages", overwrite)
    async with scene(tmp_path, probe()) as stage:
        await stage.bot.settle()
        await stage.say("/dire bonjour", user="zorglubique")
        async with stage.working("zorglubique") as ctx:
            await ctx.service(PersonalData).erase(ctx, ctx.member)
        assert len(overwritten) == 1
        assert not (tmp_path / "erasures.rest").exists()
        await live(stage, 3)
    async with scene(tmp_path, probe()):
        assert len(overwritten) == 1


async def test_plugins_are_told_of_each_day_and_one_that_fails_hinders_no_other(tmp_path):
    told = []
    failing, going_on = Plugin("failing", _("Failing")), Plugin("going-on", _("Going on"))

    @failing.on(DayPassed)
    async def fail(_ctx: EventContext, _event: DayPassed) -> None:
        raise RuntimeError("a listener that fails")

    @going_on.on(DayPassed)
    async def go_on(ctx: EventContext, _event: DayPassed) -> None:
        told.append((ctx.network.id, ctx.now - START))

    async with scene(tmp_path, failing, going_on) as stage:
        await stage.say("bonjour", user="lea")
        await stage.bot.settle()
        await live(stage, 3)
    assert told == [(1, DAY * 2), (1, DAY * 3)]
