"""Links are found by the names of who shared them, as colleagues say them."""

import pytest

from bot.chat.incoming import Line
from bot.chat.people import Author
from tests.acceptance.console import plain
from tests.fakes import watch
from tests.fakes.bot import channel

PEOPLE = {
    "lmartin": "Léa Martin",
    "lea.durand": "Léa Durand",
    "jp": "Jean-Paul O’Neil",
    "france": "France Petit",
    "camille": "Camille",
}
PAGES = {
    "identite": ("lmartin", "Protéger son identité numérique"),
    "impots": ("lmartin", "Déclarer ses impôts"),
    "tablette": ("lea.durand", "Débuter avec une tablette"),
    "photos": ("jp", "Classer ses photographies"),
    "carte": ("camille", "La carte de France des lieux"),
}


@pytest.fixture
def web(web):
    for name, (_user, title) in PAGES.items():
        web.page(f"https://site.example/{name}", f'<html lang="fr"><title>{title}</title></html>')
    return web


@pytest.fixture
async def stage(tmp_path, web):
    async with watch.the_watch(tmp_path) as one:
        for user in PEOPLE:
            await say(one, user, "bonjour /veille")
            await say(one, user, "/veille tags")
        for name, (user, _title) in PAGES.items():
            await say(one, user, f"/veille https://site.example/{name}")
        yield one


async def say(stage, user, text):
    author = Author(id=f"id-{user}", username=user, name=PEOPLE[user])
    return await stage.receive(Line(author=author, location=channel("general"), text=text))


async def find(stage, words):
    (answer,) = await say(stage, "camille", f"/veille chercher {words}")
    return plain(answer.text)


def names_in(text):
    return {name for name in PAGES if f"/{name})" in text}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("de Léa Martin", {"identite", "impots"}),
        ("liens de LEA MARTIN", {"identite", "impots"}),
        ("@Léa Martin", {"identite", "impots"}),
        ("@léa martin impôts", {"impots"}),
        ("impôts de Léa Martin", {"impots"}),
        ("partagés par Martin", {"identite", "impots"}),
        ("par lmartin", {"identite", "impots"}),
        ("@lea.durand", {"tablette"}),
        ("photographies de Jean-Paul", {"photos"}),
        ("liens de Jean-Paul O'Neil.", {"photos"}),
        ("liens de france", set()),
    ],
)
async def test_people_are_known_by_the_names_that_they_show(stage, asked, found):
    assert names_in(await find(stage, asked)) == found


@pytest.mark.parametrize("asked", ["de Léa", "@léa", "liens de léa", "partagés par Léa depuis hier"])
async def test_of_two_people_of_one_name_it_is_asked_which_one(stage, asked):
    answer = await find(stage, asked)
    assert "Plusieurs personnes s’appellent" in answer
    assert "@lmartin (Léa Martin)" in answer
    assert "@lea.durand (Léa Durand)" in answer


@pytest.mark.parametrize("asked", ["@zoé", "liens partagés par Zoé", "de @zoe.petit impôts"])
async def test_who_is_not_in_the_network_is_said_so(stage, asked):
    assert "ne connais personne ici sous le nom « zo" in (await find(stage, asked)).lower()


async def test_a_name_that_may_be_a_subject_is_said_once_nothing_is_found(stage):
    assert "- Je ne connais personne ici sous le nom « Zoé »." in await find(stage, "par Zoé")
    assert "Ce que cette personne a partagé : `/veille chercher @lmartin`" in await find(stage, "Léa Martin")


async def test_what_may_be_a_subject_is_looked_for_where_the_person_shared_nothing_of_it(stage):
    answer = await find(stage, "carte de France")
    assert names_in(answer) == {"carte"}
    assert "Parmi ce que" not in answer


async def test_a_person_who_is_guessed_is_said_with_the_way_to_the_words(stage):
    await say(stage, "france", "/veille https://site.example/tablette une carte")
    await say(stage, "france", "/veille https://carte.example/ carte postale")
    answer = await find(stage, "carte de France")
    assert "Parmi ce que @france a partagé" in answer
    assert "`/veille chercher carte France`" in answer
