"""What a sentence changes on a card that says something already."""

import pytest

from bot.language.folding import fold
from bot.territory import Area
from plugins.directory.cards import Content, Kind
from plugins.directory.said import Said
from plugins.directory.sentences import understand
from plugins.directory.thesaurus import thesaurus

LOIRE = (Area.parse("departement:42"),)


def said(text: str) -> Said:
    return understand(text, thesaurus(), LOIRE)


def test_who_names_one_commune_and_is_nowhere_yet_is_there():
    named = said("je fais du Pix le mardi à Feurs")
    assert (named.added_to(Content(name="Léa")).commune, named.added_to(Content(name="Léa")).areas) == (
        "42094",
        (),
    )
    elsewhere = named.added_to(Content(name="Léa", commune="42187"))
    assert (elsewhere.commune, [str(area) for area in elsewhere.areas]) == ("42187", ["commune:42094"])


def test_a_structure_where_something_is_done_is_the_own_one_only_if_there_is_none():
    named = said("je donne des cours de dactylo à la médiathèque de Firminy")
    assert named.added_to(Content(name="Léa")).structure == "médiathèque de Firminy"
    assert named.added_to(Content(name="Léa", structure="MJC")).structure == "MJC"
    assert named.news_for(Content(name="Léa", structure="MJC")).structure == ""


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("je ne fais plus de Linux", ("Excel avancé", "montage vidéo")),
        ("enlève l'Excel de mes compétences", ("Linux", "montage vidéo")),
        ("retire le montage de ma fiche", ("Linux", "Excel avancé")),
        ("I no longer do Linux", ("Excel avancé", "montage vidéo")),
        ("je ne fais plus de montage vidéo avancé", ("Linux", "Excel avancé", "montage vidéo")),
        ("je ne fais plus seulement du Linux", ("Linux", "Excel avancé", "montage vidéo")),
        ("je n'anime plus le soir", ("Linux", "Excel avancé", "montage vidéo")),
    ],
)
def test_what_one_does_no_more_comes_off_the_card(text, left):
    card = Content(name="Léa", skills=("Linux", "Excel avancé", "montage vidéo"))
    assert said(text).added_to(card).skills == left
    assert said(text).news_for(card).skills == ()


def test_more_of_a_thing_is_not_no_more_of_it():
    assert said("je fais plus d'Excel avancé qu'avant").lists == {Kind.SKILLS: ("Excel avancé",)}
    assert said("je fais plus d'Excel avancé qu'avant").dropped == ()


def test_what_a_sentence_says_is_added_and_takes_nothing_away():
    card = Content(name="Léa", structure="MJC", skills=("FALC",), languages=("arabe",))
    after = said("je sais faire du falc et de la photo, je suis à Roanne").added_to(card)
    assert [fold(skill) for skill in after.skills] == ["falc", "photo"]
    assert (after.structure, after.languages, after.commune) == ("MJC", ("arabe",), "42187")


def test_what_was_understood_can_be_kept_and_read_again():
    found = said(
        "je sais faire du FALC à la MJC, je suis à Roanne, j'interviens sur Loire Forez, dispo le mardi, "
        "je ne fais plus de photo"
    )
    assert found.venue
    assert found.dropped
    assert Said.from_json(found.to_json()) == found
    assert not found.is_empty
    assert Said().is_empty
