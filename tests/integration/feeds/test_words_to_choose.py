"""Words by which a channel chooses what comes of a feed, among how and how many of it are to come."""

import pytest

from tests.acceptance.console import plain
from tests.fakes.feeds import ADDRESS


async def said(stage, text):
    """Say something in the channel; return what is answered, as one text."""
    return plain("\n".join([str(answer.text) for answer in await stage.say(text)]))


async def test_how_and_how_many_may_be_said_after_the_words(stage):
    answer = await said(stage, f"/veille suivre {ADDRESS} avec inclusion, immédiat, 3 par jour")
    assert "publiées ici tout de suite : 3 articles par jour au plus" in answer
    assert "Seulement les articles avec : inclusion." in answer


async def test_what_is_left_out_ends_where_the_letter_is_named(stage):
    answer = await said(stage, f"/veille suivre {ADDRESS} sauf football dans la lettre")
    assert "Les nouveautés iront dans la lettre de ce canal." in answer
    assert "Aucun article avec : football." in answer


async def test_a_maximum_with_a_colon_is_none_of_the_words(stage):
    answer = await said(stage, f"/veille suivre {ADDRESS} immédiat avec inclusion max: 2")
    assert "2 articles par jour au plus" in answer
    assert "avec : inclusion." in answer


@pytest.mark.parametrize(
    "how", ["direct, 5x par jour", "au fil de l'eau 5 fois par jours", "dès que possible svp"]
)
async def test_what_comes_at_once_may_be_said_in_many_ways(stage, how):
    answer = await said(stage, f"/veille suivre {ADDRESS} {how}")
    assert "publiées ici tout de suite : 5 articles par jour au plus" in answer


@pytest.mark.parametrize("how", ["bidule", "chaque matin"])
async def test_a_word_that_is_no_way_is_told_with_those_that_there_are(stage, how):
    answer, _form = await stage.say(f"/veille suivre {ADDRESS} {how}")
    assert f"je ne connais pas « {how} ». Dis « immédiat »" in plain(str(answer.text))


async def test_two_ways_at_once_are_asked_about(stage):
    answer = await said(stage, f"/veille suivre {ADDRESS} immédiat avec inclusion pour la lettre")
    assert "Dis seulement l’un des deux" in answer
    assert "aucun flux" in await said(stage, "/veille flux")
