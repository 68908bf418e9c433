"""Asking the channel and a colleague: without details, twice at most, until somebody helps."""

import pytest

from tests.acceptance.console import button_names, fields, of_kind, plain
from tests.acceptance.referral.conftest import texts

DETAILED = "Mme Dupont (06 12 34 56 78) veut refaire sa carte grise à Feurs"


def test_what_would_be_posted_is_shown_first_without_details(town):
    town.say("camille", f"/quipeut {DETAILED}")
    form = of_kind(town.say("camille", ":click ask"), "form")[0]
    shown = fields(form)["text"]["value"]
    assert shown == "Mme (nom) (téléphone) veut refaire sa carte grise à Feurs"
    [post] = of_kind(town.say("camille", f":submit text={shown}"), "post")
    assert plain(post["text"]).startswith(f"@camille cherche de l’aide. « {shown} »")
    assert button_names(post) == ["help", "settle"]


def test_details_put_back_are_taken_out_again_and_shown_with_a_warning(town):
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask")
    again = of_kind(town.say("camille", ":submit text=Carte grise de M. Martin, 06 12 34 56 78"), "form")[0]
    field = fields(again)["text"]
    assert field["value"] == "Carte grise de M. (nom), (téléphone)"
    assert "un e-mail ou un numéro n’est jamais publié" in plain(field["error"])
    still = of_kind(town.say("camille", ":submit text=Carte grise, 06 12 34 56 78"), "form")[0]
    assert fields(still)["text"]["value"] == "Carte grise, (téléphone)"
    [post] = of_kind(town.say("camille", ":submit text=Carte grise"), "post")
    assert "06" not in post["text"]


def test_somebody_may_insist_on_a_word_that_is_no_name(town):
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask")
    again = of_kind(town.say("camille", ":submit text=Qui connaît Karim Benali Formation ?"), "form")[0]
    assert "Si ce n’en est pas un" in plain(fields(again)["text"]["error"])
    [post] = of_kind(town.say("camille", ":submit text=Qui connaît Karim Benali Formation ?"), "post")
    assert "Qui connaît Karim Benali Formation ?" in plain(post["text"])


def test_from_a_dm_it_is_posted_in_the_bound_channel(town):
    town.write("camille", "qui peut aider à refaire une carte grise ?")
    assert of_kind(town.write("camille", ":click ask"), "form")
    [post] = of_kind(town.write("camille", ":submit text=Carte grise"), "post")
    assert post["to"] == "loire-42"


def test_from_a_dm_the_channel_is_chosen_where_there_are_several(town):
    town.say("jeanne", "/maillage configurer", "roannais")
    town.say("jeanne", ":submit territory=Loire; zone=Paris", "roannais")
    town.write("camille", "qui peut aider à refaire une carte grise ?")
    [which] = town.write("camille", ":click ask")
    assert [option["label"] for option in which["menus"][0]["options"]] == ["loire-42", "roannais"]
    assert of_kind(town.write("camille", ":click ask-in=roannais"), "form")
    [post] = of_kind(town.write("camille", ":submit text=Carte grise"), "post")
    assert post["to"] == "roannais"


def test_without_any_bound_channel_somebody_is_told_where_to_ask(open_console):
    console = open_console()
    console.say(":in @bot")
    console.say("qui peut aider à refaire une carte grise ?")
    [refused] = console.click("ask")
    assert "Je ne connais aucun canal de ton territoire" in plain(refused["text"])


def test_who_can_help_presses_once_and_both_are_told(town):
    post = town.ask()
    seen = town.say("karim", ":click help")
    assert texts(seen, "reply") == ["Merci ! @camille sait que tu peux aider : écrivez-vous."]
    assert "@karim peut t’aider" in texts(seen, "dm", "@camille")[0]
    [shown] = of_kind(seen, "update")
    assert shown["edits"] == post["id"]
    assert "@karim propose son aide." in plain(shown["text"])
    again = town.say("karim", ":click help")
    assert "Tu as déjà proposé ton aide" in texts(again)[0]
    assert of_kind(again, "dm") == []
    assert "propre question" in texts(town.say("camille", ":click help"))[0]


def test_an_answer_in_the_thread_is_told_to_who_asked_once(town):
    post = town.ask()
    seen = town.say("karim", f":reply {post['id']} passe par France services, Mme Durand 04 77 12 34 56")
    assert "@karim a répondu à ta question" in texts(seen, "dm", "@camille")[0]
    assert of_kind(town.say("karim", f":reply {post['id']} le mardi"), "dm") == []
    assert of_kind(town.say("camille", f":reply {post['id']} merci"), "dm") == []
    seen = town.write("camille", ":click helped")
    [asked] = of_kind(seen, "dm")
    assert asked["to"] == "@karim"
    assert "passe par France services, Mme (nom) (téléphone)\nle mardi" in plain(asked["text"])
    assert "C’est réglé, grâce à @karim." in texts(seen, "update", "loire-42")[0]


def test_only_who_asked_or_a_coordinator_settles_it(town):
    town.ask()
    assert "Seule la personne" in texts(town.say("karim", ":click settle"))[0]
    seen = town.say("jeanne", ":click settle")
    assert "C’est réglé." in texts(seen, "update")[0]
    assert (
        "déjà réglé" in texts(town.say("karim", ":click help"))[0]
        or of_kind(seen, "update")[0]["buttons"] == []
    )


def test_who_asked_says_who_helped(town):
    town.ask()
    town.say("karim", ":click help")
    town.say("lea", ":click help")
    [asked] = town.say("camille", ":click settle")
    labels = [option["label"] for option in asked["menus"][0]["options"]]
    assert labels == ["@karim", "@lea", "Personne de la liste"]
    seen = town.say("camille", ":click settled-by=@lea")
    assert [one["to"] for one in of_kind(seen, "dm")] == ["@lea"]
    assert "grâce à @lea" in texts(seen, "update", "loire-42")[-1]


def test_without_an_answer_it_is_asked_once_more_then_it_is_an_open_question(town, console):
    first = town.ask()
    again = console.advance("48h")
    [second] = of_kind(again, "post")
    assert plain(second["text"]).startswith("Nouvel appel : @camille cherche toujours de l’aide.")
    assert [one["edits"] for one in of_kind(again, "update")] == [first["id"]]
    later = console.advance("48h")
    assert of_kind(later, "post") == []
    [listed] = town.say("karim", "/quipeut questions")
    assert "1. refaire une carte grise (@camille, le" in plain(listed["text"])
    [question] = town.say("karim", ":click question=N° 1")
    assert button_names(question) == ["help", "settle", "again"]
    assert "Seule la personne" in texts(town.say("karim", ":click again"))[0]
    town.say("jeanne", "/quipeut questions")
    town.say("jeanne", ":click question=N° 1")
    assert of_kind(town.say("jeanne", ":click again"), "post")
    assert "Aucune question ouverte" in texts(town.say("jeanne", "/quipeut questions"))[0]


def test_with_an_answer_it_is_not_asked_again(town, console):
    town.ask()
    town.say("karim", ":click help")
    assert of_kind(console.advance("200h"), "post") == []


def test_open_questions_are_those_of_the_territory(town, console):
    town.ask()
    console.advance("97h")
    town.say("jeanne", "/maillage configurer", "rhone-69")
    town.say("jeanne", ":submit territory=Rhône; zone=Paris", "rhone-69")
    assert "Aucune question" in texts(town.say("karim", "/quipeut questions", "rhone-69"))[0]
    town.say("jeanne", "/maillage configurer", "roannais")
    town.say("jeanne", ":submit territory=Loire; zone=Paris", "roannais")
    assert "carte grise" in texts(town.say("karim", "/quipeut questions", "roannais"))[0]


def ask_karim(town, who):
    seen = town.say(who, ":click ask-one")
    return town.say(who, ":submit") if of_kind(seen, "form") else seen


@pytest.fixture
def asked(town):
    """Karim is asked by Camille."""
    town.card("karim", "je sais faire de la retouche photo")
    town.say("camille", "/quipeut retouche photo pour Mme Dupont")
    town.say("camille", ":click ask-one")
    [request] = of_kind(town.say("camille", ":submit"), "dm")
    return request


def test_a_colleague_is_asked_without_details_and_may_say_yes(town, asked):
    assert asked["to"] == "@karim"
    assert "retouche photo pour Mme (nom)" in plain(asked["text"])
    assert button_names(asked) == ["help", "decline", "pause"]
    assert "@karim peut t’aider" in texts(town.write("karim", ":click help"), "dm", "@camille")[0]


def test_a_colleague_may_say_no_without_a_reason_and_is_not_asked_again(town, asked):
    seen = town.write("karim", ":click decline")
    assert "@karim ne peut pas aider cette fois" in texts(seen, "dm", "@camille")[0]
    [again] = town.say("camille", ":click ask-one")
    assert "J’ai déjà demandé à @karim" in plain(again["text"])


def test_a_colleague_may_take_a_break(town, asked):
    town.write("karim", ":click pause")
    town.say("lea", "/quipeut retouche photo")
    assert "karim" not in texts(town.say("lea", "/quipeut retouche photo"))[0]


def test_a_colleague_who_paused_since_is_not_asked(town):
    town.card("karim", "je sais faire de la retouche photo")
    town.say("camille", "/quipeut retouche photo")
    town.say("karim", "/annuaire pause")
    seen = town.say("camille", ":click ask-one")
    assert of_kind(seen, "dm") == []
    assert "Je ne peux pas solliciter @karim en ce moment" in texts(seen)[0]


def test_nobody_is_asked_more_than_three_times_a_day(town, console):
    town.card("karim", "je sais faire de la retouche photo")
    asked = []
    for who in ("camille", "lea", "sofia", "paul"):
        town.say(who, "/quipeut retouche photo")
        asked.append(len(of_kind(ask_karim(town, who), "dm")))
    assert asked == [1, 1, 1, 0]
    console.advance("25h")
    town.say("paul", "/quipeut retouche photo")
    assert of_kind(ask_karim(town, "paul"), "dm")


def test_only_what_was_taken_out_may_be_insisted_on(town):
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask")
    town.say("camille", ":submit text=Carte grise, 06 12 34 56 78")
    said = "Carte grise pour Mme Ginette Blanchard, 12 rue des Lilas à Feurs"
    [form] = of_kind(town.say("camille", f":submit text={said}"), "form")
    assert fields(form)["text"]["value"] == "Carte grise pour Mme (nom), (adresse) à Feurs"
    [form] = of_kind(town.say("camille", ":submit text=Carte grise pour Karim Benali Formation"), "form")
    assert fields(form)["text"]["value"].startswith("Carte grise pour (nom)")


def test_more_words_leave_what_is_posted_as_its_author_accepted_it(town):
    town.ask()
    town.say("camille", ":click other")
    town.say("camille", ":click more")
    town.say("camille", ":submit text=mon usager boit, il veut une carte grise")
    [shown] = of_kind(town.say("karim", ":click help"), "update")
    assert "refaire une carte grise" in plain(shown["text"])
    assert "boit" not in shown["text"]


def test_danger_is_answered_with_numbers_and_posted_nowhere(town):
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask")
    seen = town.say(
        "camille", ":submit text=une dame est frappée par son mari en ce moment, qui peut aider ?"
    )
    assert of_kind(seen, "post") == []
    assert "17" in texts(seen)[0]
    for verb in ("", "chercher "):
        [told] = town.say("camille", f"/annuaire {verb}qui peut aider une dame qui veut se suicider")
        assert "3114" in plain(told["text"])


def test_an_offer_that_did_not_help_leaves_the_question_to_be_asked_again(town, console):
    town.ask()
    town.say("karim", ":click help")
    seen = town.write("camille", ":click not-helped")
    assert "@karim" not in texts(seen, "update", "loire-42")[0]
    [again] = of_kind(console.advance("49h"), "post")
    assert plain(again["text"]).startswith("Nouvel appel")
    console.advance("49h")
    assert "carte grise" in texts(town.say("karim", "/quipeut questions"))[0]


def test_an_open_question_is_none_any_more_once_somebody_helps(town, console):
    town.ask()
    console.advance("98h")
    assert "carte grise" in texts(town.say("karim", "/quipeut questions"))[0]
    town.say("karim", "/quipeut questions")
    town.say("karim", ":click question=N° 1")
    town.say("karim", ":click help")
    assert "Aucune question" in texts(town.say("karim", "/quipeut questions"))[0]


def test_an_open_question_is_forgotten_after_half_a_year(town, console):
    town.ask()
    console.advance("98h")
    console.advance("200d")
    assert "Aucune question" in texts(town.say("karim", "/quipeut questions"))[0]


def test_a_colleague_is_not_asked_at_night(town, console):
    town.card("karim", "je sais faire de la retouche photo")
    console.advance("13h")
    town.say("camille", "/quipeut retouche photo")
    assert of_kind(ask_karim(town, "camille"), "dm") == []
    assert "@karim" in [one["to"] for one in of_kind(console.advance("12h"), "dm")]


def test_a_colleague_is_asked_with_words_that_were_read_first(town):
    town.card("karim", "je sais faire de la retouche photo")
    town.say("camille", "/quipeut retouche photo pour la voiture ab-123-cd")
    [form] = of_kind(town.say("camille", ":click ask-one"), "form")
    assert fields(form)["text"]["value"] == "retouche photo pour la voiture (numéro)"
    [again] = of_kind(
        town.say("camille", ":submit text=retouche photo pour M. Martin, 06 12 34 56 78"), "form"
    )
    assert fields(again)["text"]["value"] == "retouche photo pour M. (nom), (téléphone)"
    [request] = of_kind(town.say("camille", ":submit text=retouche d’une photo de famille"), "dm")
    assert plain(request["text"]).endswith("« retouche d’une photo de famille »")


def test_who_wants_to_be_left_in_peace_is_asked_by_nobody(town):
    town.card("karim", "je sais faire de la retouche photo")
    town.say("karim", "/maillage préférences")
    town.say("karim", ":submit daily_cap=0")
    town.say("camille", "/quipeut retouche photo")
    assert "Je ne peux pas solliciter @karim" in texts(town.say("camille", ":click ask-one"))[0]


def test_the_same_question_is_not_asked_twice_at_once(town):
    town.ask()
    town.say("camille", "/quipeut une carte grise pour un camion")
    town.say("camille", ":click ask")
    seen = town.say("camille", ":submit text=une carte grise pour un camion")
    assert of_kind(seen, "post") == []
    assert "Tu poses déjà cette question" in texts(seen)[0]


def test_what_is_posted_says_what_it_is_about_whatever_was_asked_before(town):
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask")
    assert of_kind(town.say("camille", ":submit text=Qui sait animer un atelier de couture ?"), "post")
    town.say("camille", "/quipeut refaire une carte grise")
    town.say("camille", ":click ask")
    assert of_kind(town.say("camille", ":submit text=refaire une carte grise"), "post")


def test_a_channel_is_not_called_again_at_night(town, console):
    console.advance("13h")
    town.ask()
    assert of_kind(console.advance("49h"), "post") == []
    assert of_kind(console.advance("9h"), "post")


def test_a_fourth_need_is_not_dropped_without_a_word(town):
    told = texts(town.say("camille", "/quipeut pôle emploi + caf + impôts + carte grise"))[0]
    assert "carte grise" in told


def test_who_cannot_be_reached_was_not_asked_and_it_is_said(town, console):
    town.card("karim", "je sais faire de la retouche photo")
    town.say("camille", "/quipeut retouche photo")
    town.say("camille", ":fail karim")
    town.say("camille", ":click ask-one")
    town.say("camille", ":submit")
    told = texts(console.advance("12d"), "dm", "@camille")
    assert any("Je n’ai pas pu joindre @karim" in text for text in told)
