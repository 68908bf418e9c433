"""Cards drawn for a meeting: everybody in turn, and only those whom the whole network may see."""

from collections import Counter
from datetime import timedelta

from bot.territory import Area
from plugins.directory.drawing import draw
from tests.fakes.bot import START
from tests.unit.plugins.directory.people_asked import HEADING, line


async def drawn(directory, minutes, count=2, **options):
    async with directory.store.unit() as session:
        rows = await draw(session, 1, START + timedelta(minutes=minutes), count=count, **options)
        return [row.account for row in rows]


async def imported(directory, *lines):
    outcome = await directory.take("\n".join([HEADING, *lines]).encode())
    assert not outcome.problems


async def test_everybody_is_drawn_before_anybody_again(directory):
    await imported(directory, *(line(name) for name in ("ana", "ben", "cle", "dan")))
    first, second = await drawn(directory, 0), await drawn(directory, 1)
    assert sorted(first + second) == ["ana", "ben", "cle", "dan"]
    assert sorted(await drawn(directory, 2)) == sorted(first)


async def test_hidden_and_departemental_cards_are_never_drawn(directory):
    hidden = line("ben", visibilite="masque")
    near = line("cle", visibilite="departement", commune="Roanne", code_insee="42187")
    await imported(directory, line("ana"), hidden, near)
    for minute in range(3):
        assert await drawn(directory, minute) == ["ana"]


async def test_those_of_the_same_departement_come_first_and_some_are_left_out(directory):
    await imported(
        directory,
        line("far", commune="Lyon", code_insee="69123"),
        line("near", commune="Roanne", code_insee="42187"),
    )
    here = (Area.parse("departement:42"),)
    assert await drawn(directory, 0, count=1, near=here) == ["near"]
    assert await drawn(directory, 1, count=1, near=here) == ["far"]


async def test_in_a_channel_of_a_departement_those_from_elsewhere_have_their_turn_too(directory):
    places = (("a", "Feurs", "42094"), ("b", "Roanne", "42187"), ("c", "Lyon", "69123"),
              ("d", "Villeurbanne", "69266"), ("e", "Bourg-en-Bresse", "01053"))  # fmt: skip
    await imported(
        directory, *(line(name, commune=commune, code_insee=code) for name, commune, code in places)
    )
    here = (Area.parse("departement:42"),)
    times = Counter()
    for minute in range(10):
        times.update(await drawn(directory, minute, count=2, near=here))
    assert set(times) == set("abcde")
    assert max(times.values()) - min(times.values()) <= 2


async def test_chance_is_the_same_at_the_same_instant(directory):
    await imported(directory, *(line(f"p{number}") for number in range(9)))
    async with directory.store.unit() as session:
        one = [row.account for row in await draw(session, 1, START, count=2)]
        await session.rollback()
    async with directory.store.unit() as session:
        other = [row.account for row in await draw(session, 1, START, count=2)]
    assert one == other
