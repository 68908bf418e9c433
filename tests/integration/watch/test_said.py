"""What people write around a link: only what says something of it is told, and only sharing is shared."""

import pytest

from tests.acceptance.console import plain
from tests.fakes.watch import GUIDE, cards, html, labelled, press

OTHER = "https://autre.example/page"


@pytest.fixture
def web(web):
    web.page(OTHER, html("Une autre page", "", OTHER))
    return web


def noted(stage):
    """What the only card says besides the page's own description."""
    (card,) = cards(stage)
    return plain(card.embeds[0].text).splitlines()[1:]


@pytest.mark.parametrize(
    "typed",
    [
        f"/veille ajoute ce lien: {GUIDE}",
        f"/veille partage moi {GUIDE} svp",
        f"/veille partage ce lien {GUIDE} stp",
        f"/veille {GUIDE} merci !",
    ],
)
async def test_words_that_say_nothing_of_a_link_are_no_note(stage, typed):
    await stage.say(typed)
    assert noted(stage) == []


async def test_a_plain_note_before_a_link_is_its_note(stage):
    await stage.say(f"/veille super article {GUIDE} sur supprimer son compte")
    assert [line.partition(" : ")[2] for line in noted(stage)] == ["super article sur supprimer son compte"]


@pytest.mark.parametrize("typed", [f"{GUIDE} {OTHER}", f"{GUIDE} à comparer à [ceci]({OTHER})"])
async def test_of_several_links_the_first_is_shared_and_the_others_are_named(stage, typed):
    (said,) = await stage.say(f"/veille {typed}")
    (card,) = cards(stage)
    assert card.embeds[0].url == GUIDE
    assert OTHER not in str(card.embeds[0].text)
    assert "celui-ci n’est pas partagé" in said.text
    assert OTHER in said.text


@pytest.mark.parametrize(
    "verb",
    ["sauvegarder", "mettre de côté", "mets de coté", "archiver", "garder pour moi", "conserver"],
)
async def test_a_link_is_kept_by_whatever_verb(stage, verb):
    (said,) = await stage.say(f"/veille {verb} {GUIDE}")
    assert "Gardé dans ta liste" in said.text
    assert cards(stage) == []


async def test_a_link_is_taken_back_by_more_words(stage):
    await stage.say(f"/veille {GUIDE}")
    (said,) = await stage.say(f"/veille supprime le lien {GUIDE}")
    assert "Retiré partout" in said.text


async def test_a_verb_cut_short_publishes_nothing(stage):
    await stage.say(f"/veille suppr {GUIDE}")
    assert cards(stage) == []


@pytest.mark.parametrize("words", ["je veux suivre", "tu peux garder", "je voudrais mettre de côté"])
async def test_what_seems_to_wish_something_else_is_asked_and_not_shared(stage, words):
    (asked,) = await stage.say(f"/veille {words} {GUIDE}")
    assert asked.private
    assert cards(stage) == []
    assert [str(button.label) for button in asked.buttons] == ["Enregistrer pour moi", "Partager", "Suivre"]
    (kept,) = await press(stage, labelled(asked, "Enregistrer"))
    assert "Gardé dans ta liste" in kept.text
    await press(stage, labelled(asked, "Partager"))
    assert len(cards(stage)) == 1
