"""A meeting moves, or is cancelled: those concerned are told, old and new, and no calendar keeps the old."""

import pytest
from icalendar import Calendar

from tests.acceptance.console import fields, of_kind, plain

LINE = "/rencontre fixer Réunion de réseau ; mardi 8 décembre 14h-16h ; lieu : salle des fêtes ; 2 places"


@pytest.fixture
def console(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    for name in ("lea", "paul", "jeanne"):
        console.say(f":as {name}")
        console.say("/rencontre")
    console.say(LINE)
    for name, label in (("lea", "Je viens"), ("paul", "Peut-être")):
        console.say(f":as {name}")
        console.click(label)
    console.say(":as jeanne")
    return console


def event(output):
    (file,) = output["files"]
    calendar = Calendar.from_ical(file["text"])
    return str(calendar["method"]), calendar.walk("VEVENT")[0]


def test_a_moved_meeting_is_told_in_words_and_by_a_file_of_the_same_name(console):
    first = event(of_kind(console.outputs, "post")[-1])[1]
    outputs = console.say("/rencontre modifier la réunion du 8 décembre ; jeudi 10 15h ; lieu : Roanne")
    (answer,), (shown,) = of_kind(outputs, "reply"), of_kind(outputs, "update")
    assert "sont prévenus dans deux minutes" in plain(answer["text"])
    assert "Le fichier ci-dessous date d’avant le dernier changement" in plain(shown["text"])
    outputs = console.advance("2m")
    (post,) = of_kind(outputs, "post")
    lines = plain(post["text"]).splitlines()
    assert lines[1:3] == [
        "Date : mardi 8 décembre 2026 de 14 h à 16 h → jeudi 10 décembre 2026 de 15 h à 17 h",
        "Lieu : salle des fêtes → Roanne",
    ]
    assert "supprime-la de ton agenda" in lines[3]
    method, second = event(post)
    assert (method, second["uid"]) == ("PUBLISH", first["uid"])
    assert second["sequence"] == first["sequence"] + 1
    told = {one["to"]: plain(one["text"]) for one in of_kind(outputs, "dm")}
    assert set(told) == {"@lea", "@paul"}
    assert "ta place est gardée" in told["@lea"]
    assert "Et à la nouvelle date ?" in told["@paul"]


def test_several_changes_in_a_row_are_told_as_one_even_by_a_bot_that_was_stopped(console):
    console.say("/rencontre modifier jeudi 10 15h")
    console.advance("90s")
    (answer, *_shown) = console.say("/rencontre modifier vendredi 11 15h")
    assert plain(answer["text"]).splitlines()[-2:] == [
        "Il dira :",
        "- Date : mardi 8 décembre 2026 de 14 h à 16 h → vendredi 11 décembre 2026 de 15 h à 17 h",
    ]
    assert not of_kind(console.advance("90s"), "post")
    console.say(":stop")
    console.advance("10m")
    outputs = console.say(":start")
    assert sorted(one["to"] for one in outputs if one["kind"] in ("post", "dm")) == [
        "@lea",
        "@paul",
        "loire-42",
    ]
    for one in [*of_kind(outputs, "post"), *of_kind(outputs, "dm")]:
        assert "mardi 8 décembre 2026 de 14 h à 16 h → vendredi 11" in plain(one["text"])


def test_changes_that_cancel_each_other_out_are_told_to_nobody_and_an_end_at_once(console):
    console.say("/rencontre modifier jeudi 10 15h")
    (answer, *_shown) = console.say("/rencontre modifier mardi 8 décembre 14h-16h")
    assert "personne n’est prévenu" in plain(answer["text"])
    assert not [one for one in console.advance("1h") if one["kind"] in ("post", "dm")]
    console.say("/rencontre modifier jeudi 10 15h")
    console.say("/rencontre annuler")
    outputs = console.click("Annuler la rencontre")
    (post,) = of_kind(outputs, "post")
    assert "elle était prévue mardi 8 décembre" in plain(post["text"])
    assert not [one for one in console.advance("1h") if one["kind"] in ("post", "dm")]


def test_what_begins_soon_is_told_at_once(console):
    console.advance("17d3h50m")
    outputs = console.say("/rencontre modifier 14h30")
    assert "prévenu maintenant" in plain(of_kind(outputs, "reply")[0]["text"])
    assert {one["to"] for one in of_kind(outputs, "dm")} == {"@lea", "@paul"}


def test_what_concerns_nobody_is_told_to_nobody_and_nothing_is_changed_in_vain(console):
    assert {one["kind"] for one in console.say("/rencontre modifier 3 places")} == {"reply", "update"}
    (refused,) = console.say("/rencontre modifier 3 places")
    assert "déjà le cas" in plain(refused["text"])


def test_the_form_holds_what_is_and_what_was_not_touched_stays(console):
    (form,) = of_kind(console.say("/rencontre modifier"), "form")
    shown = {name: plain(field["value"]) for name, field in fields(form).items()}
    assert shown["where"] == "salle des fêtes"
    assert shown["date"] == "mardi 8 décembre 2026 de 14 h à 16 h"
    outputs = console.submit(where="salle des fêtes https://visio.example/a")
    assert plain(of_kind(outputs, "reply")[0]["text"]).splitlines()[1:2] == [
        "- Visio : sans visio → https://visio.example/a"
    ]
    console.say("/rencontre modifier")
    console.say("/rencontre modifier lieu : Roanne")
    console.advance("2m")
    said = plain(of_kind(console.submit(title="réunion de Réseau"), "reply")[0]["text"])
    assert "- Titre : Réunion de réseau → réunion de Réseau" in said
    assert "Lieu" not in said


def test_only_who_organises_or_coordinates_changes_it_and_what_is_unknown_is_said(console):
    console.say(":as lea")
    (refused,) = console.say("/rencontre modifier jeudi 10 14h")
    assert "Seules la personne qui organise" in plain(refused["text"])
    (refused,) = console.say("/rencontre annuler")
    assert "Seules la personne qui organise" in plain(refused["text"])
    console.say(":as jeanne")
    (unknown,) = console.say("/rencontre annuler la fête de l’été")
    assert "- Réunion de réseau, mardi 8 décembre 2026 de 14 h à 16 h" in plain(unknown["text"])
    (form,) = of_kind(console.say("/rencontre modifier le 31 novembre"), "form")
    assert "31/11" in plain(fields(form)["date"]["error"])


def test_cancelling_is_asked_once_and_told_with_its_reason_and_a_file_that_takes_it_out(console):
    (asked,) = console.say("/rencontre annuler la réunion du 8 ; raison : la salle est fermée")
    assert "Annuler « Réunion de réseau »" in plain(asked["text"])
    outputs = console.click("Annuler la rencontre")
    (post,) = of_kind(outputs, "post")
    assert "La raison : la salle est fermée" in plain(post["text"])
    assert "supprime-la de ton agenda" in plain(post["text"])
    method, cancelled = event(post)
    assert (method, cancelled["status"], cancelled["sequence"]) == ("CANCEL", "CANCELLED", 1)
    assert {one["to"] for one in of_kind(outputs, "dm")} == {"@lea", "@paul"}
    (nothing,) = console.say("/rencontre modifier")
    assert "Aucune rencontre n’est prévue ici" in plain(nothing["text"])


def test_a_seat_that_becomes_free_goes_to_whoever_waits_and_they_are_told_once(console):
    console.say("/rencontre modifier 1 place")
    console.say(":as paul")
    console.click("Je viens")
    console.say(":as lea")
    outputs = console.click("Je ne viens pas")
    (told,) = of_kind(outputs, "dm")
    assert told["to"] == "@paul"
    assert "Une place s’est libérée pour toi" in plain(told["text"])
    assert not of_kind(console.click("Je ne viens pas"), "dm")


def test_it_is_said_as_people_say_it(console):
    first = of_kind(console.say("/rencontre reporter la réunion de réseau d’une semaine"), "reply")[0]
    assert "→ mardi 15 décembre 2026 de 14 h à 16 h" in plain(first["text"])
    (asked,) = console.say("/rencontre supprimer la réunion du 15, la salle est prise")
    assert "La raison : la salle est prise" in plain(asked["text"])
    console.say("/rencontre fixer Formation ; du 20 au 21 décembre ; Roanne")
    (form,) = of_kind(console.say("/rencontre modifier la formation"), "form")
    assert plain(fields(form)["where"]["value"]) == "Roanne"
    outputs = console.say("/rencontre fixer Atelier le 22 décembre à 14h en visio https://visio.example/b")
    lines = plain(of_kind(outputs, "post")[0]["text"]).splitlines()
    assert lines[:2] == ["**Atelier** : mardi 22 décembre 2026 à 14 h", "Visio : https://visio.example/b"]


def test_who_reads_on_other_clocks_is_told_whose(console):
    console.say(":as lea")
    console.say("/maillage préférences")
    console.submit(zone="Indian/Reunion")
    console.say(":as jeanne")
    console.say("/rencontre modifier 15h")
    outputs = console.advance("2m")
    (told,) = [one for one in of_kind(outputs, "dm") if one["to"] == "@lea"]
    assert "→ mardi 8 décembre 2026 de 18 h à 20 h, heure de Reunion" in plain(told["text"])


def test_the_meeting_and_its_change_are_told_apart_without_a_semicolon(open_console):
    console = open_console(channel="loire-42", user="jeanne")
    console.say("/rencontre fixer Réunion de réseau: mardi 8 décembre de 14h à 16h, Feurs")
    console.say("/rencontre fixer mardi 15 déc 10h réunion d’équipe")
    for typed, said in (
        ("modifier mardi 8 : 15h", "→ mardi 8 décembre 2026 de 15 h à 17 h"),
        ("décaler la reunion du 8 au 9", "→ mercredi 9 décembre 2026 de 15 h à 17 h"),
        ("déplacer la réunion du 9 au 10 à 10h30", "→ jeudi 10 décembre 2026 de 10 h 30 à 12 h 30"),
        ("modifier réunion de réseau lieu Montbrison", "Lieu : Feurs → Montbrison"),
        ("modifier la réunion du 10, 20 places", "Places : sans limite → 20"),
        ("modifier réunion de réseau sans visio", "rien ne change"),
    ):
        answer = console.say(f"/rencontre {typed}")[0]
        assert said in plain(answer["text"]), typed
    (form,) = of_kind(console.say("/rencontre modifier la réunion du 10"), "form")
    assert "jeudi 10 décembre" in plain(fields(form)["date"]["value"])


def test_what_is_said_in_passing_is_asked_about_and_rights_count_at_the_press(console):
    console.say(":in @bot")
    (asked,) = console.say("décale la réunion du 8 à jeudi 10 15h")
    assert "→ jeudi 10 décembre 2026 de 15 h à 17 h" in plain(asked["text"])
    assert not [one for one in console.advance("1h") if one["kind"] == "post"]
    (refused,) = console.say("la réunion du 8 est à salle des fêtes")
    assert "rien ne change" in plain(refused["text"])
    (asked_too,) = console.say("finalement la réunion du 8 sera à Roanne")
    assert "Lieu : salle des fêtes → Roanne" in plain(asked_too["text"])
    assert "est modifiée" in plain(console.click("Modifier la rencontre")[0]["text"])
    (late,) = console.say(f":click Modifier la rencontre on {asked['id']}")
    assert "a changé entre-temps" in plain(late["text"])
    (asked,) = console.say("annule la réunion du 8, la salle est prise")
    assert "Annuler « Réunion de réseau »" in plain(asked["text"])
    console.say(":as lea")
    (refused,) = console.say("annule la réunion du 8")
    assert "Seules la personne qui organise" in plain(refused["text"])


@pytest.mark.parametrize(
    "named", ["mardi 8 décembre 15h-17h", "la réunion du 8 décembre 15h-17h", "le 8 décembre de 15h à 17h"]
)
def test_new_hours_right_behind_the_day_that_names_the_meeting_are_its_change(console, named):
    console.say("/rencontre fixer Autre ; mardi 15 décembre 14h-16h")
    (answer, *_shown) = console.say(f"/rencontre modifier {named}")
    assert plain(answer["text"]).splitlines()[1] == (
        "- Date : mardi 8 décembre 2026 de 14 h à 16 h → mardi 8 décembre 2026 de 15 h à 17 h"
    )


def when_after(console, line):
    """Type a change; return the date that is answered, or the whole answer if there is none."""
    text = plain(of_kind(console.say(f"/rencontre {line}"), "reply")[0]["text"])
    return text.split(" → ")[1].splitlines()[0] if "- Date : " in text else text


def test_the_verb_that_was_typed_says_which_way_it_moves(console):
    assert when_after(console, "avancer d’une heure") == "mardi 8 décembre 2026 de 13 h à 15 h"
    assert when_after(console, "repousser de 30 minutes") == "mardi 8 décembre 2026 de 13 h 30 à 15 h 30"
    assert when_after(console, "reporter à jeudi 10h") == "jeudi 10 décembre 2026 de 10 h à 12 h"
    assert when_after(console, "prolonger d’une heure") == "jeudi 10 décembre 2026 de 10 h à 13 h"
    assert when_after(console, "modifier jeudi 10 15h-17h") == "jeudi 10 décembre 2026 de 15 h à 17 h"
    renamed = of_kind(console.say("/rencontre renommer la réunion du 10 en Bilan"), "reply")[0]
    assert "Titre : Réunion de réseau → Bilan" in plain(renamed["text"])


def test_of_two_hours_it_is_asked_which_is_the_old_one(console):
    (asked,) = console.say("/rencontre modifier de 14h à 17h ; 3 places")
    labels = [plain(button["label"]) for button in asked["buttons"]]
    assert labels == ["mardi 8 décembre 2026 de 14 h à 17 h", "mardi 8 décembre 2026 de 17 h à 19 h"]
    text = plain(of_kind(console.click(asked["buttons"][1]["label"]), "reply")[0]["text"])
    assert "→ mardi 8 décembre 2026 de 17 h à 19 h" in text
    assert "Places : 2 → 3" in text


def test_what_is_not_understood_is_repeated_and_offered_as_what_it_may_be(console):
    (asked,) = console.say("/rencontre modifier mairie de Feurs")
    assert "« mairie de Feurs »" in plain(asked["text"])
    text = plain(of_kind(console.click("C’est le lieu"), "reply")[0]["text"])
    assert "Lieu : salle des fêtes → mairie de Feurs" in text
    (form,) = of_kind(console.say("/rencontre reporter à une date ultérieure"), "form")
    assert "ultérieure" in fields(form)["date"]["value"]
    assert "À quand ?" in plain(fields(form)["date"]["error"])
    (form,) = of_kind(console.say(f"/rencontre modifier lieu : {'très loin ' * 30}"), "form")
    assert fields(form)["where"]["value"].startswith("très loin")


def test_to_cancel_on_a_day_without_a_meeting_offers_the_one_that_there_is(console):
    (offered,) = console.say("/rencontre annuler jeudi, la salle est prise")
    assert "« jeudi »" in plain(offered["text"])
    (asked,) = console.click("Réunion de réseau, mardi 8 décembre 2026 de 14 h à 16 h")
    assert "Annuler « Réunion de réseau »" in plain(asked["text"])
    assert "La raison : la salle est prise" in plain(asked["text"])
    (asked,) = console.say("/rencontre annuler je suis malade")
    assert "La raison : je suis malade" in plain(asked["text"])


def test_several_meetings_are_told_apart_by_their_hour_and_what_was_typed_goes_on(console):
    console.say("/rencontre fixer Atelier CAF ; mardi 8 décembre 10h-12h ; Feurs")
    assert when_after(console, "modifier la réunion de 14h : 13h") == "mardi 8 décembre 2026 de 13 h à 15 h"
    assert when_after(console, "décaler mardi 8 de 10h à 11h") == "mardi 8 décembre 2026 de 11 h à 13 h"
    (asked,) = console.say("/rencontre modifier mardi 8 décembre 16h-18h ; lieu : Roanne")
    assert "De quelle rencontre parles-tu" in plain(asked["text"])
    choice = asked["menus"][0]["options"][0]["label"]
    outputs = console.say(f":click {asked['menus'][0]['label']}={choice}")
    text = plain(of_kind(outputs, "reply")[0]["text"])
    assert "→ mardi 8 décembre 2026 de 16 h à 18 h" in text
    assert "Lieu : Feurs → Roanne" in text
