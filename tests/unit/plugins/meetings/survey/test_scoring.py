"""Scores as people type them."""

import pytest

from plugins.meetings.survey.scoring import Scored, read_score


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("8", Scored(8)),
        ("8/10", Scored(8)),
        ("8 / 10 très utile", Scored(8, "très utile")),
        ("10 sur 10 !", Scored(10)),
        ("9 : à refaire", Scored(9, "à refaire")),
        ("7 - un peu long", Scored(7, "un peu long")),
        ("8, très utile", Scored(8, "très utile")),
        ("8,0", Scored(8)),
        ("8.", Scored(8)),
        ("huit", Scored(8)),
        ("Dix sur dix, bravo", Scored(10, "bravo")),
        ("j’ai mis 6 points", Scored(6)),
        ("Note : 8 super", Scored(8, "super")),
        ("je mets 9", Scored(9)),
        ("ten out of ten", Scored(10)),
        ("11", Scored(None)),
        ("0 nul", Scored(None, "nul")),
        ("8,5", Scored(None)),
        ("8.5/10 bien", Scored(None, "bien")),
        ("16/20", Scored(None)),
        ("-3", Scored(None)),
        ("9" * 5000, Scored(None)),
    ],
)
def test_a_score_comes_first_and_a_comment_after_it(typed, expected):
    assert read_score(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "très utile",
        "un bon moment",
        "10 personnes, c’est peu",
        "3 heures, trop long",
        "8h c’est tôt",
        "8%",
    ],
)
def test_what_begins_with_no_score_is_none(typed):
    assert read_score(typed) is None


def test_much_space_takes_no_time():
    assert read_score("note" + " " * 100_000 + "x") is None
