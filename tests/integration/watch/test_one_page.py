"""One page under two addresses, of which this was not known at first: it becomes one share, and stays one."""

from datetime import timedelta

import pytest

from bot.plugin import FetchProblem
from plugins.watch.models import AppearanceRow, ShareRow
from tests.fakes.bot import rows
from tests.fakes.watch import GUIDE, cards, html, labelled, link_posted, press

SHORT = "https://court.example/x"
DAY = timedelta(days=1)


@pytest.fixture
def web(web):
    web.fails(SHORT, FetchProblem.TOO_SLOW)
    return web


async def is_one(stage, user="lea"):
    """Check that the network has one share, which whoever looks for it finds once, under both addresses."""
    assert len(await rows(stage, ShareRow)) == 1
    (found,) = await stage.say("/veille chercher guide", user)
    assert found.text.count(GUIDE) == 1
    for url in (GUIDE, SHORT):
        (answer,) = await stage.say(f"/veille {url}", user)
        assert "déjà partagé" in answer.text


async def test_a_short_link_that_somebody_kept_is_known_once_it_leads_there(stage, web):
    await stage.write(f"/veille enregistrer {SHORT}", "karim")
    await stage.say(f"/veille {GUIDE} #seniors")
    web.page(SHORT, html(), at=GUIDE)
    (answer,) = await stage.say(f"/veille {SHORT}", "jeanne")
    assert "déjà partagé" in answer.text
    assert len(cards(stage)) == 1
    await is_one(stage)
    (kept,) = await stage.write("/veille mes-liens", "karim")
    assert GUIDE in kept.text


async def test_a_short_link_that_was_taken_back_says_nothing_of_that_once_it_leads_there(stage, web):
    await stage.say(f"/veille {SHORT} #secret vu au café", "karim")
    await press(stage, labelled(cards(stage)[0], "Utile"), "lea")
    await stage.say(f"/veille retirer {SHORT}", "karim")
    await stage.say(f"/veille {GUIDE}")
    web.page(SHORT, html(), at=GUIDE)
    await stage.say(f"/veille {SHORT}", "jeanne")
    await is_one(stage)
    (answer,) = await stage.say(f"/veille {GUIDE}", "jeanne")
    assert "1 personne le trouve utile" in answer.text
    edited = [one.post for _at, one in stage.platform.attempts if one.post.embeds][-1]
    assert "vu au café" not in edited.embeds[0].text
    (found,) = await stage.say("/veille chercher café", "jeanne")
    assert GUIDE not in found.text


async def test_a_message_with_a_short_link_finds_what_somebody_keeps_of_its_page(stage, web):
    await stage.write(f"/veille enregistrer {GUIDE}", "karim")
    web.page(SHORT, html(), at=GUIDE)
    await link_posted(stage, f"{SHORT} #veille", (SHORT,), ("veille",))
    await is_one(stage)
    (kept,) = await stage.write("/veille mes-liens", "karim")
    assert kept.text.count(GUIDE) == 1


async def test_a_link_that_is_read_late_joins_what_stands_of_its_page(stage, web):
    await stage.say(f"/veille {SHORT} #mobile", "karim", "autre")
    await stage.say(f"/veille {GUIDE} #seniors")
    web.page(SHORT, html(), at=GUIDE)
    await stage.advance(DAY)
    await is_one(stage)
    assert len(await rows(stage, AppearanceRow)) == 2
    assert len(stage.told) == 1
