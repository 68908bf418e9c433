from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.territory import Region, Territory, by_code, territories, zone_of

SUMMER_NOON_IN_PARIS = datetime(2026, 7, 14, 10, tzinfo=UTC)


def test_the_101_departements_and_the_inhabited_collectivities_are_there() -> None:
    departements = [territory for territory in territories() if territory.region]
    collectivities = [territory.code for territory in territories() if not territory.region]
    assert len(departements) == 101
    assert collectivities == ["975", "977", "978", "984", "986", "987", "988"]


def test_every_code_and_name_is_given_once() -> None:
    assert len({territory.code for territory in territories()}) == len(territories())
    assert len({territory.name for territory in territories()}) == len(territories())


def test_there_are_eighteen_regions_with_one_name_each() -> None:
    regions = {territory.region for territory in territories() if territory.region}
    assert len(regions) == len({region.code for region in regions}) == 18


def test_every_zone_exists() -> None:
    for territory in territories():
        assert ZoneInfo(territory.zone).utcoffset(SUMMER_NOON_IN_PARIS) is not None


def test_corsica_stands_in_the_place_of_the_former_20() -> None:
    codes = [territory.code for territory in territories()]
    assert codes[18:22] == ["19", "2A", "2B", "21"]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("42", "Loire"),
        ("01", "Ain"),
        ("1", "Ain"),
        (" 2a ", "Corse-du-Sud"),
        ("2B", "Haute-Corse"),
        ("69", "Rhône"),
        ("974", "La Réunion"),
        ("987", "Polynésie française"),
    ],
)
def test_a_code_is_found_as_people_write_it(code: str, name: str) -> None:
    territory = by_code(code)
    assert territory is not None
    assert territory.name == name


@pytest.mark.parametrize("code", ["", "0", "20", "96", "989", "042", "Loire", "4 2"])
def test_what_is_no_code_is_no_territory(code: str) -> None:
    assert by_code(code) is None
    assert zone_of(code) is None


def test_a_territory_says_its_region_and_its_zone() -> None:
    loire = Territory("42", "Loire", Region("84", "Auvergne-Rhône-Alpes"), "Europe/Paris")
    assert by_code("42") == loire
    assert by_code("975") == Territory("975", "Saint-Pierre-et-Miquelon", None, "America/Miquelon")


@pytest.mark.parametrize(
    ("code", "hour"),
    [
        *[("75", 12), ("2A", 12), ("971", 6), ("972", 6), ("973", 7), ("974", 14), ("975", 8)],
        *[("976", 13), ("977", 6), ("978", 6), ("984", 15), ("986", 22), ("987", 0), ("988", 21)],
    ],
)
def test_summer_noon_in_paris_is_another_hour_overseas(code: str, hour: int) -> None:
    zone = zone_of(code)
    assert zone is not None
    assert SUMMER_NOON_IN_PARIS.astimezone(zone).hour == hour
