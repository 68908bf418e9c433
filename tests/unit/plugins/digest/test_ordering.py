"""The order of a draft, and what people type to change it."""

import pytest

from bot.language.reordering import Beside, Change, Side, Step, moved, read_change
from plugins.digest.models import ItemRow, LetterRow
from plugins.digest.ordering import as_shown, merged, moved_in_groups


@pytest.mark.parametrize(
    ("one", "step", "expected"),
    [
        ("a", Step.UP, "abcd"),
        ("b", Step.UP, "bacd"),
        ("b", Step.DOWN, "acbd"),
        ("d", Step.DOWN, "abcd"),
        ("d", Step.TOP, "dabc"),
        ("a", Step.END, "bcda"),
    ],
)
def test_one_step_changes_one_place(one, step, expected):
    assert "".join(moved("abcd", one, step)) == expected


def of_feeds(*names):
    """Items whose names begin with that of their source."""
    return [ItemRow(section="feeds", heading=name[0], text=name) for name in names]


@pytest.mark.parametrize(
    ("one", "step", "expected"),
    [
        ("A2", Step.UP, "A2 A1 B1 C1 C2"),
        ("A2", Step.DOWN, "B1 A1 A2 C1 C2"),
        ("B1", Step.UP, "B1 A1 A2 C1 C2"),
        ("C2", Step.TOP, "C2 C1 A1 A2 B1"),
        ("A1", Step.END, "B1 C1 C2 A2 A1"),
        ("C2", Step.DOWN, "A1 A2 B1 C1 C2"),
    ],
)
def test_an_item_stays_with_its_source_and_takes_it_along(one, step, expected):
    rows = of_feeds("A1", "A2", "B1", "C1", "C2")
    (row,) = [row for row in rows if row.text == one]
    assert " ".join(row.text for row in moved_in_groups(rows, row, step)) == expected


@pytest.mark.parametrize(
    ("own", "usual", "expected"),
    [
        ("", "abc", "abc"),
        ("ca", "abc", "cab"),
        ("ab", "abc", "abc"),
        ("b", "abc", "abc"),
        ("cx", "abc", "abc"),
    ],
)
def test_a_letter_keeps_its_own_order_of_sections_when_others_come(own, usual, expected):
    assert "".join(merged(list(own), list(usual))) == expected


def test_items_are_numbered_as_they_are_shown():
    letter = LetterRow(sections=[["b", "B", ""], ["none", "None", ""], ["a", "A", ""]])
    rows = [ItemRow(section=section, text=text) for section, text in (("a", "1"), ("b", "2"), ("a", "3"))]
    assert [row.text for row in as_shown(letter, rows)] == ["2", "1", "3"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("monter 3", Change(Step.UP, 3)),
        ("Monte le 3", Change(Step.UP, 3)),
        ("remonter l’élément 3", Change(Step.UP, 3)),
        ("3 plus haut", Change(Step.UP, 3)),
        ("up 3", Change(Step.UP, 3)),
        ("move up no. 3", Change(Step.UP, 3)),
        ("descendre 12", Change(Step.DOWN, 12)),
        ("descends le n° 12", Change(Step.DOWN, 12)),
        ("down 12", Change(Step.DOWN, 12)),
        ("3 en tête", Change(Step.TOP, 3)),
        ("monter 3 en tête", Change(Step.TOP, 3)),
        ("mettre le 3 en premier", Change(Step.TOP, 3)),
        ("3 first", Change(Step.TOP, 3)),
        ("en premier 3", Change(Step.TOP, 3)),
        ("3 à la fin", Change(Step.END, 3)),
        ("déplacer 3 tout à la fin", Change(Step.END, 3)),
        ("move 3 to the end", Change(Step.END, 3)),
        ("3 last", Change(Step.END, 3)),
        ("retirer 3", Change(None, 3)),
        ("enlève l’élément 3", Change(None, 3)),
        ("drop 3", Change(None, 3)),
        ("enlève les éléments 3, 4 et 12", Change(None, 3, others=(4, 12))),
        ("vire le 3 et le 4", Change(None, 3, others=(4,))),
        ("drop 3 and 4", Change(None, 3, others=(4,))),
        ("remettre", Change(None, restored=True)),
        ("remets le 2", Change(None, 2, restored=True)),
        ("put back", Change(None, restored=True)),
        ("3 après 5", Change(None, 3, beside=Beside(5, Side.AFTER))),
        ("déplace le 3 avant le n° 5", Change(None, 3, beside=Beside(5, Side.BEFORE))),
        ("move 3 before 5", Change(None, 3, beside=Beside(5, Side.BEFORE))),
        ("échanger 1 et 2", Change(None, 1, beside=Beside(2, Side.SWAPPED))),
        ("inverse le 1 avec le 2", Change(None, 1, beside=Beside(2, Side.SWAPPED))),
        ("rubrique liens en tête", Change(Step.TOP, section="liens")),
        ("monter la rubrique nouvelles des flux", Change(Step.UP, section="nouvelles des flux")),
        ("section links first", Change(Step.TOP, section="links")),
        ("descendre la rubrique à venir", Change(Step.DOWN, section="a venir")),
        ("rubrique à venir à la fin", Change(Step.END, section="a venir")),
    ],
)
def test_a_change_is_read_as_it_is_said(typed, expected):
    assert read_change(typed) == expected


@pytest.mark.parametrize("typed", ["bof", "3", "monter", "monter mille 3", "retirer", "3 4", "monter 3 et 4"])
def test_what_says_no_change_is_none(typed):
    assert read_change(typed) is None
