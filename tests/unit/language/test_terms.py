"""Terms: the same word however it is written, and no word that says nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.terms import stem, terms, trigrams, words_and_stems


def words(text: str) -> list[str]:
    return [term.word for term in terms(text)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("l’accès à l'ordinateur d’Éloïse", ["acces", "ordinateur", "eloise"]),
        ("mon e-mail, mon Wi-Fi, mon T-shirt", ["email", "wifi", "tshirt"]),
        ("France-Services et micro-entreprise", ["france", "services", "micro", "entreprise"]),
        ("la C.A.F. et les prud’hommes", ["caf", "prudhommes"]),
        ("42300 Roanne, 3D, 2FA", ["42300", "roanne", "3d", "2fa"]),
        ("imprimante 3 D, 3 d’affilée, 13 d", ["imprimante", "3d", "3", "affilee", "13"]),
        ("e\u0301cole, école, ÉCOLE", ["ecole", "ecole", "ecole"]),
        ("bonjour, est-ce que vous pouvez", []),
        ("who can help me with printing?", ["help", "printing"]),
        ("aujourd’hui", []),
        ("https://exemple.fr/page_deux", ["https", "exemple", "fr", "page", "deux"]),
        ("😀 — … !", []),
    ],
)
def test_words_are_found_in_what_people_write(typed, expected):
    assert words(typed) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("c koi le pb", ["probleme"]),
        ("jarive pa a imprimer mon rdv", ["arrive", "imprimer", "rendez"]),
        ("slt qq1 sait pr le mdp ?", ["sait", "mot", "passe"]),
        ("bjr jai oublié tt mes docs", ["oublie", "docs"]),
        ("kelk1 conait lordi", ["conait", "lordi"]),
        ("DSL, RDV lundi", ["desole", "rendez", "lundi"]),
        ("JARIVE PA A IMPRIMER", ["arrive", "imprimer"]),
    ],
)
def test_what_is_written_in_short_is_read_in_full(typed, expected):
    assert words(typed) == expected


def test_an_acronym_in_capitals_is_no_short_word_and_no_stop_word():
    assert [(term.word, term.is_acronym) for term in terms("le service IT, une AVC, le FALC")] == [
        ("service", False),
        ("it", True),
        ("avc", True),
        ("falc", True),
    ]


def test_an_acronym_is_its_own_stem():
    [typed_in_capitals] = terms("PANA")
    assert typed_in_capitals.stem == "pana"


def test_capitals_say_nothing_in_a_text_that_is_all_capitals():
    assert not any(term.is_acronym for term in terms("AIDE AUX PAPIERS"))


@pytest.mark.parametrize(
    "family",
    [
        ("imprimer", "imprimé", "imprimée", "imprimées", "imprime"),
        ("numérique", "numériques", "numerique"),
        ("photo", "photos"),
        ("impôt", "impôts", "IMPOTS"),
        ("retouche", "retouches", "retoucher"),
        ("accompagner", "accompagnement", "accompagnements"),
    ],
)
def test_inflections_meet_in_one_stem(family):
    assert len({term.stem for word in family for term in terms(word)}) == 1


def test_the_word_is_kept_beside_its_stem():
    [aidants] = terms("Aidants")
    assert (aidants.word, aidants.stem, aidants.typed) == ("aidants", "aid", "Aidants")


def test_stop_words_are_given_on_demand():
    assert [(term.typed, term.is_stop) for term in terms("l’accès du jeune", stops=True)] == [
        ("l’", True),
        ("accès", False),
        ("du", True),
        ("jeune", False),
    ]


def test_trigrams_know_the_ends_of_a_word():
    assert trigrams("ab") == {" ab", "ab "}
    assert trigrams("") == frozenset()


@given(st.text(max_size=80))
def test_terms_stand_where_they_say(text):
    for term in terms(text, stops=True):
        assert text[term.start : term.end] == term.typed
        assert term.start < term.end


@given(st.text(max_size=80))
def test_words_consist_of_letters_and_digits(text):
    for term in terms(text):
        assert re.fullmatch(r"[^\W_]+", term.word)
        assert term.word
        assert term.stem


@given(st.text(max_size=80))
def test_the_quick_way_says_the_same(text):
    assert words_and_stems(text) == [(term.word, term.stem) for term in terms(text)]


@given(st.from_regex(r"[a-z]{1,15}", fullmatch=True))
def test_a_stem_is_no_longer_than_its_word(word):
    assert 0 < len(stem(word)) <= len(word)
