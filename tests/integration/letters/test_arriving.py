"""Letters and drafts that do not arrive, and channels in which the bot is not any more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line, Press
from bot.store.people import mark_changed
from bot.store.tables import AccountRow, PlaceRow, RoleGrantRow
from plugins.digest.models import DestinationRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.letters import JEANNE, SATURDAY, SCHEDULED, letters, own_digest
from tests.fakes.news import HourlyNews, news_plugin
from tests.fakes.platform import Fail, Refuse

KARIM = author("karim", administers_community=True)


@pytest.fixture
async def town(tmp_path):
    async with scene(tmp_path, own_digest(), news_plugin(HourlyNews()), at=SATURDAY) as made:
        await says(made, "/lettre", KARIM)
        await grant(made, "karim")
        await says(made, SCHEDULED)
        await grant(made, "jeanne")
        yield made


async def grant(made, name):
    """Have somebody coordinate the network, as everybody knows."""
    async with made.store.unit() as session:
        account = await session.scalar(select(AccountRow).where(AccountRow.username == name))
        session.add(
            RoleGrantRow(
                member_id=account.member_id,
                role="coordinator",
                scope="network",
                scope_id="1",
                granted_at=SATURDAY,
            )
        )
        mark_changed(session)


async def says(made, text, who=JEANNE, place="loire"):
    return await made.receive(Line(author=who, location=channel(place), text=text))


async def presses(made, action, who=JEANNE, **arguments):
    return await made.receive(
        Press(author=who, location=channel("loire"), plugin="digest", action=action, arguments=arguments)
    )


def text_of(answers):
    return "\n".join(str(answer.text) for answer in answers)


def drafts(made, who):
    return [text for text in made.platform.texts(f"@id-{who}") if "**Brouillon.**" in text]


async def test_a_draft_that_does_not_reach_who_programmed_it_reaches_the_others(town):
    town.platform.will(Refuse(), at="@id-jeanne")
    await town.advance(timedelta(days=1, hours=12))
    assert drafts(town, "jeanne") == []
    assert len(drafts(town, "karim")) == 1


async def in_loire(made, *, is_there):
    presence = made.bot.presence
    await (presence.entered if is_there else presence.left)("fake", ["loire"])
    await made.bot.settle()


async def test_a_letter_of_a_channel_where_the_bot_is_not_rests_and_goes_late_once_it_is_back(town):
    await in_loire(town, is_there=False)
    assert "- Pas dans loire pour l’instant" in text_of(await says(town, "/lettre"))
    await town.advance(timedelta(days=8))
    assert letters(town) == []
    assert drafts(town, "jeanne") == []
    told = [text for text in town.platform.texts("@id-jeanne") if "Sa lettre attend" in text]
    assert len(told) == 1
    await in_loire(town, is_there=True)
    (sent,) = letters(town)
    assert "Lettre n°\u00a01" in sent
    assert "retard" in sent
    await town.advance(timedelta(days=7))
    assert len(letters(town)) == 2


async def test_a_letter_that_did_not_arrive_says_so_and_is_sent_again_as_it_was(town):
    town.platform.will(Refuse(), at="loire")
    await town.advance(timedelta(days=3))
    assert letters(town) == []
    assert any("n’est pas arrivée" in taken.text for taken in town.platform.taken("@id-jeanne"))
    (listed,) = await says(town, "/lettre historique")
    assert "N° 1, qui n’est pas arrivée" in str(listed.text).replace("\u00a0", " ")
    assert [button.action for button in listed.buttons] == ["send-again"]
    (for_others,) = await says(town, "/lettre historique", author("paul"))
    assert for_others.buttons == ()
    await presses(town, "send-again", letter=1)
    (sent,) = letters(town)
    assert "Lettre n°\u00a01" in sent
    (listed,) = await says(town, "/lettre historique")
    assert "envoyée" in str(listed.text)
    (answer,) = await presses(town, "send-again", letter=1)
    assert answer.code == "arrived"
    assert len(letters(town)) == 1


async def goes_also_to(made, name):
    """Have the letter of the channel go to another one, too."""
    await says(made, "/lettre", KARIM, name)
    async with made.store.unit() as session:
        place = await session.scalar(select(PlaceRow).where(PlaceRow.name == name))
        session.add(DestinationRow(network_id=1, series_id=1, place_id=place.id))
        mark_changed(session)


async def test_a_letter_bears_the_name_of_its_channel_also_while_the_bot_is_not_there(town):
    await goes_also_to(town, "region")
    await in_loire(town, is_there=False)
    stands = text_of(await says(town, "/lettre"))
    assert "- Où : region\n- Pas dans loire pour l’instant" in stands.replace("\u00a0", " ")
    await town.advance(timedelta(days=3))
    (sent,) = letters(town, "region")
    (draft,) = drafts(town, "jeanne")
    assert "Lettre n°\u00a01 — loire" in sent
    assert "Lettre n°\u00a01 — loire" in draft


async def test_a_channel_where_the_bot_is_not_any_more_is_taken_out_by_its_name(town):
    await goes_also_to(town, "region")
    await town.bot.presence.left("fake", ["region"])
    await town.bot.settle()
    assert "- Pas dans region" in text_of(await says(town, "/lettre"))
    assert "region" not in text_of(await says(town, "/lettre réglages plus dans region"))
    for other in ("region", "loire"):  # no more, and its own
        answer = text_of(await says(town, f"/lettre réglages plus dans {other}"))
        assert "n’est pas l’un des autres canaux" in answer


async def test_a_letter_that_did_not_arrive_in_one_of_its_channels_is_sent_there_again(town):
    await goes_also_to(town, "region")
    town.platform.will(Refuse(), at="region")
    await town.advance(timedelta(days=3))
    assert len(letters(town)) == 1
    assert letters(town, "region") == []
    told = [taken.text for taken in town.platform.taken("@id-jeanne") if "n’est pas arrivée" in taken.text]
    assert "region" in told[-1]
    (listed,) = await says(town, "/lettre historique")
    assert "envoyée" in str(listed.text)
    assert "qui n’est pas arrivée dans region" in str(listed.text)
    assert [button.action for button in listed.buttons] == ["send-again"]
    await presses(town, "send-again", letter=1)
    assert letters(town, "region") == letters(town), "the same one, where it had not arrived"
    assert len(letters(town)) == 1
    (listed,) = await says(town, "/lettre historique")
    assert listed.buttons == ()
    (answer,) = await presses(town, "send-again", letter=1)
    assert answer.code == "arrived"


async def test_a_letter_by_hand_that_was_given_an_hour_goes_late_where_the_bot_was_away_then(town):
    await says(town, "/lettre", KARIM, "region")
    await says(town, "/lettre brouillon", KARIM, "region")
    (answer,) = await says(town, "/lettre reporter lundi 10h", KARIM, "region")
    assert "10" in str(answer.text)
    await town.bot.presence.left("fake", ["region"])
    await town.bot.settle()
    await town.advance(timedelta(days=4))
    assert letters(town, "region") == []
    await town.bot.presence.entered("fake", ["region"])
    await town.bot.settle()
    (sent,) = letters(town, "region")
    assert "retard" in sent


async def test_a_letter_whose_posts_are_under_way_is_said_to_be(town):
    town.platform.will(*[Fail()] * 6, at="loire")
    await town.advance(timedelta(days=1, hours=23, seconds=10))
    (listed,) = await says(town, "/lettre historique")
    assert "en cours d’envoi" in str(listed.text)
    await town.advance(timedelta(hours=8))
    (listed,) = await says(town, "/lettre historique")
    assert "N° 1, envoyée" in str(listed.text).replace("\u00a0", " ")
