"""Answers to a place where nothing is on its way: leased in the transaction that writes them."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.chat.incoming import Line, Shows
from bot.chat.messages import Post
from bot.language.messages import _
from bot.store.tables import DeliveryRow
from tests.fakes.bot import author, bot_on, channel, dm, scene
from tests.fakes.platform import Fail, TimeOut
from tests.fakes.plugin import probe


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


def message(text: str, user: str = "camille", key: str | None = None) -> Line:
    return Line(author=author(user), location=dm(user), text=text, to_bot=True, shows=Shows.NOTHING, key=key)


async def states(stage) -> list[str]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(DeliveryRow.state).order_by(DeliveryRow.id)))


async def test_an_answer_that_nobody_waits_for_is_posted_where_it_was_asked(stage):
    assert await stage.receive(message("what is this")) == []
    assert len(stage.platform.texts("dm-camille")) == 1
    assert await states(stage) == ["sent"]


async def test_it_is_leased_before_anybody_looks_for_it(stage):
    assert await stage.bot.receive(message("what is this")) == []
    assert await states(stage) == ["sending"]
    assert stage.platform.texts() == []


async def test_a_crash_between_commit_and_send_loses_nothing_and_doubles_nothing(stage, tmp_path):
    await stage.bot.receive(message("what is this"))
    revived = bot_on(tmp_path, stage.clock, [stage.platform], [probe()])
    await revived.start()
    await revived.settle()
    assert len(stage.platform.texts("dm-camille")) == 1
    assert len(stage.platform.looked_for) == 1
    await revived.stop()


async def test_a_crash_after_the_send_does_not_post_it_again(stage, tmp_path):
    await stage.bot.receive(message("what is this"))
    stage.platform.will(TimeOut(taken=True))
    await stage.bot.settle()
    revived = bot_on(tmp_path, stage.clock, [stage.platform], [probe()])
    await revived.start()
    stage.clock.jump(timedelta(minutes=5))
    await revived.settle()
    assert len(stage.platform.texts("dm-camille")) == 1
    await revived.stop()


async def test_answers_stay_in_order_behind_one_that_was_not_taken(stage):
    stage.platform.will(Fail(), at="dm-camille")
    await stage.receive(message("first one"))
    await stage.receive(message("second one"))
    assert stage.platform.texts() == []
    assert await states(stage) == ["pending", "pending"]
    await stage.advance(timedelta(minutes=1))
    assert await states(stage) == ["sent", "sent"]
    keys = [taken.key for taken in stage.platform.taken("dm-camille")]
    async with stage.store.read() as session:
        queued = list(await session.scalars(select(DeliveryRow.key).order_by(DeliveryRow.id)))
    assert [key.rpartition(":")[2] for key in keys] == queued


async def test_one_that_cannot_be_sent_holds_up_nobody_else(stage):
    stage.platform.will(Fail(), at="dm-camille")
    await stage.receive(message("first one"))
    await stage.receive(message("hello", user="karim"))
    assert len(stage.platform.texts("dm-karim")) == 1


async def test_what_else_the_same_work_queues_is_sent_as_well(stage):
    speaker = await stage.bot.identity.resolve(author("camille"), dm("camille"))
    elsewhere = await stage.bot.identity.resolve(author("maud"), channel("general"))
    asking = message("hello")
    async with stage.handlers.for_person("probe", speaker, asking) as ctx:
        answer = Post(text=ctx.words("answer")).rendered(ctx.words, "probe")
        await ctx.stage.answer(speaker.place, asking.location, answer, thread=None)
        await ctx.post(elsewhere.place, Post(text="elsewhere"))
    await stage.bot.work.send()
    assert (stage.platform.texts("dm-camille"), stage.platform.texts("general")) == (
        ["answer"],
        ["elsewhere"],
    )


async def test_an_event_that_comes_twice_is_answered_once(stage):
    event = message("what is this", key="post-1")
    await stage.receive(event)
    await stage.receive(replace(event, text="what is that"))
    assert len(stage.platform.texts()) == 1


async def test_with_nothing_on_its_way_nothing_is_looked_for(stage):
    await stage.receive(message("what is this"))
    assert stage.handlers.traffic.is_none
    assert await stage.bot.work.next_delivery_at() is None


async def test_public_answers_at_once_to_one_channel_all_arrive_in_order(stage):
    speaker = await stage.bot.identity.resolve(author("camille"), channel("general"))

    async def answer(number: int) -> None:
        asking = Line(author=author("camille"), location=channel("general"), text="/duo")
        async with stage.handlers.for_person("probe", speaker, asking) as ctx:
            post = Post(text=ctx.words(_("answer {number}", number=number))).rendered(ctx.words, "probe")
            await ctx.stage.answer(speaker.place, asking.location, post, thread=None)

    await asyncio.gather(*(answer(number) for number in range(5)))
    await stage.bot.settle()
    assert stage.platform.texts("general") == [f"answer {number}" for number in range(5)]
    assert await states(stage) == ["sent"] * 5
