"""What is said of a server, of its settings, and of a trip that did not come back."""

import pytest

from bot.cli.speech import say
from bot.platforms.mattermost.checking import (
    forbidden_addresses,
    not_mattermost,
    on_commands,
    on_settings,
    on_teams,
)
from bot.platforms.mattermost.failures import (
    NotPermittedError,
    NotThereError,
    RequestRefusedError,
    ServerUnavailableError,
)
from bot.platforms.mattermost.round_trip import Outcome, Trip, on_trip, outcome_of
from bot.platforms.mattermost.standing_in import Who
from bot.platforms.reaching import Obstacle, Reached

GOOD = {"Version": "11.1.0", "SiteURL": "https://chat", "EnableCommands": "true", "PostEditTimeLimit": "-1"}


def settings(**changed):
    return [
        (remark.name, remark.state, say(remark.text, "en"))
        for remark in on_settings({**GOOD, **changed}, "11.11.0")
    ]


def test_a_server_that_is_as_it_should_be_gets_no_advice():
    assert [state for _name, state, _text in settings()] == ["ok", "ok"]


@pytest.mark.parametrize(
    ("version", "state"),
    [
        ("5.36.1", "warning"),
        ("5.37.0", "ok"),
        ("10.5.2", "ok"),
        ("11.99", "ok"),
        ("12.0.0", "warning"),
        ("", "warning"),
    ],
)
def test_versions_that_nobody_tried_are_said_to_be_so(version, state):
    assert settings(Version=version)[0][1] == state


@pytest.mark.parametrize(
    ("changed", "state", "said"),
    [
        ({"SiteURL": ""}, "error", "SiteURL"),
        ({"EnableCommands": "false"}, "error", "EnableCommands"),
        ({"PostEditTimeLimit": "300"}, "warning", "300 seconds"),
    ],
)
def test_each_setting_that_stands_in_the_way_is_named(changed, state, said):
    (_version, found) = settings(**changed)
    assert found[1] == state
    assert said in found[2]


def test_a_team_in_which_the_bot_is_not_is_named():
    assert on_teams(["loire", "rhone"], ["rhone", "ain"]).state == "error"
    assert "loire" in say(on_teams(["loire", "rhone"], ["rhone"]).text, "en")
    assert on_teams(["rhone"], ["rhone", "ain"]).state == "ok"
    assert say(on_teams([], ["rhone", "ain"]).text, "en") == "rhone, ain"


def commands(there, known, shadowed=()):
    remarks = on_commands(
        "loire", ["rappel", "remind"], there, known, dict(shadowed), {"p": "Reminder plugin"}
    )
    return [(remark.state, say(remark.text, "en")) for remark in remarks]


def test_commands_are_told_apart_by_whose_they_are():
    both = ["rappel", "remind"]
    assert commands(both, both) == [("ok", "loire: /rappel, /remind")]
    assert commands(["rappel"], both)[0][0] == "error"
    assert "/remind" in commands(["rappel"], both)[0][1]
    assert [state for state, _text in commands(both, ["rappel"])] == ["warning", "ok"]
    assert [state for state, _text in commands(both, [])] == ["error"]
    (shadow, working) = commands(both, both, {"remind": "p"}.items())
    assert (shadow[0], "Reminder plugin" in shadow[1], working[1]) == ("warning", True, "loire: /rappel")


@pytest.mark.parametrize(
    ("url", "addresses", "allowed", "forbidden"),
    [
        ("https://bot.example.org", ["93.184.216.34"], "", []),
        ("http://10.0.0.5:8080", ["10.0.0.5"], "", ["10.0.0.5"]),
        ("http://10.0.0.5:8080", ["10.0.0.5"], "10.0.0.5", []),
        ("http://bot.local", ["10.0.0.5"], "10.0.0.5", ["10.0.0.5"]),
        ("http://bot.local", ["10.0.0.5"], "chat.local,bot.local", []),
        ("http://bot.local", ["10.0.0.5"], "10.0.0.0/8 nonsense/x", []),
        ("http://bot.local", ["10.0.0.5", "fd00::5"], "10.0.0.0/8", ["fd00::5"]),
        ("http://127.0.0.1:8080", ["127.0.0.1"], "localhost", ["127.0.0.1"]),
    ],
)
def test_private_addresses_have_to_be_allowed_as_the_server_reads_the_setting(
    url, addresses, allowed, forbidden
):
    assert forbidden_addresses(url, addresses, allowed) == forbidden


@pytest.mark.parametrize(
    ("met", "said"),
    [
        (Reached(obstacle=Obstacle.NAME), "DNS"),
        (Reached(obstacle=Obstacle.CERTIFICATE, detail="certificate has expired"), "certificate has expired"),
        (Reached(obstacle=Obstacle.SILENCE), "firewall"),
        (Reached(404), "HTTP 404"),
        (Reached(200, {"hello": "world"}), "HTTP 200"),
    ],
)
def test_what_is_no_mattermost_is_explained(met, said):
    assert said in say(not_mattermost("https://chat", met), "en")
    assert not_mattermost("https://chat", Reached(200, {"status": "OK"})) is None


def trip(outcome, **known):
    facts = {
        "team": "loire",
        "trigger": "rappel",
        "url": "https://bot.example.org",
        "server": "https://chat.example.org",
        "outcome": outcome,
        "who": Who.STAND_IN,
    }
    remark = on_trip(Trip(**{**facts, **known}))
    return remark.state, say(remark.text, "en")


def test_a_trip_that_came_back_is_good():
    state, text = trip(Outcome.ANSWERED, milliseconds=12)
    assert (state, "12 ms" in text) == ("ok", True)


@pytest.mark.parametrize(
    ("outcome", "known", "said"),
    [
        (Outcome.DISABLED, {}, "EnableCommands"),
        (Outcome.UNREGISTERED, {}, "not registered"),
        (Outcome.FOREIGN, {"plugin": "Reminder"}, "the plugin “Reminder”"),
        (Outcome.FOREIGN, {"said": "Hi\n  there " + "x" * 200}, "“Hi there x"),
        (Outcome.UNEXPECTED, {"unknown": True}, "another token"),
        (Outcome.UNEXPECTED, {"who": Who.STRANGER}, "choose another port"),
        (Outcome.UNEXPECTED, {"who": Who.BOT, "leads_here": True}, "restart it"),
        (Outcome.UNEXPECTED, {"who": Who.BOT, "met": Reached(502)}, "HTTP 502"),
        (Outcome.UNEXPECTED, {"met": Reached(obstacle=Obstacle.CLOSED)}, "reverse proxy"),
        (Outcome.UNREACHED, {"arrived": True}, "did not get back"),
        (Outcome.UNREACHED, {"url": "http://127.0.0.1:8080", "addresses": ["127.0.0.1"]}, "own machine"),
        (
            Outcome.UNREACHED,
            {"url": "http://10.0.0.5:8080", "addresses": ["10.0.0.5"], "allowed": "10.1.0.0/16"},
            "Add 10.0.0.5 to",
        ),
        (
            Outcome.UNREACHED,
            {"url": "http://bot.local", "addresses": ["10.0.0.5"], "met": Reached(200), "leads_here": True},
            "Add bot.local to",
        ),
        (
            Outcome.UNREACHED,
            {"addresses": ["93.184.216.34"], "met": Reached(obstacle=Obstacle.CERTIFICATE, detail="expired")},
            "certificate is not valid: expired",
        ),
        (Outcome.UNREACHED, {"who": Who.STRANGER, "met": Reached(404)}, "choose another port"),
        (Outcome.UNREACHED, {"met": Reached(200), "leads_here": True, "allowed": ""}, "firewall"),
    ],
)
def test_a_trip_that_did_not_come_back_says_what_to_change(outcome, known, said):
    state, text = trip(outcome, **known)
    assert state == "error"
    assert said in text.replace("`", "")


def test_a_trip_that_the_server_did_not_try_is_no_fault_of_the_bot():
    state, text = trip(Outcome.OTHER, said="HTTP 403")
    assert (state, "HTTP 403" in text) == ("warning", True)


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (ServerUnavailableError("", "api.command.execute_command.failed.app_error"), Outcome.UNREACHED),
        (ServerUnavailableError("", "api.command.execute_command.failed_empty.app_error"), Outcome.UNREACHED),
        (ServerUnavailableError("", "api.command.execute_command.failed_resp.app_error"), Outcome.UNEXPECTED),
        (RequestRefusedError("", "api.command.disabled.app_error"), Outcome.DISABLED),
        (NotThereError("", "api.command.execute_command.not_found.app_error"), Outcome.UNREGISTERED),
        (NotPermittedError("", "api.context.permissions.app_error"), Outcome.OTHER),
        (ServerUnavailableError("not reached"), Outcome.OTHER),
    ],
)
def test_the_servers_errors_tell_how_far_a_trip_came(error, outcome):
    assert outcome_of(error) is outcome
