"""Events: who listens works in the unit of work of who emits."""

from dataclasses import dataclass

import pytest

from bot.chat import Post
from bot.chat.incoming import Joined
from bot.language.messages import Markup, _
from bot.plugin import EventContext, MemberJoined, Plugin, TimerContext
from tests.fakes.bot import author, channel, scene
from tests.fakes.plugin import probe


@dataclass(frozen=True)
class Said:
    """Something was said in a place."""

    place: int
    text: str


@dataclass(frozen=True)
class Repeated:
    """Something was repeated."""

    place: int
    text: str


@dataclass(frozen=True)
class Endless:
    """Something that brings about itself."""


async def post(ctx: EventContext, place: int, text: str) -> None:
    where = await ctx.find_place(place)
    assert where is not None
    await ctx.post(where, Post(text=Markup(text)))


def listeners() -> Plugin:
    """Return a plugin that listens: one listener fails after it did something, another goes on."""
    plugin = Plugin("listeners", _("Listeners"))

    @plugin.on(Said)
    async def fail(ctx: EventContext, event: Said) -> None:
        await post(ctx, event.place, "never seen")
        await ctx.emit(Repeated(event.place, "never seen"))
        raise RuntimeError("a listener that fails")

    @plugin.on(Said)
    async def repeat(ctx: EventContext, event: Said) -> None:
        await post(ctx, event.place, f"heard {event.text}")
        await ctx.emit(Repeated(event.place, event.text))

    @plugin.on(Repeated)
    async def confirm(ctx: EventContext, event: Repeated) -> None:
        await post(ctx, event.place, f"repeated {event.text}")

    @plugin.on(Endless)
    async def again(ctx: EventContext, event: Endless) -> None:
        await ctx.emit(event)

    @plugin.on(MemberJoined)
    async def greet(ctx: EventContext, event: MemberJoined) -> None:
        await post(ctx, event.place.id, f"welcome {event.member.name}")

    @plugin.timer("emit")
    async def emit(ctx: TimerContext, place: int) -> None:
        await ctx.emit(Said(place, "by a timer"))

    return plugin


@pytest.fixture
async def stage(tmp_path):
    async with scene(tmp_path, probe(), listeners()) as opened:
        yield opened


async def test_a_listener_that_fails_is_taken_back_alone_and_recorded(stage):
    async with stage.working() as ctx:
        await ctx.post(ctx.place, Post(text=Markup("said")))
        await ctx.emit(Said(ctx.place.id, "it"))
    await stage.bot.settle()
    assert stage.platform.texts() == ["said", "heard it", "repeated it"]
    [fault] = stage.handlers.faults.last()
    assert (fault.plugin, "RuntimeError" in fault.summary) == ("listeners", True)


async def test_what_listeners_do_is_in_the_same_commit(stage):
    commits: list[dict] = []
    await stage.bot.identity.resolve(author("camille"), channel("general"))
    stage.store.after_commit(commits.append)
    async with stage.working() as ctx:
        await ctx.emit(Said(ctx.place.id, "it"))
    assert len(commits) == 1


async def test_what_listeners_did_is_rolled_back_with_who_emitted(stage, monkeypatch):
    async def fail() -> None:
        raise ConnectionError

    async def emit() -> None:
        async with stage.working() as ctx:
            await ctx.emit(Said(ctx.place.id, "it"))
            monkeypatch.setattr(ctx.session, "commit", fail)

    with pytest.raises(ConnectionError):
        await emit()
    await stage.bot.settle()
    assert stage.platform.texts() == []


async def test_events_that_follow_from_themselves_come_to_an_end(stage):
    async def emit() -> None:
        async with stage.working() as ctx:
            await ctx.post(ctx.place, Post(text=Markup("never seen")))
            await ctx.emit(Endless())

    with pytest.raises(RecursionError):
        await emit()
    await stage.bot.settle()
    assert stage.platform.texts() == []


async def test_a_timer_may_emit(stage):
    async with stage.working(plugin="listeners") as ctx:
        await ctx.later("emit", ctx.now, key="emit", place=ctx.place.id)
    await stage.bot.settle()
    assert stage.platform.texts() == ["heard by a timer", "repeated by a timer"]


async def test_who_listens_hears_of_who_joins(stage):
    await stage.receive(Joined(author=author("maud"), location=channel("general")))
    assert stage.platform.texts() == ["welcome maud"]
