"""What reaches a handler, and what is answered to what must not reach one."""

from datetime import timedelta

import pytest
from pydantic import BaseModel
from sqlalchemy import select

from bot.chat import Post, Reply
from bot.chat.incoming import Invocation, Joined, Line, Press, Submission
from bot.chat.messages import File
from bot.errors import FormRefusal, Refusal
from bot.language.messages import Markup, _
from bot.plugin import Context, Files, Plugin, Rest
from bot.runtime.failures import CHOOSE_NETWORK, CORE
from bot.store.people import mark_changed
from bot.store.tables import MemberRow
from tests.fakes.bot import author, channel, dm, scene
from tests.fakes.plugin import probe


class Card(BaseModel):
    """A form of the garden."""

    text: Rest


def garden(planted: list[object]) -> Plugin:
    """Return a plugin that notes with what it was called."""
    plugin = Plugin("garden", _("Garden"))

    @plugin.command("semer", english="sow", summary=_("Sow"))
    async def sow(ctx: Context, text: Rest) -> Reply:
        planted.append(text)
        return Reply(text=Markup("sown"))

    @plugin.command("herbier", english="herbarium", summary=_("Keep leaves"))
    async def keep(ctx: Context, files: Files) -> Reply:
        planted.extend(file.name for file in files)
        return Reply(text=Markup("kept"))

    @plugin.action("water")
    async def water(ctx: Context, bed: int, gently: bool = False, how: str = "") -> Reply:
        planted.append((bed, gently, how))
        return Reply(text=Markup("watered"))

    @plugin.form("card", Card, title=_("Card"))
    async def card(ctx: Context, form: Card, bed: int = 0) -> Reply:
        planted.append((form.text, bed))
        return Reply(text=Markup("noted"))

    @plugin.form("refused", Card, title=_("Card"))
    async def refused(ctx: Context, form: Card) -> Reply:
        await ctx.post(ctx.place, Post(text=Markup(form.text)))
        await ctx.later("grow", ctx.now + timedelta(hours=1), key="grow")
        await ctx.emit(form)
        mark_changed(ctx.session)
        raise FormRefusal({"text": _("This is needed.")})

    @plugin.on(Card)
    async def hear(ctx, event: Card) -> None:
        planted.append(event)

    return plugin


@pytest.fixture
def planted() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, planted):
    async with scene(tmp_path, garden(planted), probe()) as opened:
        yield opened


async def submit(stage, plugin: str, form: str, *, arguments=None, **values: str):
    return await stage.receive(
        Submission(
            author=author("camille"),
            location=channel("general"),
            plugin=plugin,
            form=form,
            values=values,
            arguments=arguments or {},
        )
    )


async def press(stage, plugin: str, action: str, where=None, **arguments):
    return await stage.receive(
        Press(
            author=author("camille"),
            location=where or channel("general"),
            plugin=plugin,
            action=action,
            arguments=arguments,
        )
    )


async def test_the_form_of_a_command_reaches_its_handler(stage, planted):
    await submit(stage, "garden", "/semer", text="carottes")
    assert planted == ["carottes"]


async def test_the_form_of_another_plugins_command_is_stale(stage, planted):
    [answer] = await submit(stage, "probe", "/semer", text="carottes")
    assert (answer.code, planted) == ("stale_form", [])


async def test_the_form_of_a_command_that_is_switched_off_is_stale_under_any_name(stage, planted):
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, ["probe"])
    for plugin in ("garden", "probe"):
        [answer] = await submit(stage, plugin, "/semer", text="carottes")
        assert (answer.code, planted) == ("stale_form", [])


async def test_a_form_that_is_refused_leaves_nothing_behind(stage, planted):
    told: list[dict] = []
    stage.store.after_commit(lambda info: told.append(dict(info)))
    failure, form = await submit(stage, "garden", "refused", text="carottes")
    assert (failure.code, form.name) == ("invalid_form", "refused")
    assert (planted, stage.platform.taken(), await stage.bot.next_at()) == ([], [], None)
    assert [info for info in told if info] == []


async def test_a_button_reaches_its_handler_with_its_arguments(stage, planted):
    await press(stage, "garden", "water", bed=3, gently=True, how="rain")
    assert planted == [(3, True, "rain")]


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"bed": "3"},
        {"bed": True},
        {"bed": 3, "gently": 1},
        {"bed": 3, "how": 5},
        {"bed": 3, "more": 1},
        {"bed": 2**63},
        {"ctx": 1, "bed": 3},
    ],
)
async def test_a_button_whose_arguments_do_not_fit_is_stale(stage, planted, arguments):
    [answer] = await press(stage, "garden", "water", **arguments)
    assert (answer.code, planted) == ("stale_button", [])


@pytest.mark.parametrize("arguments", [{"bed": "3"}, {"bed": False}, {"more": 1}, {"form": "x"}])
async def test_a_form_whose_arguments_do_not_fit_is_stale(stage, planted, arguments):
    [answer] = await submit(stage, "garden", "card", arguments=arguments, text="carottes")
    assert (answer.code, planted) == ("stale_form", [])


@pytest.mark.parametrize("arguments", [{}, {"network": "one"}, {"network": True}, {"network": 2**70}])
async def test_the_choice_of_a_network_that_makes_no_sense_is_stale(stage, arguments):
    [answer] = await press(stage, CORE, CHOOSE_NETWORK, dm("camille"), **arguments)
    assert answer.code == "stale_button"


async def members(stage) -> set[str]:
    async with stage.store.read() as session:
        return set(await session.scalars(select(MemberRow.name)))


async def test_what_people_say_to_each_other_makes_nobody_a_member(stage):
    assert await stage.say("bonjour à tous", user="maud") == []
    assert await members(stage) == set()
    await stage.say("/dire bonjour", user="maud")
    assert await members(stage) == {"maud"}


async def test_another_bot_is_passed_over_whatever_it_does(stage, planted):
    robot = author("robot", is_bot=True)
    here = channel("general")
    for done in (
        Line(author=robot, location=here, text="/semer carottes", to_bot=True),
        Invocation(author=robot, location=here, root="semer", options={"text": "carottes"}),
        Press(author=robot, location=here, plugin="garden", action="water", arguments={"bed": 3}),
        Joined(author=robot, location=here),
    ):
        assert await stage.receive(done) == []
    assert (planted, await members(stage)) == ([], set())


async def test_times_are_read_as_they_were_meant_when_they_were_written(stage):
    said_at = stage.clock.now()
    stage.clock.jump(timedelta(hours=1))
    line = Line(
        author=author("maud"), location=dm("maud"), text="/sonner dans 2h eau", to_bot=True, at=said_at
    )
    await stage.receive(line)
    assert await stage.bot.next_at() == said_at + timedelta(hours=2)


async def test_a_message_from_the_future_is_read_at_the_present(stage):
    now = stage.clock.now()
    at = now + timedelta(hours=5)
    line = Line(author=author("maud"), location=dm("maud"), text="/sonner dans 2h eau", to_bot=True, at=at)
    await stage.receive(line)
    assert await stage.bot.next_at() == now + timedelta(hours=2)


async def test_files_are_fetched_only_for_a_command_that_takes_some(stage, planted):
    fetched = []

    async def fetch() -> tuple[File, ...]:
        fetched.append("leaf.png")
        return (File("leaf.png", "image/png", b"leaf"),)

    here = {"author": author("camille"), "location": channel("potager"), "ask_files": fetch}
    await stage.receive(Line(text="semer carottes", to_bot=True, **here))
    assert (planted, fetched) == (["carottes"], [])
    await stage.receive(Line(text="herbier", to_bot=True, **here))
    await stage.receive(Invocation(root="herbier", **here))
    assert planted == ["carottes", "leaf.png", "leaf.png"]


async def test_files_that_cannot_be_had_are_said_to_be_so(stage, planted):
    async def fetch() -> tuple[File, ...]:
        raise Refusal("too_large", _("Too large."))

    (refused,) = await stage.receive(
        Invocation(author=author("camille"), location=channel("potager"), root="herbier", ask_files=fetch)
    )
    assert (refused.code, planted) == ("too_large", [])
