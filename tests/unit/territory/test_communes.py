"""Communes, EPCI and regions: what is known of them, and how little room it takes."""

import gc
import tracemalloc

import pytest

from bot.territory import (
    Area,
    by_code,
    commune,
    communes_of,
    communes_of_postcode,
    epci,
    region,
    territories,
)
from bot.territory.register import ARCHIVE, Register, register
from bot.territory.spelling import spellings_of_commune, spellings_of_epci, squeezed

ROANNAIS = "200035731"


def test_a_commune_is_known_by_its_code() -> None:
    roanne = commune("42187")
    assert roanne is not None
    assert (roanne.name, roanne.postcodes, roanne.departement, roanne.region, roanne.epci) == (
        *("Roanne", ("42300",)),
        *("42", "84", ROANNAIS),
    )
    assert roanne.population > 30_000
    assert str(roanne.area) == "commune:42187"


@pytest.mark.parametrize(
    ("code", "name", "departement", "region_code"),
    [
        ("2A004", "Ajaccio", "2A", "94"),
        ("2a004", "Ajaccio", "2A", "94"),
        ("97411", "Saint-Denis", "974", "04"),
        ("97611", "Mamoudzou", "976", "06"),
        ("97502", "Saint-Pierre", "975", None),
        ("97801", "Saint-Martin", "978", None),
        ("98735", "Papeete", "987", None),
        ("98818", "Nouméa", "988", None),
        ("98613", "Uvea", "986", None),
    ],
)
def test_corsica_and_the_overseas_are_there(
    code: str, name: str, departement: str, region_code: str | None
) -> None:
    its = commune(code)
    assert its is not None
    assert (its.name, its.departement, its.region) == (name, departement, region_code)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("69383", "Lyon"),
        ("75101", "Paris"),
        ("13201", "Marseille"),
        ("48162", "Cans et Cévennes"),
        ("01340", "Arboys en Bugey"),
        ("01120", "La Tranclière"),
    ],
)
def test_the_code_of_a_part_of_a_commune_gives_the_commune(code: str, name: str) -> None:
    its = commune(code)
    expected = name if code != "01120" else commune("01262").name
    assert its is not None
    assert its.name == expected


@pytest.mark.parametrize("code", ["", "42", "42999", "99999", "4218", "421870", "ROANNE", "42187\n1"])
def test_what_is_no_code_is_no_commune(code: str) -> None:
    assert commune(code) is None


def test_a_postcode_gives_its_communes_the_largest_first() -> None:
    assert [its.name for its in communes_of_postcode(" 42600 ")][:2] == ["Montbrison", "Savigneux"]
    assert [its.name for its in communes_of_postcode("75116")] == ["Paris"]
    assert [its.name for its in communes_of_postcode("42100")] == ["Saint-Étienne"]
    assert communes_of_postcode("00000") == ()
    assert communes_of_postcode("42") == ()
    assert communes_of_postcode("٤٢٣٠٠") == ()


def test_an_epci_knows_its_members_the_largest_first() -> None:
    its = epci(ROANNAIS)
    assert its is not None
    assert (its.name, its.kind, len(its.members)) == ("CA Roannais Agglomération", "CA", 40)
    assert its.members[0] == "42187"
    assert its.population == sum(commune(code).population for code in its.members)
    assert epci("42187") is None
    assert epci("") is None


def test_each_member_says_that_it_is_in_its_epci() -> None:
    for code in ("200046977", "200054781", "200065894"):
        its = epci(code)
        assert its is not None
        assert {town.epci for town in communes_of(its.area)} == {code}
        assert sorted(its.members) == sorted(town.code for town in communes_of(its.area))


def test_a_region_is_known_by_its_code_which_is_no_departements() -> None:
    assert region("75").name == "Nouvelle-Aquitaine"
    assert region("4").name == "La Réunion"
    assert region("42") is None


def test_every_commune_has_a_departement_that_exists_and_each_of_these_has_communes() -> None:
    its = register()
    found = {
        its.codes[number] for territory in territories() for number in its.in_departement(territory.code)
    }
    assert len(found) == len(its.codes) == 34_968
    assert all(communes_of(Area.parse(f"departement:{territory.code}")) for territory in territories())


def test_the_communes_of_an_area_that_does_not_exist_are_none() -> None:
    for text in ("commune:99999", "epci:1", "epci:x", "departement:20", "region:42"):
        assert communes_of(Area.parse(text)) == ()
    assert by_code("20") is None


def test_the_archive_is_in_order_and_agrees_with_how_names_are_spelled() -> None:
    its = register()
    codes = [its.codes[number] for number in range(len(its.codes))]
    assert codes == sorted(set(codes))
    words = [its.spellings[number] for number in range(len(its.spellings))]
    assert [squeezed(way) for way in words] == sorted(squeezed(way) for way in words)
    known = set(zip(words, its.spelled, strict=True))
    parts = len(its.codes) + len(its.former_codes)
    for number in range(0, len(its.codes), 50):
        assert {(way, number) for way in spellings_of_commune(its.names[number])} <= known
    for number in range(len(its.epci_codes)):
        assert {(way, parts + number) for way in spellings_of_epci(its.epci_names[number])} <= known


def test_the_data_take_less_than_their_share_of_disk_and_memory() -> None:
    assert ARCHIVE.stat().st_size < 3_000_000
    assert ARCHIVE.with_name("communes.LICENSE.txt").is_file()
    from zipfile import ZipFile

    with ZipFile(ARCHIVE) as archive:
        columns = {name: archive.read(name) for name in archive.namelist()}
    gc.collect()
    tracemalloc.start()
    try:
        its = Register(columns.__getitem__)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(its.codes) == 34_968
    assert kept + sum(map(len, columns.values())) < 10_000_000
    assert peak + sum(map(len, columns.values())) < 25_000_000
