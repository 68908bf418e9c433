"""What is typed into the form of a card."""

import pytest

from bot.territory import Area, name_of
from plugins.directory.fields import Unknown, areas_of, commune_of, typed_values, values_of

LOIRE = (Area.parse("departement:42"),)


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("photo, FALC", ("photo", "FALC")),
        ("photo\nFALC, Pix", ("photo", "FALC, Pix")),
        ("le mardi, sauf vacances;", ("le mardi, sauf vacances",)),
        ("photo | FALC", ("photo", "FALC")),
        (" , ;  ", ()),
        ("photo, Photo, PHOTO", ("PHOTO",)),
    ],
)
def test_lists_are_parted_by_what_parts_them(typed, values):
    assert values_of(typed) == values


@pytest.mark.parametrize("values", [("photo", "FALC"), ("le mardi, sauf vacances",), ("a, b", "c"), ()])
def test_a_list_left_as_it_was_stays_as_it_was(values):
    assert values_of(typed_values(values)) == values


@pytest.mark.parametrize("typed", ["Roanne", "roanne", "42300", "Roanne (42)", "42187", "ROANNE "])
def test_a_commune_is_known_by_its_name_or_its_postcode(typed):
    assert commune_of(typed, LOIRE, None) in ("42187", "42127")


def test_a_commune_left_as_it_was_or_emptied():
    assert commune_of("Saint-Denis (93)", LOIRE, "93066") == "93066"
    assert commune_of("  ", LOIRE, "93066") is None


def test_homonyms_are_settled_by_where_the_person_is():
    assert commune_of("Saint-Étienne", LOIRE, None) == "42218"
    assert commune_of("st etienne", LOIRE, None) == "42218"


@pytest.mark.parametrize("typed", ["Rouane", "Xyzzy", "Monbrizon"])
def test_a_commune_that_is_misspelt_is_asked_about(typed):
    with pytest.raises(Unknown):
        commune_of(typed, LOIRE, None)


@pytest.mark.parametrize(
    ("typed", "first", "another"),
    [
        ("Saint-Denis", "Saint-Denis-de-Cabanne (42)", "Saint-Denis (93)"),
        ("st just", "Saint-Just-Saint-Rambert (42)", "Saint-Just-en-Chevalet (42)"),
        ("Saint-Symphorien", "Saint-Symphorien-de-Lay (42)", "Saint-Symphorien (33)"),
    ],
)
def test_a_commune_that_may_be_several_is_asked_about_with_the_near_ones_first(typed, first, another):
    with pytest.raises(Unknown) as problem:
        commune_of(typed, LOIRE, None)
    names = problem.value.text.values["names"]
    assert names.startswith(first)
    assert another in names


def test_a_place_that_several_are_called_after_is_asked_about():
    with pytest.raises(Unknown) as problem:
        areas_of("Forez", LOIRE, ())
    assert "Forez-Est" in problem.value.text.values["names"]
    assert [str(area) for area in areas_of("Forez-Est", LOIRE, ())] == ["epci:200065894"]


def test_a_perimeter_holds_places_of_all_levels():
    found = areas_of("Loire Forez, Roanne ; 42", LOIRE, ())
    assert [str(area) for area in found] == ["epci:200065886", "commune:42187", "departement:42"]


def test_a_perimeter_left_as_it_was_stays_as_it_was():
    texts = ("epci:200065886", "commune:93066", "departement:43", "region:84")
    known = tuple(Area.parse(text) for text in texts)
    typed = ", ".join(name_of(area) for area in known)
    assert areas_of(typed, LOIRE, known) == known


def test_one_unknown_place_of_a_perimeter_is_named():
    with pytest.raises(Unknown) as problem:
        areas_of("Roanne, Xyzzy", LOIRE, ())
    assert problem.value.text.values["name"] == "Xyzzy"
