"""Cards of places say nothing of people that nobody meant to say, nor does what is reported of them."""

import pytest

from tests.acceptance.stories.stage import new_word

MOBILE = "06 98 12 34 56"


@pytest.fixture
def name():
    """The name of a partner of this story alone."""
    return f"Secours populaire {new_word()}"


def told(person, form):
    """What somebody is told is wrong: beside the fields, or in a message where a network shows it there."""
    return "\n".join([*(field.error for field in form.fields), *(message.text for message in person.saw)])


async def fills_again(person, form, first, last):
    """Hand in a form that came back: the fields of its first step, and of its last."""
    if "pour quoi" in form:
        await person.fills({**first, **last})
    else:
        await person.fills(first)
        await person.fills_in_steps(last)


async def test_a_mobile_is_left_out_of_a_new_card_unless_it_is_written_again(camille, name):
    await camille.uses("partenaire", "ajouter", nom=name)
    await camille.fills_in_steps({"commune": "Feurs", "téléphone": MOBILE, "pour quoi": "Colis"})
    form = await camille.form()
    assert form["téléphone"].value == ""
    assert f"{MOBILE} a l’air d’être le portable de quelqu’un : je l’ai laissé de côté" in told(camille, form)
    await fills_again(camille, form, {"téléphone": MOBILE}, {"pour quoi": "Colis"})
    await camille.sees("la fiche est là pour tout le monde", f"Téléphone : {MOBILE}")


async def test_who_leaves_it_so_publishes_the_card_without_it(camille, karim, name):
    await camille.uses("partenaire", "ajouter", nom=name)
    also = {"courriel": "marie.durand@example.org", "pour quoi": "Demander Mme Durand"}
    await camille.fills_in_steps({"commune": "Feurs", **also})
    form = await camille.form()
    assert "marie.durand@example.org a l’air d’être l’adresse de quelqu’un" in told(camille, form)
    await fills_again(camille, form, {"courriel": ""}, {"pour quoi": "Demander à l’accueil"})
    card = await camille.sees("la fiche est là pour tout le monde", "Demander à l’accueil")
    assert "urand" not in card.text


async def test_a_report_is_kept_without_who_is_named_in_it_and_its_author_reads_what_is_kept(
    camille, karim, jeanne, name
):
    await camille.uses("partenaire", "ajouter", nom=name)
    await camille.fills_in_steps({"commune": "Feurs", "pour quoi": "Colis"})
    await camille.sees("la fiche est là pour tout le monde")
    await jeanne.uses("partenaire", "fiche", nom=name)
    await karim.uses("partenaire", "signaler", nom=name)
    said = f"M. Dupond ({MOBILE}) dit que c’est fermé, appeler le 04 77 00 00 00"
    await karim.fills({"ce qui ne va pas": said})
    kept = "M. (nom) (téléphone) dit que c’est fermé, appeler le 04 77 00 00 00"
    await karim.sees("la coordination le verra", f"Voici ce que j’en garde : « {kept} »")
    await jeanne.uses("partenaire", "relation", nom=name)
    relation = await jeanne.sees("Relation", kept)
    assert "Dupond" not in relation.text
