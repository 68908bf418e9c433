"""Cards of people whom the bot meets, who turn out to be one person, or who are erased."""

import pytest
from sqlalchemy import select

from bot.plugin import PersonalData
from bot.store.people import find_member, network_of
from bot.store.tables import NetworkRow
from plugins.directory import entries, register
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


async def test_nothing_is_left_of_the_cards_of_who_is_erased(tmp_path):
    from bot.app import load_plugins
    from bot.config import Config

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
