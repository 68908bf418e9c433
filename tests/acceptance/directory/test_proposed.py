"""Skills that the bot proposes for a card, from what somebody answered."""

import pytest

from tests.acceptance.console import button_names, of_kind, plain

PLUGIN = '''
"""A plugin that thanks whoever helped."""

from bot.chat import Reply
from bot.language.messages import _
from bot.plugin import Context, Plugin, Rest
from bot.plugin.neighbours import Colleagues

plugin = Plugin("thanking", title=_("Thanking"))


@plugin.command("merci-pour", english="thanks-for", summary=_("Thank for help"))
async def thank(ctx: Context, skill: Rest) -> Reply:
    """Have the directory propose the skill."""
    await ctx.service(Colleagues).propose_skill(ctx, ctx.member, skill)
    return Reply(text=_("Thanks"))
'''


@pytest.fixture
def console(open_console, tmp_path):
    """A console with a plugin that has skills proposed."""
    folder = tmp_path / "plugins" / "thanking"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(PLUGIN, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text(f'[plugins]\nfolder = "{folder.parent}"\n', encoding="utf-8")
    return open_console(config=config)


def proposed(console, skill):
    return of_kind(console.say(f"/merci-pour {skill}"), "dm")


def test_a_skill_is_proposed_once_and_added_by_one_press(console):
    (asked,) = proposed(console, "retouche photo")
    assert "retouche photo" in asked["text"]
    assert button_names(asked) == ["add-skill", "no-skill"]
    console.click("add-skill")
    assert "Compétences : retouche photo" in plain(console.ask("/annuaire fiche")["text"])
    assert proposed(console, "Retouche  Photo") == []


def test_a_skill_that_was_declined_is_not_proposed_again(console):
    proposed(console, "FALC")
    assert "plus" in plain(console.click("no-skill")[0]["text"])
    assert "pas encore de fiche" in plain(console.ask("/annuaire fiche")["text"])
    assert proposed(console, "falc") == []


def test_what_the_card_says_in_other_words_is_not_proposed(console):
    console.say("/annuaire je sais faire du FALC")
    console.click("publish")
    assert proposed(console, "facile à lire et à comprendre") == []


def test_nothing_is_proposed_during_a_pause(console):
    console.say("/annuaire je sais faire du Scratch")
    console.click("publish")
    console.say("/annuaire pause")
    assert proposed(console, "FALC") == []
