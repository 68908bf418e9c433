"""A link that is taken back in one channel leaves the letter of that channel, and no other's."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line, Linked
from bot.runtime.host import PluginHost
from bot.store.people import mark_changed
from plugins.watch.models import ShareRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.letters import JEANNE, SATURDAY, letters
from tests.fakes.web import Web

GUIDE = "https://mairie.example/guide"
HTML = '<!doctype html><html lang="fr"><head><title>Le guide</title></head><body>x</body></html>'


@pytest.fixture
async def stage(tmp_path, monkeypatch):
    """The draft of the letter of two channels waits: one link stands in both."""
    Web.of_all_bots(monkeypatch).page(GUIDE, HTML)
    host = PluginHost()
    host.load(("plugins.watch", "plugins.digest"))
    assert host.errors == []
    async with scene(tmp_path, *host.plugins.values(), at=SATURDAY) as stage:
        for place, user, post in (("general", "camille", "m1"), ("autre", "karim", "m2")):
            await says(stage, "/lettre programmer chaque lundi à 9h", place)
            await shares(stage, user, post, place)
        await stage.advance(timedelta(days=1, hours=9))
        yield stage


async def says(stage, text, place):
    return await stage.receive(Line(author=JEANNE, location=channel(place), text=text))


async def shares(stage, user, post, place):
    link = Linked(
        author=author(user),
        location=channel(place),
        text=f"{GUIDE} #veille",
        links=(GUIDE,),
        tags=("veille",),
        post=post,
    )
    await stage.receive(link)


async def test_a_link_whose_message_is_deleted_leaves_the_letter_of_that_channel_alone(stage):
    assert sum("Le guide" in text for text in stage.platform.texts("@id-jeanne")) == 2
    await stage.platform.host.message_deleted("general", "m1")
    await stage.bot.settle()
    (edited,) = [one for one in stage.platform.taken("@id-jeanne") if one.kind == "edit"]
    assert "Le guide" not in edited.text
    await stage.advance(timedelta(days=1))
    assert letters(stage, "general") == []
    (letter,) = letters(stage, "autre")
    assert "Le guide" in letter


async def test_a_letter_that_goes_where_the_link_still_stands_keeps_it(stage):
    await shares(stage, "lea", "m3", "troisieme")
    await stage.platform.host.message_deleted("troisieme", "m3")
    await stage.advance(timedelta(days=2))
    for place in ("general", "autre"):
        (letter,) = letters(stage, place)
        assert "Le guide" in letter


async def is_called(stage, title):
    async with stage.store.unit() as session:
        share = await session.scalar(select(ShareRow))
        share.title = title
        mark_changed(session)


async def test_a_link_that_is_corrected_after_the_draft_is_told_as_it_is_and_never_again(stage):
    await is_called(stage, "Guide corrigé")
    await stage.advance(timedelta(days=1))
    (letter,) = letters(stage, "general")
    assert "Guide corrigé" in letter
    assert "Le guide" not in letter
    await is_called(stage, "Guide encore corrigé")
    await stage.advance(timedelta(days=14))
    assert letters(stage, "general") == [letter]
