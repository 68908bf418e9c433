"""Personal data in what others publish: people's names, addresses and mobile numbers are told apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.partners.content import Content
from plugins.partners.personal import LeftOut, is_mobile, is_nominative, redacted, without_personal_data


@pytest.mark.parametrize(
    "number",
    ["06 12 34 56 78", "+33612345678", "0712345678", "07.12.34.56.78", "0033612345678", "0690 12 34 56",
     "+590690123456", "0692123456", "+262692123456", "0693 12 34 56", "0694123456", "+594694123456",
     "0696123456", "+596696123456", "0639 12 34 56", "+262639123456"],
)  # fmt: skip
def test_a_mobile_number_is_told(number):
    assert is_mobile(number)


@pytest.mark.parametrize(
    "number",
    ["04 77 12 34 56", "+33477123456", "0262 12 34 56", "+262262123456", "3939", "0800 12 34 56", "?"],
)
def test_the_number_of_a_place_is_none(number):
    assert not is_mobile(number)


@pytest.mark.parametrize(
    "address",
    [
        "marie.durand@exemple.fr",
        "m.durand@ville-roanne.fr",
        "jean-paul.martin@exemple.fr",
        "dupont_marie@exemple.fr",
    ],
)
def test_an_address_with_a_name_is_told(address):
    assert is_nominative(address)


@pytest.mark.parametrize(
    "address",
    ["contact@exemple.fr", "mairie.feurs@exemple.fr", "franceservices.roanne@exemple.fr", "ccas@roanne.fr",
     "epn.ricamarie@exemple.fr", "espace-numerique@exemple.fr", "point.info.42@exemple.fr"],
)  # fmt: skip
def test_the_address_of_a_place_is_none(address):
    assert not is_nominative(address)


def test_an_address_made_of_the_name_of_the_place_is_its_own():
    assert is_nominative("rive.gier@exemple.fr")
    assert not is_nominative("rive.gier@exemple.fr", {"rive", "de", "gier"})


@pytest.mark.parametrize(
    ("text", "left", "counts"),
    [
        ("Contact: Marie Durand, le lundi", "Contact: […], le lundi", (1, 0, 0)),
        ("Demander M. Dupont ou Mme DURAND Jeanne.", "Demander […] ou […]", (2, 0, 0)),
        ("Référent numérique Paul Petit", "Référent numérique […]", (1, 0, 0)),
        ("Rdv au 06.12.34.56.78 ou au 04 77 11 22 33", "Rdv au […] ou au 04 77 11 22 33", (0, 0, 1)),
        ("Écrire à marie.durand@exemple.fr", "Écrire à […]", (0, 1, 0)),
        ("Médiathèque Jean Moulin, place Georges Brassens", None, (0, 0, 0)),
        ("Contact : Espace Numérique", None, (0, 0, 0)),
        ("Contacter la mairie", None, (0, 0, 0)),
    ],
)
def test_a_text_is_freed_of_people(text, left, counts):
    left_out = LeftOut()
    assert redacted(text, left_out) == (left or text)
    assert (left_out.names, left_out.emails, left_out.numbers) == counts


def test_a_card_keeps_what_is_of_the_place():
    content = Content(
        name="Point numérique de Feurs",
        town="Feurs",
        address="3 rue Marie Curie",
        phones=("+33612345678", "+33477112233"),
        emails=("marie.durand@exemple.fr", "accueil@exemple.fr"),
        summary="Atelier avec Mme Durand.",
    )
    left_out = LeftOut()
    kept = without_personal_data(content, left_out)
    assert (kept.phones, kept.emails) == (("+33477112233",), ("accueil@exemple.fr",))
    assert kept.address == "3 rue Marie Curie"
    assert "Durand" not in kept.summary
    assert left_out.total == 3


@given(st.text(max_size=200))
def test_any_text_can_be_freed(text):
    left_out = LeftOut()
    once = redacted(text, left_out)
    assert left_out.total == 0 or once != text
