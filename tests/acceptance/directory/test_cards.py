"""Cards in chat: said in a sentence, corrected, shown to who may see them, paused, erased."""

import json

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain, said


def texts(outputs):
    return [plain(output["text"]) for output in outputs]


def publish(console, sentence, who=None):
    if who:
        console.say(f":as {who}")
    console.say(f"/annuaire {sentence}")
    return console.click("publish")


def test_a_sentence_is_shown_piece_by_piece_and_published_only_once_accepted(console):
    answer = console.ask(
        "/annuaire je sais faire de la retouche photo, j’aimerais apprendre Blender, je parle arabe, "
        "je suis à Roanne, dispo le mardi"
    )
    text = plain(answer["text"])
    assert "- Commune : Roanne (42)" in text
    assert "- Compétences : retouche photo\n" in text
    assert "- Aimerait apprendre ou participer : Blender\n" in text
    assert "- Langues : arabe" in text
    assert "- Disponibilités : le mardi" in text
    assert "Rien n’est publié sans ton accord." in text
    assert button_names(answer) == ["publish", "correct", "cancel"]
    assert "pas encore de fiche" in said(console, "/annuaire fiche")
    console.click("publish")
    assert "Compétences : retouche photo" in said(console, "/annuaire fiche")


def test_what_was_cancelled_is_forgotten(console):
    console.say("/annuaire je sais faire du FALC")
    assert "rien n’en est gardé" in texts(console.click("cancel"))[0]
    assert "pas encore de fiche" in said(console, "/annuaire fiche")


def test_a_sentence_adds_to_the_card_and_says_when_all_of_it_is_there(console):
    publish(console, "je sais faire du FALC")
    publish(console, "je parle arabe")
    card = said(console, "/annuaire fiche")
    assert "Compétences : FALC" in card
    assert "Langues : arabe" in card
    assert "déjà sur ta fiche" in said(console, "/annuaire je sais faire du falc")


def test_what_says_nothing_for_a_card_gets_examples_and_a_form(console):
    answer = console.ask("/annuaire je ne sais pas faire de vidéo")
    assert "rien n’est gardé" in plain(answer["text"])
    assert "edit" in button_names(answer)


def test_the_form_is_filled_with_what_was_understood_and_loses_nothing_to_a_mistake(console):
    console.say("/annuaire je sais faire du FALC et je parle arabe, j'interviens sur Loire Forez")
    form = of_kind(console.click("correct"), "form")[0]
    assert fields(form)["skills"]["value"] == "FALC"
    assert fields(form)["perimeter"]["value"] == "Loire Forez Agglomération"
    again = console.submit(name="Camille Durand", commune="Rouane", skills="FALC, Pix")
    assert "« Commune » : je ne trouve pas de lieu « Rouane »" in texts(again)[0]
    form = of_kind(again, "form")[0]
    assert fields(form)["skills"]["value"] == "FALC, Pix"
    published = console.submit(commune="42300")
    text = texts(published)[0]
    assert "**Camille Durand**" in text
    assert "Compétences : FALC, Pix" in text
    assert "Commune : Roanne (42)" in text
    assert "Langues : arabe" in text


def test_a_card_is_taken_off_piece_by_piece_with_a_slip(console):
    publish(console, "je sais faire de la retouche photo et du FALC")
    assert "Retiré de ta fiche : retouche photo" in said(console, "/annuaire retirer retouche foto")
    assert "Ta fiche ne dit pas cela" in said(console, "/annuaire retirer plongée")
    assert "retouche photo" not in said(console, "/annuaire fiche")


def test_a_hidden_a_paused_and_no_card_look_alike_to_others_and_are_found_by_nobody(console):
    publish(console, "je sais faire du FALC", "lea")
    console.say(":as karim")
    none = said(console, "/annuaire fiche @camille")
    assert "Compétences : FALC" in said(console, "/annuaire fiche @lea")
    for hide, show in (
        ("visibilité personne", "visibilité tout le réseau"),
        ("pause", "reprendre"),
    ):
        console.say(":as lea")
        console.say(f"/annuaire {hide}")
        assert "FALC" in said(console, "/annuaire fiche")
        console.say(":as karim")
        assert said(console, "/annuaire fiche @lea") == none.replace("camille", "lea")
        assert "Je ne trouve personne" in said(console, "/annuaire chercher falc")
        console.say(":as lea")
        console.say(f"/annuaire {show}")
    console.say(":as karim")
    assert "lea" in said(console, "/annuaire chercher falc")


def test_a_card_for_the_departement_is_for_those_of_the_same(console):
    publish(console, "je sais faire du FALC, je suis à Roanne", "lea")
    console.say("/annuaire visibilité mon département")
    publish(console, "je suis à Feurs", "karim")
    assert "lea" in said(console, "/annuaire chercher falc")
    publish(console, "je suis à Lyon", "ana")
    assert "Je ne trouve personne" in said(console, "/annuaire chercher falc")
    console.say(":as paul")
    assert "pas de fiche" in said(console, "/annuaire fiche @lea")


def test_who_has_no_place_is_told_that_nobody_sees_a_card_for_the_departement(console):
    publish(console, "je sais faire du FALC")
    assert "personne pour l’instant" in said(console, "/annuaire visibilité mon département")


def test_a_pause_ends_by_itself_and_says_so(console):
    publish(console, "je sais faire du FALC")
    answer = said(console, "/annuaire pause jusqu'au 25 novembre congés")
    assert "personne ne te trouve avant le jeudi 26 novembre 2026" in answer
    assert of_kind(console.advance("4d"), "dm") == []
    told = of_kind(console.advance("1d"), "dm")
    assert "les collègues te trouvent de nouveau" in texts(told)[0]
    assert "En pause" not in said(console, "/annuaire fiche")


@pytest.mark.parametrize(
    ("wish", "back"),
    [
        ("pause 3 jours", "mardi 24 novembre 2026 à 10 h"),
        ("pose 3 jours", "mardi 24 novembre 2026 à 10 h"),
        ("pausse jusqu'au 15", "mercredi 16 décembre 2026"),
        ("pause jusqu’à noel", "vendredi 25 décembre 2026"),
        ("je suis en congé jusqu'au 15", "mercredi 16 décembre 2026"),
        ("je suis absente une semaine", "samedi 28 novembre 2026 à 10 h"),
        ("pause une semaine", "samedi 28 novembre 2026 à 10 h"),
    ],
)
def test_a_pause_is_asked_for_as_people_write_it_also_with_a_slip(console, wish, back):
    publish(console, "je sais faire du FALC")
    answer = said(console, f"/annuaire {wish}")
    assert f"personne ne te trouve avant le {back}." in answer
    assert "`/annuaire reprendre` y met fin avant" in answer
    console.say("/annuaire reprendre")
    assert "En pause" not in said(console, "/annuaire fiche")


@pytest.mark.parametrize(
    "away",
    [
        "je suis absente deux jours par semaine",
        "je serai absente à partir de lundi",
        "je suis en congé du 3 au 17 août",
        "je suis absent pour la réunion de demain",
    ],
)
def test_being_away_at_another_time_pauses_nothing(console, away):
    publish(console, "je sais faire du FALC")
    console.say(f"/annuaire {away}")
    assert "En pause" not in said(console, "/annuaire fiche")


def test_a_mistyped_verb_is_suggested_where_nobody_is_found(console):
    assert "Tu voulais peut-être dire `/annuaire modifier`" in said(console, "/annuaire modifer")


def test_a_word_like_a_verb_is_looked_for_where_nothing_says_that_it_is_one(console):
    publish(console, "je sais faire du FALC")
    assert "Je ne trouve personne pour cela : pose de carrelage" in said(
        console, "/annuaire pose de carrelage"
    )
    assert "En pause" not in said(console, "/annuaire fiche")


def test_a_pause_that_is_ended_before_is_not_told_of_again(console):
    publish(console, "je sais faire du FALC")
    console.say("/annuaire pause 2 semaines")
    console.say("/annuaire reprendre")
    assert of_kind(console.advance("20d"), "dm") == []


@pytest.mark.parametrize("wish", ["/annuaire reprends", "/annuaire reprend", "reprends ma fiche"])
def test_a_pause_ends_as_people_say_it(console, wish):
    publish(console, "je sais faire du FALC")
    console.say(":in @bot")
    said(console, "mets-moi en pause jusqu’à lundi")
    assert "En pause" in said(console, "/annuaire fiche")
    assert "les collègues te trouvent de nouveau" in said(console, wish)


def test_a_pause_with_an_end_that_cannot_be_is_explained(console):
    publish(console, "je sais faire du FALC")
    assert "31/02" in texts(console.say("/annuaire pause jusqu'au 31 février"))[0]


@pytest.mark.parametrize(
    ("until", "answer"),
    [
        ("jusqu’à la saint-glinglin", "« jusqu’au 5 janvier » ou « 2 semaines »"),
        ("jusqu'au 31 février", "31/02"),
    ],
)
def test_a_sentence_with_an_end_that_cannot_be_is_explained_and_pauses_nothing(console, until, answer):
    publish(console, "je sais faire du FALC")
    console.say(":in @bot")
    assert answer in said(console, f"mets ma fiche en pause {until}")
    assert "En pause" not in said(console, "/annuaire fiche")


@pytest.mark.parametrize("when", ["hier", "0 jours", "maladie"])
def test_what_is_no_end_starts_no_pause_and_is_not_kept(console, when):
    publish(console, "je sais faire du FALC")
    assert "2 semaines" in texts(console.say(f"/annuaire pause {when}"))[0]
    assert "En pause" not in said(console, "/annuaire fiche")


def test_a_card_is_erased_after_a_question_and_nothing_else_with_it(console):
    publish(console, "je sais faire du FALC")
    console.say("/annuaire effacer")
    assert "reste comme elle est" in texts(console.click("keep"))[0]
    console.say("/annuaire effacer")
    console.click("erase")
    assert "pas encore de fiche" in said(console, "/annuaire fiche")
    assert of_kind(console.advance("400d"), "dm") == []


def test_once_a_year_somebody_is_asked_and_twice_at_most(console):
    publish(console, "je sais faire du FALC")
    asked = of_kind(console.advance("366d"), "dm")
    assert ["toujours vraie" in text for text in texts(asked)] == [True]
    assert "samedi 21 novembre 2026" in texts(asked)[0]
    assert button_names(asked[0]) == ["right", "edit", "pause"]
    assert len(of_kind(console.advance("31d"), "dm")) == 1
    assert of_kind(console.advance("300d"), "dm") == []
    console.say(":as karim")
    assert "Pas confirmée depuis le samedi 21 novembre 2026" in said(console, "/annuaire fiche @camille")


def test_one_press_confirms_for_a_year(console):
    publish(console, "je sais faire du FALC")
    console.advance("366d")
    console.click("right")
    assert of_kind(console.advance("300d"), "dm") == []
    assert len(of_kind(console.advance("70d"), "dm")) == 1


def test_nobody_is_asked_during_a_pause(console):
    publish(console, "je sais faire du FALC")
    console.say("/annuaire pause")
    assert of_kind(console.advance("500d"), "dm") == []


def test_a_sentence_in_private_is_understood_without_a_command(console):
    console.say(":in @bot")
    answer = console.ask("je sais faire de la retouche photo")
    assert "Compétences : retouche photo" in plain(answer["text"])


def test_cards_are_drawn_in_turn_and_never_those_that_not_everybody_may_see(console):
    for name in ("lea", "karim", "ana", "zoe"):
        publish(console, f"je sais faire du FALC, je m'appelle {name.title()}", name)
    console.say("/annuaire visibilité personne")
    console.say(":as camille")
    drawn = console.ask("/annuaire piocher deux autres")
    assert not drawn["ephemeral"]
    first = {name for name in ("Lea", "Karim", "Ana", "Zoe") if f"**{name}**" in drawn["text"]}
    assert len(first) == 2
    console.advance("1m")
    again = console.click("draw")[0]
    second = {name for name in ("Lea", "Karim", "Ana", "Zoe") if f"**{name}**" in again["text"]}
    assert first | second >= {"Lea", "Karim", "Ana"}
    assert "Zoe" not in first | second


def test_ones_own_card_is_drawn_with_another(console):
    publish(console, "je sais faire du FALC, je m'appelle Lea", "lea")
    publish(console, "je sais faire de la photo, je m'appelle Camille", "camille")
    text = said(console, "/annuaire piocher")
    assert "**Camille**" in text
    assert "**Lea**" in text


def test_there_is_nothing_to_draw_from_an_empty_directory(console):
    assert "pas encore de fiche à piocher" in said(console, "/annuaire piocher")


def test_coverage_says_who_covers_what_and_what_nobody_covers(console):
    publish(console, "je m'appelle Lea, je couvre Loire Forez", "lea")
    publish(console, "je m'appelle Zoe, je suis à Roanne", "zoe")
    console.say("/annuaire visibilité personne")
    console.say(":as camille")
    answer = console.ask("/annuaire couverture Loire")
    text = plain(answer["text"])
    assert "**Qui couvre quoi : Loire**" in text
    assert "| Loire Forez Agglomération | Lea | aucune |" in text
    assert "| Roannais Agglomération | personne |" in text
    assert "Zoe" not in json.dumps(answer)
    (file,) = answer["files"]
    assert file["name"] == "couverture-42.csv"
    assert ";42147;" in file["text"]
    assert "Je ne trouve pas" in said(console, "/annuaire couverture Xyzzy")


def test_a_card_is_found_by_the_name_of_its_owner_without_an_at_sign(console):
    publish(console, "je sais faire du FALC", "karim")
    console.say(":as camille")
    for typed in ("karim", "@karim", "Karim"):
        assert "FALC" in said(console, f"/annuaire fiche {typed}")
    assert "Je n’ai pas de fiche de Zébulon" in said(console, "/annuaire fiche Zébulon")


def test_a_hidden_card_is_not_found_by_name(console):
    publish(console, "je sais faire du FALC", "karim")
    console.say("/annuaire visibilité personne")
    console.say(":as camille")
    assert "FALC" not in said(console, "/annuaire fiche karim")
