"""One month a meeting, one month a letter: whichever is set first, and whatever becomes of a meeting."""

import pytest

from tests.acceptance.console import of_kind, plain, said

SERIES = "/rencontre série chaque 1er mardi du mois 14h-16h ; Réunion ; en alternance avec la lettre"
LETTER = "/lettre programmer le premier lundi de chaque mois à 9h"


@pytest.fixture
def console(open_console):
    """A Saturday, 21 November; jeanne coordinates the channel."""
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    return console


def letters(console):
    shown = said(console, "/lettre")
    return [line.strip("- ") for line in shown.splitlines() if line.startswith("  - ")]


@pytest.mark.parametrize("lines", [(SERIES, LETTER), (LETTER, SERIES)])
def test_months_with_a_meeting_have_no_letter_whichever_is_set_first(console, lines):
    for line in lines:
        console.say(line)
    assert letters(console) == [
        "lundi 4 janvier 2027 à 9 h",
        "lundi 1er mars 2027 à 9 h",
        "lundi 3 mai 2027 à 9 h",
    ]
    assert "pas de lettre en décembre 2026, février 2027 et avril 2027" in said(console, "/lettre")
    shown = said(console, "/rencontre série")
    assert "En alternance avec la lettre" in shown
    assert "La prochaine lettre : lundi 4 janvier 2027 à 9 h" in shown


def test_without_a_letter_the_line_to_type_is_offered(console):
    assert "`/lettre programmer" in said(console, SERIES)


def test_a_meeting_that_is_cancelled_or_moved_gives_its_month_back_to_the_letter(console):
    console.say(LETTER)
    console.say(SERIES)
    console.say("/rencontre annuler le 1er décembre")
    console.click("Annuler la rencontre")
    console.say("/rencontre série déplacer le 2 février au 2 mars 14h")
    assert letters(console) == [
        "lundi 7 décembre 2026 à 9 h",
        "lundi 4 janvier 2027 à 9 h",
        "lundi 1er février 2027 à 9 h",
    ]
    console.say("/rencontre série pause en avril")
    assert "pas de lettre en mars 2027, juin 2027 et août 2027" in said(console, "/lettre")
    console.say("/rencontre série arrêter")
    console.click("Arrêter la série")
    assert "En alternance" not in said(console, "/lettre")


def test_a_letter_whose_date_has_passed_goes_the_next_day_when_the_meeting_of_its_month_is_cancelled(console):
    console.say(LETTER)
    console.say("/veille https://www.example.org/ #essai")
    console.say("/rencontre série chaque 3e mardi du mois 14h ; Réunion ; en alternance avec la lettre")
    console.advance("20d")  # 11 December: the letter would have gone on the 7th
    console.say("/rencontre annuler le 15 décembre")
    console.click("Annuler la rencontre")
    assert letters(console)[0] == "samedi 12 décembre 2026 à 9 h"
    sent = [one for one in of_kind(console.advance("2d"), "post") if "**Lettre n°" in one["text"]]
    assert len(sent) <= 1
    assert letters(console)[0] == "lundi 4 janvier 2027 à 9 h"


def test_a_bimonthly_letter_keeps_its_months_and_meetings_take_the_others(console):
    console.say("/lettre programmer tous les deux mois le premier mardi à 9h")
    shown = said(console, SERIES)
    assert "mardi 5 janvier 2027" in shown
    assert "mardi 2 mars 2027" in shown
    assert "1er décembre 2026 de 14" not in shown
    assert letters(console)[0] == "mardi 1er décembre 2026 à 9 h"


def test_a_weekly_letter_leaves_the_next_meeting_where_it_is_and_a_new_rhythm_stays_in_turn(console):
    console.say("/lettre programmer chaque lundi à 9h")
    console.say("/rencontre série chaque 1er mardi du mois 14h-16h ; Réunion")
    shown = said(console, "/rencontre série modifier en alternance avec la lettre")
    assert "mardi 1er décembre 2026" in shown
    assert letters(console)[0] == "lundi 23 novembre 2026 à 9 h"
    shown = said(console, "/rencontre série modifier à partir de mars : chaque 2e jeudi du mois 10h-12h")
    assert "À partir du lundi 1er mars 2027 : tous les 2 mois, le 2e jeudi à 10 h" in shown
    assert "mardi 2 février 2027" in shown


def test_only_coordinators_decide_on_the_letter_and_each_month_must_not_have_a_meeting(console):
    weekly = said(console, "/rencontre série chaque jeudi 10h ; Café ; en alternance avec la lettre")
    assert "chaque mois a une rencontre" in weekly
    console.say(":as lea")
    assert "Seules les personnes qui coordonnent" in said(console, SERIES)


def test_later_dates_of_a_series_are_not_asked_about_nor_all_told_at_once(console):
    console.say(SERIES)
    console.say(LETTER)
    listed = said(console, "/rencontre")
    assert listed.count("**Réunion**") > 2
    assert listed.count("Tu n’as pas dit si tu viens.") == 1
    told = [plain(one["text"] or "") for one in console.advance("50d")]
    letter = next(text for text in told if text.startswith("**Lettre n° 1"))
    assert letter.partition("Dates à réserver")[2].count("Réunion") == 1
