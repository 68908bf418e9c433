"""What people write around a link: only what says something of it is told, and only sharing is shared."""

import pytest

from bot.chat.incoming import Line, Shows
from tests.acceptance.console import plain
from tests.fakes.bot import author, channel
from tests.fakes.watch import GUIDE, cards, dms, html, labelled, press

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
        f"/veille partager stp le lien {GUIDE}",
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


async def mention(stage, text, user="camille"):
    """Have somebody call the bot in a channel; return what it asks them in private, if it does."""
    await stage.receive(
        Line(
            author=author(user),
            location=channel("general"),
            text=text,
            to_bot=True,
            shows=Shows.NOTHING,
            reply_to="1",
        )
    )
    sent = [one.post for _at, one in stage.platform.attempts if one.user == f"id-{user}" and one.post.buttons]
    return sent[-1] if sent else None


@pytest.mark.parametrize(
    "text",
    [
        f"supprime {GUIDE}",
        f"c'est quoi {GUIDE} ?",
        f"tu peux me résumer {GUIDE}",
        f"ne partage pas {GUIDE} stp",
        f"garde {GUIDE} pour plus tard",
    ],
)
async def test_who_calls_the_bot_for_something_else_is_asked_and_surprised_by_no_post(stage, text):
    asked = await mention(stage, text)
    assert "Que faut-il faire de ce lien" in plain(asked.text)
    assert cards(stage) == []
    await press(stage, labelled(asked, "Partager"), where=None)
    assert len(cards(stage)) == 1


async def test_who_shares_after_all_does_so_with_their_words(stage):
    asked = await mention(stage, f"garde {GUIDE} #seniors pour l'atelier de lundi")
    assert "« garde pour l'atelier de lundi »" in plain(asked.text).replace("’", "'").replace("\u00a0", " ")
    await press(stage, labelled(asked, "Partager"), where=None)
    (card,) = cards(stage)
    assert "garde pour l'atelier de lundi" in plain(card.embeds[0].text)
    assert "#seniors" in plain(card.embeds[0].text)


async def test_a_link_that_is_shared_is_not_said_to_be_seen_by_nobody(stage):
    await stage.say(f"/veille {GUIDE}")
    answer = await mention(stage, f"supprime {GUIDE}")
    assert "déjà partagé" in plain(answer.text)
    (said,) = await press(stage, labelled(answer, "Retirer"), where=None)
    assert "Retiré partout" in plain(said.text)


async def test_of_several_links_of_a_sentence_the_first_is_shared_and_the_others_are_named(stage):
    await mention(stage, f"à lire {GUIDE} et {OTHER}")
    (card,) = cards(stage)
    assert card.embeds[0].url == GUIDE
    assert OTHER not in str(card.embeds[0].text)
    answers = [text for _at, text in ((0, str(one.post.text)) for _when, one in stage.platform.attempts)]
    assert any("celui-ci n’est pas partagé" in plain(text) and OTHER in text for text in answers)


async def test_of_several_links_of_another_wish_none_is_shared_and_all_are_named(stage):
    asked = await mention(stage, f"garde {GUIDE} et {OTHER}")
    assert cards(stage) == []
    assert GUIDE in asked.text
    assert OTHER in asked.text


async def test_in_private_several_links_are_named_too(stage):
    (answer,) = await stage.write(f"regarde {GUIDE} et {OTHER}")
    assert "celui-ci n’est pas partagé" in plain(answer.text)
    assert OTHER in answer.text
    assert dms(stage, "camille") == []
