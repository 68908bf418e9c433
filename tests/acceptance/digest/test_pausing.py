"""A pause that ends by itself shows as long as it lasts, and can be ended before."""

import pytest

from tests.acceptance.console import button_names, plain, said


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    console.say("/lettre pause jusqu’au 15 janvier")
    return console


def test_the_pause_and_its_end_are_shown_with_the_button_that_ends_it(console):
    shown = console.ask("/lettre")
    assert "En pause jusqu’au lundi 18 janvier 2027 à 9 h : `/lettre reprendre`" in plain(shown["text"])
    assert "resume" in button_names(shown)
    assert "pause" not in button_names(shown)
    console.say(":in @maillage")
    assert "en pause jusqu’au lundi 18 janvier 2027" in plain(console.ask("/lettre")["text"])


def test_resumed_before_it_comes_on_its_next_date_and_no_pause_is_shown(console):
    (answer,) = console.click("Reprendre", console.ask("/lettre"))
    assert "lundi 23 novembre 2026" in plain(answer["text"])
    assert "En pause" not in answer["text"]
    assert "pause" in button_names(answer)


def test_once_it_is_over_nothing_is_said_of_it(console):
    console.advance("60d")
    shown = console.ask("/lettre")
    assert "En pause" not in shown["text"]
    assert "pause" in button_names(shown)


@pytest.fixture
def monday(open_console):
    """A Saturday; the letter of loire-42 goes each Monday."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def test_a_pause_that_leaves_out_nothing_says_so(monday):
    for typed in ("2 heures", "la semaine du 16 novembre"):
        assert "Rien n’est sauté" in said(monday, f"/lettre pause {typed}")
    answer = said(monday, "/lettre pause jusqu’à demain")
    assert "Rien n’est sauté" in answer
    assert "La prochaine part lundi 23 novembre 2026 à 9 h" in answer
    assert "En pause" not in said(monday, "/lettre")


@pytest.mark.parametrize(
    ("days", "next_one"),
    [
        ("la semaine prochaine", "lundi 30 novembre 2026"),
        ("en novembre", "lundi 7 décembre 2026"),
        ("novembre", "lundi 7 décembre 2026"),
        ("lundi", "lundi 30 novembre 2026"),
        ("la semaine du 23 novembre", "lundi 30 novembre 2026"),
        ("2 semaines dès lundi", "lundi 7 décembre 2026"),
        ("de novembre à janvier", "lundi 1er février 2027"),
        ("du 22 novembre au 4 janvier", "lundi 11 janvier 2027"),
        ("entre le 22 novembre et le 4 janvier", "lundi 11 janvier 2027"),
        # they began already: today is the 21st
        ("du 16 novembre au 4 décembre", "lundi 7 décembre 2026"),
        ("du 20 au 30", "lundi 7 décembre 2026"),
        ("à partir du 16/11 pour 3 semaines", "lundi 7 décembre 2026"),
        ("octobre à décembre", "lundi 4 janvier 2027"),
    ],
)
def test_a_pause_may_be_said_by_its_days(monday, days, next_one):
    assert f"la prochaine part {next_one} à 9 h" in said(monday, f"/lettre pause {days}")


def test_a_pause_may_begin_later_and_ends_by_itself(monday):
    answer = said(monday, "/lettre pause du 14 décembre au 4 janvier")
    assert "La lettre fera une pause du lundi 14 décembre 2026 au lundi 4 janvier 2027." in answer
    assert "La prochaine part lundi 23 novembre 2026 à 9 h." in answer
    assert "La première après la pause part lundi 11 janvier 2027 à 9 h." in answer
    standing = said(monday, "/lettre")
    assert "Pause prévue du lundi 14 décembre 2026 au lundi 4 janvier 2027" in standing
    assert "En pause jusqu’au" not in standing
    monday.say(":stop")
    monday.say(":start")
    monday.advance("10d")
    coming = ["lundi 7 décembre 2026", "lundi 11 janvier 2027", "lundi 18 janvier 2027"]
    assert [line[4:-6] for line in said(monday, "/lettre").splitlines() if line.startswith("  - ")] == coming
    monday.advance("10d")
    assert "En pause jusqu’au lundi 11 janvier 2027 à 9 h" in said(monday, "/lettre")
    monday.advance("40d")  # 20 January
    assert "ause" not in said(monday, "/lettre").replace("Mettre en pause", "")


def test_a_pause_that_is_to_come_is_cancelled_and_outlives_another_rhythm(monday):
    monday.say("/lettre pause à partir du 1er août jusqu'au 31 août")
    assert "du dimanche 1er août 2027 au mardi 31 août 2027" in said(monday, "/lettre")
    monday.say("/lettre pause du 8 au 28 février")
    monday.say("/lettre pause du 15 février au 7 mars")  # it takes the place of the one that it overlaps
    standing = said(monday, "/lettre")
    assert standing.count("Pause prévue") == 2
    assert "du lundi 15 février 2027 au dimanche 7 mars 2027" in standing
    changed = said(monday, "/lettre programmer le 1er jeudi du mois à 10h")
    assert "du dimanche 1er août 2027 au mardi 31 août 2027" in changed
    assert "Les 2 pauses prévues sont annulées." in said(monday, "/lettre reprendre")
    assert "août" not in said(monday, "/lettre")
    assert "n’est pas en pause" in said(monday, "/lettre reprendre")


def test_a_pause_to_come_does_not_end_the_one_that_lasts(console):
    answer = said(console, "/lettre pause du 10 au 20 janvier")
    assert "la prochaine part lundi 25 janvier 2027 à 9 h" in answer
    assert "la prochaine part lundi 25 janvier" in said(console, "/lettre pause du 4 au 6 janvier")
    console.say("/lettre reprendre")
    console.say("/lettre pause")  # until somebody resumes it
    assert "est déjà en pause" in said(console, "/lettre pause du 14 décembre au 4 janvier")
    assert "Elle est en pause" in said(console, "/lettre")


def test_letters_that_were_to_pause_while_the_bot_was_down_are_not_said_to_be_missing(monday):
    monday.say("/lettre pause du 30 novembre au 4 janvier")
    monday.say("/lettre éditorial")
    monday.say(":submit text=Bonjour.")
    monday.say(":stop")
    monday.advance("45d")  # 5 January: one should have gone, on 23 November
    monday.say(":start")
    letters = [one for one in monday.outputs if one["kind"] == "post"]
    (letter,) = [one for one in letters if "Lettre n° 1" in plain(one["text"])]
    assert "vaut aussi" not in letter["text"]


@pytest.mark.parametrize("typed", ["annuler la prochaine", "sauter", "passer cette fois"])
def test_one_letter_is_left_out_and_those_after_it_come(monday, typed):
    answer = said(monday, f"/lettre {typed}")
    assert "La lettre prévue lundi 23 novembre 2026 à 9 h ne part pas." in answer
    assert "lundi 30 novembre 2026 à 9 h" in answer
    standing = said(monday, "/lettre")
    assert "En pause" not in standing
    assert "- lundi 30 novembre 2026 à 9 h" in standing
    assert "23 novembre" not in standing


def test_another_one_than_the_next_cannot_be_left_out_so(monday):
    assert "ne saute que la prochaine lettre" in said(monday, "/lettre sauter le 30 novembre")
    assert "lundi 23 novembre 2026" in said(monday, "/lettre")


def test_a_rhythm_that_has_ended_is_said_to_have_and_is_not_paused(monday):
    monday.say("/lettre programmer chaque lundi à 9h 2 fois")
    monday.advance("10d")  # both had nothing to tell
    shown = monday.ask("/lettre")
    assert "Son rythme est terminé" in shown["text"]
    assert "dernière fois" not in shown["text"]
    assert "pause" not in button_names(shown)
    assert "Le rythme de cette lettre est terminé." in said(monday, "/lettre pause")
