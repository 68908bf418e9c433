"""How words meet, and how much they tell."""

import pytest

from bot.language.terms import terms
from plugins.directory.matching import form, forms
from plugins.directory.telling import RARE, telling
from plugins.directory.thesaurus import thesaurus


def meets(one: str, other: str) -> bool:
    [word], [label] = terms(one), terms(other)
    return form(label) in forms(word)


@pytest.mark.parametrize(
    ("one", "other"), [("formations", "formation"), ("ados", "ado"), ("retoucher", "retouche")]
)
def test_words_of_one_family_meet(one, other):
    assert meets(one, other)


@pytest.mark.parametrize(("one", "other"), [("CAF", "café"), ("café", "CAF"), ("loup", "loupe")])
def test_short_words_and_acronyms_meet_themselves_alone(one, other):
    assert not meets(one, other)


def test_what_is_rare_tells_more_than_what_is_common():
    [rare], [common] = terms("Asterisk"), terms("voiture")
    assert telling(rare) == RARE
    assert telling(common) < 0.1


def test_what_is_written_in_short_tells_nothing_and_what_no_card_has_little():
    [short], [unheard] = terms("rbx"), terms("panik")
    assert telling(short) == 0
    assert telling(unheard) < telling(unheard, lambda word: word == "panik")


@pytest.mark.parametrize("text", ["chariot élévateur", "il va devant", "une date", "signer électroniquement"])
def test_a_word_is_not_taken_for_another_one_of_the_same_stem(text):
    known = thesaurus()
    found = {one.concept for one in known.recognise(terms(text, stops=True))}
    assert not found & {"a_enfants", "s_comptabilite", "s_data", "s_soudure", "l_lsf"}
