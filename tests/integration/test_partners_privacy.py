"""What only coordinators read of partners is for their eyes alone, and those concerned see who did."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.app import load_plugins
from bot.chat.incoming import Line, Shows
from bot.config import Config
from bot.store.people import network_of
from bot.store.records import AccessRow
from bot.store.tables import NetworkRow
from plugins.partners import register
from plugins.partners.content import Content
from tests.fakes.bot import START, author, channel, scene

NAME = "CCAS de Roanne"


@pytest.fixture
async def town(tmp_path):
    """A bot with a partner whose card lea wrote, with a note of hers."""
    async with scene(tmp_path, *load_plugins(Config()).plugins.values()) as stage:
        await stage.write("/rappel liste", user="lea")
        await stage.write("/rappel liste", user="cora")
        lea = (await stage.bot.identity.resolve(author("lea"), channel("general"))).member.id
        async with stage.store.unit() as session:
            network = network_of(await session.get(NetworkRow, 1))
            row = await register.add(session, network.id, Content(name=NAME), member=lea, now=START)
            await register.note(session, row, "Directrice difficile", member=lea, now=START)
        yield stage


async def asks(stage, text):
    """A coordinator types a command in a line that mentions the bot, whose answer all may read."""
    coordinator = replace(author("cora"), administers_community=True)
    line = Line(
        author=coordinator,
        location=channel("general"),
        text=text,
        to_bot=True,
        reply_to="post-1",
        shows=Shows.BUTTONS,
        key=text,
    )
    await stage.receive(line)
    return " ".join(stage.platform.texts("general"))


async def test_the_relation_and_the_notes_are_posted_where_the_coordinator_alone_reads_them(town):
    said = await asks(town, f"/partenaire relation {NAME}")
    assert "Directrice" not in said
    assert "coordinateurs" not in said


async def test_a_card_that_all_may_read_says_nothing_that_is_for_coordinators(town):
    said = await asks(town, f"/partenaire fiche {NAME}")
    assert NAME in said
    assert "Ajoutée par" not in said


async def test_who_wrote_a_note_sees_that_a_coordinator_looked_at_it(town):
    await asks(town, f"/partenaire relation {NAME}")
    async with town.store.read() as session:
        looks = (await session.scalars(select(AccessRow))).all()
    assert [look.what for look in looks] == ["qui a écrit la fiche d’un partenaire, ou une note dessus"]
