"""What Discord shows in the menus of messages and people."""

import pytest

from bot.chat.people import Role
from bot.language.messages import Markup, _, in_english
from bot.platforms.discord.commands import command_table
from bot.platforms.discord.roots import UnknownCommandError
from bot.plugin import Plugin
from tests.fakes.discord.command_rules import check_commands
from tests.fakes.discord.openapi import VARIABLE, description


def a_plugin(name="veille", count=1, role=Role.MEMBER, labels=None):
    plugin = Plugin(name, Markup(name))
    for number in range(count):

        @plugin.message_shortcut(f"share{number}", label=labels or _(f"Share {number}"), role=role)
        async def share(ctx, message):
            """Share it."""

    @plugin.member_shortcut("card", label=_("Card"))
    async def card(ctx, member):
        """Show it."""

    return plugin


def test_shortcuts_are_commands_without_description_in_the_menus():
    table = command_table([a_plugin()])
    assert [(item["type"], item["name"]) for item in table.payload] == [(3, "Share 0"), (2, "Card")]
    assert all("description" not in item and "options" not in item for item in table.payload)
    assert table.names == ()
    check_commands(table.payload)


def test_shortcuts_fit_the_description_that_discord_gives_of_them():
    found = description()
    if found is None:
        pytest.skip(f"{VARIABLE} names no file")
    path = "/applications/{application_id}/commands"
    assert found.wrong_request("PUT", path, command_table([a_plugin()]).payload) is None


def test_a_label_is_said_in_every_language_and_cut_to_fit():
    item = command_table([a_plugin(labels=_("Remind me of it"))]).payload[0]
    assert set(item["name_localizations"]) == {"fr", "en-US", "en-GB"}
    long = command_table([a_plugin(labels=_("Partager ce message avec tout le réseau"))]).payload[0]
    assert long["name"] == "Partager ce message avec tout…"


def test_what_was_chosen_is_found_by_its_menu_and_name():
    table = command_table([a_plugin()])
    assert table.shortcut({"type": 3, "name": "Share 0"}) == ("veille", "share0")
    assert table.shortcut({"type": 2, "name": "Card"}) == ("veille", "card")
    with pytest.raises(UnknownCommandError):
        table.shortcut({"type": 2, "name": "Share 0"})


def test_only_coordinators_are_shown_what_is_theirs():
    theirs = command_table([a_plugin(role=Role.COORDINATOR)]).payload[0]
    assert theirs["default_member_permissions"] == 1 << 5
    assert command_table([a_plugin()]).payload[0]["default_member_permissions"] is None
    configured = command_table([a_plugin(role=Role.COORDINATOR)], coordinator_roles=["référents"])
    assert configured.payload[0]["default_member_permissions"] is None


def test_more_than_discord_takes_are_left_out_and_so_is_the_second_of_one_name():
    table = command_table([a_plugin(count=6)])
    assert [in_english(item.why) for item in table.left_out] == ["Discord takes 5 commands in such a menu"]
    table = command_table([a_plugin(), a_plugin("annuaire", count=0)])
    told = [(item.command, in_english(item.why)) for item in table.left_out]
    assert told == [("“Card”", "another command has the name “Card”")]
