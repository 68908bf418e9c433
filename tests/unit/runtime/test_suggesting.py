"""What somebody is offered whose sentence no plugin claims: each plugin says it of itself."""

from dataclasses import replace

from bot.chat import Button
from bot.chat.answers import Failure
from bot.chat.incoming import Line
from bot.language.messages import _, escape
from bot.plugin import Context, Plugin, Suggestion
from tests.fakes.bot import author, dm, scene


def greenhouse() -> Plugin:
    """Return a plugin that offers to sow the very words."""
    plugin = Plugin("greenhouse", _("Greenhouse"))

    @plugin.suggestion
    async def suggest(ctx: Context, text: str) -> Suggestion:
        return Suggestion(escape(f"sow, {ctx.member.name}"), (Button(_("Sow"), "sow", {"seed": text}),))

    return plugin


def ruin() -> Plugin:
    """Return a plugin that offers nothing, and one thing that fails."""
    plugin = Plugin("ruin", _("Ruin"))

    @plugin.suggestion
    async def silent(_ctx: Context, _text: str) -> None:
        return None

    @plugin.suggestion
    async def broken(_ctx: Context, _text: str) -> Suggestion:
        raise RuntimeError("out of order")

    return plugin


async def test_each_plugin_offers_a_line_and_a_press_that_keeps_the_words(tmp_path):
    async with scene(tmp_path, greenhouse()) as stage:
        [answer] = await stage.write("des carottes")
        assert isinstance(answer, Failure)
        assert answer.code == "not_understood"
        assert "- sow, camille" in answer.text
        [button] = answer.buttons
        assert (button.plugin, button.action, button.arguments) == (
            "greenhouse",
            "sow",
            {"seed": "des carottes"},
        )


async def test_a_plugin_that_fails_offers_nothing_and_the_others_do(tmp_path):
    async with scene(tmp_path, ruin(), greenhouse()) as stage:
        [answer] = await stage.write("des carottes")
        assert "- sow, camille" in answer.text
        assert [fault.plugin for fault in stage.handlers.faults.last()] == ["ruin"]


async def test_a_plugin_that_is_off_offers_nothing(tmp_path):
    async with scene(tmp_path, greenhouse(), ruin()) as stage:
        async with stage.store.unit() as session:
            await stage.handlers.switches.switch(session, 1, [])
        [answer] = await stage.write("des carottes")
        assert "/maillage aide" in answer.text
        assert answer.buttons == ()


async def test_guests_are_offered_nothing_that_they_may_not_use(tmp_path):
    async with scene(tmp_path, greenhouse()) as stage:
        guest = Line(author=author("gus"), location=dm("gus"), text="des carottes", to_bot=True)
        [answer] = await stage.receive(replace(guest, author=author("gus", is_guest=True)))
        assert "sow" not in answer.text
        assert answer.buttons == ()
