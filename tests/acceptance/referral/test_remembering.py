"""Answers that helped: remembered if their author agrees, found again, and forgotten."""

import sqlite3
from contextlib import closing

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain
from tests.acceptance.referral.conftest import texts


@pytest.fixture
def helped(town):
    """Karim answered Camille in the thread, and it helped; returns what he is asked."""
    post = town.ask()
    town.say("karim", f":reply {post['id']} Passe par le site de l’ANTS avec un agent France services")
    return of_kind(town.write("camille", ":click helped"), "dm")[0]


def test_an_answer_is_shown_under_its_authors_name_if_they_agree(town, helped):
    assert button_names(helped) == ["remember-named", "remember", "write", "forget"]
    assert "Je la montrerai avec ton nom" in texts(town.write("karim", ":click remember-named"))[0]
    said = texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    assert "Déjà répondu par @karim le lundi 23 novembre 2026 : Passe par le site de l’ANTS" in said


def test_an_answer_is_shown_without_a_name_if_they_prefer(town, helped):
    town.write("karim", ":click remember")
    said = texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    assert "Une réponse déjà donnée à ce besoin, le lundi 23 novembre 2026 : Passe par" in said
    assert "karim" not in said


def test_an_answer_is_not_shown_if_they_do_not_agree_or_do_not_answer(town, helped):
    assert "Passe par" not in texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    town.write("karim", ":click forget")
    assert "Passe par" not in texts(town.say("lea", "/quipeut refaire une carte grise"))[0]


def test_an_answer_can_be_written_better_first_and_is_redacted(town, helped):
    form = of_kind(town.write("karim", ":click write"), "form")[0]
    assert fields(form)["text"]["value"].startswith("Passe par")
    saved = town.write("karim", ":submit text=Voir Mme Durand au 04 77 12 34 56; under=unnamed")
    assert "Voir Mme (nom) au (téléphone)" in texts(saved, "reply")[0]


def test_it_is_shown_for_the_same_need_in_other_words_and_for_no_other(town, helped):
    town.write("karim", ":click remember-named")
    assert "Passe par" in texts(town.say("lea", "/quipeut une dame doit refaire la carte grise"))[0]
    assert "Passe par" not in texts(town.say("lea", "/quipeut apprendre à retoucher des photos"))[0]


def test_the_author_who_pauses_is_not_named_any_more(town, helped):
    town.write("karim", ":click remember-named")
    town.card("karim", "je sais faire de la retouche photo")
    town.say("karim", "/annuaire pause")
    said = texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    assert "Passe par" in said
    assert "karim" not in said


def test_an_answer_without_text_is_not_shown_once_its_author_may_not_be_named(town):
    town.ask()
    town.say("karim", ":click help")
    town.write("camille", ":click helped")
    town.write("karim", ":click remember-named")
    assert "@karim a déjà aidé" in texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    town.card("karim", "je sais faire de la retouche photo")
    town.say("karim", "/annuaire pause")
    assert "Une réponse déjà donnée" not in texts(town.say("lea", "/quipeut refaire une carte grise"))[0]


def test_the_author_sees_and_removes_what_is_remembered(town, helped):
    town.write("karim", ":click remember-named")
    [listed] = town.write("karim", "/quipeut réponses")
    assert "Je garde 1 réponse de toi" in plain(listed["text"])
    assert "Je ne garde aucune réponse" in texts(town.write("karim", ":click unlearn=N° 1"))[0]
    assert "Passe par" not in texts(town.say("lea", "/quipeut refaire une carte grise"))[0]


def test_the_skill_is_proposed_for_the_card_once_they_agreed(town, helped):
    proposed = of_kind(town.write("karim", ":click remember-named"), "dm")
    assert [one["to"] for one in proposed] == ["@karim"]
    assert "ANTS (cartes grises, permis)" in plain(proposed[0]["text"])


def test_no_skill_is_proposed_where_the_need_names_several_or_none(town):
    town.ask(text="mot de passe perdu sur ameli et retouche photo")
    town.say("karim", ":click help")
    town.write("camille", ":click helped")
    assert of_kind(town.write("karim", ":click remember-named"), "dm") == []


def erase(town, who):
    """Have somebody erase all that is held on them."""
    town.write(who, "/maillage mes-données")
    town.write(who, ":click ask-to-erase")
    assert "effacé" in texts(town.write(who, ":click erase-data"))[0]


@pytest.mark.parametrize(("button", "stays"), [("remember-named", False), ("remember", True)])
def test_after_an_erasure_an_answer_stays_only_without_a_name(town, helped, button, stays):
    town.write("karim", f":click {button}")
    erase(town, "karim")
    said = texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    assert ("Passe par" in said) is stays
    assert "karim" not in said


def test_a_question_whose_author_is_erased_is_not_asked_any_more(town):
    town.ask()
    erase(town, "camille")
    shown = [one for one in town.console.outputs if one["kind"] == "update" and one["to"] == "loire-42"][-1]
    assert plain(shown["text"]) == "Cette question n’est plus posée."
    assert shown["buttons"] == []


def test_who_helped_is_taken_out_of_the_post_when_they_are_erased(town):
    town.ask()
    town.say("karim", ":click help")
    erase(town, "karim")
    shown = [one for one in town.console.outputs if one["kind"] == "update" and one["to"] == "loire-42"][-1]
    assert "karim" not in shown["text"]


def test_the_words_of_an_erased_asker_leave_the_answers_of_others(town):
    post = town.ask(need="refaire une carte grise bordeauxrouge")
    town.say("karim", f":reply {post['id']} Passe par le site de l’ANTS")
    town.write("camille", ":click helped")
    town.write("karim", ":click remember-named")
    erase(town, "camille")
    shown = texts(town.say("lea", "/quipeut refaire une carte grise"))[0]
    assert "Déjà répondu par @karim" in shown
    assert "bordeauxrouge" not in texts(town.write("karim", "/maillage mes-données"))[0]


def needs_beside_answers(folder):
    """The words of the needs that stand beside the answers that are remembered."""
    with closing(sqlite3.connect(next(folder.rglob("maillage.db")))) as database:
        return [need for (need,) in database.execute("SELECT need FROM referral_answer ORDER BY need")]


def test_the_words_of_an_erased_asker_leave_the_answers_of_others_once_the_need_is_gone_too(tmp_path, town):
    post = town.ask(need="refaire une carte grise bordeauxrouge")
    town.say("karim", f":reply {post['id']} Passe par le site de l’ANTS")
    town.write("camille", ":click helped")
    town.write("karim", ":click remember-named")
    town.console.advance("200d")
    assert "bordeauxrouge" in texts(town.write("camille", "/maillage mes-données"))[0]
    assert needs_beside_answers(tmp_path) == ["refaire une carte grise bordeauxrouge"]
    erase(town, "camille")
    assert needs_beside_answers(tmp_path) == [""]
    assert "Déjà répondu par @karim" in texts(town.say("lea", "/quipeut refaire une carte grise"))[0]


def test_the_same_words_of_another_asker_stay_beside_the_answer_to_them(tmp_path, town):
    for asker in ("camille", "lea"):
        post = town.ask(asker, need="refaire une carte grise bordeauxrouge")
        town.say("karim", f":reply {post['id']} Passe par le site de l’ANTS")
        town.write(asker, ":click helped")
        town.write("karim", ":click remember")
    erase(town, "camille")
    assert needs_beside_answers(tmp_path) == ["", "refaire une carte grise bordeauxrouge"]


def test_an_answer_that_its_author_removes_leaves_the_letters_that_told_it(town, helped):
    town.write("karim", ":click remember-named")
    town.say("jeanne", ":advance 1h")
    town.say("jeanne", "/lettre envoyer")
    town.say("jeanne", ":click send")
    assert "Passe par" in str(town.say("jeanne", "/lettre historique 1"))
    town.write("karim", "/quipeut réponses")
    town.write("karim", ":click unlearn=N° 1")
    read_again = str(town.say("jeanne", "/lettre historique 1"))
    assert "Lettre n°" in read_again
    assert "Passe par" not in read_again


def test_an_answer_is_told_in_the_letter_of_the_channel_where_it_was_asked_for_and_in_no_other(town, helped):
    town.write("karim", ":click remember-named")
    town.say("jeanne", ":role jeanne coordinator", "savoie-73")
    town.say("jeanne", ":advance 1h")
    assert "Passe par" in str(town.say("jeanne", "/lettre aperçu"))
    assert "Passe par" not in str(town.say("jeanne", "/lettre aperçu", "savoie-73"))


def test_an_answer_between_two_people_is_told_in_no_letter(town):
    town.card("karim", "je sais refaire une carte grise")
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask-one")
    town.say("camille", ":submit text=refaire une carte grise")
    town.write("karim", ":click help")
    town.write("camille", ":click helped")
    town.write("karim", ":click write")
    saved = town.write("karim", ":submit text=Passe par le site de l’ANTS; under=named")
    assert "Passe par" in str(saved)
    town.say("jeanne", ":advance 1h")
    assert "Passe par" not in str(town.say("jeanne", "/lettre aperçu"))
