"""Who is shown a draft: who programmed the letter by rights of the chat, as long as they have these."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.chat.incoming import Line
from tests.fakes.bot import author, channel, scene
from tests.fakes.letters import JEANNE, SATURDAY, SCHEDULED, letters, own_digest
from tests.fakes.news import HourlyNews, news_plugin

KARIM = author("karim", administers_place=True)
EVENING = timedelta(days=1, hours=10)


@pytest.fixture
async def town(tmp_path):
    """Jeanne programmed the letter; that she administers the channel only the chat knows."""
    async with scene(tmp_path, own_digest(), news_plugin(HourlyNews()), at=SATURDAY) as made:
        await says(made, SCHEDULED, JEANNE)
        yield made


async def says(made, text, who):
    return await made.receive(Line(author=who, location=channel("loire"), text=text))


def drafts(made, who):
    return [text for text in made.platform.texts(f"@id-{who}") if "**Brouillon.**" in text]


def notices(made):
    return [text for text in made.platform.texts("loire") if "ne coordonne plus ce canal" in text]


async def test_who_has_these_rights_still_is_shown_the_draft(town):
    await town.advance(EVENING)
    assert len(drafts(town, "jeanne")) == 1
    assert notices(town) == []


async def test_who_lost_them_is_shown_nothing_and_the_networks_coordinators_are(town):
    await town.bot.grant(author("agnès"), channel("autre"), "coordinator", everywhere=True)
    town.platform.demoted.add("id-jeanne")
    await town.advance(EVENING)
    assert (len(drafts(town, "jeanne")), len(drafts(town, "agnès"))) == (0, 1)
    assert notices(town) == []


async def test_where_nobody_is_left_the_channel_is_told_once_and_the_letters_go(town):
    town.platform.demoted.add("id-jeanne")
    await town.advance(timedelta(days=17))
    assert drafts(town, "jeanne") == []
    assert len(notices(town)) == 1
    assert len(letters(town)) == 3


async def test_who_takes_the_letter_over_is_shown_its_drafts_from_then_on(town):
    town.platform.demoted.add("id-jeanne")
    await town.advance(EVENING)
    await says(town, "/lettre brouillon", KARIM)
    assert len(drafts(town, "karim")) == 1
    await town.advance(timedelta(days=7))
    assert (len(drafts(town, "jeanne")), len(drafts(town, "karim"))) == (0, 2)
    assert len(notices(town)) == 1


async def test_a_chat_that_cannot_tell_is_asked_again(town):
    town.platform.is_mute = True
    await town.advance(EVENING)
    assert drafts(town, "jeanne") == []
    town.platform.is_mute = False
    await town.advance(timedelta(minutes=10))
    assert len(drafts(town, "jeanne")) == 1
    await town.advance(timedelta(days=1))
    assert len(letters(town)) == 1


async def test_a_chat_that_never_tells_keeps_no_letter_back(town):
    town.platform.is_mute = True
    await town.advance(timedelta(days=3))
    assert len(letters(town)) == 1
    town.platform.is_mute = False
    await town.advance(timedelta(hours=1))
    assert drafts(town, "jeanne") == []
