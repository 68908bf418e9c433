"""Who covers what in a département."""

from bot.territory import Area, communes_of
from plugins.directory.coverage import Person, as_csv, coverage

LOIRE_FOREZ, ROANNE, MONTBRISON = "epci:200065886", "commune:42187", "commune:42147"
HEADINGS = ["Intercommunalité", "Commune", "Code INSEE", "Population", "Personnes", "Noms"]


def somebody(name, *areas):
    return Person(name, tuple(Area.parse(area) for area in areas))


def group(found, name):
    return next(one for one in found.groups if name in one.name)


def test_a_perimeter_covers_the_communes_in_it():
    found = coverage("42", [somebody("Léa", LOIRE_FOREZ)])
    assert not group(found, "Loire Forez").uncovered
    assert group(found, "Roannais").people == ()
    assert found.uncovered == found.communes - len(group(found, "Loire Forez").communes)


def test_communes_without_anybody_come_the_largest_first_and_groups_the_least_covered_first():
    found = coverage("42", [somebody("Léa", LOIRE_FOREZ), somebody("Karim", ROANNE)])
    roannais = group(found, "Roannais")
    assert "Roanne" not in [commune.name for commune in roannais.uncovered]
    sizes = [commune.population for commune in roannais.uncovered]
    assert sizes == sorted(sizes, reverse=True)
    assert found.groups[-1].name == group(found, "Loire Forez").name


def test_three_in_one_commune_overlap_and_two_do_not():
    two = [somebody("Léa", MONTBRISON), somebody("Karim", LOIRE_FOREZ)]
    assert group(coverage("42", two), "Loire Forez").overlapping == ()
    (one,) = group(coverage("42", [*two, somebody("Ana", MONTBRISON)]), "Loire Forez").overlapping
    assert (one.commune.name, len(one.people)) == ("Montbrison", 3)


def test_who_covers_all_of_it_is_named_once_and_hides_no_gap():
    found = coverage("42", [somebody("Ana", "departement:42"), somebody("Zoé", "region:84")])
    assert found.everywhere == ("Ana", "Zoé")
    assert found.uncovered == found.communes


def test_who_is_elsewhere_counts_nowhere():
    assert coverage("42", [somebody("Paul", "commune:69123")]).uncovered == len(
        communes_of(Area.parse("departement:42"))
    )


def test_the_file_has_a_line_for_each_commune_and_no_formula():
    found = coverage("42", [somebody("=1+1", ROANNE)])
    lines = as_csv(found, HEADINGS).decode("utf-8-sig").splitlines()
    assert len(lines) == found.communes + 1
    (roanne,) = [line for line in lines if ";42187;" in line]
    assert roanne.endswith(";1;'=1+1;")


def test_every_departement_has_a_coverage():
    for code in ("2A", "974", "75", "69"):
        found = coverage(code, [])
        assert found.uncovered == found.communes > 0


def test_the_file_names_who_covers_the_whole_département_on_every_line():
    found = coverage("42", [somebody("Ana", "departement:42"), somebody("Léa", ROANNE)])
    _heading, *lines = as_csv(found, HEADINGS).decode("utf-8-sig").splitlines()
    assert {line.split(";")[-1] for line in lines} == {"Ana"}
    assert [line.split(";")[4:6] for line in lines if ";42187;" in line] == [["1", "Léa"]]
