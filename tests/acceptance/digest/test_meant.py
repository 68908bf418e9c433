"""What is evidently wished after `/lettre`, where no verb says it or the verb cannot do it."""

import pytest

from tests.acceptance.console import plain, said

LINK = "http://127.0.0.1:64999/guide"


@pytest.fixture
def console(open_console, tmp_path):
    config = tmp_path / "config.toml"
    config.write_text('[fetching]\nallowed_hosts = ["127.0.0.1"]\n')
    console = open_console(config=config)
    console.say(":role camille coordinator in loire-42")
    return console


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        ("chaque lundi 9h", "Voulais-tu dire `/lettre programmer chaque lundi 9h` ?"),
        ("changer chaque mardi 9h", "Voulais-tu dire `/lettre programmer chaque mardi 9h` ?"),
        ("demain 10h", "Voulais-tu dire `/lettre reporter demain 10h` ?"),
        ("jusqu'au 5 janvier", "Voulais-tu dire `/lettre pause jusqu'au 5 janvier` ?"),
        ("janvier", "Voulais-tu dire `/lettre historique janvier` ou `/lettre pause janvier` ?"),
        ("voir l'historique", "Voulais-tu dire `/lettre historique` ?"),
        ("montre-moi le brouillon", "Voulais-tu dire `/lettre brouillon` ?"),
        ("tous les quinze jours", "Pour `/lettre programmer` : Quel jour ?"),
        (
            "un lundi sur deux à 9h sauf pendant les vacances",
            "Pour `/lettre programmer` : Dans un rythme, je ne sais sauter",
        ),
        ("prgrammer chaque lundi 9h", "Est-ce `/lettre programmer chaque lundi 9h` ?"),
    ],
)
def test_a_line_that_is_for_another_verb_is_answered_with_what_to_type(console, typed, proposed):
    outputs = console.say(f"/lettre {typed}")
    assert [output["kind"] for output in outputs] == ["error"]
    assert proposed in plain(outputs[0]["text"])
    assert "Ce canal n’a pas de lettre" in said(console, "/lettre")


def test_words_that_say_nothing_are_not_taken_for_those_of_a_form(console):
    """Whatever has a form takes any words: that they could stand there says nothing of what was meant."""
    answer = said(console, "/lettre patate du potager")
    assert "Je ne sais pas quoi faire de" in answer
    assert "/lettre éditorial" not in answer


WHEN = {
    "janvier": ("du vendredi 1er janvier 2027 au dimanche 31 janvier 2027", [10, 9, 8, 7]),
    "de décembre": ("du mardi 1er décembre 2026 au jeudi 31 décembre 2026", [6, 5, 4, 3]),
    "novembre 2026": ("du dimanche 1er novembre 2026 au lundi 30 novembre 2026", [2, 1]),
    "le 1er février": ("du lundi 1er février 2027", [11]),
    "depuis février": ("du lundi 1er février 2027 au dimanche 28 février 2027", [12, 11]),
    "depuis le 25 janvier": ("du lundi 25 janvier 2027 au samedi 13 février 2027", [12, 11, 10]),
    "2026": ("du jeudi 1er janvier 2026 au jeudi 31 décembre 2026", [6, 5, 4, 3, 2, 1]),
    "cette semaine": ("du lundi 8 février 2027 au dimanche 14 février 2027", [12]),
}


def numbers(text):
    return [int(line[5:].split(",")[0]) for line in text.splitlines() if line.startswith("- N°")]


def test_letters_are_listed_by_when_they_went(console):
    console.say("/lettre programmer chaque lundi à 9h")
    for week in range(12):
        console.say(f"/veille {LINK}-{week} un guide")
        console.say(":advance 7d")
    for typed, (days, expected) in WHEN.items():  # it is Saturday 13 February 2027
        listed = said(console, f"/lettre historique {typed}")
        assert listed.splitlines()[0] == f"**Lettres {days}**"
        assert numbers(listed) == expected
    answer = said(console, "/lettre historique mars")
    assert answer.startswith(
        "Aucune lettre n’est partie ici du dimanche 1er mars 2026 au mardi 31 mars 2026."
    )
    assert "Aucune lettre n’est partie ici le dimanche" in said(
        console, "/lettre historique dimanche dernier"
    )
    assert said(console, "/lettre historique 12").startswith("**Lettre n° 12")
    assert "Il n’y a pas de lettre n° 99 ici" in said(console, "/lettre historique 99")
    assert len(numbers(said(console, "/lettre historique depuis novembre 2026"))) == 10
    (earlier,) = console.click("Plus anciennes")
    title = "**Lettres du dimanche 1er novembre 2026 au samedi 13 février 2027**"
    assert plain(earlier["text"]).startswith(title)
    assert numbers(plain(earlier["text"])) == [2, 1]
