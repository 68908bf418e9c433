"""Reminders for oneself: set, listed, changed, postponed, removed, and the buttons of one that rang."""

import pytest

from tests.acceptance.console import button_names, fields, plain
from tests.acceptance.reminders.telling import rings, said, texts

SUNDAY_9 = "dimanche 22 novembre 2026 à 9 h"


@pytest.mark.parametrize(
    "line",
    [
        "/rappel demain 9h relancer la CAF",
        "/rappel relancer la CAF demain à 9h",
        "/rappel moi demain 9h relancer la CAF",
        "/rappel créer demain relancer la CAF à 9h",
        "/rappel creer demain 9h relancer la CAF",
        "/rappel texte: relancer la CAF quand: demain 9h",
        "/remind create tomorrow 9:00 relancer la CAF",
        "/rappels rappelle-moi demain à 9h de relancer la CAF",
    ],
)
def test_a_reminder_is_set_in_any_order_of_words(console, line):
    answer = console.ask(line)
    assert answer["kind"] == "reply"
    assert answer["ephemeral"] is True
    assert "relancer la CAF" in answer["text"]
    assert f"Quand : {SUNDAY_9}." in plain(answer["text"])
    assert "rappelle" not in answer["text"]

    assert rings(console, "22h") == []
    (ring,) = rings(console, "1h")
    assert (ring["kind"], ring["to"]) == ("dm", "@camille")
    assert plain(ring["text"]) == "⏰ Rappel : relancer la CAF"
    assert [plain(button["label"]) for button in ring["buttons"]] == [
        "Fait",
        "Dans 10 minutes",
        "Dans une heure",
        "Demain 9 h",
        "Autre moment",
    ]
    assert rings(console, "30d") == []


def test_a_reminder_is_corrected_in_a_form_filled_with_what_was_understood(console):
    console.say("/rappel demain 9h relancer la CAF")
    (form,) = console.say(":click Corriger")
    assert fields(form)["text"]["value"] == "relancer la CAF"
    assert plain(fields(form)["when"]["value"]) == SUNDAY_9

    answer = console.ask(":submit when=lundi 14h30")
    assert "Quand : lundi 23 novembre 2026 à 14 h 30." in plain(answer["text"])
    assert rings(console, "25h") == []
    (ring,) = rings(console, "2d")
    assert ring["at"][:13] in ("2026-11-23T14", "2026-11-23T13")


def test_changing_the_text_alone_keeps_the_time(console):
    console.say("/rappel tous les mardis à 10h saisir les CRA")
    console.say(":click Corriger")
    answer = said(console, ":submit text=saisir les comptes rendus")
    assert "saisir les comptes rendus" in answer
    assert "Quand : chaque mardi à 10 h. Prochaine fois : mardi 24 novembre 2026 à 10 h." in answer


def test_a_wrong_date_in_the_form_is_explained_and_the_form_opens_again(console):
    console.say("/rappel demain 9h relancer la CAF")
    console.say(":click Corriger")
    error, form = console.say(":submit when=31 février")
    assert (error["kind"], error["code"]) == ("error", "invalid_form")
    assert fields(form)["when"]["value"] == "31 février"
    assert fields(form)["when"]["error"]
    assert fields(form)["text"]["value"] == "relancer la CAF"


def test_a_reminder_is_cancelled_and_put_back(console):
    console.say("/rappel demain 9h relancer la CAF")
    cancelled = console.ask(":click Annuler")
    assert (cancelled["kind"], cancelled["edits"]) == ("update", 1)
    assert plain(cancelled["text"]) == "Rappel n° 1 supprimé : relancer la CAF"
    assert "aucun rappel" in said(console, "/rappel liste")
    assert f"Quand : {SUNDAY_9}." in said(console, ":click Remettre")
    assert len(rings(console, "1d")) == 1


def test_a_cancelled_reminder_does_not_ring(console):
    console.say("/rappel demain 9h relancer la CAF")
    console.say("/rappel supprimer")
    assert rings(console, "2d") == []
    assert console.ask(":click Remettre")["code"] == "time_passed"


def test_the_list_shows_numbers_dates_and_buttons(console):
    console.say("/rappel lundi 14h appeler le maire")
    console.say("/rappel tous les mardis à 10h saisir les CRA")
    console.say("/rappel demain 9h relancer la CAF")
    listed = console.ask("/rappel liste")
    assert plain(listed["text"]).split("\n") == [
        "Tu as 3 rappels :",
        f"3 – {SUNDAY_9} : relancer la CAF",
        "1 – lundi 23 novembre 2026 à 14 h : appeler le maire",
        "2 – mardi 24 novembre 2026 à 10 h : saisir les CRA (chaque mardi à 10 h)",
    ]
    assert {"remove-1", "edit-2", "pause-3"} <= set(button_names(listed))

    update, removed = console.say(":click Supprimer 1")
    assert (update["kind"], update["edits"]) == ("update", listed["id"])
    assert "appeler le maire" not in update["text"]
    assert plain(removed["text"]) == "Rappel n° 1 supprimé : appeler le maire"
    assert "en pause" in said(console, ":click Pause 2")
    assert "en pause" not in said(console, ":click Reprendre 2")
    (form,) = console.say(":click Modifier 3")
    assert fields(form)["text"]["value"] == "relancer la CAF"


def test_a_long_list_has_pages_and_a_menu(console):
    for number in range(1, 23):
        console.say(f"/rappel lundi {number}h tâche {number}.")
    first = console.ask("/rappel liste")
    assert "tâche 20." in first["text"]
    assert "tâche 21." not in first["text"]
    assert "Page 1 sur 2." in first["text"]
    assert button_names(first) == ["next"]
    chosen = console.ask(":click Choisir un rappel=3 – tâche 3.")
    assert plain(chosen["text"]) == "3 – lundi 23 novembre 2026 à 3 h : tâche 3."
    assert button_names(chosen) == ["remove-3", "edit-3", "pause-3"]
    second = said(console, ":click Suite")
    assert "tâche 22." in second
    assert "tâche 5." not in second
    assert "tâche 1." in said(console, ":click Précédents")


def test_a_number_is_small_stable_and_free_again_once_the_reminder_cannot_come_back(console):
    for text in ("le pain", "le lait", "le café"):
        console.say(f"/rappel lundi 9h {text}")
    console.say("/rappel supprimer 2")
    assert "n° 4 : encore un" in said(console, "/rappel lundi 9h encore un")
    assert "n° 2 remis" in said(console, ":click Remettre")
    assert "n° 3 supprimé : le café" in said(console, "/rappel supprimer 3")
    assert console.ask("/rappel supprimer 3")["code"] == "unknown_reminder"
    console.say(":advance 40d")
    assert "n° 1 : plus tard" in said(console, "/rappel lundi 9h plus tard")


def test_a_reminder_is_changed_by_its_number(console):
    console.say("/rappel demain 9h relancer la CAF")
    console.say("/rappel lundi 9h appeler le maire")
    assert "Quand : vendredi 27 novembre 2026 à 10 h." in said(console, "/rappel modifier 2 vendredi 10h")
    changed = said(console, "/rappel modifier 2 appeler la préfète")
    assert "appeler la préfète" in changed
    assert "vendredi 27 novembre 2026 à 10 h" in changed
    (form,) = console.say("/rappel modifier 1")
    assert plain(fields(form)["when"]["value"]) == SUNDAY_9


def test_the_number_may_be_left_out_when_there_is_only_one(console):
    assert console.ask("/rappel supprimer")["code"] == "no_reminder"
    console.say("/rappel demain 9h relancer la CAF")
    assert "lundi 23 novembre 2026 à 9 h" in said(console, "/rappel reporter lundi 9h")
    console.say("/rappel demain 9h appeler le maire")
    assert console.ask("/rappel pause")["code"] == "which_reminder"
    assert console.ask("/rappel pause 7")["code"] == "unknown_reminder"


@pytest.mark.parametrize(
    ("how", "at"),
    [
        ("1h", "lundi 23 novembre 2026 à 10 h"),
        ("de 2 heures", "lundi 23 novembre 2026 à 11 h"),
        ("10 minutes", "lundi 23 novembre 2026 à 9 h 10"),
        ("mardi 9h", "mardi 24 novembre 2026 à 9 h"),
        ("de 14h", "lundi 23 novembre 2026 à 23 h"),
        ("2 jours", "mercredi 25 novembre 2026 à 9 h"),
    ],
)
def test_a_reminder_is_postponed_to_a_moment_or_by_a_duration_from_its_own_date(console, how, at):
    console.say("/rappel lundi 9h relancer la CAF")
    answer = console.ask(f"/rappel reporter 1 {how}")
    assert plain(answer["text"]) == f"Rappel n° 1 reporté au {at} : relancer la CAF"
    assert [button["label"] for button in answer["buttons"]] == ["Corriger"]


@pytest.mark.parametrize("how", ["demain 9h", "14h"])
def test_postponing_never_brings_a_reminder_forward(console, how):
    console.say("/rappel lundi 9h relancer la CAF")
    refused = console.ask(f"/rappel reporter 1 {how}")
    assert (refused["kind"], refused["code"]) == ("error", "earlier")
    assert "/rappel modifier 1" in refused["text"]
    assert "lundi 23 novembre 2026 à 9 h" in said(console, "/rappel liste")


@pytest.mark.parametrize(
    ("line", "at"),
    [
        ("reporter 15 minutes", "lundi 23 novembre 2026 à 9 h 15"),
        ("reporter 2 jours", "mercredi 25 novembre 2026 à 9 h"),
        ("reporter 3 mars", "mercredi 3 mars 2027 à 9 h"),
        ("modifier 3 mars 10h", "mercredi 3 mars 2027 à 10 h"),
        ("modifier 1 3 mars 10h", "mercredi 3 mars 2027 à 10 h"),
        ("reporter 1 3 heures", "lundi 23 novembre 2026 à 12 h"),
    ],
)
def test_a_number_that_begins_a_time_is_not_that_of_a_reminder(console, line, at):
    console.say("/rappel lundi 9h relancer la CAF")
    assert at in said(console, f"/rappel {line}")


def test_postponing_without_saying_when_opens_the_form(console):
    console.say("/rappel lundi 9h relancer la CAF")
    error, form = console.say("/rappel reporter 1")
    assert error["code"] == "missing_argument"
    assert form["kind"] == "form"


def test_a_paused_reminder_is_silent_until_resumed(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    assert "en pause" in said(console, "/rappel pause")
    assert console.ask("/rappel pause")["code"] == "already_paused"
    assert rings(console, "3d") == []
    assert "Prochaine fois : mercredi 25 novembre 2026 à 9 h." in said(console, "/rappel reprendre")
    assert len(rings(console, "1d")) == 1
    assert console.ask("/rappel reprendre")["code"] == "not_paused"


def test_a_ring_is_done(console):
    console.say("/rappel demain 9h relancer la CAF")
    (ring,) = rings(console, "1d")
    done = console.ask(":click Fait")
    assert (done["kind"], done["edits"], done["buttons"]) == ("update", ring["id"], [])
    assert plain(done["text"]) == "⏰ Rappel : relancer la CAF\nFait."
    assert rings(console, "2d") == []


@pytest.mark.parametrize(
    ("button", "at", "wait"),
    [
        ("Dans 10 minutes", "dimanche 22 novembre 2026 à 9 h 10", "10m"),
        ("Dans une heure", "dimanche 22 novembre 2026 à 10 h", "1h"),
        ("Demain 9 h", "lundi 23 novembre 2026 à 9 h", "1d"),
    ],
)
def test_a_ring_is_postponed(console, button, at, wait):
    console.say("/rappel demain 9h relancer la CAF")
    (ring,) = rings(console, "23h")
    later = console.ask(f":click {button}")
    assert (later["edits"], later["buttons"]) == (ring["id"], [])
    assert plain(later["text"]) == f"⏰ Rappel : relancer la CAF\nReporté au {at}."
    assert f"1 – {at} : relancer la CAF" in said(console, "/rappel liste")
    (again,) = rings(console, wait)
    assert plain(again["text"]) == "⏰ Rappel : relancer la CAF"
    assert "Fait." in said(console, ":click Fait")


def test_a_ring_is_postponed_to_another_moment_in_a_form(console):
    console.say("/rappel demain 9h relancer la CAF")
    (ring,) = rings(console, "23h")
    (form,) = console.say(":click Autre moment")
    assert list(fields(form)) == ["when"]
    error, _form = console.say(":submit when=hier")
    assert error["code"] == "invalid_form"
    outputs = console.say(":submit when=jeudi 16h")
    assert "Rappel n° 1 reporté au jeudi 26 novembre 2026 à 16 h : relancer la CAF" in texts(outputs)
    update = next(output for output in outputs if output["kind"] == "update")
    assert update["edits"] == ring["id"]
    assert "Reporté au jeudi 26 novembre 2026 à 16 h." in plain(update["text"])
    assert len(rings(console, "5d")) == 1


def test_a_ring_can_be_postponed_by_command_after_it_rang(console):
    console.say("/rappel demain 9h relancer la CAF")
    rings(console, "23h")
    assert "reporté au dimanche 22 novembre 2026 à 10 h" in said(console, "/rappel reporter 1h")
    assert len(rings(console, "1h")) == 1


def test_the_second_press_of_an_old_button_gets_a_clear_answer(console):
    console.say("/rappel demain 9h relancer la CAF")
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    rings(console, "23h")
    (form,) = console.say(":click Autre moment")
    console.say(":click Fait")
    assert form["kind"] == "form"
    error = console.say(":submit when=lundi 9h")[0]
    assert error["kind"] == "error"
    assert error["code"] in ("already_done", "invalid_form")
    assert "fait" in error["text"]


def test_the_buttons_of_a_removed_reminder_say_so(console):
    console.say("/rappel tous les jours à 9h ouvrir l’EPN")
    rings(console, "23h")
    console.say("/rappel supprimer 1")
    answer = console.ask(":click Fait")
    assert (answer["kind"], answer["code"]) == ("error", "removed")


def test_reminders_and_their_buttons_survive_a_restart(open_console):
    first = open_console()
    first.say("/rappel demain 9h relancer la CAF")
    first.say("/rappel lundi 9h appeler le maire")
    assert len(rings(first, "23h")) == 1
    first.close()

    second = open_console(now="2026-11-22T09:30:00+01:00")
    assert "1 rappel" in said(second, "/rappel liste")
    done = second.ask(":click Fait")
    assert plain(done["text"]) == "⏰ Rappel : relancer la CAF\nFait."
    assert len(rings(second, "1d")) == 1


def test_in_a_channel_one_chooses_where_one_is_reminded(console):
    answer = console.ask("/rappel dans 2h relancer la CAF")
    assert "Où : en message privé, pour toi." in plain(answer["text"])
    here = console.ask(":click Me le rappeler ici")
    assert here["edits"] == answer["id"]
    assert "Où : dans loire-42, pour toi." in plain(here["text"])
    assert "Où : en message privé" in said(console, ":click Me le rappeler en privé")
    console.say(":click here")
    (ring,) = rings(console, "2h")
    assert (ring["kind"], ring["to"]) == ("post", "loire-42")
    assert plain(ring["text"]) == "⏰ Rappel pour @camille : relancer la CAF"


def test_where_to_be_reminded_can_be_typed(console):
    assert "Où : dans loire-42, pour toi." in said(console, "/rappel dans 2h relancer la CAF où: ici")
    assert console.ask("/rappel ici dans 2h relancer où: privé")["code"] == "where_is_for_oneself"


def test_a_wrong_date_is_refused_with_a_reason_and_the_form(console):
    for line in ("/rappel le 31 février payer", "/rappel hier payer", "/rappel 25h payer"):
        error, form = console.say(line)
        assert (error["kind"], error["code"]) == ("error", "bad_argument")
        assert "quand" in error["text"]
        assert form["kind"] == "form"
    assert "aucun rappel" in said(console, "/rappel liste")


def test_a_reminder_without_a_date_asks_for_it_and_keeps_the_text(console):
    error, form = console.say("/rappel relancer la CAF")
    assert error["code"] == "missing_argument"
    assert fields(form)["text"]["value"] == "relancer la CAF"
    assert f"Quand : {SUNDAY_9}." in said(console, ":submit quand=demain 9h")


def test_the_word_alone_opens_the_form(console):
    (form,) = console.say("/rappel")
    assert [field["label"] for field in form["form"]["fields"]] == ["pour", "quand", "texte", "où"]
    answer = said(console, ":submit quand=demain 9h; texte=relancer la CAF\\; puis la CPAM")
    assert "relancer la CAF; puis la CPAM" in answer


def test_a_text_that_is_too_long_is_refused_and_one_that_fits_is_kept_whole(console):
    fits = "mot " * 249 + "fin!"
    assert len(fits) == 1000
    assert fits in console.ask(f"/rappel demain 9h {fits}")["text"]
    error = console.say(f"/rappel demain 9h {fits}x")[0]
    assert error["code"] == "bad_argument"
    assert "1001" in error["text"]
    assert "1000" in error["text"]


def test_two_hundred_reminders_are_the_most(console):
    for number in range(200):
        assert console.ask(f"/rappel demain 9h tâche {number}")["kind"] == "reply"
    error = console.ask("/rappel demain 9h une de trop")
    assert (error["kind"], error["code"]) == ("error", "too_many")
    assert "200" in error["text"]
    assert "/rappel liste" in error["text"]
    console.say("/rappel supprimer 17")
    assert "n° 201" in said(console, "/rappel demain 9h une de plus")


def test_words_are_kept_as_typed_and_call_nobody(console):
    console.say("/rappel demain 9h **urgent** : dire à @channel que c’est `fini`")
    (ring,) = rings(console, "1d")
    assert "**urgent**" in ring["text"]
    assert "`fini`" in ring["text"]
    assert "@channel" not in ring["text"]


def test_words_look_the_same_everywhere(console):
    assert ": **gras** et `code`" in said(console, "/rappel lundi 9h **gras** et `code`")
    for line in ("/rappel liste", "/rappel reporter 1 1h", "/rappel pause 1", "/rappel supprimer 1"):
        assert ": **gras** et `code`" in said(console, line)
    broken = said(console, "/rappel lundi 9h texte: voir ```tout")
    assert "\\```tout" in broken


def test_an_english_speaker_is_answered_in_english(open_console):
    console = open_console(language="en")
    answer = console.ask("/remind tomorrow 9:00 call the town hall")
    assert answer["text"].split("\n") == [
        "Noted, reminder no. 1: call the town hall",
        "When: Sunday 22 November 2026 at 09:00.",
        "Where: in a private message, for you.",
    ]
    assert "1 – Sunday 22 November 2026 at 09:00: call the town hall" in said(console, "/remind list")
