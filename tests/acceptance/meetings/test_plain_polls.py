"""A question with answers to choose from: one press is a vote."""

import pytest

from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    return open_console(channel="loire-42", user="jeanne")


def shown(console, typed):
    """Return the poll as it is shown two seconds after a line."""
    outputs = [*console.say(typed), *console.advance("2s")]
    return [plain(one["text"]) for one in outputs if one["text"].startswith("**")][-1]


def test_one_press_votes_and_another_one_moves_the_vote(console):
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad ; papier")
    console.say(":as lea")
    assert "2. CryptPad : 1 vote (lea)" in shown(console, ":click CryptPad")
    moved = shown(console, ":click Etherpad")
    assert "1. Etherpad : 1 vote (lea)" in moved
    assert "2. CryptPad : 0 vote" in moved
    voted, _post = [*console.click("papier"), *console.advance("2s")]
    assert plain(voted["text"]) == "Ton vote : papier. Pour retirer une réponse, choisis-la de nouveau."
    assert not voted["buttons"]
    (again,) = console.click("papier")
    assert plain(again["text"]) == "Ton vote : papier."
    assert "Personne n’a encore répondu" in shown(console, ":click Retirer mon vote")


def test_several_answers_and_answers_of_voters_where_they_are_wanted(console):
    console.say("/sondage Qui apporte quoi ? ; gâteau ; café ; plusieurs réponses ; ajouts libres")
    console.say(":click gâteau")
    both = shown(console, ":click café")
    assert "gâteau : 1 vote (jeanne)" in both
    assert "café : 1 vote (jeanne)" in both
    console.click("café")
    assert "café : 0 vote" in shown(console, ":click Retirer « café »")
    console.say(":click café")
    console.say(":click Ajouter une réponse")
    (refused,) = of_kind(console.say(":submit answer=Café"), "error")
    assert "déjà proposée" in plain(refused["text"])
    assert "3. un jus de pomme : 1 vote (jeanne)" in shown(console, ":submit answer=un  jus de pomme")


def test_an_anonymous_one_shows_results_only_once_it_is_closed(console):
    console.say("/sondage On continue ? ; anonyme ; clôture demain 18h")
    for name, answer in (("lea", "Oui"), ("paul", "Oui"), ("karim", "Non")):
        console.say(f":as {name}")
        before = shown(console, f":click {answer}")
    assert "vote (" not in before
    assert "1. Oui\n2. Non" in before
    assert "3 personnes ont répondu" in before
    closed = shown(console, ":advance 2d")
    assert "1. Oui : 2 votes\n2. Non : 1 vote\n" in closed
    assert "3 personnes ont répondu" in closed


@pytest.mark.parametrize(
    ("typed", "question", "answers"),
    [
        ("On mange où ? pizza, kebab ou sushi", "On mange où ?", "pizza\nkebab\nsushi"),
        ("quel outil pour la visio: jitsi/bbb", "quel outil pour la visio", "jitsi\nbbb"),
        ("Quel logo ? - le bleu - le rouge", "Quel logo ?", "le bleu\nle rouge"),
        ("Etherpad ou CryptPad ?", "Etherpad ou CryptPad ?", ""),
    ],
)
def test_one_sentence_that_yes_or_no_does_not_answer_is_not_posted_unseen(console, typed, question, answers):
    """Sixty colleagues would read it: what was set apart, and what is missing, is shown first."""
    (form,) = console.say(f"/sondage {typed}")
    values = {one["name"]: one["value"] for one in form["form"]["fields"]}
    assert (values["question"], values["answers"] or "") == (question, answers)


def test_words_about_a_poll_manage_it_and_ask_nothing(console):
    (none,) = of_kind(console.say("/sondage clore"), "error")
    assert "Aucun sondage" in none["text"]
    console.say("/sondage On continue ?")
    (managed,) = console.say("/sondage clore le sondage")
    assert "« On continue ? »" in plain(managed["text"])
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad")
    console.say("/sondage résultats")
    (chosen,) = console.say(":click Choisir un sondage=On continue ?")
    assert "On continue ?" in plain(chosen["text"])
    console.say(":as lea")
    (of_others,) = of_kind(console.say("/sondage supprimer le sondage"), "error")
    assert "Aucun sondage" in of_others["text"]


def test_a_poll_is_closed_shown_and_opened_again_by_its_name_or_the_only_one_by_itself(console):
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad ; clôture demain 18h")
    console.say("/sondage Quelle salle ? ; Eden ; Mairie")
    (shown_,) = console.say("/sondage résultats outil")
    assert "1. Etherpad : 0 vote" in plain(shown_["text"])
    console.say(":as lea")
    (refused,) = console.say("/rencontre clore le sondage sur la salle")
    assert "Seules la personne qui a créé ce sondage" in plain(refused["text"])
    console.say(":as jeanne")
    (asked,) = console.say("/sondage clore salle")
    assert "Clore maintenant le vote « Quelle salle ? »" in plain(asked["text"])
    closed = console.click("Clore maintenant")
    assert [button["label"] for button in closed[0]["buttons"]] == ["Rouvrir"]
    again = console.say("/sondage rouvrir jusqu’à lundi 18h")
    assert "« Quelle salle ? » : on peut voter jusqu’au lundi" in plain(again[0]["text"])
    (which,) = console.say("/rencontre clore")
    assert [option["label"] for option in which["menus"][0]["options"]] == ["Quelle salle ?", "Quel outil ?"]
    (asked,) = console.say(":click Choisir un sondage=Quel outil ?")
    assert "« Quel outil ? »" in plain(asked["text"])
    (past,) = console.say("/sondage prolonger le sondage salle jusqu’à hier")
    assert "dans le passé" in plain(past["text"])
    posted = plain(console.say("/sondage Fermer le vendredi")[1]["text"])
    assert posted.startswith("**Fermer le vendredi**")


def test_an_anonymous_poll_says_why_it_is_not_opened_again(console):
    console.say("/sondage On continue ? ; anonyme")
    console.say("/sondage clore")
    (closed, *_rest) = console.click("Clore maintenant")
    assert closed["buttons"] == []
    (refused,) = console.say("/sondage rouvrir")
    assert "Un vote anonyme ne se rouvre jamais" in plain(refused["text"])


def test_an_answer_typed_behind_the_command_is_put_into_the_form_of_the_open_poll(open_console):
    console = open_console(channel="loire-42", user="lea")
    console.say("/sondage Quel outil ? ; Etherpad ; CryptPad ; ajouts libres")
    (form,) = console.say("/sondage ajouter Framapad")
    assert form["form"]["fields"][0]["value"] == "Framapad"
    (added, *_rest) = console.say(":submit answer=Framapad")
    assert "Ton vote : Framapad" in plain(added["text"])
