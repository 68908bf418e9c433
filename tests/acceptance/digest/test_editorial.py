"""The editorial of a letter: nobody's is overwritten unseen, and it outlives a draft that is taken back."""

import pytest

from tests.acceptance.console import button_names, of_kind, plain


@pytest.fixture
def console(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say(":role karim coordinator in loire-42")
    console.say("/rappel ici le 18 décembre à 9h : fête")
    console.say("/lettre programmer chaque lundi à 9h")
    console.advance("1d9h")
    return console


def letters(outputs):
    return [one for one in of_kind(outputs, "post") if one["text"].startswith("**Lettre n°")]


def written_by_karim(console, text):
    console.say(":as karim")
    console.ask("/lettre aperçu")
    console.say(":click Écrire un éditorial")
    console.submit(text=text)
    console.say(":as jeanne")


def test_who_saves_second_is_shown_the_others_words_and_overwrites_nothing(console):
    console.say(":click Écrire un éditorial")
    written_by_karim(console, "Bonjour de Karim")
    (answer,) = console.submit(text="Bonjour de Jeanne")
    text = plain(answer["text"])
    assert "karim a changé l’éditorial entre-temps" in text
    assert "Bonjour de Karim" in text
    assert "Bonjour de Jeanne" in text
    assert button_names(answer) == ["draft-editorial"]
    console.click("Changer l’éditorial", answer)
    console.submit(text="Bonjour de nous deux")
    (sent,) = letters(console.advance("1d"))
    assert "Bonjour de nous deux" in sent["text"]


def test_an_editorial_is_carried_into_the_draft_of_the_new_rhythm(console):
    console.say(":click Écrire un éditorial")
    console.submit(text="Bonjour à tous")
    console.say("/lettre programmer chaque mardi à 9h")
    (draft,) = [one for one in console.advance("1d") if "**Brouillon.**" in one["text"]]
    assert "Bonjour à tous" in draft["text"]
    (sent,) = letters(console.advance("1d"))
    assert "Bonjour à tous" in sent["text"]
    assert all("Bonjour" not in one["text"] for one in letters(console.advance("8d")))


def test_an_editorial_of_a_letter_that_is_removed_does_not_come_again(console):
    console.say(":click Écrire un éditorial")
    console.submit(text="Bonjour à tous")
    console.click("Retirer la lettre", console.ask("/lettre retirer"))
    console.say("/lettre programmer chaque mardi à 9h")
    (sent,) = letters(console.advance("2d"))
    assert "Bonjour" not in sent["text"]


def test_words_that_ask_to_take_an_editorial_out_are_none_of_it(console):
    console.say("/lettre éditorial Bonjour à tous")
    for typed in ("effacer", "supprime l’édito", "Aucun."):
        (opened,) = of_kind(console.say(f"/lettre édito {typed}"), "form")
        assert [field["value"] for field in opened["form"]["fields"]] == ["Bonjour à tous"]
    console.submit(text="")
    (sent,) = letters(console.advance("2d"))
    assert "Bonjour" not in sent["text"]
