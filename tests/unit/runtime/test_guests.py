"""Guests, whose accounts are limited: what they may use, and who decides it."""

from dataclasses import replace

import pytest

from bot.app import load_plugins
from bot.chat.incoming import Line, Press, Submission
from bot.config import Config
from bot.language.messages import _
from bot.plugin import Context, Plugin
from bot.store.roles import grant_role
from tests.fakes.bakery import bakery, press, submission
from tests.fakes.bot import author, channel, scene

GUEST = author("gus", is_guest=True)


def counter(served: list[object]) -> Plugin:
    """Return a plugin that is always on."""
    plugin = Plugin("counter", _("Counter"), always_on=True)

    @plugin.command("servir", english="serve", summary=_("Serve"))
    async def serve(ctx: Context) -> None:
        served.append(ctx.member.name)

    return plugin


@pytest.fixture
def baked() -> list[object]:
    return []


@pytest.fixture
async def stage(tmp_path, baked):
    network = load_plugins(Config(), ["plugins.network"]).plugins["network"]
    async with scene(tmp_path, bakery(baked), counter(baked), network) as opened:
        yield opened


def by_guest(incoming):
    return replace(incoming, author=GUEST)


def line(text: str, who=GUEST) -> Line:
    return Line(author=who, location=channel("general"), text=text)


async def coordinate(stage, name: str) -> None:
    """Make somebody a coordinator of the whole network."""
    speaker = await stage.bot.identity.resolve(author(name), channel("general"))
    async with stage.store.unit() as session:
        await grant_role(
            session, speaker.member.id, "coordinator", scope="network", scope_id="1", now=stage.clock.now()
        )


def switch_for_guests(on: bool) -> Press:
    return press(
        "open-to-guests",
        shows=line("").shows,
        plugin="network",
        choice="open:bakery" if on else "closed:bakery",
        author=author("jeanne"),
    )


async def test_a_guest_may_use_nothing_that_was_not_opened_to_guests(stage, baked):
    tried = (
        line("/cuire pain"),
        by_guest(press("taste", line("").shows)),
        by_guest(submission("word", {"text": "pain"})),
        by_guest(submission("/cuire", {"text": "pain"})),
    )
    for incoming in tried:
        [answer] = await stage.receive(incoming)
        assert answer.code == "not_allowed"
    assert baked == []


async def test_a_guest_may_use_what_is_always_on(stage, baked):
    assert await stage.receive(line("/servir")) == []
    assert baked == ["gus"]


async def test_a_coordinator_opens_a_feature_to_guests_and_closes_it_again(stage, baked):
    await coordinate(stage, "jeanne")
    [page] = await stage.receive(switch_for_guests(on=True))
    assert "Bakery\N{NO-BREAK SPACE}: active, y compris pour les invités" in str(page.text)
    [answer] = await stage.receive(line("/cuire pain"))
    assert (str(answer.text), baked) == ("baked pain", ["pain"])
    [page] = await stage.receive(switch_for_guests(on=False))
    [menu] = page.menus
    assert "open:bakery" in [option.value for option in menu.options]
    [refused] = await stage.receive(line("/cuire pain"))
    assert (refused.code, baked) == ("not_allowed", ["pain"])


async def test_opening_one_feature_leaves_the_others_as_they_were(stage, baked):
    await coordinate(stage, "jeanne")
    await stage.receive(switch_for_guests(on=True))
    states = {state.name: state for state in await stage.handlers.switches.states(1)}
    assert {name: state.for_guests for name, state in states.items()} == {
        "bakery": True,
        "counter": True,
        "network": True,
    }
    await stage.receive(switch_for_guests(on=False))
    assert not await stage.handlers.switches.is_open_to_guests(1, "bakery")
    assert await stage.handlers.switches.is_open_to_guests(1, "counter")
    assert not await stage.handlers.switches.is_open_to_guests(1, "gone")


async def test_only_who_coordinates_the_whole_network_opens_a_feature_to_guests(stage, baked):
    [answer] = await stage.receive(switch_for_guests(on=True))
    assert answer.code == "not_allowed"
    here = author("jeanne", administers_place=True)
    [answer] = await stage.receive(replace(switch_for_guests(on=True), author=here))
    assert answer.code == "not_allowed"
    assert not await stage.handlers.switches.is_open_to_guests(1, "bakery")


@pytest.mark.parametrize("feature", ["counter", "gone"])
async def test_what_is_always_on_or_gone_cannot_be_opened_to_guests(stage, feature):
    await coordinate(stage, "jeanne")
    pressed = replace(switch_for_guests(on=True), arguments={"feature": feature, "on": True})
    [answer] = await stage.receive(pressed)
    assert answer.code == "stale_button"


async def test_a_feature_that_is_off_is_not_offered_to_guests(stage):
    await coordinate(stage, "jeanne")
    arguments = {"feature": "bakery", "on": False}
    off = replace(switch_for_guests(on=False), action="switch", arguments=arguments, choice=None)
    [page] = await stage.receive(off)
    assert [button.name for button in page.buttons] == ["switch-bakery"]
    assert page.menus == ()


async def test_a_guest_who_coordinates_is_a_guest_all_the_same(stage, baked):
    await coordinate(stage, "gus")
    [answer] = await stage.receive(line("/fermer"))
    assert (answer.code, baked) == ("not_allowed", [])


async def test_a_guest_finds_a_form_closed_that_was_open_to_guests_when_it_was_shown(stage, baked):
    await coordinate(stage, "jeanne")
    await stage.receive(switch_for_guests(on=True))
    sent: Submission = by_guest(submission("word", {"text": "pain"}))
    await stage.receive(switch_for_guests(on=False))
    [answer] = await stage.receive(sent)
    assert (answer.code, baked) == ("not_allowed", [])
