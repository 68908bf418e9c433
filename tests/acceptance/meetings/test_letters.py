"""Letters and greetings tell of meetings and votes, each once."""

import pytest

from tests.acceptance.console import of_kind, plain, said


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator")
    return console


def letters(outputs):
    return [plain(one["text"]) for one in outputs if one["to"] == "loire-42" and "**Lettre n°" in one["text"]]


def test_a_letter_tells_of_what_comes_of_votes_and_of_dates_to_keep_free_once(console):
    console.say("/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; lieu : Feurs")
    console.say("/rencontre fixer Journée ; 15 décembre")
    console.say("/rencontre fixer Assemblée ; 12 mars 14h")
    console.say("/sondage Quel *outil* ? ; Etherpad ; papier")
    console.say("/rencontre proposer Atelier ; 12 janvier 14h ; 14 janvier 10h ; clôture 4 décembre 18h")
    text = said(console, "/lettre aperçu")
    for line in (
        "- vendredi 4 décembre 2026 à 18 h : fin du vote « Atelier »",
        "- mardi 8 décembre 2026 à 14 h : Réunion de réseau, Feurs",
        "- mardi 15 décembre 2026 : Journée",
        "- « Quel \\*outil\\* ? » attend ta réponse",
        "- vendredi 12 mars 2027 à 14 h : Assemblée",
    ):
        assert text.count(line) == 1
    assert text.count("Atelier") == text.count("Assemblée") == 1
    console.say("/lettre programmer chaque vendredi 9h")
    (first,) = letters(of_kind(console.advance("7d"), "post"))
    assert "Assemblée" in first
    for title in ("Journée", "Assemblée"):
        console.say(f"/rencontre annuler {title}")
        outputs = console.click("Annuler la rencontre")
    (corrected,) = letters(of_kind(outputs, "update"))[-1:]
    assert "Assemblée" not in corrected
    assert "Journée" not in corrected
    (second,) = letters(of_kind(console.advance("7d"), "post"))
    assert "**Annulées**" in second
    assert "- Journée, prévue le mardi 15 décembre 2026" in second
    assert "Quel" not in second
    assert "Réunion de réseau" not in second


def test_a_vote_that_closed_since_the_draft_is_not_told(console):
    console.say("/sondage Quel outil ? ; Etherpad ; papier")
    console.say("/lettre programmer chaque vendredi 9h")
    drafts = [plain(one["text"]) for one in of_kind(console.advance("5d12h"), "dm")]
    assert any("« Quel outil ? » attend ta réponse" in text for text in drafts)
    (poll,) = [one for one in of_kind(console.outputs, "post") if "**Quel outil ?**" in one["text"]]
    assert poll
    console.click("Gérer", poll)
    console.click("Clore le vote")
    console.click("Clore maintenant")
    assert letters(of_kind(console.advance("1d"), "post")) == []
