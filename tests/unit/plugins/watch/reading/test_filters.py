import pytest

from plugins.watch.reading import Entry
from plugins.watch.reading.filters import Filter, sayings, todays_share


def lets(include, exclude, title, summary=""):
    return Filter.read(include, exclude).lets(Entry(None, None, title, summary, None))


@pytest.mark.parametrize(
    ("include", "exclude", "title", "expected"),
    [
        ("", "", "Un atelier", True),
        ("ateliers", "", "Un atelier", True),
        ("numerique", "", "L’inclusion NUMÉRIQUE", True),
        ("imprimante", "", "Un atelier", False),
        ("imprimante atelier", "", "Un atelier", True),
        ("imprimante, atelier", "", "Un atelier", True),
        ("", "concours", "Les Concours de l’été", False),
        ("atelier", "concours", "Atelier et concours", False),
        ("CAF", "", "La caf répond", True),
        ("art", "", "Un départ", False),
        ("“aidants connect”", "", "Habilitation Aidants Connect : suite", True),
        ("“aidants connect”", "", "Aidants et connectés", False),
        ("« pass numérique »", "", "Le pass, et le numérique", False),
        ('"l’État"', "", "Ce que l'etat propose", True),
        ("porte-monnaie", "", "Un porte-monnaie électronique", True),
        ("", "sport par les de", "Un atelier par les jeunes de Feurs", True),
        ("les seniors", "", "Les concours", False),
        ("", '"par les jeunes"', "Un atelier par les jeunes", False),
        ("porte-monnaie", "", "La monnaie de la porte", False),
    ],
)
def test_entries_are_let_through_by_their_words(include, exclude, title, expected):
    assert lets(include, exclude, title) is expected


def test_words_are_looked_for_in_the_summary_too():
    assert lets("atelier", "", "Nouvelles", "Un atelier demain")
    assert not lets("", "atelier", "Nouvelles", "Un atelier demain")


def test_a_phrase_does_not_go_from_the_title_over_a_mark_to_nothing():
    assert not lets('"   "', '""', "") or sayings('"   "') == ()


def test_what_was_typed_twice_is_looked_for_once():
    assert len(sayings("atelier Ateliers ; atelier")) == 1
    assert len(sayings(" ".join(f"mot{n}" for n in range(500)))) == 50


def test_no_more_than_a_number_a_day():
    assert todays_share([1, 2, 3], 0, None) == [1, 2, 3]
    assert todays_share([1, 2, 3], 0, 2) == [1, 2]
    assert todays_share([1, 2, 3], 1, 2) == [1]
    assert todays_share([1, 2, 3], 5, 2) == []
