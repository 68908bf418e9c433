"""What somebody takes back leaves the letters that told it: in the channel, the archive and the exports."""

import base64
from email import policy
from email.parser import BytesParser

import pytest

from bot.cli import run_command
from tests.acceptance.console import of_kind, plain


@pytest.fixture
def console(open_console):
    """A letter was sent in which Léa stands as a newcomer of the directory; Paul stands in it too."""
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    for who, skill in (("léa", "du FALC"), ("paul", "de la retouche photo")):
        console.say(f":as {who}")
        console.say(f"/annuaire je sais faire {skill}")
        console.click("publish")
    console.say(":as jeanne")
    console.say("/lettre programmer chaque lundi à 9h")
    (console.letter,) = [one for one in console.advance("3d") if one["text"].startswith("**Lettre n°")]
    assert "léa : FALC" in plain(console.letter["text"])
    assert "paul" in console.letter["text"]
    return console


def archived(console):
    """Return the letter as it is read again, and all its exports."""
    console.say(":as jeanne")
    shown = console.ask("/lettre historique 1")
    found = [shown["text"]]
    for label in ("En Markdown", "En page web", "En texte simple", "En courriel"):
        (answer,) = console.click(label, shown)
        (file,) = answer["files"]
        found.append(readable(file))
    return found


def readable(file):
    content = (file.get("text") or base64.b64decode(file["base64"]).decode()).encode()
    if file["type"] != "message/rfc822":
        return content.decode()
    message = BytesParser(policy=policy.default).parsebytes(content)
    return "".join(part.get_content() for part in message.iter_parts())


@pytest.mark.parametrize(
    "taking_back",
    [
        ("/annuaire visibilité personne",),
        ("/annuaire visibilité département",),
        ("/annuaire effacer", ":click erase"),
        ("/maillage mes-données", ":click ask-to-erase", ":click erase-data"),
    ],
    ids=["hidden", "narrowed", "card erased", "person erased"],
)
def test_a_card_that_is_taken_back_leaves_the_letters_that_were_sent(console, taking_back):
    console.say(":as léa")
    for line in taking_back:
        outputs = console.say(line)
    (update,) = [one for one in outputs if one["edits"] == console.letter["id"]]
    assert "léa" not in update["text"]
    assert "paul" in update["text"]
    assert all("léa" not in text and "paul" in text for text in archived(console))


def test_a_card_that_is_only_paused_stays_in_what_was_read(console):
    console.say(":as léa")
    outputs = console.say("/annuaire pause")
    assert [one for one in outputs if one["edits"] == console.letter["id"]] == []
    assert all("léa" in text for text in archived(console))


def test_skills_that_a_letter_told_go_with_the_card(console):
    console.say(":as léa")
    console.say("/annuaire je sais aussi faire du montage vidéo")
    console.click("publish")
    (second,) = [one for one in console.advance("7d") if one["text"].startswith("**Lettre n°")]
    assert "montage vidéo" in second["text"]
    outputs = console.say("/annuaire visibilité personne")
    edited = {one["edits"]: one["text"] for one in of_kind(outputs, "update")}
    assert edited.keys() == {console.letter["id"], second["id"]}
    assert all("léa" not in text for text in edited.values())


def test_what_was_dropped_from_a_draft_edits_no_letter_when_it_is_taken_back(open_console):
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/rappel ici mardi 14h réunion de réseau")
    console.say("/annuaire je sais faire du FALC")
    console.click("publish")
    console.say("/lettre programmer chaque lundi à 9h")
    console.advance("1d9h")
    console.say(":click Retirer un élément=2")
    (sent,) = [one for one in console.advance("1d") if one["text"].startswith("**Lettre n°")]
    assert "FALC" not in sent["text"]
    outputs = console.say("/annuaire visibilité personne")
    assert of_kind(outputs, "update") == []


COLUMNS = (
    "compte,nom,structure,commune,code_insee,perimetre,competences,specificites,appetences,publics,"
    "langues,disponibilites,visibilite"
)


def imports(tmp_path, who, visibility):
    file = tmp_path / "cards.csv"
    file.write_text(f"{COLUMNS}\n{who},Léa Martin,MJC,,,,FALC,,,,,,{visibility}\n", encoding="utf-8")
    assert run_command(["directory", "import", str(file), "--data-dir", str(tmp_path)]) == 0


def test_no_file_hides_a_card_that_its_person_accepted_so_letters_keep_it(open_console, tmp_path):
    open_console(user="jeanne").close()
    imports(tmp_path, "lea", "reseau")
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    console.say(":as lea")
    console.say("/maillage aide")
    console.advance("1h")
    console.click("right")
    (letter,) = [one for one in console.advance("3d") if one["text"].startswith("**Lettre n°")]
    assert "Léa Martin" in letter["text"]
    console.close()
    imports(tmp_path, "lea", "masque")
    console = open_console(user="jeanne")
    assert [one for one in console.advance("1h") if one["edits"] == letter["id"]] == []
    assert all("Léa" in text for text in archived(console))
    console.say(":as karim")
    assert "Léa Martin" in console.ask("/annuaire chercher FALC")["text"]


def test_a_card_that_its_person_did_not_accept_yet_stands_in_no_letter(open_console, tmp_path):
    open_console(user="jeanne").close()
    imports(tmp_path, "lea", "reseau")
    console = open_console(user="jeanne")
    console.say(":role jeanne coordinator in loire-42")
    console.say("/lettre programmer chaque lundi à 9h")
    console.say(":as lea")
    console.say("/rappel ici mardi 14h réunion de réseau")
    (letter,) = [one for one in console.advance("4d") if one["text"].startswith("**Lettre n°")]
    assert "Léa Martin" not in letter["text"]
