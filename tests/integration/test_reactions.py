"""Reactions: once for each message, in the order of their place; one that cannot be put is let go."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat import Post, Reaction
from bot.chat.incoming import Answered
from bot.language.messages import Markup
from bot.plugin import PostAnswered
from bot.store.tables import DeliveryRow
from tests.fakes.bot import author, channel, scene
from tests.fakes.platform import Break, Fail, Refuse
from tests.fakes.plugin import probe

DONE = Reaction("✅", "white_check_mark")
SEEN = Reaction("👀", "eyes")


@pytest.fixture
def deaths():
    return []


@pytest.fixture
async def stage(tmp_path, deaths):
    async with scene(tmp_path, probe(deaths)) as opened:
        await opened.bot.grant(author("maud"), channel("general"), "coordinator", everywhere=True)
        yield opened


async def react(stage, message: str, *reactions: Reaction) -> None:
    async with stage.working() as ctx:
        for reaction in reactions:
            await ctx.react(ctx.place, message, reaction)
    await stage.bot.settle()


async def test_a_reaction_goes_to_the_message_once(stage):
    await react(stage, "41", DONE, DONE)
    await react(stage, "41", DONE)
    assert stage.platform.reactions() == [("41", "✅")]
    await react(stage, "41", SEEN)
    await react(stage, "42", DONE)
    assert stage.platform.reactions() == [("41", "✅"), ("41", "👀"), ("42", "✅")]


async def test_it_keeps_its_turn_and_its_thread(stage):
    stage.platform.will(Fail())
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text=Markup("before")))
        await ctx.react(replace(ctx.place, thread="t1"), "41", DONE)
        await ctx.post(ctx.place, Post(text=Markup("after")))
    await stage.advance(timedelta(minutes=1))
    sent = [one for _at, one in stage.platform.attempts][1:]
    assert [str(one.post.text) or one.edits for one in sent] == ["before", "41", "after"]
    assert [one.thread for one in sent] == [None, "t1", None]


async def test_one_that_is_refused_is_let_go_and_nobody_is_told(stage, deaths):
    stage.platform.will(Refuse())
    await react(stage, "41", DONE)
    await stage.advance(timedelta(days=1))
    assert (stage.platform.reactions(), stage.platform.taken(), deaths) == ([("41", "✅")], [], [])


@pytest.mark.parametrize("fault", [Fail(), Break()])
async def test_one_that_fails_keeps_nothing_that_is_said_waiting_and_comes_later(stage, fault):
    stage.platform.will(fault, at="general")
    async with stage.working() as ctx:
        await ctx.react(ctx.place, "41", DONE)
        await ctx.post(ctx.place, Post(text=Markup("after")))
    await stage.bot.settle()
    assert (stage.platform.texts("general"), len(stage.platform.reactions())) == (["after"], 1)
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text=Markup("and then")))
    await stage.bot.settle()
    assert (stage.platform.texts("general"), len(stage.platform.reactions())) == (["after", "and then"], 1)
    await stage.advance(timedelta(minutes=2))
    assert len(stage.platform.reactions()) == 2
    assert await stage.bot.next_at() is None


@pytest.mark.parametrize("fault", [Fail(), Break()])
async def test_one_that_fails_again_and_again_is_given_up(stage, deaths, fault):
    stage.platform.will(*[fault] * 100, at="general")
    await react(stage, "41", DONE)
    await stage.advance(timedelta(minutes=20))
    assert len(stage.platform.reactions()) > 6
    await stage.advance(timedelta(hours=1))
    stage.platform.works_again("general")
    before = len(stage.platform.reactions())
    await stage.advance(timedelta(days=1))
    assert len(stage.platform.reactions()) == before
    assert (stage.platform.taken(), deaths) == ([], [])


async def test_who_answers_under_the_message_answers_no_post_of_the_bots(tmp_path):
    heard, plugin = [], probe()

    @plugin.on(PostAnswered)
    async def answered(_ctx, event) -> None:
        heard.append(event)

    async with scene(tmp_path, plugin) as stage:
        await react(stage, "41", DONE)
        said = Answered(author=author("paul"), location=channel("general"), text="oui", post="43", under="41")
        await stage.receive(said)
        async with stage.store.read() as session:
            [row] = await session.scalars(select(DeliveryRow))
    assert heard == []
    assert (row.state, row.external_id) == ("sent", None)
