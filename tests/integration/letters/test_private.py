"""What is private to a channel stays in it: in letters, previews, drafts, and what is said of letters."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.app import load_plugins
from bot.chat.incoming import Line, Submission
from bot.chat.places import Location
from bot.config import Config
from bot.language import catalogue
from bot.store.people import mark_changed
from bot.store.tables import PlaceRow
from plugins.digest.models import DestinationRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.letters import JEANNE, SATURDAY, SCHEDULED, letters, own_digest

COORD = replace(channel("coord"), is_private=True)
PUBLIC = channel("loire")


@pytest.fixture
async def town(tmp_path):
    catalogue.add_package("plugins.reminders")
    reminders = load_plugins(Config(), ["plugins.reminders"]).plugins["reminders"]
    async with scene(tmp_path, own_digest(), reminders, at=SATURDAY) as made:
        await says(made, "/lettre", PUBLIC)
        await says(made, "/rappel ici mardi 14h : préparer le licenciement", COORD)
        await says(made, "/rappel ici mercredi 14h : réunion de réseau", PUBLIC)
        yield made


async def says(made, text, where: Location, who=JEANNE):
    return await made.receive(Line(author=who, location=where, text=text))


def text_of(answers):
    said = [(answer.text, *(embed.text for embed in getattr(answer, "embeds", ()))) for answer in answers]
    return "\n".join(str(text) for texts in said for text in texts)


async def settings(made, places):
    return await made.receive(
        Submission(
            author=JEANNE,
            location=COORD,
            plugin="digest",
            form="settings",
            values={"sections": "À venir : 8", "lead": "aucun", "empty": "false", "places": places},
            arguments={"series": 1},
        )
    )


async def also_public(made):
    """Have the letter of the private channel go to the public one: it was made private afterwards."""
    async with made.store.unit() as session:
        places = {row.external_id: row for row in await session.scalars(select(PlaceRow))}
        network = places["loire"].network_id
        session.add(DestinationRow(network_id=network, series_id=1, place_id=places["loire"].id))


async def test_the_letter_of_a_private_channel_tells_what_is_coming_there(town):
    await says(town, SCHEDULED, COORD)
    await town.advance(timedelta(days=3))
    (sent,) = letters(town, "coord")
    assert "licenciement" in sent
    assert "réunion de réseau" not in sent


async def test_settings_that_would_mix_private_and_public_are_refused_with_the_reason(town):
    await says(town, SCHEDULED, COORD)
    assert "coord\u202f» est privé" in text_of((await settings(town, "loire"))[:1])
    await town.advance(timedelta(days=3))
    assert letters(town, "loire") == []


async def test_a_letter_that_goes_to_a_channel_that_became_private_tells_nothing_of_it_elsewhere(town):
    await says(town, SCHEDULED, COORD)
    await also_public(town)
    paul = author("paul")
    preview = text_of(await says(town, "/lettre aperçu", PUBLIC, paul))
    standing = text_of(await says(town, "/lettre", PUBLIC, paul))
    refused = text_of(await says(town, SCHEDULED, PUBLIC))
    await town.advance(timedelta(days=3))
    (there,) = letters(town, "loire")
    history = text_of(await says(town, "/lettre historique", PUBLIC, paul))
    for said in (preview, there):
        assert "réunion de réseau" in said
    for said in (preview, standing, refused, there, history):
        assert "licenciement" not in said
        assert "coord" not in said.replace("coordon", "")
    assert "**Lettre n°\u00a01 — loire" in there
    assert letters(town, "coord") == [there]


async def test_channels_of_one_territory_are_not_joined_if_one_is_private(town):
    other = Location(
        platform="other", id="there", name="loire", community="guild", community_name="Guild", is_private=True
    )
    async with town.store.unit() as session:
        known = await session.scalar(select(PlaceRow).where(PlaceRow.external_id == "loire"))
        session.add(
            PlaceRow(
                network_id=known.network_id,
                platform=other.platform,
                external_id=other.id,
                kind="channel",
                name=other.name,
                is_private=True,
                created_at=SATURDAY,
            )
        )
        await session.flush()
        await session.execute(update(PlaceRow).values(territory="42"))
        mark_changed(session)
    answer = text_of(await says(town, SCHEDULED, PUBLIC))
    assert "Other" not in answer
    assert "même territoire" not in answer


async def test_the_draft_of_a_private_channels_letter_goes_to_who_prepares_it(town):
    await says(town, SCHEDULED, COORD)
    await town.advance(timedelta(days=1, hours=12))
    drafts = [text for text in town.platform.texts("@id-jeanne") if "Brouillon" in text]
    (draft,) = drafts
    assert "licenciement" in draft
