"""Spelling: what somebody meant, and nothing else for who knows how to write."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.folding import nearest
from bot.language.speller import Speller, slips, sound

KNOWN = [
    "administrative",
    "aidants",
    "bureautique",
    "chats",
    "connect",
    "connexion",
    "cybersecurite",
    "declaration",
    "facturation",
    "formation",
    "identite",
    "imprimante",
    "internet",
    "impots",
    "logement",
    "numerique",
    "ordinateur",
    "orthographe",
    "parentalite",
    "pharmacie",
    "photo",
    "retouche",
    "telephone",
    "caf",
]
WORDS = st.text("abcdeinorst", min_size=1, max_size=12)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(dict.fromkeys(KNOWN, 3))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("inprimente", "imprimante"),
        ("conection", "connexion"),
        ("telefone", "telephone"),
        ("farmacie", "pharmacie"),
        ("numerik", "numerique"),
        ("numrique", "numerique"),
        ("numerqiue", "numerique"),
        ("ortografe", "orthographe"),
        ("declarasion", "declaration"),
        ("ordinatteur", "ordinateur"),
        ("bureautik", "bureautique"),
        ("linternet", "internet"),
        ("impot", "impots"),
        ("idantite", "identite"),
    ],
)
def test_a_slip_is_understood(speller, typed, meant):
    [(word, likeness), *_others] = speller.correct(typed)
    assert word == meant
    assert 0.6 <= likeness < 1


@pytest.mark.parametrize(
    "typed", ["imprimante", "caf", "cap", "cfa", "zzzzzzzz", "2024", "ab1cde", "", "x" * 90]
)
def test_what_is_known_short_or_like_nothing_stays(speller, typed):
    assert speller.correct(typed) == []


def test_a_short_word_may_have_one_slip_and_not_in_its_first_letter(speller):
    assert speller.correct("chat")[0][0] == "chats"
    assert speller.correct("achat") == []


def test_of_two_as_near_the_more_frequent_comes_first():
    speller = Speller({"fibre": 1, "libre": 1, "vivre": 100, "vitre": 1})
    assert next(word for word, _likeness in speller.correct("vidre")) == "vivre"


def test_what_sounds_the_same_is_nearer():
    assert next(word for word, _ in Speller({"fase": 1, "phare": 1, "phase": 1}).correct("faze")) == "fase"
    assert sound("pharmacie") == sound("farmassi")


def test_words_that_are_gone_are_forgotten():
    speller = Speller({"imprimante": 1, "ordinateur": 2})
    speller.replace({"ordinateur": 5, "clavier": 1})
    assert speller.correct("inprimante") == []
    assert speller.correct("clavie")[0][0] == "clavier"
    assert (len(speller), speller.frequency("ordinateur"), "imprimante" in speller) == (2, 5, False)


@given(WORDS, WORDS)
def test_slips_are_counted_as_letter_by_letter(word, other):
    assert slips(word, other) == slow_slips(word, other)


def slow_slips(word: str, other: str) -> int:
    rows = [[column + row for column in range(len(other) + 1)] for row in range(len(word) + 1)]
    for i in range(1, len(word) + 1):
        for j in range(1, len(other) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (word[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and (word[i - 1], word[i - 2]) == (other[j - 2], other[j - 1]):
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(st.sets(st.text("abcdeinorst", min_size=4, max_size=12), min_size=1, max_size=20), st.data())
def test_one_letter_wrong_added_or_missing_is_always_found(vocabulary, data):
    speller = Speller(dict.fromkeys(vocabulary, 1))
    word = data.draw(st.sampled_from(sorted(vocabulary)).filter(lambda one: len(one) >= 5))
    place = data.draw(st.integers(1, len(word) - 1))
    slip = data.draw(st.sampled_from([word[:place] + word[place + 1 :], word[:place] + "z" + word[place:]]))
    if slip in speller or len(slip) < 4:
        return
    assert word in [found for found, _likeness in speller.correct(slip, limit=20)]


@given(st.sets(WORDS, max_size=20), WORDS)
def test_corrections_are_known_words_in_order(vocabulary, typed):
    speller = Speller(dict.fromkeys(vocabulary, 1))
    corrections = speller.correct(typed)
    likenesses = [likeness for _word, likeness in corrections]
    assert all(word in speller and word != typed for word, _likeness in corrections)
    assert likenesses == sorted(likenesses, reverse=True)
    assert all(0 < likeness <= 1 for likeness in likenesses)
    assert not (corrections and typed in vocabulary)


def test_it_agrees_with_the_neighbours_of_a_short_list(speller):
    for typed in ("imprimnte", "bureautiqe", "logemant"):
        assert speller.correct(typed)[0][0] == nearest(typed, KNOWN)[0]


def test_a_large_vocabulary_takes_no_longer_than_it_says():
    syllables = ("ba", "cho", "di", "fou", "gra", "le", "mi", "non", "pre", "ri", "sta", "ture", "vel", "zo")
    words = {a + b + c + d for a in syllables for b in syllables for c in syllables for d in syllables[:10]}
    speller = Speller(dict.fromkeys(words, 1))
    asked = [word[:3] + word[4:] for word in sorted(words)[::300]]
    start = time.perf_counter()
    found = [speller.correct(word) for word in asked]
    assert (time.perf_counter() - start) / len(asked) < 0.05  # fifty times what it takes
    assert sum(map(bool, found)) == len(asked) - sum(word in speller for word in asked)
