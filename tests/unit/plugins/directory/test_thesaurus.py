"""The thesaurus: one file, read and checked, to which a network adds its own words."""

import pytest

from bot.language.terms import terms
from plugins.directory.recognising import slots_of
from plugins.directory.thesaurus import Sort, problems, thesaurus


def recognised(text: str, own=None) -> set[str]:
    known = thesaurus(own)
    return {one.concept for one in known.recognise(terms(text, stops=True))}


def test_every_part_is_a_part_of_something_that_is_there():
    known = thesaurus()
    assert all(above in known.concepts for concept in known.concepts.values() for above in concept.broader)


def test_nothing_is_a_part_of_itself():
    known = thesaurus()
    assert all(known.closure(key).count(key) == 1 and known.steps(key, key) == 0 for key in known.concepts)
    assert not any(key in known.closure(above) for key in known.concepts for above in known.closure(key)[1:])


def test_labels_are_recognised_as_what_they_name():
    known = thesaurus()
    missed = [
        key
        for key, concept in known.concepts.items()
        if key not in recognised(concept.fr) and concept.sort != Sort.ELSEWHERE
    ]
    assert missed == []


def test_the_longest_name_wins():
    assert recognised("base de données") == {"s_base_donnees"}
    assert recognised("Aidants Connect") == {"s_aidants_connect"}


def test_a_network_adds_words_and_concepts(tmp_path):
    own = tmp_path / "skills.toml"
    own.write_text(
        '[skills]\nfalc = { also = ["lecture douce"] }\nzine = { fr = "Fanzine", broader = ["creation"] }\n',
        encoding="utf-8",
    )
    assert problems(own) == []
    assert recognised("lecture douce", own) == {"s_falc"}
    assert recognised("facile à lire", own) == {"s_falc"}
    assert "s_creation" in thesaurus(own).closure("s_zine")


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("[skills", 1),
        ("[competences]\n", 1),
        ("[skills]\nfalc = 3\n", 1),
        ('[skills]\nFALC = { fr = "FALC" }\n', 1),
        ('[skills]\nzine = { fr = "", also = "fanzine" }\n', 2),
        ('[skills]\nzine = { fr = "Fanzine", broader = ["nowhere"], colour = "red" }\n', 2),
        ('[skills]\nzine = { general = "yes" }\n', 1),
    ],
)
def test_mistakes_are_named_and_the_list_is_refused(tmp_path, text, mistakes):
    own = tmp_path / "skills.toml"
    own.write_text(text, encoding="utf-8")
    assert len(problems(own)) == mistakes
    with pytest.raises(ValueError, match=r"\w"):
        thesaurus(own)


def told(text: str, own=None) -> set[str]:
    return {one.concept for one in thesaurus(own).recognise(terms(text, stops=True), tells=True)}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("elle a cliqué sur un lien bizarre dans un SMS", "s_arnaques"),
        ("empêcher mon fils d'aller sur des sites violents", "s_controle_parental"),
        ("sa classe l'a insultée toute la nuit sur Instagram", "s_cyberharcelement"),
        ("vendre son vin et ses noix sur internet", "s_e_commerce"),
        ("changer la chaudière avec une aide de l'État", "s_renovation"),
        ("que le garage de mon frère apparaisse sur la carte", "s_google_business"),
    ],
)
def test_a_situation_stands_for_what_it_is_about(text, concept):
    assert concept in told(text)


def test_cards_name_what_they_mean_and_tell_no_situation():
    assert "s_e_commerce" not in recognised("vendre son vin et ses noix sur internet")


def test_the_words_of_a_situation_stand_near_each_other():
    far = "vendre sa grande maison avec jardin, garage et piscine : photos du voisin, internet coupé"
    assert "s_e_commerce" not in told(far)


def test_a_network_adds_situations_and_they_are_checked(tmp_path):
    own = tmp_path / "skills.toml"
    own.write_text('[skills]\nfalc = { told = ["expliquer règlement|contrat"] }\n', encoding="utf-8")
    assert problems(own) == []
    assert "s_falc" in told("qui peut expliquer ce vieux contrat ?", own)
    own.write_text('[skills]\nfalc = { told = ["contrat", "pas contrat"] }\n', encoding="utf-8")
    assert len(problems(own)) == 2


def test_every_situation_of_the_list_has_two_words_that_tell():
    known = thesaurus()
    assert [
        (concept.key, one)
        for concept in known.concepts.values()
        for one in concept.told
        if len(slots_of(one)) < 2 or not all(slots_of(one))
    ] == []


def test_a_permit_to_hunt_is_no_driving_licence():
    assert recognised("permis de chasse") == {"s_permis_chasse"}
    assert recognised("permis de conduire") == {"s_ants"}
