"""What somebody is shown who asks who can help."""

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain
from tests.acceptance.referral.conftest import texts


def menu(output, name):
    """The labels of a menu's options."""
    [found] = [menu for menu in output["menus"] if menu["name"] == name]
    return [option["label"] for option in found["options"]]


def test_a_need_leads_to_a_service_with_its_reason_and_to_colleagues_with_theirs(town):
    town.card("karim", "je sais faire de la retouche photo à Feurs")
    [answer] = town.say("camille", "/quipeut aider à faire de la retouche photo à Feurs")
    assert answer["ephemeral"]
    said = plain(answer["text"])
    assert said.startswith("**Conseiller numérique** : ")
    assert "- karim, compétence : retouche photo" in said
    assert "lundi 23 novembre 2026" in said
    assert button_names(answer) == ["ask", "ask-one", "other"]


@pytest.mark.parametrize("word", ["/quipeut", "/qui-peut", "/quipeux", "/who-can", "/quipeut aider"])
def test_the_command_has_several_spellings(town, word):
    [answer] = town.say("camille", f"{word} refaire une carte grise")
    assert "carte grise" in answer["text"]


def partner(town, name, commune, kind):
    """Have the coordinator add a partner."""
    town.say("jeanne", "/partenaire ajouter")
    said = f"name={name}; commune={commune}; kind={kind}; phone=04 77 00 00 00; hours=Mo-Fr 09:00-12:00"
    assert "la fiche est là" in plain(town.say("jeanne", f":submit {said}")[0]["text"])


def test_the_nearest_partners_of_that_kind_are_shown_with_contact_and_hours(town):
    partner(town, "Espace de Roanne", "Roanne", "conseillers-numeriques")
    partner(town, "Espace de Feurs", "Feurs", "conseillers-numeriques")
    said = texts(town.say("camille", "/quipeut apprendre la retouche photo à Feurs"))[0]
    line = "- Espace de Feurs, Feurs (42), 04 77 00 00 00, du lundi au vendredi de 9 h à 12 h"
    assert f"Près de Feurs :\n{line}" in said


def test_without_a_partner_of_the_best_kind_those_of_the_next_kinds_are_shown(town):
    partner(town, "France services Feurs", "Feurs", "france-service")
    said = texts(town.say("camille", "/quipeut refaire une carte grise à Feurs"))[0]
    assert "- France services Feurs, Feurs (42)" in said


def test_who_asks_is_not_proposed_to_themselves(town):
    town.card("karim", "je sais faire de la retouche photo")
    [answer] = town.say("karim", "/quipeut retouche photo")
    assert "- karim" not in answer["text"]
    assert "Aucune fiche ne correspond dans l’annuaire" in plain(answer["text"])


def test_somebody_who_paused_is_not_proposed(town):
    town.card("karim", "je sais faire de la retouche photo")
    town.say("karim", "/annuaire pause")
    [answer] = town.say("camille", "/quipeut retouche photo")
    assert "karim" not in answer["text"]


def test_danger_is_answered_by_numbers_alone_and_nothing_of_it_is_kept(town, console):
    town.card("karim", "je sais faire de la retouche photo")
    [answer] = town.say("camille", "/quipeut son mari la frappe")
    lines = plain(answer["text"]).splitlines()
    assert lines[0] == "D’abord, appeler :"
    assert all(line.startswith("**") for line in lines[1:-1])
    assert "3919" in answer["text"]
    assert button_names(answer) == ["more"]
    form = of_kind(town.say("camille", ":click more"), "form")[0]
    assert not fields(form)["text"]["value"]


@pytest.mark.parametrize("chat", ["merci", "bonjour", "merci beaucoup, bonne journée !"])
def test_chat_gets_a_friendly_line_and_no_referral(town, chat):
    [answer] = town.say("camille", f"/quipeut {chat}")
    assert plain(answer["text"]).startswith("À ton service !")
    assert (answer["buttons"], answer["menus"]) == ([], [])


def test_a_vague_need_is_asked_about_and_a_press_completes_it(town):
    [asked] = town.say("camille", "/quipeut il y a un souci avec une demande")
    assert "?" in asked["text"]
    assert button_names(asked)[0] == "option-0"
    assert button_names(asked)[-2:] == ["more", "ask"]
    [answer] = town.say("camille", ":click option-0")
    assert plain(answer["text"]).startswith("**")


def test_several_needs_get_several_answers(town):
    [answer] = town.say("camille", "/quipeut refaire sa carte grise, et aussi apprendre à envoyer des mails")
    blocks = plain(answer["text"]).split("\n\n")
    assert len(blocks) == 2
    assert all(block.startswith("**Pour « ") for block in blocks)


def test_that_is_not_it_shows_what_else_it_could_be_and_lets_one_say_more(town):
    town.say("camille", "/quipeut refaire une carte grise")
    [others] = town.say("camille", ":click other")
    labels = menu(others, "rather")
    [answer] = town.say("camille", f":click rather={labels[0]}")
    assert plain(answer["text"]).startswith(f"**{labels[0]}**")
    form = of_kind(town.say("camille", ":click more"), "form")[0]
    assert fields(form)["text"]["value"] == "refaire une carte grise"
    [answer] = town.console.submit(text="apprendre à retoucher des photos")
    assert plain(answer["text"]).startswith("**Conseiller numérique**")


def test_a_sentence_in_a_dm_is_answered_alike_and_a_reminder_stays_one(town):
    [answer] = town.write("camille", "une dame voudrait refaire sa carte grise")
    assert "carte grise" in answer["text"]
    assert "rappel n° 1" in texts(town.write("camille", "rappelle-moi demain 9h la carte grise"))[0]
    assert "Veux-tu que je te le rappelle" in texts(town.write("camille", "demain 9h appeler la CAF"))[0]


def test_a_mention_in_a_channel_is_answered_to_the_person_alone(town):
    [answer] = town.say("camille", "@maillage qui peut aider à refaire une carte grise ?")
    assert answer["ephemeral"]
    assert "carte grise" in answer["text"]


def test_somebody_elses_buttons_do_nothing(town, console):
    town.card("karim", "je sais faire de la retouche photo")
    town.say("camille", "/quipeut retouche photo")
    number = console.outputs[-1]["id"]
    refused = town.say("karim", f":click ask on {number}")
    assert of_kind(refused, "form") == []


def test_an_answer_fits_on_one_screen(town):
    for who in ("karim", "lea", "sofia", "paul"):
        town.card(who, "je sais faire de la retouche photo et du montage vidéo à Feurs")
    [answer] = town.say("camille", "/quipeut retouche photo près de Feurs")
    assert plain(answer["text"]).count("- ") <= 5 + 1
    assert len(answer["text"]) < 1500
    assert menu(answer, "ask-chosen")


def test_those_who_were_proposed_often_come_after_others(town):
    town.card("karim", "je sais faire de la retouche photo")
    town.card("lea", "je sais faire de la retouche photo")
    firsts = []
    for _time in range(8):
        [answer] = town.say("camille", "/quipeut retouche photo")
        firsts.append(menu(answer, "ask-chosen")[0])
        town.write("camille", f":click ask-chosen={firsts[-1]}")
        town.write("camille", ":submit")
    assert set(firsts) == {"karim", "lea"}
