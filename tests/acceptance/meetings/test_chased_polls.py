"""Only those who have not answered are reminded, in time, with what they vote with."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    return console


def reminded(outputs):
    """Return who was reminded, and when."""
    dms = [one for one in of_kind(outputs, "dm") if "attend ta réponse" in plain(one["text"])]
    return sorted((one["to"], one["at"][5:16]) for one in dms)


def test_a_plain_poll_reminds_with_its_answers_and_tells_its_results(console):
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad ; clôture mardi 24 18h")
    console.say(":as lea")
    console.click("CryptPad")
    outputs = console.advance("4d")
    assert reminded(outputs) == [
        ("@jeanne", "11-22T18:00"),
        ("@jeanne", "11-24T08:00"),
        ("@paul", "11-22T18:00"),
        ("@paul", "11-24T08:00"),
    ]
    reminder = next(one for one in outputs if one["to"] == "@paul")
    assert [button["label"] for button in reminder["buttons"]] == ["Etherpad", "CryptPad"]
    (results,) = [one for one in of_kind(outputs, "post") if one["to"] == "loire-42"]
    assert plain(results["text"]).splitlines() == [
        "Le vote « Quel outil ? » est clos.",
        "- CryptPad : 1 vote (lea)",
        "- Etherpad : 0 vote",
        "1 personne a répondu.",
    ]
    console.say(":as paul")
    (late,) = console.click("CryptPad", on=reminder)
    assert "clos depuis le mardi 24 novembre 2026 à 18 h" in plain(late["text"])


def test_who_made_a_poll_has_those_reminded_who_did_not_vote_but_not_twice_a_day_nor_more_than_twice(console):
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad ; clôture lundi 30 novembre 18h")
    console.say(":as lea")
    console.click("CryptPad")
    (refused,) = console.say("/rencontre relancer")
    assert "Seules la personne qui a créé ce sondage" in plain(refused["text"])
    console.say(":as jeanne")
    (asked,) = console.say("/rencontre relancer")
    assert "2 personnes n’ont pas répondu à « Quel outil ? »" in plain(asked["text"])
    outputs = [*console.click("Relancer"), *console.click("Relancer", on=asked), *console.advance("1h")]
    assert [who for who, _at in reminded(outputs)] == ["@jeanne", "@paul"]
    (again,) = console.say("/sondage relancer")
    assert "attends demain" in plain(again["text"])
    console.advance("1d")
    console.say("/rencontre relancer le sondage Quel outil")
    assert len(reminded([*console.click("Relancer"), *console.advance("1m")])) == 2
    console.advance("1d")
    (enough,) = console.say("/rencontre relancer")
    assert "Deux relances sont déjà parties" in plain(enough["text"])
    assert reminded(console.advance("10d")) == []
    (closed,) = console.say("/rencontre relancer")
    assert "Aucun sondage" in plain(closed["text"])


def test_a_nudge_at_night_waits_for_the_morning(console):
    console.say("/sondage On continue ?")
    console.advance("12h")
    console.say("/rencontre relancer")
    outputs = [*console.click("Relancer"), *console.advance("12h")]
    assert {at[-5:] for _who, at in reminded(outputs)} == {"08:00"}


def test_who_votes_before_the_morning_is_not_reminded_and_nobody_is_after_the_end(console):
    console.say(":as paul")
    console.say("/maillage préférences silence 17h-11h")
    console.say(":as jeanne")
    console.say("/rencontre proposer Réunion ; 8 décembre 14h ; 10 décembre 10h ; clôture 24 novembre 10h")
    outputs = console.advance("2d")
    assert ("@jeanne", "11-22T10:00") in reminded(outputs)
    console.say(":as lea")
    console.click("Voter")
    console.submit(date1="oui")
    outputs = console.advance("3d")
    assert not [who for who, _at in reminded(outputs) if who == "@lea"]
    assert not [at for _who, at in reminded(outputs) if at > "11-24T10:00"]
