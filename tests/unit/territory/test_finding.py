"""Finding an area from what somebody types for one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory import Area, Level, areas_of, commune, epci, find, name_of, territories
from bot.territory.register import register
from bot.territory.slips import slips_between

ROANNE = areas_of("42187")
LILLE = areas_of("59350")


def first(text: str, near: tuple[Area, ...] = ()) -> str | None:
    found = find(text, near, limit=1)
    return name_of(found[0]) if found else None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Roanne", "Roanne (42)"),
        ("  ROANNE ", "Roanne (42)"),
        ("st etienne", "Saint-Étienne (42)"),
        ("St-Étienne", "Saint-Étienne (42)"),
        ("saintetienne", "Saint-Étienne (42)"),
        ("ste foy les lyon", "Sainte-Foy-lès-Lyon (69)"),
        ("St-Just-St-Rambert", "Saint-Just-Saint-Rambert (42)"),
        ("le coteau", "Le Coteau (42)"),
        ("coteau", "Le Coteau (42)"),
        ("l'horme", "L’Horme (42)"),
        ("horme", "L’Horme (42)"),
        ("Boën", "Boën-sur-Lignon (42)"),
        ("chalon s/ saone", "Chalon-sur-Saône (71)"),
        ("ile d'yeu", "L’Île-d’Yeu (85)"),
        ("Le Mans", "Le Mans (72)"),
        ("Lyon 3e", "Lyon (69)"),
        ("lyon 3ème", "Lyon (69)"),
        ("Paris 1er", "Paris (75)"),
        ("ville de Feurs", "Feurs (42)"),
        ("Papeete", "Papeete (987)"),
        ("noumea", "Nouméa (988)"),
        ("Paris", "Paris (75)"),
        ("Vienne", "Vienne (38)"),
        ("la Vienne", "Vienne"),
        ("Vienne (86)", "Vienne"),
        ("loire", "Loire"),
        ("Loire (42)", "Loire"),
        ("département de la Loire", "Loire"),
        ("cote dor", "Côte-d’Or"),
        ("réunion", "La Réunion"),
        ("Grand Est", "Grand Est"),
        ("région Bretagne", "Bretagne"),
        ("PACA", "Provence-Alpes-Côte d’Azur"),
        ("Roannais", "Roannais Agglomération"),
        ("le Forez", "Loire Forez Agglomération"),
        ("Métropole de Lyon", "Métropole de Lyon"),
        ("grand lyon", "Métropole de Lyon"),
        ("agglo de Roanne", "Roannais Agglomération"),
        ("CC Charlieu Belmont", "Communauté de communes Charlieu-Belmont"),
        ("loire forez agglo", "Loire Forez Agglomération"),
        ("monts du pilat", "Communauté de communes des Monts du Pilat"),
        ("CINOR", "Intercommunale du Nord de la Réunion"),
    ],
)
def test_the_area_that_is_meant_comes_first(text: str, name: str) -> None:
    assert first(text) == name


@pytest.mark.parametrize(
    ("text", "area"),
    [
        ("42", "departement:42"),
        ("1", "departement:01"),
        ("2a", "departement:2A"),
        ("dept 42", "departement:42"),
        ("974", "departement:974"),
        ("42000", "commune:42218"),
        ("42187", "commune:42187"),
        ("42300", "commune:42187"),
        ("42300 Roanne", "commune:42187"),
        ("Mably 42300", "commune:42127"),
        ("75116", "commune:75056"),
        ("69383", "commune:69123"),
        ("2A004", "commune:2A004"),
        ("97400", "commune:97411"),
        ("200035731", "epci:200035731"),
        ("Saint-Denis 974", "commune:97411"),
        ("saint denis de la réunion", "commune:97411"),
        ("Saint-Denis (93)", "commune:93066"),
        ("Saint-Denis (Seine-Saint-Denis)", "commune:93066"),
        ("Valence, Drôme", "commune:26362"),
    ],
)
def test_codes_find_areas_and_say_which_of_one_name(text: str, area: str) -> None:
    assert str(find(text, limit=1)[0]) == area


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("montbrisson", "Montbrison (42)"),
        ("monbrison", "Montbrison (42)"),
        ("raonne", "Roanne (42)"),
        ("saint etiene", "Saint-Étienne (42)"),
        ("clermont ferand", "Clermont-Ferrand (63)"),
        ("vileurbane", "Villeurbanne (69)"),
        ("marseile", "Marseille (13)"),
        ("guyanne", "Guyane"),
        ("ille et villaine", "Ille-et-Vilaine"),
        ("roanais", "Roannais Agglomération"),
    ],
)
def test_a_name_may_be_misspelt(text: str, name: str) -> None:
    assert first(text) == name


@pytest.mark.parametrize(
    ("text", "near", "name"),
    [
        ("Rouane", "42218", "Roanne (42)"),
        ("Rouane", "44145", "Rouans (44)"),
        ("Rouane", "29019", "Rouans (44)"),
        ("Rouans", "42218", "Rouans (44)"),
        ("Nates", "42218", "Nantes (44)"),
    ],
)
def test_a_town_next_door_may_be_misspelt_a_little_more_than_a_village_far_away(
    text: str, near: str, name: str
) -> None:
    assert first(text, areas_of(near)) == name


def test_of_one_name_the_nearest_comes_first_then_the_largest() -> None:
    valence = [name_of(area) for area in find("Valence", areas_of("82186"))]
    assert valence[0] == "Valence (82)"
    assert first("Valence") == "Valence (26)"
    assert first("st just", ROANNE) == "Saint-Just-Saint-Rambert (42)"
    assert first("lille", ROANNE) == "Lille (59)"
    assert first("paris", LILLE) == "Paris (75)"


def test_a_region_of_before_2016_means_its_departements() -> None:
    assert [str(area) for area in find("Alsace", limit=2)] == ["departement:67", "departement:68"]


@pytest.mark.parametrize(
    "text",
    ["", " ", "?!", "xyzzy", "Roanne " * 20, "99", "00000", "123456789", "je sais faire de la retouche"],
)
def test_what_is_no_place_finds_nothing(text: str) -> None:
    assert find(text) == []


@given(st.integers(0, len(register().codes) - 1))
@settings(deadline=None)
def test_every_commune_is_found_by_its_name_and_code_and_first_from_at_home(number: int) -> None:
    its = commune(register().codes[number])
    assert its is not None
    assert find(its.code, limit=50)[-1] == its.area or its.area in find(its.code, limit=50)
    assert its.area in find(f"{its.name} ({its.departement})", limit=10)
    assert find(its.name, [its.area], limit=1) == [its.area]


@given(st.integers(0, len(register().epci_codes) - 1))
@settings(deadline=None)
def test_every_epci_is_found_by_its_name(number: int) -> None:
    area = Area(Level.EPCI, register().epci_codes[number])
    group = epci(area.code)
    assert group is not None
    assert area in find(group.name)[:3]
    assert area in find(name_of(area), [area])[:3]


def test_every_departement_is_found_first_by_its_name_with_its_code() -> None:
    for territory in territories():
        expected = Area(Level.DEPARTEMENT, territory.code)
        assert expected in find(f"{territory.name} ({territory.code})", limit=3)
        assert find(territory.code, limit=1) == [expected]


@given(st.text(max_size=100), st.integers(0, 5))
@settings(deadline=None)
def test_whatever_is_typed_finds_existing_areas_each_once(text: str, limit: int) -> None:
    found = find(text, ROANNE, limit)
    assert len(found) == len(set(found)) <= limit
    assert all(name_of(area) != area.code for area in found)


words = st.text("abco", min_size=1, max_size=8)


def slow_distance(one: str, other: str) -> int:
    """The optimal string alignment distance by its definition."""
    table = {(row, 0): row for row in range(len(one) + 1)} | {(0, col): col for col in range(len(other) + 1)}
    for row in range(1, len(one) + 1):
        for col in range(1, len(other) + 1):
            table[row, col] = min(
                table[row - 1, col] + 1,
                table[row, col - 1] + 1,
                table[row - 1, col - 1] + (one[row - 1] != other[col - 1]),
            )
            if row > 1 < col and one[row - 2 : row] == other[col - 2 : col][::-1]:
                table[row, col] = min(table[row, col], table[row - 2, col - 2] + 1)
    return table[len(one), len(other)]


@given(words, words)
def test_slips_are_the_optimal_string_alignment_distance(one: str, other: str) -> None:
    assert slips_between(one, other) == slow_distance(one, other)


names = st.sampled_from(["montbrison", "villeurbanne", "saint etienne", "clermont ferrand", "rive de gier"])


@given(names, st.data())
@settings(deadline=None, max_examples=40)
def test_one_slip_anywhere_but_at_the_start_still_finds_a_known_town(name: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(name) - 2))
    slips = [
        name[:place] + name[place + 1 :],
        name[:place] + name[place + 1] + name[place] + name[place + 2 :],
        name[:place] + "z" + name[place + 1 :],
        name[:place] + "z" + name[place:],
    ]
    assert find(name, limit=1)[0] in find(data.draw(st.sampled_from(slips)))
