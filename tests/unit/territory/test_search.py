import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.territory import Territory, search, territories


def names(text: str, limit: int = 5) -> list[str]:
    return [territory.name for territory in search(text, limit)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("42", "Loire"),
        ("1", "Ain"),
        ("2a", "Corse-du-Sud"),
        ("loire", "Loire"),
        ("LOIRE", "Loire"),
        ("42 Loire", "Loire"),
        ("Loire (42)", "Loire"),
        ("haute loire", "Haute-Loire"),
        ("réunion", "La Réunion"),
        ("cote d'or", "Côte-d’Or"),
        ("cote dor", "Côte-d’Or"),
        ("côtes d’arm", "Côtes-d’Armor"),
        ("cotes darm", "Côtes-d’Armor"),
        ("val doise", "Val-d’Oise"),
        ("valdoise", "Val-d’Oise"),
        ("st denis", "Seine-Saint-Denis"),
        ("seine st", "Seine-Saint-Denis"),
        ("belfort", "Territoire de Belfort"),
        ("guyanne", "Guyane"),
        ("mayote", "Mayotte"),
        ("lore", "Loire"),
        ("ille et villaine", "Ille-et-Vilaine"),
        ("seine maritme", "Seine-Maritime"),
        ("atlantiqe", "Loire-Atlantique"),
    ],
)
def test_the_territory_that_is_meant_comes_first(text: str, first: str) -> None:
    assert names(text)[:1] == [first]


def test_names_that_begin_so_come_before_names_that_hold_it() -> None:
    assert names("loire") == ["Loire", "Loire-Atlantique", "Loiret", "Indre-et-Loire", "Haute-Loire"]
    assert names("pyr", limit=9) == ["Pyrénées-Atlantiques", "Pyrénées-Orientales", "Hautes-Pyrénées"]


def test_a_code_that_begins_so_is_found() -> None:
    found = [territory.code for territory in search("97", limit=20)]
    assert found == ["971", "972", "973", "974", "975", "976", "977", "978"]


def test_slips_count_only_when_nothing_is_spelled_so() -> None:
    assert names("ain") == ["Ain"]
    assert names("corse") == ["Corse-du-Sud", "Haute-Corse"]


@pytest.mark.parametrize("text", ["", "  ", "!?", "xyzzy", "bonjour tout le monde", "Loire " * 100])
def test_nonsense_finds_nothing(text: str) -> None:
    assert search(text) == []


@given(st.sampled_from(territories()))
def test_every_territory_is_found_by_its_code_and_by_its_name(territory: Territory) -> None:
    assert search(territory.name)[0] == search(territory.code)[0] == territory


@given(st.text(max_size=100), st.integers(min_value=0, max_value=9))
def test_any_text_finds_at_most_as_many_as_asked(text: str, limit: int) -> None:
    found = search(text, limit)
    assert len(found) == len(set(found)) <= limit
