from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.folding import fold, nearest, slug

COMMANDS = ["rappel", "maillage", "veille", "réunion", "annuaire", "orienter", "bienvenue", "aide"]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Créer", "creer"),
        ("CRE\u0301ER", "creer"),
        ("Œuvre, ex æquo", "oeuvre, ex aequo"),
        ("Straße", "strasse"),
        ("L’été — aujourd‘hui", "l'ete - aujourd'hui"),
        ("«\u202foui\u202f» “non”", '" oui " "non"'),
        ("10\u00a0h\u202f?", "10 h ?"),
        ("  trop \t d’espaces \n ici ", "trop d'espaces ici"),
        ("sou\u00adli\u200bgné", "souligne"),
        ("ﬁn…", "fin..."),
        ("İstanbul, Łódź, Ærø", "istanbul, lodz, aero"),
        ("\u00a0", ""),
        ("", ""),
    ],
)
def test_folding_keeps_what_words_have_in_common(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="aàâbcçdeéèêfgœæABCÉ '-"))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Loire (42)", "loire-42"),
        ("Côte-d’Or", "cote-d-or"),
        ("  Entraide & Cœur de réseau ! ", "entraide-coeur-de-reseau"),
        ("été_2026", "ete-2026"),
        ("!?", ""),
    ],
)
def test_a_slug_is_the_name_of_a_channel(text: str, name: str) -> None:
    assert slug(text) == name


@given(st.text())
def test_a_slug_holds_words_and_single_hyphens(text: str) -> None:
    words = slug(text).split("-")
    assert words == [""] or all(word.isascii() and word.isalnum() for word in words)
    assert slug(slug(text)) == slug(text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rapel", ["rappel"]),
        ("rappelle", ["rappel"]),
        ("rapepl", ["rappel"]),
        ("arppel", ["rappel"]),
        ("REUNION", ["réunion"]),
        ("reunoin", ["réunion"]),
        ("anuaire", ["annuaire"]),
        ("bienvenu", ["bienvenue"]),
        ("aides", ["aide"]),
        ("ori", ["orienter"]),
        ("vielle", ["veille"]),
        ("xyzzy", []),
        ("bonjour", []),
        ("ai", []),
        ("", []),
    ],
)
def test_an_unknown_word_has_its_nearest_neighbours_or_none(typed: str, meant: list[str]) -> None:
    assert nearest(typed, COMMANDS) == meant


def test_a_transposition_is_one_slip_and_not_two() -> None:
    assert nearest("aedi", ["aide"]) == []
    assert nearest("adie", ["aide"]) == ["aide"]


def test_the_nearest_comes_first_and_ties_are_alphabetical() -> None:
    assert nearest("liste", {"piste", "lister", "listes", "liste"}) == ["liste", "lister", "listes"]
    assert nearest("liste", ["piste", "lister"], limit=1) == ["lister"]


def test_a_slip_is_likelier_than_a_beginning() -> None:
    assert nearest("rap", ["rappel", "rip"]) == ["rip", "rappel"]


def test_a_candidate_given_twice_is_found_once() -> None:
    assert nearest("rapel", ["rappel", "rappel"]) == ["rappel"]


def test_a_very_long_word_has_no_neighbours() -> None:
    assert nearest("a" * 100_000, ["a" * 100_000, "aide"]) == []
    assert nearest("aide", ["a" * 100_000]) == []


@given(st.text(alphabet="abc", max_size=9), st.text(alphabet="abc", max_size=9))
def test_the_cut_off_finds_what_the_whole_distance_finds(typed: str, name: str) -> None:
    allowed = 0 if len(typed) < 3 else 1 if len(typed) < 6 else 2 if len(typed) < 9 else 3
    begins = len(typed) >= 3 and name.startswith(typed)
    is_near = bool(typed) and (_distance(typed, name) <= allowed or begins)
    assert nearest(typed, [name]) == ([name] if is_near else [])


@cache
def _distance(left: str, right: str) -> int:
    if not left or not right:
        return len(left) + len(right)
    costs = [
        _distance(left[:-1], right) + 1,
        _distance(left, right[:-1]) + 1,
        _distance(left[:-1], right[:-1]) + (left[-1] != right[-1]),
    ]
    if len(left) > 1 and left[-2:] == right[-2:][::-1] and len(right) > 1:
        costs.append(_distance(left[:-2], right[:-2]) + 1)
    return min(costs)
