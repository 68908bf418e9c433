"""The words of a network's own list: cards that say things by them are found, without being written again."""

import pytest

from bot.plugin.neighbours import Asker
from plugins.directory.searching import search
from plugins.directory.thesaurus import thesaurus
from tests.fakes.bot import START
from tests.unit.plugins.directory.people_asked import line, table

OWN = """
[skills.imprimante]
also = ["crachouilleuse", "boîte à papier"]

[skills.bidouillotron]
fr = "Le bidouillotron"
also = ["machine à bidouiller"]
broader = ["imprimante"]

[skills.zine]
fr = "Fanzine"
broader = ["imprimante"]

[skills.falc]
broader = ["zine"]
"""
CARDS = table(
    line("jeanne", competences="crachouilleuse"),
    line("paul", competences="boîte à papier"),
    line("samia", competences="machine à bidouiller"),
    line("nour", competences="facile à lire et à comprendre"),
    line("yves", competences="tricot"),
)


@pytest.fixture
async def ask(directory, tmp_path):
    await directory.take(CARDS)
    own = tmp_path / "skills.toml"

    async def answer(text: str, words: str | None = OWN, *, is_need: bool = False) -> set[str]:
        if words is not None:
            own.write_text(words, encoding="utf-8")
        known = thesaurus(own if words is not None else None)
        async with directory.store.read() as session:
            found = await search(
                session,
                directory.desk.network,
                text,
                Asker(),
                START,
                known=known,
                limit=9,
                is_need=is_need,
            )
        return {one.account for one in found.people}

    return answer


async def test_who_says_it_in_the_networks_words_is_found_by_all_other_words(ask):
    assert await ask("imprimante", None) == set()
    assert {"jeanne", "paul"} <= await ask("imprimante")
    assert {"jeanne", "paul"} <= await ask("scanner")
    assert {"jeanne", "paul"} <= await ask("boîte à papier")


async def test_what_the_network_adds_as_a_part_is_found_by_the_whole(ask):
    assert "samia" in await ask("imprimante")
    assert "samia" in await ask("bidouillotron")
    assert await ask("falc", None) == {"nour"}
    assert "nour" in await ask("fanzine")
    assert "nour" in await ask("imprimante")


async def test_a_need_that_names_it_finds_them_as_well(ask):
    assert "jeanne" in await ask("ma voisine voudrait se servir de son imprimante", is_need=True)
    assert "samia" in await ask("quelqu’un pour réparer un bidouillotron", is_need=True)


async def test_nobody_else_is_found_for_it(ask):
    for text in ("imprimante", "fanzine", "bidouillotron"):
        assert "yves" not in await ask(text)


async def test_a_list_that_is_edited_holds_from_the_next_question_on(ask):
    assert "jeanne" in await ask("imprimante")
    assert await ask("imprimante", '[skills.zine]\nfr = "Fanzine"\n') == set()
    assert "yves" in await ask("imprimante", '[skills.imprimante]\nalso = ["tricot"]\n')
