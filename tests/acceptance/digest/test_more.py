"""What a letter has no room for: it says how much there is and where; what was told nowhere may come next."""

import base64
from email import policy
from email.parser import BytesParser

import pytest

from tests.acceptance.console import plain

COMING = ("réunion de réseau", "permanence au marché", "rendre le bilan")


@pytest.fixture
def console(open_console):
    """A Saturday; a letter goes each Monday."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    return console


def only(console, section, size):
    """Have the letter tell of one thing, in so many items at most."""
    console.say("/lettre réglages")
    console.submit(sections=f"{section} : {size}")


def three_are_coming(console):
    for day, what in zip(("mercredi", "jeudi", "vendredi"), COMING, strict=True):
        console.say(f"/rappel ici {day} 14h {what}")


def letters(outputs):
    posts = [one for one in outputs if one["kind"] == "post"]
    return [one for one in posts if one["text"].startswith(("**Lettre", "**Letter"))]


def exported(console, letter):
    """Return a letter in each form, as it is read: without marks, on one line."""
    for label in ("En Markdown", "En page web", "En texte simple", "En courriel"):
        (answer,) = console.click(label, letter)
        (file,) = answer["files"]
        content = (file.get("text") or base64.b64decode(file["base64"]).decode()).encode()
        texts = [content.decode()]
        if file["type"] == "message/rfc822":
            parts = BytesParser(policy=policy.default).parsebytes(content).iter_parts()
            texts = [part.get_content() for part in parts]
        for text in texts:
            yield " ".join(text.split()).replace("`", "").replace("<code>", "").replace("</code>", "")


def test_a_section_that_is_full_says_how_many_more_there_are_and_where_in_each_form(console):
    only(console, "À venir", 1)
    three_are_coming(console)
    (draft,) = [one for one in console.advance("1d9h") if "**Brouillon.**" in one["text"]]
    (letter,) = letters(console.advance("1d"))
    for shown in (draft, letter):
        assert COMING[0] in shown["text"]
        assert "… et 2 autres : `/rappel liste`, dans ce canal" in plain(shown["text"])
        assert all(what not in shown["text"] for what in COMING[1:])
    said = "… et 2 autres : /rappel liste, dans ce canal"
    texts = list(exported(console, console.ask("/lettre historique 1")))
    assert len(texts) == 5
    assert all(said in plain(text) for text in texts)


def test_it_is_said_in_english_where_the_letter_is(console):
    console.say("/maillage configurer")
    console.submit(language="en")
    only(console, "Coming up", 1)
    three_are_coming(console)
    (letter,) = letters(console.advance("3d"))
    assert "… and 2 more: `/remind list`, in this channel" in letter["text"]


def test_who_had_no_room_in_a_letter_comes_in_the_next_one_and_nobody_in_two(console):
    only(console, "Dans l’annuaire", 1)
    for who in ("léa", "paul"):
        console.say(f":as {who}")
        console.say("/annuaire je sais faire du FALC")
        console.click("publish")
    first, second = letters(console.advance("17d"))
    assert "léa" in first["text"]
    assert "… et 1 autre : la prochaine lettre en parlera s’il y a la place." in plain(first["text"])
    assert "paul" in second["text"]
    assert "léa" not in second["text"]
    assert "autre" not in second["text"]
