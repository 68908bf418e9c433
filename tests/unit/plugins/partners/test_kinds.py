"""Kinds of partners: the codes of data.inclusion and ours, and how a place is recognised."""

import pytest
from data_inclusion.schema import v1

from plugins.partners import kinds, vocabulary
from plugins.partners.reading.standard import schema

OURS = {
    "prefecture-ants", "dgfip", "carsat", "adil", "banque-de-france", "cybermalveillance",
    "police-gendarmerie",
    "education-nationale", "urgence",
}  # fmt: skip


def test_the_kinds_are_those_of_data_inclusion_and_ours():
    assert set(kinds.kinds()) == {kind.value for kind in v1.ReseauPorteur} | OURS


def test_the_themes_and_publics_are_those_of_data_inclusion():
    assert vocabulary.themes() == {theme.value: theme.label for theme in v1.Thematique}
    assert set(vocabulary.PUBLICS) == {public.value for public in v1.Public}


def test_the_vocabularies_of_the_standard_are_those_of_its_schema():
    fields = schema()
    assert set(vocabulary.SERVICES) == set(fields["services"].values)
    assert set(vocabulary.SUPPORT) == set(fields["prise_en_charge_specifique"].values)
    assert set(vocabulary.COSTS) == set(fields["frais_a_charge"].values)
    assert set(vocabulary.ACCESS) == set(fields["modalites_acces"].values)
    assert set(vocabulary.PUBLIC_OF) == set(fields["publics_specifiquement_adresses"].values)


def test_programmes_by_which_kinds_are_recognised_are_in_the_standard():
    known = set(schema()["dispositif_programmes_nationaux"].values)
    assert {name for kind in kinds.kinds().values() for name in kind.programmes} <= known


def test_no_word_tells_two_kinds():
    words = [kinds.plain(word) for kind in kinds.kinds().values() for word in kind.names]
    assert len(words) == len(set(words))


@pytest.mark.parametrize(
    ("name", "programmes", "types", "expected"),
    [
        ("Espace France Services de Feurs", (), (), {"france-service"}),
        ("CCAS de Roanne", ("France Services",), ("CCAS",), {"ccas-cias", "france-service"}),
        ("Médiathèque municipale", (), ("BIB",), {"espaces-publics-numeriques"}),
        ("Maison de Services au Public", (), (), {"msap"}),
        ("MAIRIE DE FEURS", (), (), {"communes"}),
        ("Sous-préfecture de Roanne", (), (), {"prefecture-ants"}),
        ("Le Cafard Libéré", (), (), set()),
        ("Chez Paul", (), ("Autre",), set()),
    ],
)
def test_a_place_is_recognised(name, programmes, types, expected):
    assert set(kinds.guess(name, programmes, types)) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [("france-service", "france-service"), ("France Services", "france-service"), ("ccas", "ccas-cias"),
     ("Tax office (DGFiP)", "dgfip"), ("piscine", None)],
)  # fmt: skip
def test_a_kind_is_found_by_its_code_its_names_and_its_words(typed, code):
    assert kinds.find(typed) == code


def test_kinds_are_said_in_both_languages():
    assert kinds.said(["cpam", "unknown"], "fr") == ["Caisse primaire d’assurance maladie (CPAM)"]
    assert kinds.said(["cpam"], "en") == ["Health insurance office (CPAM)"]
