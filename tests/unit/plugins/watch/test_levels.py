"""Levels: which channel covers more than another."""

from zoneinfo import ZoneInfo

import pytest

from bot.chat import Network, Place, PlaceKind
from plugins.watch.levels import COUNTRY, covered, spelled

LOIRE = Network(1, "Loire", "fr", ZoneInfo("Europe/Paris"), "42")
FRANCE = Network(2, "France", "fr", ZoneInfo("Europe/Paris"))


def covers(territory=None, decided=None, network=LOIRE):
    return covered(Place(1, "x", PlaceKind.CHANNEL, territory=territory), network, decided)


@pytest.mark.parametrize(
    ("wide", "narrow", "expected"),
    [
        (covers(decided="region:84"), covers(), True),
        (covers(decided=COUNTRY), covers(), True),
        (covers(), covers(decided="epci:200065886"), True),
        (covers(decided="region:84"), covers(decided="commune:42187"), True),
        (covers(decided="region:93"), covers(), False),
        (covers(), covers(decided="region:84"), False),
        (covers(), covers(), False),
        (covers(territory="69"), covers(), False),
        (covers(decided=COUNTRY), covers(decided=COUNTRY), False),
        (covers(network=FRANCE), covers(territory="42", network=FRANCE), True),
    ],
)
def test_a_channel_is_wider_if_it_covers_the_other_and_more(wide, narrow, expected):
    assert wide.is_wider_than(narrow) is expected


def test_an_area_that_is_not_there_any_more_is_the_channels_own_territory():
    assert covers(decided="epci:000000000") == covers()


def test_what_a_channel_covers_is_spelled():
    assert spelled(covers(decided="region:84")) == "Auvergne-Rhône-Alpes"
    assert spelled(covers(decided=COUNTRY)).text == "the whole country"
