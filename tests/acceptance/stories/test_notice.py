"""What becomes of people's data: told once to each, with the first answer, and again once it is another."""

import pytest_asyncio


@pytest_asyncio.fixture(loop_scope="session")
async def informing(town):
    """A town whose bot tells people what becomes of their data."""
    await town.informs("1")
    yield town
    await town.informs(None)


async def test_the_first_answer_tells_it_once_to_each_and_again_when_it_changes(informing, camille, karim):
    await camille.uses("maillage", "aide")
    told = await camille.sees("**Tes données** (information n° 1,", "`/maillage mes-données`")
    assert told.alone or told.place is None
    await camille.writes("bonjour")
    await camille.sees("Bonjour")
    await camille.does_not_see("Tes données")
    await karim.does_not_see("Tes données")
    await karim.asks_here("aide")
    told = await karim.sees("**Tes données** (information n° 1,")
    assert told.alone or told.place is None
    await informing.informs("2")
    await camille.writes("bonjour")
    await camille.sees("**Tes données** (information n° 2,")
    await camille.writes("bonjour")
    await camille.sees("Bonjour")
    await camille.does_not_see("Tes données")
