"""Which hour follows from which territory."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.chat import Network, Place, PlaceKind
from bot.territory import by_code
from plugins.network.places import could_spread, in_territory, network_zone, suggested_territory, with_zone

PARIS, REUNION, MAYOTTE = ZoneInfo("Europe/Paris"), ZoneInfo("Indian/Reunion"), ZoneInfo("Indian/Mayotte")
CHANNEL = Place(id=1, name="974-la-reunion", kind=PlaceKind.CHANNEL)
NETWORK = Network(id=1, name="Réseau", language="fr", zone=PARIS)


def test_a_channel_suggests_the_territory_of_its_name_until_it_has_one():
    assert suggested_territory(CHANNEL).code == "974"
    assert suggested_territory(replace(CHANNEL, territory="42")).code == "42"
    assert suggested_territory(replace(CHANNEL, name="general")) is None


def test_a_private_conversation_suggests_no_territory():
    assert suggested_territory(replace(CHANNEL, kind=PlaceKind.DM, name="loire")) is None


def test_a_change_of_territory_changes_the_hour():
    there = in_territory(CHANNEL, by_code("974"))
    assert (there.territory, there.zone) == ("974", REUNION)
    assert in_territory(there, None) == CHANNEL


def test_the_same_territory_again_leaves_a_zone_chosen_by_hand():
    chosen = replace(CHANNEL, territory="974", zone=MAYOTTE)
    assert in_territory(chosen, by_code("974")) == chosen


def test_a_zone_left_as_it_was_gives_way_to_that_of_a_new_territory():
    before = replace(CHANNEL, territory="42", zone=PARIS)
    assert with_zone(in_territory(before, by_code("974")), before, PARIS).zone == REUNION


def test_a_zone_that_was_typed_wins_over_that_of_the_territory():
    assert with_zone(in_territory(CHANNEL, by_code("974")), CHANNEL, MAYOTTE).zone == MAYOTTE


def test_an_emptied_zone_is_that_of_the_territory_or_none():
    before = replace(CHANNEL, territory="974", zone=MAYOTTE)
    assert with_zone(before, before, None).zone == REUNION
    bare = replace(CHANNEL, zone=MAYOTTE)
    assert with_zone(bare, bare, None).zone is None


def test_the_network_takes_the_zone_given_else_that_of_the_territory_else_keeps_its_own():
    assert network_zone(NETWORK, MAYOTTE, by_code("974")) == MAYOTTE
    assert network_zone(NETWORK, None, by_code("974")) == REUNION
    assert network_zone(NETWORK, None, None) == PARIS


def test_a_territory_could_spread_to_a_network_without_one_or_with_another_hour():
    there = in_territory(CHANNEL, by_code("974"))
    assert could_spread(NETWORK, there)
    assert could_spread(replace(NETWORK, territory="42"), there)
    assert not could_spread(replace(NETWORK, territory="42"), in_territory(CHANNEL, by_code("43")))
    assert not could_spread(NETWORK, CHANNEL)
