"""The letter of a channel on the console: programmed, drafted, changed, sent, read again, over outages."""

import base64
from datetime import datetime

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain

SCHEDULED = "/lettre programmer chaque lundi à 9h"


@pytest.fixture
def console(open_console):
    """A Saturday at ten; Jeanne coordinates the channel, where something is to come."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say("/rappel ici le 4 décembre à 9h rendre le bilan")
    return console


def said(outputs):
    return [plain(output["text"]) for output in outputs]


def letters(outputs):
    return [output for output in of_kind(outputs, "post") if output["text"].startswith("**Lettre")]


def draft(console):
    """Wait for the draft, and return it."""
    (found,) = [one for one in of_kind(console.advance("1d9h"), "dm") if "**Brouillon.**" in one["text"]]
    return found


def options(output, label):
    return next(
        [plain(option["label"]) for option in menu["options"]]
        for menu in output["menus"]
        if menu["label"] == label
    )


def test_programming_repeats_the_next_dates_with_their_weekdays(console):
    text = plain(console.ask(SCHEDULED)["text"])
    assert "- Quand : chaque lundi à 9 h" in text
    for day in ("lundi 23 novembre 2026", "lundi 30 novembre 2026", "lundi 7 décembre 2026"):
        assert f"{day} à 9 h" in text


def test_the_first_thursday_of_the_month_is_that_of_each_month(console):
    text = plain(console.ask("/lettre programmer le 1er jeudi du mois à 10h")["text"])
    assert "le 1er jeudi de chaque mois à 10 h" in text
    assert "jeudi 3 décembre 2026 à 10 h" in text
    assert "jeudi 4 février 2027 à 10 h" in text


def test_public_holidays_are_left_out_where_that_is_wanted(console):
    console.say("/lettre programmer chaque vendredi à 9h sauf jours fériés")
    console.advance("20d")
    text = plain(console.ask("/lettre")["text"])
    assert "vendredi 18 décembre 2026" in text
    assert "vendredi 25 décembre 2026" not in text
    assert "vendredi 8 janvier 2027" in text


@pytest.mark.parametrize("line", ["demain", "lundi 9h", "bof", "tous les mois", "le 3 mars 2027"])
def test_what_is_no_rhythm_is_explained_in_a_form(console, line):
    problem, form = console.say(f"/lettre programmer {line}")
    assert problem["kind"] == "error"
    assert "Par exemple : `/lettre programmer chaque lundi à 9h`" in plain(problem["text"])
    assert fields(form)["rhythm"]["value"] == line


def test_only_coordinators_program_send_pause_and_set(console):
    console.say(SCHEDULED)
    console.say(":as paul")
    for line in (SCHEDULED, "/lettre envoyer", "/lettre pause", "/lettre réglages"):
        answer = console.say(line)[0]
        assert "Seules les personnes qui coordonnent ce canal" in answer["text"], line
    assert button_names(console.ask("/lettre")) == ["preview", "history"]
    assert "réunion de réseau" in console.ask("/lettre aperçu")["text"]


def test_the_draft_comes_the_evening_before_and_silence_sends_it(console):
    console.say(SCHEDULED)
    found = draft(console)
    assert found["to"] == "@jeanne"
    assert found["at"].startswith("2026-11-22T18:00")
    assert "réunion de réseau" in found["text"]
    (sent,) = letters(console.advance("1d"))
    assert sent["at"].startswith("2026-11-23T09:00")
    assert sent["text"].startswith("**Lettre n°\u00a01 — loire-42, lundi 23 novembre 2026**")
    assert "réunion de réseau" in sent["text"]
    assert "rendre le bilan" in sent["text"]


def test_an_item_is_dropped_put_back_and_moved_and_the_letter_says_what_the_draft_said(console):
    console.say(SCHEDULED)
    found = draft(console)
    assert len(options(found, "Retirer un élément")) == 2
    (changed,) = console.say(":click Retirer un élément=1")
    assert "réunion de réseau" not in changed["text"]
    assert options(changed, "Remettre un élément") == [
        "À venir – mardi 24 novembre 2026 à 14 h : réunion de réseau"
    ]
    (changed,) = console.say(":click Remettre un élément=1")
    console.say(":click Déplacer un élément ou une rubrique=2")
    (changed,) = console.say(":click En tête")
    assert changed["text"].index("rendre le bilan") < changed["text"].index("réunion de réseau")
    (sent,) = letters(console.advance("1d"))
    assert sent["text"].index("rendre le bilan") < sent["text"].index("réunion de réseau")


def test_what_was_dropped_comes_in_no_later_letter(console):
    console.say("/lettre programmer chaque jour à 20h")
    found = [one for one in console.advance("2h") if "**Brouillon.**" in one["text"]] or of_kind(
        console.outputs, "dm"
    )
    assert found
    console.say(":click Retirer un élément=2")
    (sent,) = letters(console.advance("1d"))
    assert "rendre le bilan" not in sent["text"]
    assert letters(console.advance("5d")) == []


def test_an_editorial_opens_the_letter(console):
    console.say(SCHEDULED)
    draft(console)
    console.say(":click Écrire un éditorial")
    console.submit(text="Bonjour à *toutes* et à tous.")
    (sent,) = letters(console.advance("1d"))
    assert sent["text"].index("Bonjour à *toutes*") < sent["text"].index("À venir")


def test_a_letter_is_postponed_but_not_past_the_next_one(console):
    console.say(SCHEDULED)
    draft(console)
    console.say(":click Reporter")
    assert "la lettre suivante part lundi 30 novembre" in said(console.submit(when="le 1er décembre à 9h"))[0]
    assert "mardi 24 novembre 2026 à 10 h" in said(console.submit(when="mardi à 10h"))[0]
    assert letters(console.advance("1d")) == []
    (sent,) = letters(console.advance("1d"))
    assert sent["at"].startswith("2026-11-24T10:00")
    assert "mardi 24 novembre 2026**" in sent["text"]


def test_a_letter_that_is_not_sent_leaves_its_items_to_the_next_one(console):
    console.say(SCHEDULED)
    draft(console)
    console.click("Oui, ne pas l’envoyer", console.click("Ne pas envoyer cette fois")[0])
    assert "lundi 23 novembre" not in plain(console.ask("/lettre")["text"])
    assert letters(console.advance("1d")) == []
    (sent,) = letters(console.advance("7d"))
    assert "rendre le bilan" in sent["text"]
    assert "Lettre n°\u00a01" in sent["text"]


def test_a_skipped_date_stays_skipped_when_the_letter_is_programmed_again(console):
    console.say(SCHEDULED)
    draft(console)
    console.click("Oui, ne pas l’envoyer", console.click("Ne pas envoyer cette fois")[0])
    assert "lundi 23 novembre" not in plain(console.ask(SCHEDULED)["text"])
    assert letters(console.advance("1d")) == []
    assert len(letters(console.advance("7d"))) == 1


def test_several_coordinators_see_the_same_draft(console):
    console.say(":role karim coordinator in loire-42")
    console.say(SCHEDULED)
    draft(console)
    console.say(":as karim")
    shown = console.ask("/lettre aperçu")
    assert "**Brouillon.**" in shown["text"]
    outputs = console.say(":click Retirer un élément=1")
    assert {output["to"] for output in outputs} == {"loire-42", "@jeanne"}
    assert all("réunion de réseau" not in output["text"] for output in outputs)
    console.say(":as jeanne")
    console.click("Envoyer maintenant")
    console.say(":as karim")
    (late,) = console.say(f":click Écrire un éditorial on {shown['id']}")
    assert "La lettre n° 1 est partie" in plain(late["text"])


def test_sending_now_shows_what_goes_and_asks_once(console):
    asked = console.ask("/lettre envoyer")
    assert "Voici ce qui partira dans loire-42" in asked["text"]
    assert asked["ephemeral"] is True
    outputs = console.click("Envoyer maintenant", asked)
    assert len(letters(outputs)) == 1
    assert letters(console.click("Envoyer maintenant")) == []
    assert "Il n’y a rien à signaler" in console.ask("/lettre envoyer")["text"]
    assert "seulement quand quelqu’un l’envoie" in plain(console.ask("/lettre")["text"])


def test_pausing_takes_the_draft_back_and_resuming_has_it_come_again(console):
    console.say(SCHEDULED)
    draft(console)
    outputs = console.say("/lettre pause")
    assert any("Ce brouillon est retiré" in output["text"] for output in outputs)
    assert letters(console.advance("15d")) == []
    assert "lundi 14 décembre 2026" in plain(console.ask("/lettre reprendre")["text"])
    assert "n’est pas en pause" in console.ask("/lettre reprendre")["text"]


def test_sections_sizes_draft_and_places_are_set_in_one_form(console):
    console.say(":in veille-42")
    console.say(":role jeanne coordinator in veille-42")
    console.say("/lettre")
    console.say(":in loire-42")
    console.say(SCHEDULED)
    (form,) = console.say("/lettre réglages")
    assert "À venir : 8" in fields(form)["sections"]["value"]
    assert plain(fields(form)["lead"]["value"]) == "la veille à 18 h"
    (problem, _form) = console.submit(sections="Météo : 3", lead="bientôt", places="nulle-part")
    assert all(word in problem["text"] for word in ("Météo", "la veille à 18h", "nulle-part"))
    answer = console.ask(":submit sections=À venir : 1; lead=3 heures avant; places=veille-42")
    assert "loire-42 et veille-42" in answer["text"]
    assert "3 heures avant" in answer["text"]
    outputs = console.advance("2d")
    assert {one["to"] for one in letters(outputs)} == {"loire-42", "veille-42"}
    assert all("rendre le bilan" not in one["text"] for one in letters(outputs))
    console.say(":in veille-42")
    assert "reçoit déjà la lettre du canal loire-42" in console.ask(SCHEDULED)["text"]


def test_an_empty_letter_is_not_sent_unless_that_is_wanted(open_console):
    console = open_console(user="jeanne", channel="vide-42")
    console.say(":role jeanne coordinator in vide-42")
    console.say(SCHEDULED)
    assert letters(console.advance("3d")) == []
    console.say("/lettre réglages")
    console.submit(sections="À venir : 8", lead="aucun", empty="oui")
    (sent,) = letters(console.advance("7d"))
    assert "Rien de nouveau cette fois" in sent["text"]


def test_an_outage_over_the_hour_sends_one_letter_late_and_says_so(console):
    console.say(SCHEDULED)
    console.say(":stop")
    console.advance("10d")
    outputs = console.say(":start")
    (sent,) = letters(outputs) or letters(console.advance("1h"))
    assert "retard" in sent["text"]
    assert "Cette lettre vaut aussi pour la précédente" in sent["text"]
    assert letters(console.advance("1h")) == []


def test_an_outage_after_the_draft_sends_it_late_once(console):
    console.say(SCHEDULED)
    draft(console)
    console.say(":stop")
    console.advance("2d")
    outputs = console.say(":start")
    assert len(letters(outputs) or letters(console.advance("1h"))) == 1
    assert letters(console.advance("2d")) == []


def test_letters_are_read_again_and_exported_in_every_form(console):
    console.say(SCHEDULED)
    console.advance("3d")
    listed = console.ask("/lettre historique")
    assert "- N° 1, envoyée lundi 23 novembre 2026 à 9 h" in plain(listed["text"])
    (shown,) = console.say(":click En relire une=1")
    assert "réunion de réseau" in shown["text"]
    names = {}
    for label in ("En Markdown", "En page web", "En texte simple", "En courriel"):
        (answer,) = console.click(label, shown)
        (file,) = answer["files"]
        content = file.get("text") or base64.b64decode(file["base64"]).decode()
        assert "bilan" in content
        names[file["name"]] = file["type"]
    assert names == {
        "lettre-loire-42-1.md": "text/markdown",
        "lettre-loire-42-1.html": "text/html",
        "lettre-loire-42-1.txt": "text/plain",
        "lettre-loire-42-1.eml": "message/rfc822",
    }
    assert "Il n’y a pas de lettre n° 7" in plain(console.ask("/lettre historique 7")["text"])


def test_a_channel_overseas_has_its_letter_at_its_own_nine_o_clock(open_console):
    console = open_console(user="jeanne", channel="reunion-974")
    console.say(":role jeanne coordinator")
    console.say("/maillage configurer")
    console.submit(name="Réseau", zone="Paris", language="fr", territory="974")
    console.say("/rappel ici mardi 14h réunion")
    text = plain(console.ask(SCHEDULED)["text"])
    assert "Lettre — La Réunion" in text
    (sent,) = letters(console.advance("3d"))
    assert datetime.fromisoformat(sent["at"]).utctimetuple().tm_hour == 5
