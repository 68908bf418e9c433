"""Two accounts of one person have one ballot, which they have apart again when they part."""

import pytest
from sqlalchemy import select

from bot.store.tables import MemberLinkRow
from plugins.meetings.models import BallotRow, OptionRow, PollRow
from plugins.meetings.secrecy import voter
from tests.fakes.two_sides import both
from tests.integration.test_linking import members, part


@pytest.fixture
async def sides(tmp_path):
    async with both(tmp_path) as opened:
        yield opened


async def poll_of_two(sides, manner, votes):
    """Make a poll with ballots: what each person voted, newest last."""
    home, away = sides.at_home(), sides.at_home("camille.d")
    await home.say(f"/sondage Quel outil ? ; Etherpad ; CryptPad ; {manner}")
    await away.say("/rencontre")
    known = await members(sides)
    async with sides.store.unit() as session:
        poll = await session.scalar(select(PollRow))
        options = (await session.scalars(select(OptionRow.id).order_by(OptionRow.id))).all()
        for name, answers in votes.items():
            session.add(
                BallotRow(
                    network_id=poll.network_id,
                    poll_id=poll.id,
                    voter=voter(known[name], poll.secret),
                    member_id=known[name] if poll.secret is None else None,
                    changed_at=sides.clock.now() if poll.secret is None else None,
                    answers={str(options[number]): "yes" for number in answers},
                )
            )
    return home, away, known


async def ballots(sides):
    """Return who voted what: by the keys of the ballots, the numbers of the options."""
    async with sides.store.read() as session:
        options = list((await session.scalars(select(OptionRow.id).order_by(OptionRow.id))).all())
        rows = (await session.scalars(select(BallotRow).order_by(BallotRow.id))).all()
        poll = await session.scalar(select(PollRow))
        return {
            row.voter: sorted(options.index(int(one)) for one in row.answers) for row in rows
        }, poll.secret


@pytest.mark.parametrize("manner", ["plusieurs", "plusieurs ; anonyme"])
async def test_a_ballot_goes_with_who_becomes_a_part_of_another(sides, manner):
    home, away, known = await poll_of_two(sides, manner, {"camille.d": [1]})
    await away.enter(await home.code())
    found, secret = await ballots(sides)
    assert found == {voter(known["camille"], secret): [1]}
    await part(home, "camille.d")
    assert await ballots(sides) == ({voter(known["camille.d"], secret): [1]}, secret)


@pytest.mark.parametrize("manner", ["plusieurs", "plusieurs ; anonyme"])
async def test_two_ballots_become_one(sides, manner):
    home, away, known = await poll_of_two(sides, manner, {"camille": [0], "camille.d": [1]})
    await away.enter(await home.code())
    found, secret = await ballots(sides)
    assert found == {voter(known["camille"], secret): [0, 1]}
    async with sides.store.read() as session:
        notes = str((await session.scalars(select(MemberLinkRow.notes))).all())
    assert ("yes" in notes) is (secret is None)  # of what is anonymous nobody notes who said what
    if secret is None:
        await part(home, "camille.d")
        found, _none = await ballots(sides)
        assert found == {voter(known["camille"], None): [0], voter(known["camille.d"], None): [1]}
