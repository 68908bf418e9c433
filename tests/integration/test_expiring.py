"""Posts that wait: what comes too late is never sent, and what is said goes by when it is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.chat import Post
from bot.chat.addressed import Addressed
from bot.language.messages import Markup
from bot.store.tables import DeliveryRow
from tests.fakes.bot import scene
from tests.fakes.platform import Fail, TimeOut

HOUR = timedelta(hours=1)


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path) as opened:
        yield opened


def text(said: str) -> Post:
    return Post(text=Markup(said))


async def outcomes(stage) -> list[tuple[str, str | None]]:
    async with stage.store.read() as session:
        rows = await session.execute(
            select(DeliveryRow.state, DeliveryRow.last_error).order_by(DeliveryRow.id)
        )
        return [(state, error) for state, error in rows]


async def test_what_could_not_be_sent_in_time_never_is_and_nobody_hears_of_it(stage):
    stage.platform.will(*[Fail()] * 30, at="general")
    async with stage.working() as ctx:
        await ctx.post(ctx.place, text("soon"), until=ctx.now + HOUR)
        await ctx.post(ctx.place, text("later"), until=ctx.now + timedelta(days=2))
    await stage.bot.settle()
    await stage.advance(3 * HOUR)
    stage.platform.works_again("general")
    await stage.advance(2 * HOUR)
    assert stage.platform.texts() == ["later"]
    assert [state for state, _why in await outcomes(stage)] == ["dead", "sent"]


async def test_what_may_be_there_already_is_looked_for_however_late_it_is(stage):
    stage.platform.will(TimeOut(taken=True), at="general")
    async with stage.working() as ctx:
        await ctx.post(ctx.place, text("soon"), until=ctx.now + timedelta(seconds=1))
    await stage.bot.settle()
    await stage.advance(HOUR)
    assert stage.platform.texts() == ["soon"]
    assert [state for state, _why in await outcomes(stage)] == ["sent"]


async def test_it_says_what_is_true_when_it_goes_out(stage):
    stage.platform.will(*[Fail()] * 30, at="general")
    async with stage.working() as ctx:
        instead = ((ctx.now + HOUR, Markup("today")), (ctx.now + 9 * HOUR, Markup("yesterday")))
        await ctx.post_each([Addressed(to=ctx.place, post=text("tomorrow"), instead=instead)])
    await stage.bot.settle()
    await stage.advance(2 * HOUR)
    stage.platform.works_again("general")
    await stage.advance(HOUR)
    assert stage.platform.texts() == ["today"]


async def test_what_is_taken_back_while_the_chat_is_down_never_shows(stage):
    stage.platform.will(*[Fail()] * 3, at="general")
    async with stage.working() as ctx:
        delivery = await ctx.post(ctx.place, text("nothing"))
    await stage.bot.settle()
    async with stage.working() as ctx:
        await ctx.delete(delivery)
    await stage.advance(HOUR)
    assert [taken.kind for taken in stage.platform.taken()] == []


async def test_many_are_queued_in_a_few_queries_each_once(stage):
    async with stage.working() as ctx:
        posts = [Addressed(to=ctx.place, post=text(f"{n}"), key=f"k{n % 40}") for n in range(60)]
        ids = await ctx.post_each(posts)
        assert ids[:20] == ids[40:]
        assert await ctx.post_each(posts) == ids
        assert await ctx.session.scalar(select(func.count()).select_from(DeliveryRow)) == 40
    await stage.bot.settle()
    assert stage.platform.texts() == [f"{n}" for n in range(40)]
