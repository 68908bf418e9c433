"""Ranking: what a few typed letters mean, accents and case aside."""

import pytest

from bot.language.ranking import rank

NAMES = ["Adèle Martin", "Élodie Bérard", "Éléonore", "Marie-Éléna", "Zoé"]


def ranked(typed: str, candidates=NAMES, **options) -> list[str]:
    return rank(typed, candidates, lambda name: [name], **options)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("élo", ["Élodie Bérard"]),
        ("ELO", ["Élodie Bérard"]),
        ("ele", ["Éléonore", "Marie-Éléna", "Adèle Martin"]),
        ("be", ["Élodie Bérard"]),
        ("mar", ["Marie-Éléna", "Adèle Martin"]),
        ("bérard élo", ["Élodie Bérard"]),
        ("artin", ["Adèle Martin"]),
        ("beradr", ["Élodie Bérard"]),
        ("xyz", []),
        ("-", ["Marie-Éléna"]),
    ],
)
def test_what_begins_so_comes_before_words_that_do_and_those_before_what_holds_it(typed, found):
    assert ranked(typed) == found


def test_all_stay_in_their_order_if_nothing_is_typed():
    assert ranked("") == NAMES
    assert ranked("  ") == NAMES


def test_what_was_typed_whole_comes_first():
    assert ranked("1", ["10", "21", "1"]) == ["1", "10", "21"]


def test_there_are_no_more_than_asked_for():
    assert ranked("", limit=2) == NAMES[:2]
    assert len(rank("n", range(60), lambda number: [f"n{number}"])) == 25
    assert ranked("elodi berar", limit=1) == ["Élodie Bérard"]


def test_any_form_counts_and_a_slip_only_if_nothing_else_does():
    forms = {"remind": ["rappel", "remind"], "card": ["fiche", "card"]}
    assert rank("rem", forms, forms.__getitem__) == ["remind"]
    assert rank("fihce", forms, forms.__getitem__) == ["card"]
    assert ranked("zoe", ["Zoé", "Zoë", "Zoo"]) == ["Zoé", "Zoë"]


def test_a_text_too_long_for_a_name_is_found_by_its_words():
    text = "appeler la mairie " * 10
    assert ranked("mairie", [text, "rien"]) == [text]
