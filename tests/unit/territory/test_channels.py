import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.folding import slug
from bot.territory import Territory, propose, territories

WITHOUT_CODE_MEANS_SOMETHING_ELSE = {"977", "978"}


def proposed(channel_name: str) -> str | None:
    territory = propose(channel_name)
    return territory.code if territory else None


@pytest.mark.parametrize(
    ("channel", "code"),
    [
        ("42-loire", "42"),
        ("loire", "42"),
        ("loire-42", "42"),
        ("42", "42"),
        ("dept-42", "42"),
        ("dept42", "42"),
        ("d42", "42"),
        ("conum-loire", "42"),
        ("conum42", "42"),
        ("conseillers-numeriques-de-la-loire", "42"),
        ("📍・Loire (42)", "42"),
        ("42-loire-ateliers", "42"),
        ("haute-loire", "43"),
        ("hauteloire", "43"),
        ("loire-atlantique", "44"),
        ("saone-et-loire", "71"),
        ("seine-maritime", "76"),
        ("seine-st-denis", "93"),
        ("cote-d-or", "21"),
        ("cote-dor", "21"),
        ("val-doise", "95"),
        ("val-d-oise", "95"),
        ("lot-et-garonne", "47"),
        ("corse-du-sud", "2A"),
        ("2a", "2A"),
        ("cd2b", "2B"),
        ("territoire-de-belfort", "90"),
        ("la-reunion", "974"),
        ("974", "974"),
        ("974-reunion", "974"),
        ("reunion-974", "974"),
        ("guadeloupe", "971"),
        ("st-martin-978", "978"),
        ("reseau-mayotte", "976"),
    ],
)
def test_a_channel_named_after_a_territory_proposes_it(channel: str, code: str) -> None:
    assert proposed(channel) == code


@pytest.mark.parametrize(
    "channel", ["", "general", "veille", "annonces", "dept", "conum", "de-la", "🎉", "hors-sujet"]
)
def test_a_channel_that_names_no_place_proposes_nothing(channel: str) -> None:
    assert proposed(channel) is None


@pytest.mark.parametrize(
    "channel", ["pays-de-la-loire", "corse", "grand-est", "ile-de-france", "rhone-alpes"]
)
def test_a_region_is_not_the_departement_inside_it(channel: str) -> None:
    assert proposed(channel) is None


def test_a_region_keeps_its_name_beside_the_code_of_a_departement() -> None:
    assert proposed("auvergne-rhone-alpes-69") is None


@pytest.mark.parametrize(
    "channel",
    ["loire-43", "42-43", "drome-ardeche", "nord-isere", "paris-15", "loire-42-43"],
)
def test_two_territories_are_none(channel: str) -> None:
    assert proposed(channel) is None


@pytest.mark.parametrize(
    "channel",
    ["reunion", "reunion-hebdo", "saint-martin", "saintmartin", "pas-cher", "val-de-loire", "jura-fans"],
)
def test_a_name_that_means_something_else_too_proposes_nothing(channel: str) -> None:
    assert proposed(channel) is None


@pytest.mark.parametrize(
    "channel", ["covid-19", "01-general", "salle-12", "bilan-2024", "conum-1", "b2b", "42e"]
)
def test_a_number_among_other_words_is_no_code(channel: str) -> None:
    assert proposed(channel) is None


@given(st.sampled_from(territories()))
def test_every_territory_is_proposed_by_its_code_and_by_its_name(territory: Territory) -> None:
    assert propose(territory.code) == territory
    assert propose(f"{territory.code}-{slug(territory.name)}") == territory
    if territory.code not in WITHOUT_CODE_MEANS_SOMETHING_ELSE:
        assert propose(slug(territory.name)) == propose(territory.name.upper()) == territory


@given(st.text())
def test_any_name_is_answered_the_same_twice(channel: str) -> None:
    assert propose(channel) == propose(channel)
