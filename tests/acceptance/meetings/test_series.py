"""A series of meetings: set in one line, made ahead, announced in time, changed one by one or as a whole."""

import pytest

from tests.acceptance.console import button_names, of_kind, plain, said

SET = "/rencontre série chaque 1er mardi du mois 14h-16h ; Réunion de réseau ; lieu : salle des fêtes"


@pytest.fixture
def console(open_console):
    """A Saturday, 21 November."""
    return open_console(channel="loire-42", user="jeanne")


def announced(outputs):
    """Return the announcements among some outputs, each by its first line."""
    posts = [one for one in of_kind(outputs, "post") if "yes" in button_names(one)]
    first = [plain(one["text"]).splitlines()[0] for one in posts]
    return [line for line in first if not line.startswith("Rappel")]


def dates(console):
    """Return the next dates as they are told."""
    shown = said(console, "/rencontre série")
    return [line.strip("- ") for line in shown.splitlines() if line.startswith("  - ")]


def test_a_line_sets_it_and_repeats_its_next_dates_and_only_the_near_one_is_announced(console):
    outputs = console.say(SET)
    assert plain(of_kind(outputs, "reply")[0]["text"]).split("\n\n")[0].splitlines() == [
        "La série est réglée.",
        "**Série — Réunion de réseau**",
        "- Quand : le 1er mardi de chaque mois à 14 h, sauf jours fériés (2 heures)",
        "- Lieu : salle des fêtes",
        "- Chaque rencontre est annoncée ici 14 jours avant",
        "- Les prochaines dates :",
        "  - mardi 1er décembre 2026 de 14 h à 16 h",
        "  - mardi 5 janvier 2027 de 14 h à 16 h",
        "  - mardi 2 février 2027 de 14 h à 16 h",
    ]
    assert announced(outputs) == ["**Réunion de réseau** : mardi 1er décembre 2026 de 14 h à 16 h"]
    coming = said(console, "/rencontre prochaines")
    assert "mardi 5 janvier 2027" in coming
    assert "mardi 4 mai 2027" in coming
    (refused,) = console.say(SET)
    assert "a déjà une série « Réunion de réseau »" in plain(refused["text"])


def test_each_is_announced_once_in_its_time_also_after_an_outage(console):
    console.say(SET)
    assert announced(console.advance("30d")) == []
    outputs = console.advance("1d")
    assert announced(outputs) == ["**Réunion de réseau** : mardi 5 janvier 2027 de 14 h à 16 h"]
    console.say(":stop")
    console.advance("100d")
    late = announced(console.say(":start"))
    assert late == ["**Réunion de réseau** : mardi 6 avril 2027 de 14 h à 16 h"]  # the others are over
    assert dates(console)[0] == "mardi 6 avril 2027 de 14 h à 16 h"
    found = announced(console.advance("40d"))
    assert found == ["**Réunion de réseau** : mardi 4 mai 2027 de 14 h à 16 h"]


def test_one_date_is_cancelled_or_moved_and_the_series_goes_on(console):
    console.say(SET)
    console.say("/rencontre série annuler le 5 janvier")
    console.click("Annuler la rencontre")
    console.say("/rencontre série déplacer le 2 février au 9 février 10h")
    console.say("/rencontre annuler le 2 mars")
    console.click("Annuler la rencontre")
    assert dates(console) == [
        "mardi 1er décembre 2026 de 14 h à 16 h",
        "mardi 5 janvier 2027 de 14 h à 16 h : annulée",
        "mardi 9 février 2027 de 10 h à 12 h, au lieu du mardi 2 février 2027",
        "mardi 2 mars 2027 de 14 h à 16 h : annulée",
        "mardi 6 avril 2027 de 14 h à 16 h",
    ]
    (none,) = console.say("/rencontre série annuler le 6 janvier")
    assert "Aucune rencontre de la série" in plain(none["text"])
    found = announced(console.advance("80d"))
    assert [line for line in found if "janvier" in line] == []
    assert found.count("**Réunion de réseau** : mardi 9 février 2027 de 10 h à 12 h") == 1


def test_far_ahead_a_date_that_is_no_meeting_yet_is_moved_all_the_same(console):
    console.say(SET)
    outputs = console.say("/rencontre série déplacer le 5 octobre 2027 au 6 octobre 2027 14h")
    assert "mercredi 6 octobre 2027" in plain(outputs[0]["text"])
    console.advance("1d")
    assert "mercredi 6 octobre 2027" in said(console, "/rencontre prochaines")


def test_a_pause_leaves_dates_out_and_resuming_takes_them_in_again(console):
    console.say(SET)
    paused = said(console, "/rencontre série pause du 15 décembre au 31 janvier")
    assert "Pas de rencontre du mardi 15 décembre 2026 au dimanche 31 janvier 2027" in paused
    assert dates(console)[1] == "mardi 2 février 2027 de 14 h à 16 h"
    said(console, "/rencontre série reprendre")
    assert dates(console)[1] == "mardi 5 janvier 2027 de 14 h à 16 h"
    outputs = console.say("/rencontre série pause")
    told = [plain(one["text"]) for one in of_kind(outputs, "post")]
    assert any("est annulée" in text and "1er décembre" in text for text in told)
    assert dates(console) == []
    outputs = console.say("/rencontre série reprendre")
    assert announced(outputs) == ["**Réunion de réseau** : mardi 1er décembre 2026 de 14 h à 16 h"]


def test_all_of_it_changes_from_a_date_on_and_those_concerned_are_told(console):
    console.say(SET)
    console.click("Je viens")
    console.say(":as lea")
    (refused,) = console.say("/rencontre série modifier chaque jeudi 10h")
    assert "Seules la personne qui organise" in plain(refused["text"])
    console.say(":as jeanne")
    changed = said(console, "/rencontre série modifier chaque 2e jeudi du mois 10h à partir du 1er février")
    assert "À partir du lundi 1er février 2027 : le 2e jeudi de chaque mois à 10 h" in changed
    assert dates(console) == [
        "mardi 1er décembre 2026 de 14 h à 16 h",
        "mardi 5 janvier 2027 de 14 h à 16 h",
        "jeudi 11 février 2027 de 10 h à 12 h",
    ]
    said(console, "/rencontre série modifier 15h-17h à partir de mars ; sans limite de places")
    assert "À partir du lundi 1er mars 2027 : le 2e jeudi de chaque mois à 15 h" in said(
        console, "/rencontre série"
    )
    console.say("/rencontre série modifier lieu : Roanne")
    outputs = console.advance("2m")
    assert any("salle des fêtes → Roanne" in plain(one["text"]) for one in of_kind(outputs, "post"))
    console.say("/rencontre série arrêter")
    outputs = console.click("Arrêter la série")
    assert any("est annulée" in plain(one["text"]) for one in of_kind(outputs, "post"))
    assert [one["kind"] for one in console.say("/rencontre série")] == ["form"]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("Réunion", "À quel rythme vient-elle"),
        ("Réunion ; mardi 5 janvier 14h", "/rencontre fixer"),
        ("Réunion ; chaque mardi", "À quelle heure"),
        ("Réunion ; chaque heure", "trop souvent"),
        ("Réunion ; chaque mardi 16h-14h", "avant"),
        ("Réunion ; chaque mardi 14h jusqu’au 1er novembre 2026", "avant"),
        ("Réunion ; chaque mardi 14h sauf vacances scolaires", "vacances scolaires"),
        (f"{'R' * 5_000} ; chaque mardi 14h", "120"),
        ("Réunion ; chaque mardi 14h ; annoncée 400 jours avant", "De 1 à 90"),
    ],
)
def test_what_is_wrong_is_asked_for_in_the_form_and_nothing_is_lost(console, typed, why):
    (form,) = of_kind(console.say(f"/rencontre série {typed}"), "form")
    assert why in plain(str(form))
    assert "Réunion" in str(form) or "RRRR" in str(form)


def test_nobody_is_pinged_and_in_a_direct_message_one_is_sent_to_the_channel(console):
    outputs = console.say("/rencontre série chaque mardi 14h ; @channel *tous*")
    assert all("**@channel" not in one["text"] for one in outputs)
    console.say(":in @maillage")
    assert "dans loire-42 : mardi 24 novembre 2026 à 14 h" in said(console, "/rencontre série")
    (refused,) = console.say("/rencontre série chaque mardi 14h")
    assert "appartient à un canal" in plain(refused["text"])


def test_of_several_series_the_title_or_a_menu_says_which(console):
    console.say(SET)
    console.say("/rencontre série Pause café ; chaque jeudi 9h-9h30")
    (which,) = console.say("/rencontre série pause en août")
    assert [option["label"] for option in which["menus"][0]["options"]] == ["Réunion de réseau", "Pause café"]
    (paused,) = of_kind(console.click("Choisir une série=Pause café"), "reply")
    assert "**Série — Pause café**" in paused["text"]
    assert "Pas du dimanche 1er août 2027 au mardi 31 août 2027" in plain(paused["text"])
    again = said(console, "/rencontre série pause Pause café ; du 1er au 15 juillet")
    assert "**Série — Pause café**" in again
    console.say("/rencontre série annuler le 3 décembre ; raison : salle prise")
    (asked,) = console.click("Choisir une série=Pause café")
    assert "jeudi 3 décembre 2026" in plain(asked["text"])
    console.say("/rencontre série déplacer le 10 décembre au 11 décembre 9h")
    (moved,) = of_kind(console.click("Choisir une série=Pause café"), "reply")
    assert "vendredi 11 décembre 2026" in plain(moved["text"])
    (both,) = console.say("/rencontre série")
    (one,) = console.click("Gérer une série=Réunion de réseau", on=both)
    assert button_names(one) == ["change", "pause", "end"]
    assert "Pause café" not in one["text"]


def test_two_at_one_hour_are_not_both_announced_unless_wanted(console):
    console.say(SET)
    outputs = console.say("/rencontre série chaque mardi 15h-17h ; Atelier")
    (asked,) = of_kind(outputs, "reply")
    assert "La série « Réunion de réseau » est déjà à la même heure : mardi 1er décembre" in plain(
        asked["text"]
    )
    assert button_names(asked) == ["both", "replace", "change", "forget"]
    assert announced(outputs) == []
    assert announced(console.advance("1h")) == []
    outputs = console.click("replace", on=asked)
    assert any("est annulée" in plain(one["text"]) for one in of_kind(outputs, "post"))
    assert announced(outputs) == ["**Atelier** : mardi 24 novembre 2026 de 15 h à 17 h"]
    assert "Réunion de réseau" not in said(console, "/rencontre série")
    outputs = console.say("/rencontre série chaque mardi 16h-18h ; Café")
    assert announced(console.click("both")) == ["**Café** : mardi 24 novembre 2026 de 16 h à 18 h"]
    console.say("/rencontre série chaque mardi 14h-16h ; Troc")
    console.click("forget")
    assert "Troc" not in said(console, "/rencontre série")
    assert (
        announced(console.say("/rencontre série chaque mardi 17h ; Après")) == []
    )  # it meets Café, not Atelier
    assert announced(console.say("/rencontre série chaque mardi 18h ; Plus tard"))


def test_it_shows_what_people_thought_of_its_meetings(console):
    console.say("/rencontre série chaque mardi 10h-11h ; Café")
    for week, days in enumerate(("4d", "7d", "7d")):
        console.advance(days)
        for name in ("lea", "paul", "jeanne"):
            console.say(f":as {name}")
            console.say(f"/rencontre bilan {6 + week}")
    console.advance("9d")
    shown = said(console, "/rencontre série")
    assert "24/11 ██████ 6\n01/12 ███████ 7\n08/12 ████████ 8" in shown
    assert "annoncée ici 3 jours avant" in shown  # a weekly one is not announced two weeks before


def test_what_changes_is_understood_without_a_verb(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rencontre série chaque 1er mardi du mois 14h-16h ; Réunion de réseau")
    assert "mardi 5 janvier 2027" not in said(console, "/rencontre série sauf janvier")
    changed = said(console, "/rencontre série en alternance avec la lettre")
    assert "En alternance avec la lettre" in changed


def test_it_ends_on_a_day_and_what_changes_keeps_the_hour_that_nobody_said(console):
    console.say(SET)
    assert "le 2e jeudi de chaque mois à 14 h" in said(console, "/rencontre série passer au 2e jeudi")
    assert "de 15 h à 17 h" in said(console, "/rencontre série changer l’heure : 15h-17h")
    later = said(console, "/rencontre série changer de lieu : Roanne à partir de mars")
    assert "À partir du lundi 1er mars 2027 : le 2e jeudi de chaque mois à 15 h" in later
    assert "Lieu : Roanne" in later
    assert "**Série — Point réseau**" in said(console, "/rencontre série renommer en Point réseau")
    assert "Pas du dimanche 1er août" in said(console, "/rencontre série pas de réunion en août")
    for typed in (
        "arrêter après juin",
        "s’arrête fin juin",
        "jusqu’au 30 juin",
        "arrêter à partir de juillet",
    ):
        assert "ne vient après le mercredi 30 juin 2027" in said(console, f"/rencontre série {typed}")
    ended = said(console, "/rencontre série stop le 31 janvier")
    assert "jusqu’au dimanche 31 janvier 2027" in ended
    assert "mars" not in ended
    assert "Quand s’arrête-t-elle" in said(console, "/rencontre série arrêter bientôt")
    assert "Arrêter la série « Point réseau » ?" in said(console, "/rencontre série arrêter ce point réseau")
    console.advance("80d")
    shown = said(console, "/rencontre série")
    assert "Son rythme est fini" in shown or "plus aucune rencontre" in shown.lower()
