"""Looking for colleagues in chat."""

import pytest

from tests.acceptance.console import Console, button_names, plain, said


@pytest.fixture(scope="module")
def network(tmp_path_factory):
    """A console with colleagues who said what they can do; the tests only ask."""
    with Console(tmp_path_factory.mktemp("network")) as console:
        for name, sentence in {
            "lea": "je m'appelle Léa Martin, je sais faire de la retouche photo et du FALC, je suis à Roanne",
            "karim": "je m'appelle Karim, je sais réparer des ordinateurs et je parle arabe, je suis à Feurs",
            "ana": "je m'appelle Ana, j'anime des ateliers Scratch, j'aimerais apprendre l'impression 3D",
        }.items():
            console.say(f":as {name}")
            console.say(f"/annuaire {sentence}")
            console.click("publish")
        console.say(":as camille")
        yield console


def test_people_are_found_with_why_and_when_they_confirmed(network):
    answer = network.ask("/annuaire chercher retouche photo")
    text = plain(answer["text"])
    assert "1. **Léa Martin** – compétence : retouche photo ;" in text
    assert "samedi 21 novembre 2026" in text
    assert "card-1" in button_names(answer)
    card = network.click("card-1")[0]
    assert "**Léa Martin**" in card["text"]
    assert card["ephemeral"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("qui sait retoucher des photos ?", "Léa Martin"),
        ("chercher retouche foto près de Feurs", "Léa Martin"),
        ("chercher FALC", "Léa Martin"),
        ("chercher facile à lire et à comprendre", "Léa Martin"),
        ("chercher dépannage ordinateur langue arabe", "Karim"),
        ("qui parle arabe ?", "Karim"),
        ("chercher Léa Martin", "Léa Martin"),
        ("qui veut apprendre l'impression 3D ?", "Ana"),
    ],
)
def test_questions_find_who_they_are_about(network, line, name):
    assert f"**{name}**" in said(network, f"/annuaire {line}")


@pytest.mark.parametrize(
    ("line", "title"),
    [
        (
            "chercher retouche photo près de Feurs",
            "Pour « retouche photo », près de Feurs (42), j’ai trouvé :",
        ),
        (
            "chercher dépannage ordinateur langue arabe",
            "Pour « dépannage ordinateur langue arabe », j’ai trouvé :",
        ),
        ("chercher Léa Martin", "J’ai trouvé :"),
    ],
)
def test_what_was_understood_of_a_question_stands_above_who_was_found(network, line, title):
    assert said(network, f"/annuaire {line}").startswith(title)


def test_a_wish_is_no_skill(network):
    assert "**Ana**" not in said(network, "/annuaire chercher impression 3D")


def test_nobody_is_called_by_being_found(network):
    answer = network.ask("/annuaire chercher falc")
    assert "@lea" not in answer["text"]
    assert "\ue000" not in answer["text"]


def test_no_match_says_so(network):
    assert "Je ne trouve personne pour cela : plongée sous-marine" in said(
        network, "/annuaire chercher plongée sous-marine"
    )


def test_a_place_that_does_not_exist_is_said_so(network):
    assert "Je ne trouve pas de lieu « Xyzzyville »" in said(
        network, "/annuaire chercher photo près de Xyzzyville"
    )


def test_nothing_to_look_for_is_asked_for(network):
    assert "Qui cherches-tu ?" in said(network, "/annuaire chercher")


def test_many_come_three_at_a_time(console):
    for number in range(7):
        console.say(f":as collegue{number}")
        console.say(f"/annuaire je m'appelle Personne{number}, je sais faire du FALC")
        console.click("publish")
    console.say(":as camille")
    first = console.ask("/annuaire chercher falc")
    assert button_names(first) == ["card-1", "card-2", "card-3", "next"]
    second = console.click("next")[0]
    assert "4. **" in second["text"]
    assert button_names(second)[-2:] == ["previous", "next"]
    third = console.click("next")[0]
    assert "7. **" in third["text"]
    assert button_names(third) == ["card-1", "previous"]
    seen = {name for page in (first, second, third) for name in page["text"].split("**")[1::2]}
    assert len(seen) == 7


@pytest.mark.parametrize("asked", ["imprimante 3 d", "impression 3 D", "qui veut apprendre la 3 d ?"])
def test_3d_may_be_written_in_two_words(network, asked):
    assert "**Ana**" in said(network, f"/annuaire qui veut apprendre {asked}")
