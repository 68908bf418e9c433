"""Cards of people whom the bot meets, who turn out to be one person, or who are erased."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from bot.app import load_plugins
from bot.config import Config
from bot.plugin import PersonalData
from bot.store.people import find_member, network_of
from bot.store.tables import NetworkRow, TimerRow
from plugins.directory import entries, register, strangers
from plugins.directory.cards import Visibility
from plugins.directory.models import CardRow
from tests.fakes.bot import START, scene
from tests.fakes.two_sides import both
from tests.unit.plugins.directory.people_asked import FakeDesk, Given, line, table


async def given_at(store) -> Given:
    async with store.read() as session:
        row = await session.get(NetworkRow, 1)
        return Given(store, FakeDesk(store, network_of(row)))


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def cards(store) -> dict[str, CardRow]:
    async with store.read() as session:
        return {row.account: row for row in await session.scalars(select(CardRow))}


async def test_who_is_met_gets_their_imported_card_and_is_told_of_it_once(sides):
    given = await given_at(sides.store)
    await given.take(table(line("camille", competences="Pix"), line("discord:camille.d", competences="FALC")))
    await sides.at_home().write("/rappel liste")
    found = await cards(sides.store)
    assert found["camille"].member_id is not None
    assert found["discord:camille.d"].member_id is None
    async with sides.store.read() as session:
        row = await register.by_account(session, 1, "mattermost:camille")
    assert row is not None
    assert row.account == "camille"


async def linked(sides):
    home, away = sides.at_home(), sides.away_from_home()
    await home.write("/rappel liste")
    await away.enter(await home.code())
    return home, away


async def test_two_cards_of_one_person_become_one_and_two_again(sides):
    given = await given_at(sides.store)
    await given.take(
        table(
            line("camille", competences="Pix", code_insee="42187"),
            line("discord:camille.d", competences="FALC", visibilite="departement", code_insee="42187"),
        )
    )
    await linked(sides)
    assert await given.ask("FALC") == []  # the stricter visibility holds
    async with sides.store.unit() as session:
        row = await register.by_account(session, 1, "camille")
        assert row.skills == ["Pix", "FALC"]
        await register.show_to(session, row, Visibility.NETWORK, START)
        assert await entries.index.inconsistencies(session) == []
    assert await given.ask("FALC") == ["camille"]


async def test_a_namesake_on_another_chat_network_is_not_given_a_card_that_names_no_network(sides):
    given = await given_at(sides.store)
    await sides.at_home("jeanne").say("/rappel liste")
    await linked(sides)
    await given.take(table(line("camille.d", competences="Pix")))
    assert (await cards(sides.store))["camille.d"].member_id is None
    await sides.at_home("camille.d").write("/rappel liste")
    assert (await cards(sides.store))["camille.d"].member_id is not None


TWO = table(
    line("camille", competences="Pix", code_insee="42187"),
    line("discord:camille.d", competences="FALC", code_insee="42187"),
)


async def parted(sides, change):
    """Link two cards, have something changed on the one that they became, and undo the link."""
    given = await given_at(sides.store)
    await given.take(TWO)
    home, _away = await linked(sides)
    async with sides.store.unit() as session:
        await change(session, await register.by_account(session, 1, "camille"))
    answer = await home.ask("/maillage délier")
    await home.press(answer.buttons[-1])
    return given


async def test_cards_that_part_unchanged_are_both_found_again(sides):
    async def nothing(session, row):
        pass

    given = await parted(sides, nothing)
    assert await given.ask("FALC") == ["discord:camille.d"]
    assert await given.ask("Pix") == ["camille"]


@pytest.mark.parametrize("wish", ["hide", "pause", "refuse", "erase"])
async def test_what_somebody_wanted_of_their_one_card_holds_for_both_that_part(sides, wish):
    async def change(session, row):
        match wish:
            case "hide":
                await register.show_to(session, row, Visibility.HIDDEN, START)
            case "pause":
                await register.pause(session, row, START)
            case "refuse":
                await register.refuse(session, row, START)
            case _:
                await register.erase(session, row)

    given = await parted(sides, change)
    assert await given.ask("Pix") == []
    assert await given.ask("FALC") == []


async def test_one_person_on_two_lines_is_named_and_stops_no_other_line(sides):
    given = await given_at(sides.store)
    await sides.at_home().write("/rappel liste")
    file = table(line("camille"), line("mattermost:camille"), line("bob"))
    for dry_run in (True, False):
        outcome = await given.take(file, dry_run=dry_run)
        assert outcome.created == 2
        assert [(one.line, one.kind) for one in outcome.problems] == [(3, "twice")]
    assert sorted(await cards(sides.store)) == ["bob", "camille"]


@pytest.mark.parametrize("how", ["erase", "refuse"])
async def test_no_word_of_a_card_that_its_owner_removes_stays_in_the_lists_of_the_index(tmp_path, how):
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as stage:
        given = await given_at(stage.store)
        await given.take(table(line("camille", competences="Zythologie"), line("bob", competences="FALC")))
        async with stage.store.unit() as session:
            row = await register.by_account(session, 1, "camille")
            await (register.erase(session, row) if how == "erase" else register.refuse(session, row, START))
        async with stage.store.read() as session:
            if session.get_bind().dialect.name != "sqlite":
                pytest.skip("the lists are those of SQLite")
            lists = await session.scalars(text("SELECT block FROM search_directory_fts_data"))
            assert not any(b"ytholog" in block for block in lists)


async def test_nothing_is_left_of_the_cards_of_who_is_erased(tmp_path):
    plugins = list(load_plugins(Config()).plugins.values())
    async with scene(tmp_path, *plugins) as stage:
        given = await given_at(stage.store)
        await given.take(table(line("camille", competences="Pix"), line("bob", competences="FALC")))
        async with stage.working(plugin="directory") as ctx:
            row = await register.by_account(ctx.session, 1, "camille")
            member = await find_member(ctx.session, 1, row.member_id)
            await ctx.service(PersonalData).erase(ctx, member)
        assert list(await cards(stage.store)) == ["bob"]
        assert await given.ask("Pix") == []
        async with stage.store.unit() as session:
            assert await entries.index.inconsistencies(session) == []


async def test_an_import_while_people_come_leaves_no_card_that_is_nobodys(tmp_path):
    plugins = list(load_plugins(Config()).plugins.values())
    people = [f"person{number}" for number in range(0, 1200, 60)]
    async with scene(tmp_path, *plugins) as stage:
        given = await given_at(stage.store)
        lines = [line(f"person{number}", competences="Pix") for number in range(1200)]
        outcome, *_answers = await asyncio.gather(
            given.take(table(*lines)), *(stage.write("/rappel liste", user=name) for name in people)
        )
        assert (outcome.created, outcome.problems) == (1200, [])
        found = await cards(stage.store)
        assert [name for name in people if found[name].member_id is None] == []


async def test_an_import_while_people_are_erased_stops_at_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # where the journal is that stands beside no file
    plugins = list(load_plugins(Config()).plugins.values())
    people = [f"person{number}" for number in range(0, 1200, 100)]
    async with scene(tmp_path, *plugins) as stage:
        given = await given_at(stage.store)
        for name in people:
            await stage.write("/rappel liste", user=name)

        async def erase(name):
            async with stage.working(plugin="directory") as ctx:
                found = await register.member_of_account(ctx.session, 1, name)
                await ctx.service(PersonalData).erase(ctx, await find_member(ctx.session, 1, found))

        lines = [line(f"person{number}", competences="Pix") for number in range(1200)]
        outcome, *_nothing = await asyncio.gather(given.take(table(*lines)), *map(erase, people))
        assert outcome.created == 1200
        async with stage.store.read() as session:
            owned = await session.scalars(select(CardRow.account).where(CardRow.member_id.is_not(None)))
            assert list(owned) == []


async def test_a_card_that_waited_for_somebody_is_theirs_once_they_use_the_directory(tmp_path):
    plugins = list(load_plugins(Config()).plugins.values())
    async with scene(tmp_path, *plugins) as stage:
        await (await given_at(stage.store)).take(table(line("lea", nom="Léa M.")))
        await stage.write("/rappel liste", user="lea")
        async with stage.store.unit() as session:  # as if she had come while the file was read
            await session.execute(update(CardRow).values(member_id=None, told_at=None))
            await session.execute(delete(TimerRow))
        [reply] = await stage.write("/annuaire fiche", user="lea")
        assert "Léa M." in reply.text
        assert (await cards(stage.store))["lea"].member_id is not None
        await stage.advance(timedelta(hours=1))
        assert [said for said in stage.platform.texts("@id-lea") if "import" in said]


async def test_the_card_of_who_never_comes_goes_a_year_after_the_last_file_that_names_them(tmp_path):
    plugins = list(load_plugins(Config()).plugins.values())
    async with scene(tmp_path, *plugins) as stage:
        given = await given_at(stage.store)
        outcome = await given.take(table(line("lea", competences="Pix"), line("bob", competences="FALC")))
        assert outcome.strangers == 2
        await stage.write("/rappel liste", user="camille")
        [due] = [timer for timer in given.desk.timers.values() if timer["name"] == "forget-strangers"]
        half = START + strangers.KEPT_FOR / 2
        given.desk.now = half
        assert (await given.take(table(line("bob", competences="FALC")))).unchanged == 1
        async with stage.store.unit() as session:
            await strangers.forget(session, 1, due["at"])
        assert list(await cards(stage.store)) == ["bob"]
        assert await given.ask("Pix") == []
        async with stage.store.unit() as session:
            await strangers.forget(session, 1, half + strangers.KEPT_FOR)
            assert await entries.index.inconsistencies(session) == []
        assert await cards(stage.store) == {}
