"""Commands chosen on a message or on a person: who may, on whom, and what comes of it."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.chat import ChosenMessage, Member, Reply, Role
from bot.chat.incoming import Line, Shortcut, Shows
from bot.language.messages import Markup, _
from bot.plugin import Context, Plugin
from bot.store.tables import AccountRow
from tests.fakes.bot import START, author, channel, scene

MESSAGE = ChosenMessage("7", "du pain \ue000m|1|lea\ue001", "Jeanne\u202e", "https://example.org/7", START)


def larder(kept: list[object]) -> Plugin:
    """Return a plugin that keeps what is chosen."""
    plugin = Plugin("larder", _("Larder"))

    @plugin.message_shortcut("keep", label=_("Keep it"))
    async def keep(ctx: Context, message: ChosenMessage) -> Reply:
        kept.append(message)
        return Reply(text=Markup("kept"))

    @plugin.member_shortcut("greet", label=_("Greet"))
    async def greet(ctx: Context, member: Member) -> None:
        kept.append(member.username)

    @plugin.member_shortcut("praise", label=_("Praise"), role=Role.COORDINATOR)
    async def praise(ctx: Context, member: Member) -> None:
        kept.append(f"praised {member.username}")

    return plugin


@pytest.fixture
def kept() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, kept):
    async with scene(tmp_path, larder(kept)) as opened:
        yield opened


def chosen(name: str, who: str = "camille", **about) -> Shortcut:
    person = about.get("person")
    return Shortcut(
        author=author(who),
        location=channel("general"),
        plugin="larder",
        name=name,
        people=(person,) if person is not None else (),
        **about,
    )


async def accounts(stage) -> list[str]:
    async with stage.store.read() as session:
        return list(await session.scalars(select(AccountRow.username).order_by(AccountRow.username)))


async def test_a_message_comes_without_what_only_deceives(stage, kept):
    [answer] = await stage.receive(chosen("keep", message=MESSAGE))
    assert answer.text == "kept"
    assert kept == [replace(MESSAGE, text="du pain m|1|lea", author="Jeanne")]


async def test_who_is_chosen_becomes_known(stage, kept):
    assert await stage.receive(chosen("greet", person=author("léa"))) == []
    assert kept == ["léa"]
    assert await accounts(stage) == ["camille", "léa"]


async def test_one_may_choose_oneself(stage, kept):
    assert await stage.receive(chosen("greet", person=author("camille"))) == []
    assert (kept, await accounts(stage)) == (["camille"], ["camille"])


async def test_a_robot_is_refused_kindly_and_becomes_no_member(stage, kept):
    [answer] = await stage.receive(chosen("greet", person=author("robot", is_bot=True)))
    assert answer.code == "bot_chosen"
    assert (kept, await accounts(stage)) == ([], ["camille"])


async def test_what_is_for_coordinators_is_refused_to_others(stage, kept):
    [answer] = await stage.receive(chosen("praise", person=author("lea")))
    assert (answer.code, kept) == ("not_allowed", [])
    by_coordinator = replace(
        chosen("praise", person=author("lea")), author=author("camille", administers_community=True)
    )
    assert await stage.receive(by_coordinator) == []
    assert kept == ["praised lea"]


async def test_guests_may_not_choose_what_is_closed_to_them(stage, kept):
    by_guest = replace(chosen("keep", message=MESSAGE), author=author("gus", is_guest=True))
    [answer] = await stage.receive(by_guest)
    assert (answer.code, kept) == ("not_allowed", [])


@pytest.mark.parametrize(
    "shortcut",
    [
        chosen("gone", message=MESSAGE),
        chosen("greet", message=MESSAGE),
        chosen("keep", person=author("lea")),
        chosen("greet"),
        replace(chosen("keep", message=MESSAGE), plugin="gone"),
    ],
)
async def test_what_is_not_there_any_more_says_so(stage, kept, shortcut):
    [answer] = await stage.receive(shortcut)
    assert (answer.code, kept) == ("stale_shortcut", [])


async def test_a_plugin_that_is_off_says_so(stage, kept):
    async with stage.store.unit() as session:
        await stage.handlers.switches.switch(session, 1, [])
    [answer] = await stage.receive(chosen("keep", message=MESSAGE))
    assert (answer.code, kept) == ("switched_off", [])


async def test_an_answer_that_cannot_be_shown_is_posted(stage):
    assert await stage.receive(replace(chosen("keep", message=MESSAGE), shows=Shows.NOTHING)) == []
    assert stage.platform.texts() == ["kept"]


async def test_robots_that_a_line_names_become_no_members(stage):
    people = (author("robot", is_bot=True), author("lea"))
    await stage.receive(Line(author=author("camille"), location=channel("general"), text="/x", people=people))
    assert await accounts(stage) == ["camille", "lea"]
