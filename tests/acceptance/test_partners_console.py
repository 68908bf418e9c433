"""Partners on the console: what time brings, and what guests of a card may not do."""

from tests.acceptance.console import plain


def texts(outputs):
    return [plain(output.get("text") or "") for output in outputs]


def add(console, name):
    console.say(f"/partenaire ajouter {name}")
    return console.say(":submit commune=Roanne; phone=04 77 23 00 00")


def test_who_checked_a_card_is_asked_a_year_later_whether_it_is_still_true(console):
    assert any("la fiche est là pour tout le monde" in text for text in texts(add(console, "CCAS de Roanne")))
    console.say(":advance 360d")
    asked = [text for text in texts(console.say(":advance 7d")) if "Est-elle toujours vraie ?" in text]
    assert asked == [
        "Tu as vérifié la fiche de CCAS de Roanne le samedi 21 novembre 2026. Est-elle toujours vraie ?"
    ]
    console.say(":in @bot")
    pressed = texts(console.say(":click Toujours vrai"))
    assert any("la fiche est notée comme vérifiée aujourd’hui" in text for text in pressed)


def test_a_card_that_is_written_twice_is_shown_instead(console):
    add(console, "CCAS de Roanne")
    assert any("Cette fiche existe déjà" in text for text in texts(add(console, "ccas de roanne")))


def test_what_cannot_be_understood_in_the_form_is_said_by_field(console):
    console.say("/partenaire ajouter Maison pour tous")
    said = texts(
        console.say(":submit commune=Nulle-Part; kind=piscine; phone=bonjour; email=moi; website=pas ça")
    )
    wrong = " ".join(said)
    for part in (
        "il faut une commune",
        "je ne connais pas ce type",
        "numéro de téléphone",
        "adresse électronique",
    ):
        assert part in wrong


def test_words_from_outside_neither_format_nor_call(console):
    console.say("/partenaire ajouter x")
    shown = texts(
        console.say(
            ":submit name=**Gras** [lien](https://exemple.org) <b>; commune=Roanne; does=@all # titre"
        )
    )
    card = next(text for text in shown if "la fiche est là" in text)
    assert r"\*\*Gras\*\* \[lien\](https://exemple.org) \<b>" in card


def test_three_at_a_time_is_said_of_more_than_three_alone(console):
    for number in range(1, 4):
        add(console, f"Fablab {number}")
    assert texts(console.say("/partenaire fablab"))[0].startswith("3 partenaires :")
    add(console, "Fablab 4")
    assert texts(console.say("/partenaire fablab"))[0].startswith("4 partenaires, trois par trois :")


def test_what_is_typed_after_a_name_that_is_not_whole_stands_in_the_form(console):
    add(console, "Secours populaire de Roanne")
    [asked] = texts(console.say("/partenaire signaler secours populaire fermé le lundi"))
    assert asked == "Est-ce celui-ci : **Secours populaire de Roanne**, Roanne (42) ?"
    opened = console.click("this-one")
    assert "fermé le lundi" in str(opened)
    assert "populaire fermé" not in str(opened)


def test_what_is_typed_after_a_name_is_carried_on_without_who_is_named_in_it(console):
    add(console, "Secours populaire de Roanne")
    asked = console.say("/partenaire signaler secours populaire, Mme Durand 06 98 12 34 56 est partie")
    assert "celui-ci" in texts(asked)[0]
    opened = str(console.click("this-one"))
    assert "Durand" not in opened
    assert "06 98" not in opened
    assert "est partie" in opened


def test_a_card_is_shown_where_only_one_is_like_the_name(console):
    add(console, "Secours populaire de Roanne")
    [shown] = texts(console.say("/partenaire fiche secour populaire"))
    assert shown.startswith("**Secours populaire de Roanne**")


def test_kinds_are_found_in_the_plural(console):
    add(console, "Banque alimentaire de Roanne")
    add(console, "Maison des associations")
    said = " ".join(texts(console.say("/partenaire banques alimentaires")))
    assert "Banque alimentaire de Roanne" in said
    assert "Maison des associations" not in said
