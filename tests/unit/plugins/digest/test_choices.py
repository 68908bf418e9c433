"""Which sections a letter has: chosen, written as lines, read again."""

from zoneinfo import ZoneInfo

import pytest

from bot.language.catalogue import Words
from bot.language.messages import Markup
from bot.plugin.finding import Misread
from plugins.digest.choices import Chosen, choose, read_lines, write_lines

WORDS = Words("fr", ZoneInfo("Europe/Paris"))


class Section:
    def __init__(self, name, title, size):
        self.name, self.title, self.size = name, Markup(title), size


LINKS, FEEDS, NEEDS = (
    Section("shares", "Liens partagés", 8),
    Section("feeds", "Du côté des flux", 12),
    Section("needs", "Encore sans réponse", 5),
)
OFFERED = [LINKS, FEEDS, NEEDS]


def test_nothing_chosen_is_every_section_with_its_own_size():
    assert choose(OFFERED, []) == [Chosen(LINKS, 8), Chosen(FEEDS, 12), Chosen(NEEDS, 5)]


def test_a_new_section_comes_after_those_that_were_chosen_and_one_that_is_gone_is_left_out():
    stored = [["needs", 3], ["meetings", 4], ["shares", 0]]
    assert choose(OFFERED, stored) == [Chosen(NEEDS, 3), Chosen(LINKS, 0), Chosen(FEEDS, 12)]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Encore sans réponse : 3\nLiens partagés : 10", [["needs", 3], ["shares", 10], ["feeds", 0]]),
        (f"Liens{' ' * 3_000}partagés : 3", [["shares", 3], ["feeds", 0], ["needs", 0]]),  # in no time
        ("- liens partages: 2\n\n2. DU COTE DES FLUX", [["shares", 2], ["feeds", 12], ["needs", 0]]),
        ("flux : non\nliens = 4", [["feeds", 0], ["shares", 4], ["needs", 0]]),
        ("flux : 3 ; liens", [["feeds", 3], ["shares", 8], ["needs", 0]]),
        ("liens: 2, encore sans réponse = non, flux : 12", [["shares", 2], ["needs", 0], ["feeds", 12]]),
        ("", [["shares", 0], ["feeds", 0], ["needs", 0]]),
    ],
)
def test_lines_are_read_as_people_write_them(typed, read):
    assert read_lines(typed, OFFERED) == read


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Météo : 3", "Météo"),
        ("Liens partagés : beaucoup", "Liens partagés"),
        ("Liens partagés : 21", "20"),
        ("liens : 2\nliens partagés : 3", "deux fois"),
    ],
)
def test_a_line_that_is_wrong_is_named(typed, said):
    with pytest.raises(Misread) as problem:
        read_lines(typed, OFFERED)
    assert said in WORDS(problem.value.text)


def test_sections_that_are_left_out_are_written_in_the_usual_order():
    offered = [NEEDS, LINKS, FEEDS]
    assert read_lines("", offered) == [["shares", 0], ["feeds", 0], ["needs", 0]]
    with pytest.raises(Misread) as problem:
        read_lines("Météo : 3", offered)
    assert "Liens partagés, Du côté des flux, Encore sans réponse" in WORDS(problem.value.text)


def test_what_the_form_shows_is_read_as_it_was():
    stored = [["feeds", 3], ["shares", 0], ["needs", 5]]
    lines = write_lines(choose(OFFERED, stored), WORDS)
    assert lines.splitlines()[-1] == "Liens partagés : 0"
    assert sorted(read_lines(lines, OFFERED)) == sorted(stored)
