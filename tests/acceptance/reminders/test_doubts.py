"""What may mean two things is asked about before anything is set."""

from tests.acceptance.console import plain
from tests.acceptance.reminders.telling import rings, said


def test_a_small_bare_hour_may_be_a_delay(console):
    question = console.ask("/rappel 1h sortir le gâteau")
    assert "Dans 1 heure, ou le dimanche 22 novembre 2026 à 1 h ?" in plain(question["text"])
    assert "samedi 21 novembre 2026 à 11 h" in said(console, ":click Dans 1 heure")
    assert len(rings(console, "1h")) == 1


def test_a_small_bare_hour_may_be_an_hour(console):
    console.say("/rappel 1h sortir le gâteau")
    assert "dimanche 22 novembre 2026 à 1 h" in said(console, ":click hour")


def test_an_hour_with_its_preposition_is_clear(console):
    assert "C’est noté" in said(console, "/rappel à 1h sortir le gâteau")
    assert "C’est noté" in said(console, "/rappel 9h sortir le gâteau")


def test_a_slip_in_a_verb_does_not_set_a_reminder(console):
    console.say("/rappel lundi 9h relancer la CAF")
    question = console.ask("/rappel suprimer 1 demain")
    assert [plain(button["label"]) for button in question["buttons"]] == [
        "Supprimer le rappel 1",
        "Créer ce rappel",
    ]
    assert "supprimé : relancer la CAF" in said(console, ":click Supprimer le rappel 1")
    assert "aucun rappel" in said(console, "/rappel liste")
    assert "C’est noté" in said(console, "/rappel acheter 3 demain")


def test_one_person_at_a_time_is_said(console):
    for name in ("paul", "lea", "camille"):
        console.say(f":as {name}")
    answer = console.say("/rappel @paul @lea lundi 9h bonjour")[0]
    assert "Une seule personne à la fois : pose un autre rappel pour @lea." in plain(answer["text"])


def test_a_name_without_its_sign_is_offered(console):
    console.say(":as lea")
    console.say(":as camille")
    answer = console.ask("/rappel pour lea lundi 9h bonjour")
    assert "Le rappeler plutôt à @lea" in [plain(button["label"]) for button in answer["buttons"]]


def test_the_colon_after_a_name_is_no_text(console):
    console.say(":as karim")
    console.say(":as camille")
    answer = console.say("/rappel vendredi 14h @karim : appeler")[0]
    assert plain(answer["text"]).startswith("C’est noté, rappel n° 1 : appeler")


def test_a_colleague_unknown_in_the_form_is_told_on_its_field_and_nothing_typed_is_lost(console):
    console.say("/rappel")
    error, form = console.say(":submit texte=dire bonjour; quand=demain 9h; pour=karimm")
    assert (error["kind"], error["code"]) == ("error", "bad_argument")
    values = {field["name"]: field["value"] for field in form["form"]["fields"]}
    assert (values["text"], values["when"], values["whom"]) == ("dire bonjour", "demain 9h", "karimm")
    (field,) = [field for field in form["form"]["fields"] if field["error"]]
    assert field["name"] == "whom"
    (noted,) = console.say(":submit pour=moi")
    assert "dire bonjour" in noted["text"]
