"""Two accounts of one person had both offered to host: one offer while they are linked, two again after."""

import pytest
from sqlalchemy import select

from plugins.meetings.hosting.models import HostRow
from tests.fakes.two_sides import both
from tests.integration.test_linking import members, part


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def said(sides):
    """Return how it stands with each member, by their ids."""
    async with sides.store.read() as session:
        return {row.member_id: row.state for row in await session.scalars(select(HostRow))}


async def test_what_both_said_is_one_and_comes_apart_again(sides):
    home, away, chief = sides.at_home(), sides.at_home("camille.d"), sides.at_home("jeanne")
    await chief.say("/rencontre fixer Réunion ; mardi 8 décembre 14h")
    await home.say("/rencontre accueil moi")
    await away.say("/rencontre accueil moi")
    known = await members(sides)
    one, other = known["camille"], known["camille.d"]
    await chief.say("/rencontre accueil @camille.d")
    assert await said(sides) == {one: "offered", other: "agreed"}
    await away.enter(await home.code())
    assert await said(sides) == {one: "agreed"}
    await part(home, "camille.d")
    assert await said(sides) == {one: "offered", other: "agreed"}
