"""Time zones as people name them."""

import pytest

from bot.territory import find_zone, named, nearest_zones


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("Europe/Paris", "Europe/Paris"),
        ("europe/paris", "Europe/Paris"),
        ("America/New_York", "America/New_York"),
        ("america/new york", "America/New_York"),
        ("Paris", "Europe/Paris"),
        ("métropole", "Europe/Paris"),
        ("France", "Europe/Paris"),
        ("La Réunion", "Indian/Reunion"),
        ("reunion", "Indian/Reunion"),
        ("974", "Indian/Reunion"),
        ("Martinique", "America/Martinique"),
        ("guyane", "America/Cayenne"),
        ("Nouméa", "Pacific/Noumea"),
        ("Marquesas", "Pacific/Marquesas"),
        ("Saint-Pierre-et-Miquelon", "America/Miquelon"),
        ("Polynésie française", "Pacific/Tahiti"),
        ("Loire", "Europe/Paris"),
        ("Buenos Aires", "America/Buenos_Aires"),
        ("  utc ", "UTC"),
    ],
)
def test_a_zone_is_found_under_the_names_people_use(typed, key):
    assert find_zone(typed).key == key


@pytest.mark.parametrize(
    "typed", ["", " ", "Pariss", "GMT+4", "Etc/GMT+4", "EST5EDT", "Europe", "x" * 500, "../etc"]
)
def test_what_is_no_zone_is_not_guessed(typed):
    assert find_zone(typed) is None


@pytest.mark.parametrize(
    ("typed", "suggested"), [("Pariss", "Paris"), ("Martinike", "Martinique"), ("La Reunoin", "La Réunion")]
)
def test_a_slip_has_suggestions_that_are_zones(typed, suggested):
    close = nearest_zones(typed)
    assert suggested in close
    assert all(find_zone(name) for name in close)
    assert len(close) <= 3


def test_nothing_near_has_no_suggestion():
    assert nearest_zones("qwertyuiop") == []
    assert nearest_zones("x" * 500) == []


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("42", "42"),
        ("1", "01"),
        ("2a", "2A"),
        ("loire", "42"),
        ("LOIRE", "42"),
        ("Loire (42)", "42"),
        ("42 - Loire", "42"),
        ("La Réunion (974)", "974"),
        ("réunion", "974"),
        ("Saint-Martin", "978"),
        ("Cote d or", "21"),
    ],
)
def test_a_territory_is_named_by_code_name_or_both(typed, code):
    assert named(typed).code == code


@pytest.mark.parametrize("typed", ["", "loir", "haute", "99", "Loire (43)", "x" * 500])
def test_what_names_no_single_territory_is_not_guessed(typed):
    assert named(typed) is None
