"""Which area is inside which, how near two are, and what they are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.territory import (
    Area,
    Level,
    areas_of,
    communes_of,
    contains,
    departements_of,
    exists,
    name_of,
    nearness,
)
from bot.territory.register import register

ROANNE = Area.parse("commune:42187")
COTEAU = Area.parse("commune:42071")
MONTBRISON = Area.parse("commune:42147")
LYON = Area.parse("commune:69123")
PARIS = Area.parse("commune:75056")
ROANNAIS = Area.parse("epci:200035731")
AMBERT = Area.parse("epci:200070761")
LOIRE = Area.parse("departement:42")
PUY_DE_DOME = Area.parse("departement:63")
AURA = Area.parse("region:84")

communes = st.integers(0, len(register().codes) - 1).map(
    lambda number: Area(Level.COMMUNE, register().codes[number])
)
epcis = st.integers(0, len(register().epci_codes) - 1).map(
    lambda number: Area(Level.EPCI, register().epci_codes[number])
)
areas = st.one_of(
    communes, epcis, st.sampled_from([LOIRE, PUY_DE_DOME, AURA, Area.parse("departement:987"), PARIS])
)


@pytest.mark.parametrize(
    ("outer", "inner", "inside"),
    [
        (ROANNE, ROANNE, True),
        (ROANNAIS, ROANNE, True),
        (LOIRE, ROANNE, True),
        (AURA, ROANNE, True),
        (ROANNE, ROANNAIS, False),
        (ROANNAIS, MONTBRISON, False),
        (LOIRE, ROANNAIS, True),
        (AURA, LOIRE, True),
        (LOIRE, AURA, False),
        (ROANNAIS, LOIRE, False),
        (LYON, Area.parse("commune:69383"), True),
        (Area.parse("commune:69383"), LYON, True),
        (Area.parse("departement:75"), PARIS, True),
        (Area.parse("departement:978"), Area.parse("commune:97801"), True),
        (AURA, Area.parse("commune:99999"), False),
        (Area.parse("commune:99999"), Area.parse("commune:99999"), False),
    ],
)
def test_an_area_is_inside_another_or_not(outer: Area, inner: Area, inside: bool) -> None:
    assert contains(outer, inner) is inside


def test_an_epci_across_a_border_is_inside_neither_departement() -> None:
    across = next(
        area
        for number in range(len(register().epci_codes))
        if len(departements_of(area := Area(Level.EPCI, register().epci_codes[number]))) > 1
    )
    first, second = departements_of(across)[:2]
    assert not contains(Area(Level.DEPARTEMENT, first), across)
    assert nearness(across, Area(Level.DEPARTEMENT, first)) is Level.DEPARTEMENT
    assert nearness(across, Area(Level.DEPARTEMENT, second)) is Level.DEPARTEMENT


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (ROANNE, ROANNE, Level.COMMUNE),
        (ROANNE, COTEAU, Level.EPCI),
        (ROANNE, ROANNAIS, Level.EPCI),
        (ROANNE, MONTBRISON, Level.DEPARTEMENT),
        (ROANNAIS, MONTBRISON, Level.DEPARTEMENT),
        (ROANNE, LOIRE, Level.DEPARTEMENT),
        (ROANNE, LYON, Level.REGION),
        (LOIRE, PUY_DE_DOME, Level.REGION),
        (ROANNE, AURA, Level.REGION),
        (LOIRE, AURA, Level.REGION),
        (ROANNE, PARIS, None),
        (Area.parse("commune:98735"), Area.parse("commune:98818"), None),
        (Area.parse("commune:99999"), ROANNE, None),
    ],
)
def test_nearness_is_the_smallest_level_that_two_areas_share(
    one: Area, other: Area, level: Level | None
) -> None:
    assert nearness(one, other) is level


@given(areas, areas)
def test_nearness_is_mutual_and_never_missing_inside(one: Area, other: Area) -> None:
    assert nearness(one, other) is nearness(other, one)
    if contains(one, other):
        assert nearness(one, other) is not None
        assert one == other or not contains(other, one)


@given(communes)
def test_a_commune_is_inside_all_its_areas(area: Area) -> None:
    its_own = areas_of(area.code)
    assert its_own[0] == area
    assert all(contains(outer, area) and exists(outer) for outer in its_own)
    assert nearness(area, its_own[-1]) is its_own[-1].level


@given(areas)
def test_what_an_area_contains_is_what_its_communes_are(area: Area) -> None:
    inside = communes_of(area)
    assert inside
    assert all(contains(area, town.area) for town in inside)
    assert {town.departement for town in inside} == set(departements_of(area))


def test_what_does_not_exist_touches_nothing() -> None:
    unknown = Area.parse("epci:123456789")
    assert not exists(unknown)
    assert departements_of(unknown) == ()
    assert areas_of("99999") == ()


@pytest.mark.parametrize(
    ("area", "name", "plain"),
    [
        ("commune:42187", "Roanne (42)", "Roanne"),
        ("commune:42110", "L’Horme (42)", "L’Horme"),
        ("commune:97411", "Saint-Denis (974)", "Saint-Denis"),
        ("epci:200065886", "Loire Forez Agglomération", "Loire Forez Agglomération"),
        ("epci:200065894", "Communauté de communes de Forez-Est", "Forez-Est"),
        ("epci:200046977", "Métropole de Lyon", "Métropole de Lyon"),
        ("epci:244200770", "Saint-Étienne Métropole", "Saint-Étienne Métropole"),
        ("departement:42", "Loire", "Loire"),
        ("departement:21", "Côte-d’Or", "Côte-d’Or"),
        ("region:84", "Auvergne-Rhône-Alpes", "Auvergne-Rhône-Alpes"),
        ("region:93", "Provence-Alpes-Côte d’Azur", "Provence-Alpes-Côte d’Azur"),
        ("epci:1", "1", "1"),
    ],
)
def test_areas_have_names_for_people(area: str, name: str, plain: str) -> None:
    assert name_of(Area.parse(area)) == name
    assert name_of(Area.parse(area), plain=True) == plain


@given(epcis)
def test_no_epci_shows_how_its_source_abbreviates_and_quotes(area: Area) -> None:
    for name in (name_of(area), name_of(area, plain=True)):
        assert name
        assert not set(name) & set("'\"()")
        assert not name.startswith(("CC ", "CA ", "CU "))
