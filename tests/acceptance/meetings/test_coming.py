"""What is on: the polls that wait, and the meetings, of a channel or of a person."""

import pytest

from tests.acceptance.console import plain, said

PROPOSED = "/rencontre proposer {title} ; {date} ; clôture vendredi 27 novembre 18h"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    return console


def decided(console, title, date):
    """Have a meeting be set."""
    console.say(f"/rencontre fixer {title} ; {date}")


def test_polls_that_wait_are_listed_with_whether_one_answered(console):
    assert "Rien n’est prévu ici" in said(console, "/rencontre")
    console.say(
        PROPOSED.format(title="Réunion de réseau", date="mardi 8 décembre 14h ; jeudi 10 décembre 10h")
    )
    console.say("/sondage Quel outil ? ; Etherpad ; papier")
    console.say(":as lea")
    listed = console.ask("/rencontre prochaines")
    text = plain(listed["text"])
    assert "**Réunion de réseau** : on vote jusqu’au vendredi 27 novembre 2026 à 18 h. Tu n’as pas" in text
    assert "**Quel outil ?** : on vote jusqu’à la clôture. Tu n’as pas encore répondu." in text
    console.click("Voter : Réunion de réseau")
    console.submit(date1="oui")
    console.click("Voter : Quel outil ?", listed)
    console.click("papier")
    assert "Tu n’as pas" not in said(console, "/rencontre")
    assert "outil" not in said(console, "/rencontre décembre")
    assert "réseau" in said(console, "/rencontre prochaines décembre")
    assert "Rien n’est prévu pour « janvier »" in said(console, "/rencontre janvier")
    assert "outil" in said(console, "/rencontre outil")
    (refused,) = console.say("/rencontre Réunion ; mardi 14h ; jeudi 10h")
    assert "`/rencontre proposer Réunion ; mardi 14h ; jeudi 10h`" in plain(refused["text"])
    console.advance("7d")
    assert "le vote est clos, la date n’est pas encore choisie" in said(console, "/rencontre")


def test_meetings_are_listed_with_what_one_said_and_pages_turn(console):
    for day in range(1, 11):
        decided(console, f"Atelier {day}", f"{day} décembre 14h-16h")
    console.say(":as lea")
    first = console.ask("/rencontre")
    assert "**Atelier 1** : mardi 1er décembre 2026 de 14 h à 16 h. Tu n’as pas dit si tu viens." in plain(
        first["text"]
    )
    assert "Page 1 sur 2." in plain(first["text"])
    assert [len(menu["options"]) for menu in first["menus"]] == [8]
    console.say(f":click {first['menus'][0]['label']}={first['menus'][0]['options'][0]['label']}")
    console.click("Je viens")
    (second,) = console.click("Suite", first)
    assert "Atelier 10" in second["text"]
    assert "Atelier 1**" not in second["text"]
    (first,) = console.click("Précédents", second)
    assert "16 h. Tu viens." in plain(first["text"])
    assert "Aucune rencontre n’a encore eu lieu" in said(console, "/rencontre passées")
    console.advance("14d")
    assert "Rien n’est prévu" not in (past := said(console, "/rencontre prochaines passées"))
    assert past.index("Atelier 4") < past.index("Atelier 3")
    assert "Tu avais dit que tu viendrais." in said(console, "/rencontre passées le 1er décembre")


def test_a_dm_shows_what_is_on_where_the_person_is_and_nothing_else(console):
    decided(console, "Réunion de réseau", "8 décembre 14h")
    console.say(":in secret")
    console.say(PROPOSED.format(title="Réunion du bureau", date="9 décembre 14h ; 10 décembre 14h"))
    console.say(":in @bot")
    console.say(":as lea")
    text = said(console, "/rencontre")
    assert "**Réunion de réseau** (dans loire-42) : mardi 8 décembre 2026 à 14 h." in text
    assert "bureau" not in text
    console.say(":as jeanne")
    assert "Réunion du bureau** (dans secret)" in said(console, "/rencontre")
    console.say(":as nadia")
    assert "aucune rencontre n’est prévue dans tes canaux" in said(console, "/rencontre")


def test_plain_sentences_are_answered_or_led_to_the_line_to_type(console):
    console.say("/rencontre fixer Réunion de réseau ; 8 décembre 14h")
    console.say(":in @bot")
    assert "**Réunion de réseau** (dans loire-42)" in said(console, "Quand est la prochaine réunion ?")
    assert "Rien n’est prévu pour" in said(console, "est-ce qu'il y a une réunion en mars ?")
    text = said(console, "je voudrais organiser une réunion mardi ou jeudi")
    assert "`/rencontre proposer Réunion ; mardi ; jeudi`" in text
    text = said(console, "il faut planifier un comité technique le 15 décembre 14h")
    assert "`/rencontre fixer Comité technique ; 15 décembre 14h`" in text
    assert "`/sondage " in said(console, "je veux faire un sondage")
    assert "Savoir ce qui est prévu" in said(console, "Sirius Bételgeuse")
