"""What is planned for the slash commands of a team, and the probe that is typed to try one."""

import pytest

from bot.platforms.mattermost.commands import SlashCommand
from bot.platforms.mattermost.probing import is_probe_answer, probe_answer, probe_text
from bot.platforms.mattermost.registering import Home, plan, plugins_before

HOME = Home("https://bot.example.org", "s3cret")


def command(trigger: str) -> SlashCommand:
    return SlashCommand(trigger, trigger.title(), "What it does", "[hint]", "What it does")


def registered(trigger: str, **changed):
    (made,) = plan("team", "maillage", HOME, [command(trigger)], []).create
    return {**made, "id": f"id-{trigger}", "token": f"token-{trigger}", "icon_url": "", **changed}


def test_what_is_not_there_is_created_with_what_people_see_of_it():
    (made,) = plan("team", "maillage", HOME, [command("rappel")], []).create
    assert made == {
        "team_id": "team",
        "trigger": "rappel",
        "method": "P",
        "url": "https://bot.example.org/mattermost/s3cret/command",
        "username": "maillage",
        "display_name": "Rappel",
        "description": "What it does",
        "auto_complete": True,
        "auto_complete_hint": "[hint]",
        "auto_complete_desc": "What it does",
    }


def test_what_is_there_already_is_kept():
    there = [registered("rappel"), registered("veille")]
    found = plan("team", "maillage", HOME, [command("rappel"), command("veille")], there)
    assert found.keep == tuple(there)
    assert (found.create, found.update, found.delete, found.taken) == ((), (), (), ())


@pytest.mark.parametrize(
    "changed",
    [
        {"auto_complete_hint": "[old]"},
        {"method": "G"},
        {"username": "ancien"},
        {"url": "https://bot.example.org/mattermost/older/command"},
        {"url": "http://10.0.0.1:8080/mattermost/s3cret/command"},
    ],
)
def test_what_has_changed_is_updated_under_its_id_and_keeps_its_token(changed):
    found = plan("team", "maillage", HOME, [command("rappel")], [registered("rappel", **changed)])
    (update,) = found.update
    assert (update["id"], update["token"]) == ("id-rappel", "token-rappel")
    assert {key: update[key] for key in changed} == {key: registered("rappel")[key] for key in changed}
    assert found.delete == ()


def test_what_is_not_declared_any_more_is_deleted():
    found = plan("team", "maillage", HOME, [], [registered("sondage")])
    assert [one["trigger"] for one in found.delete] == ["sondage"]


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example.org/mattermost/s3cret-of-theirs/command",
        "https://bot.example.org/other/command",
        "https://bot.example.org.evil.example/mattermost/x/command",
        "https://bot.example.org/mattermost/s3cret/other",
        "",
    ],
)
def test_what_calls_another_address_is_never_touched(url):
    there = [registered("rappel", url=url), registered("veille", url=url)]
    found = plan("team", "maillage", HOME, [command("rappel")], there)
    assert [one["trigger"] for one in found.taken] == ["rappel"]
    assert (found.create, found.update, found.keep, found.delete) == ((), (), (), ())


def test_plugins_that_come_first_are_found_among_all_commands():
    listed = [
        {"trigger": "rappel", "plugin_id": ""},
        {"trigger": "remind", "plugin_id": "com.example.remind"},
        {"trigger": "poll", "plugin_id": "com.example.poll"},
    ]
    assert plugins_before(listed, ["rappel", "remind"]) == {"remind": "com.example.remind"}


def test_a_probe_is_answered_with_its_own_word():
    answer = probe_answer(probe_text("a1b2"))
    assert is_probe_answer(answer, "a1b2")
    assert not is_probe_answer(answer, "other")
    assert not is_probe_answer({"text": probe_text("a1b2")}, "a1b2")
    assert not is_probe_answer({}, "a1b2")


@pytest.mark.parametrize(
    "text", ["", "demain 9h --probe a", "--probe", "--probe ", "--probe a b", "--probe " + "a" * 65]
)
def test_what_people_type_is_no_probe(text):
    assert probe_answer(text) is None
