"""What is typed to change a setting of a letter, as it is read."""

import pytest

from plugins.digest.adjusting import OfSections, read_wanted


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("liens  5 ,   flux\t3", "liens 5 , flux 3"),
        ("  liens 5\n\n   flux 3\n", "liens 5\nflux 3"),
        # what nobody can see is not read character by character: it would keep all others waiting
        (f"a{' ' * 16_000}b", "a b"),
    ],
)
def test_gaps_count_as_one_space_and_lines_stay_lines(typed, read):
    assert read_wanted(typed) == OfSections(read)
