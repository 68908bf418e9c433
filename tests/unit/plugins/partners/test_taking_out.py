"""The card of a place, as somebody fills it in: what says something of a person is taken out once."""

from dataclasses import replace

import pytest

from plugins.partners.content import Content
from plugins.partners.personal import of_place
from plugins.partners.taking_out import take_out

MOBILE, OWN = "06 98 12 34 56", "04 77 00 00 00"
CARD = Content(name="Secours populaire", phones=(MOBILE, OWN), emails=("marie.durand@example.org",))


def test_a_mobile_and_an_address_with_a_name_are_taken_out_and_named():
    taken = take_out(CARD, None, ())
    assert (taken.content.phones, taken.content.emails) == ((OWN,), ())
    assert taken.values == {"phone": OWN, "email": ""}
    assert taken.problems["phone"].values == {"typed": MOBILE}


def test_what_is_written_again_stays_and_nothing_else_with_it():
    first = take_out(CARD, None, ())
    assert take_out(CARD, None, first.digests).problems == {}
    other = replace(CARD, phones=("07 00 00 00 01",))
    assert take_out(other, None, first.digests).problems.keys() == {"phone"}


@pytest.mark.parametrize(
    ("field", "text", "left"),
    [
        ("summary", "Demander Mme Durand", "Demander […]"),
        ("hours", "Mo-Fr 09:00-12:00, voir M. Dupond", "Mo-Fr 09:00-12:00, voir […]"),
    ],
)
def test_who_is_named_in_a_text_is_taken_out(field, text, left):
    taken = take_out(replace(Content(name="CCAS"), **{field: text}), None, ())
    assert getattr(taken.content, field) == left
    assert list(taken.values.values()) == [left]


def test_what_the_card_said_before_is_not_asked_about_again():
    taken = take_out(replace(CARD, address="12 rue Verdun"), CARD, ())
    assert (taken.content.phones, taken.problems) == ((MOBILE, OWN), {})


def test_a_card_of_a_place_is_left_as_it_is():
    card = Content(name="CCAS de Feurs", phones=(OWN,), emails=("contact@example.org",), address="12 rue X")
    assert take_out(card, None, ()).content == card


def test_what_belongs_to_the_place_is_found_in_a_text():
    text = f"{MOBILE} ou {OWN}, accueil@example.org, marie.durand@example.org, au CCAS de feurs"
    found = [text[first:last] for first, last in of_place(text, ["CCAS de Feurs", ""])]
    assert found == [OWN, "accueil@example.org", "CCAS de feurs"]
