"""A secret ballot: once it is closed nothing that is kept, logged or sent tells who voted what."""

import re

import pytest

from tests.acceptance.console import of_kind, plain
from tests.fakes.databases import rows_of_all

VOTES = {"lea": "Ananas", "paul": "Ananas", "karim": "Banane"}
DATES = {"lea": ("oui", "non"), "paul": ("si besoin", "oui"), "karim": ("non", "oui")}


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in (*VOTES, "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    return console


def members(tmp_path):
    return {row["name"]: row["id"] for table, row in rows_of_all(tmp_path) if table == "member"}


def test_nothing_kept_of_a_secret_ballot_tells_who_voted_what(console, tmp_path, caplog, capsys):
    console.say("/sondage Quel fruit ? ; Ananas ; Banane ; anonyme ; ajouts libres ; clôture demain 18h")
    for name, fruit in VOTES.items():
        console.say(f":as {name}")
        (said,) = of_kind(console.click(fruit), "reply")
        assert fruit not in said["text"]
    console.say(":as lea")
    console.click("Ajouter une réponse")
    console.submit(answer="Cerise")
    console.say(":as jeanne")
    console.say(
        "/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h ; anonyme ; clôture demain 18h"
    )
    for name, (first, second) in DATES.items():
        console.say(f":as {name}")
        console.click("Voter")
        console.submit(date4=first, date5=second)
    console.advance("2d")
    ids = {number for name, number in members(tmp_path).items() if name in VOTES}
    assert len(ids) == len(VOTES)
    for table, row in rows_of_all(tmp_path):
        text = str(row)
        assert table != "meetings_ballot"
        if table == "meetings_poll":
            assert row["secret"] is None
        if row.get("member_id") in ids and table != "meetings_poll":
            assert not re.search("Ananas|Banane|Cerise|if_need_be", text), (table, row)
    assert not re.search("Ananas|Banane|Cerise|if_need_be", caplog.text + "".join(capsys.readouterr()))
    for one in console.outputs:
        if one["kind"] in ("post", "update"):
            assert not any(name in one["text"] for name in VOTES)
    results = [plain(one["text"]) for one in console.outputs if "est clos." in plain(one["text"])]
    assert "- Ananas : 1 vote" in "".join(results) or "- Ananas : 2 votes" in "".join(results)


def test_it_is_not_closed_by_the_last_of_two_and_never_opened_again(open_console):
    console = open_console(channel="duo", user="jeanne")
    console.say("/sondage On continue ? ; anonyme ; clôture demain 18h")
    console.say(":as lea")
    console.click("Oui")
    console.say(":as jeanne")
    console.click("Non")
    assert not any("clos depuis" in plain(one["text"]) for one in console.advance("1h"))
    console.click("Gérer")
    (asked,) = console.click("Clore le vote")
    assert "ne se rouvre jamais" in plain(asked["text"])


def test_what_two_linked_accounts_said_is_one_ballot_and_the_erased_have_none(console, tmp_path):
    console.say("/sondage On continue ? ; anonyme ; clôture demain 18h")
    console.say(":as lea")
    console.click("Oui")
    console.say(":as paul")
    outputs = [*console.click("Non"), *console.advance("3s")]
    assert any("2 personnes ont répondu" in plain(one["text"]) for one in outputs)
    console.say("/maillage mes-données")
    console.click("Tout effacer")
    outputs = [*console.click("Tout effacer, pour de bon"), *console.advance("3s")]
    assert any("1 personne a répondu" in plain(one["text"]) for one in outputs)
    assert sum(table == "meetings_ballot" for table, _row in rows_of_all(tmp_path)) == 1
