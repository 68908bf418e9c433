"""After an update that changed the words of the directory, cards that nobody changes are found by them."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select, update

from bot.app import load_plugins
from bot.config import Config
from bot.store.records import IndexedRow
from plugins.directory import entries
from plugins.directory.models import CardRow
from tests.fakes.bot import scene
from tests.integration.test_people_in_the_directory import given_at
from tests.unit.plugins.directory.people_asked import line, table

BEFORE = "another version"
QUESTION = "facile à lire"


@pytest.fixture
async def left_behind(tmp_path):
    """The folder of a bot whose index was made before anybody had thought of “FALC”."""
    plugins = list(load_plugins(Config()).plugins.values())
    async with scene(tmp_path, *plugins) as stage:
        stage.folder = tmp_path
        given = await given_at(stage)
        await given.take(table(line("jeanne", competences="FALC"), line("paul", competences="Pix")))
        assert await given.ask(QUESTION) == ["jeanne"]
        async with stage.store.unit() as session:
            for row in await session.scalars(select(CardRow)):
                await entries.index.put(session, [replace(entries.entry_of(row), marks={})])
            await session.merge(IndexedRow(name=entries.index.name, made_with=BEFORE, done_to=None))
        assert await given.ask(QUESTION) == []
    return tmp_path, plugins


async def until_it_is_whole(stage):
    async with asyncio.timeout(60):
        while True:
            async with stage.store.read() as session:
                known = await session.get_one(IndexedRow, entries.index.name)
            if known.made_with != BEFORE and known.done_to is None:
                return


async def test_the_next_start_puts_it_right(left_behind):
    folder, plugins = left_behind
    async with scene(folder, *plugins) as stage:
        await until_it_is_whole(stage)
        stage.folder = folder
        given = await given_at(stage)
        assert await given.ask(QUESTION) == ["jeanne"]
        async with stage.store.unit() as session:
            assert await entries.index.inconsistencies(session) == []


async def test_coordinators_are_told_how_far_it_is(left_behind):
    folder, plugins = left_behind
    async with scene(folder, *plugins) as stage:
        await until_it_is_whole(stage)
        async with stage.store.unit() as session:
            await session.execute(update(IndexedRow).values(done_to=1))
        assert (await stage.bot.status.figures(1)).reindexed == 50
        async with stage.store.unit() as session:
            await session.execute(update(IndexedRow).values(done_to=None))
        assert (await stage.bot.status.figures(1)).reindexed is None
