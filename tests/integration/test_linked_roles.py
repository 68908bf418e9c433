"""Roles that are given and taken away while several accounts are one member."""

import pytest
from sqlalchemy import select

from bot.runtime.identity import Speaker
from bot.runtime.linking import link
from bot.store.roles import grant_role
from bot.store.tables import AccountRow, RoleGrantRow
from tests.fakes.two_sides import both, code_of


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


class Camille:
    """Somebody with accounts, each with a role of its own in the network before they are linked."""

    def __init__(self, sides, *roles: str) -> None:
        self.sides = sides
        self.accounts = [sides.at_home(f"camille{number}") for number in range(len(roles))]
        self.roles = roles

    async def link(self) -> None:
        for account, role in zip(self.accounts, self.roles, strict=True):
            await account.say("/rappel liste")
            await self.give(account, role)
        bot, network = self.sides.bot, (await self.speakers())[0].network
        for number in range(1, len(self.accounts)):
            known = [speaker.account for speaker in await self.speakers()]
            async with self.sides.store.unit() as session:
                now = self.sides.clock.now()
                pair = [await session.get_one(AccountRow, known[which]) for which in (0, number)]
                await link(session, network, (pair[0], pair[1]), now, bot.handlers.tell_all)

    async def speakers(self) -> list[Speaker]:
        return [await self.sides.bot.identity.resolve(one.author, one.dm) for one in self.accounts]

    async def give(self, account, role: str) -> None:
        """Give who has an account a role, or take it away."""
        speaker = await self.sides.bot.identity.resolve(account.author, account.dm)
        async with self.sides.store.unit() as session:
            now = self.sides.clock.now()
            await grant_role(session, speaker.member.id, role, scope="network", scope_id="1", now=now)

    async def part(self, number: int) -> None:
        """Part an account from the others."""
        answer = await self.accounts[0].ask("/maillage délier")
        [button] = [one for one in answer.buttons if f"camille{number} (" in str(one.label)]
        await self.accounts[0].press(button)

    async def held(self) -> list[str]:
        """Return the roles, by account: who has none is a member."""
        async with self.sides.store.read() as session:
            roles = {row.member_id: row.role for row in await session.scalars(select(RoleGrantRow))}
        return [roles.get(speaker.member.id, "member") for speaker in await self.speakers()]


async def test_a_role_that_was_taken_away_comes_back_to_no_account_that_parts(sides):
    camille = Camille(sides, "coordinator", "coordinator")
    await camille.link()
    await camille.give(camille.accounts[1], "member")
    await camille.part(1)
    assert await camille.held() == ["member", "member"]
    assert code_of(await camille.accounts[1].write("/maillage lier communauté")) == "not_allowed"


async def test_a_role_that_was_taken_away_stays_so_when_another_account_parts(sides):
    camille = Camille(sides, "coordinator", "coordinator", "member")
    await camille.link()
    await camille.give(camille.accounts[0], "member")
    await camille.part(2)
    assert await camille.held() == ["member", "member", "member"]


async def test_a_role_that_was_lowered_is_lower_for_every_account_that_parts(sides):
    camille = Camille(sides, "coordinator", "admin")
    await camille.link()
    assert await camille.held() == ["admin", "admin"]
    await camille.give(camille.accounts[0], "coordinator")
    await camille.part(1)
    assert await camille.held() == ["coordinator", "coordinator"]


async def test_a_role_given_again_while_linked_is_not_lowered_by_parting(sides):
    camille = Camille(sides, "coordinator", "admin")
    await camille.link()
    await camille.give(camille.accounts[0], "admin")
    await camille.part(1)
    assert await camille.held() == ["admin", "admin"]


async def test_a_role_that_nobody_touched_is_as_before_the_link(sides):
    camille = Camille(sides, "coordinator", "admin", "member")
    await camille.link()
    assert await camille.held() == ["admin"] * 3
    await camille.part(1)
    assert await camille.held() == ["coordinator", "admin", "coordinator"]
    await camille.part(2)
    assert await camille.held() == ["coordinator", "admin", "member"]
