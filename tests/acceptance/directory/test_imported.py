"""Cards that were imported: people are told of them at first contact, and may refuse them in one press."""

import pytest

from bot.cli import run_command
from tests.acceptance.console import button_names, of_kind, plain

COLUMNS = (
    "compte,nom,structure,commune,code_insee,perimetre,competences,specificites,appetences,publics,"
    "langues,disponibilites,visibilite"
)
LEA = "lea,Léa Martin,MJC,Roanne,42187,epci:200065886,FALC|photo,,Blender,seniors,arabe,le mardi,reseau"


def texts(outputs):
    return [plain(output["text"]) for output in outputs]


@pytest.fixture
def imported(open_console, tmp_path, monkeypatch):
    """Return a function that imports lines, then opens a console on the same data."""

    def open_with(*lines, **options):
        open_console(**options).close()
        file = tmp_path / "cards.csv"
        file.write_text("\n".join([COLUMNS, *lines]) + "\n", encoding="utf-8")
        assert run_command(["directory", "import", str(file), "--data-dir", str(tmp_path)]) == 0
        return open_console(**options)

    return open_with


def first_words(console, who):
    """Have somebody write to the bot for the first time; return the DMs that come of it."""
    outputs = [*console.say(f":as {who}"), *console.say("/maillage aide"), *console.advance("1h")]
    return of_kind(outputs, "dm")


def test_somebody_is_told_at_first_contact_and_only_once(imported):
    console = imported(LEA)
    (told,) = [one for one in first_words(console, "lea") if "importé" in one["text"]]
    text = plain(told["text"])
    assert "Bonjour Léa Martin" in text
    assert "Compétences : FALC, photo" in text
    assert "Langues : arabe" in text
    assert "Visible par : tout le réseau" in text
    assert "Responsable de ce que je garde sur toi" in text
    assert "/maillage mes-données" in text
    assert button_names(told) == ["right", "edit", "refuse"]
    assert [one for one in texts(console.advance("30d")) if "importé" in one] == []


def test_one_press_refuses_a_card_for_good(imported, tmp_path):
    console = imported(LEA)
    first_words(console, "lea")
    assert "vidée" in texts(console.click("refuse"))[0]
    assert "pas encore de fiche" in plain(console.ask("/annuaire fiche")["text"])
    console.say(":as karim")
    assert "Je ne trouve personne" in plain(console.ask("/annuaire chercher falc")["text"])
    console.close()
    again = imported(LEA)
    again.say(":as karim")
    assert "Je ne trouve personne" in plain(again.ask("/annuaire chercher falc")["text"])


def test_one_press_confirms_a_card(imported):
    console = imported(LEA)
    first_words(console, "lea")
    assert "confirmée" in texts(console.click("right"))[0]
    assert "Confirmée le" in plain(console.ask("/annuaire fiche")["text"])


def test_who_refused_may_write_a_card_of_their_own(imported):
    console = imported(LEA)
    first_words(console, "lea")
    console.click("refuse")
    console.say("/annuaire je sais faire du Scratch")
    console.click("publish")
    card = plain(console.ask("/annuaire fiche")["text"])
    assert "Scratch" in card
    assert "FALC" not in card


def test_who_changed_an_imported_card_has_nothing_to_refuse_any_more(imported):
    console = imported(LEA)
    (told,) = [one for one in first_words(console, "lea") if "importé" in one["text"]]
    console.say("/annuaire je sais faire du Scratch")
    console.click("publish")
    assert "toi-même" in texts(console.click("refuse", on=told))[0]


def test_nobody_is_told_in_their_quiet_hours(imported):
    console = imported(LEA, now="2026-11-21T23:00:00+01:00")
    assert [one for one in first_words(console, "lea") if "importé" in one["text"]] == []
    assert len([one for one in texts(console.advance("10h")) if "importé" in one]) == 1


def test_an_imported_card_is_asked_about_after_a_year(imported):
    console = imported(LEA)
    first_words(console, "lea")
    asked = of_kind(console.advance("370d"), "dm")
    assert ["est-elle juste" in text for text in texts(asked)] == [True]


@pytest.mark.parametrize("named", ["@lea", "lea", "Léa", "Léa Martin", "martin"])
def test_the_card_of_somebody_who_has_not_come_yet_is_shown_by_account_or_name(imported, named):
    console = imported(LEA)
    shown = plain(console.ask(f"/annuaire fiche {named}")["text"])
    assert "**Léa Martin**" in shown
    assert "FALC" in shown


@pytest.mark.parametrize("visibility", ["masque", "departement"])
def test_a_card_that_is_not_for_who_asks_is_no_different_from_none(imported, visibility):
    console = imported(LEA.replace(",reseau", f",{visibility}"))
    for name in ("lea", "nobody"):
        shown = plain(console.ask(f"/annuaire fiche @{name}")["text"])
        assert shown == f"Je n’ai pas de fiche de {name} à te montrer."
