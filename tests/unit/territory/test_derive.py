"""Deriving the data from the packages that they come from."""

from bot.territory.derive import columns, ordinary

COMMUNES = [
    {"code": "42187", "nom": "Roanne", "type": "commune-actuelle", "departement": "42", "population": 35_000}
    | {"codesPostaux": ["42300"], "anciensCodes": ["42188"]},
    {
        "code": "42071",
        "nom": "Le Coteau",
        "type": "commune-actuelle",
        "departement": "42",
        "population": 6_900,
    }
    | {"codesPostaux": ["42120"]},
    {"code": "42189", "nom": "Mâtel", "type": "commune-deleguee", "departement": "42", "chefLieu": "42187"},
    {"code": "98901", "nom": "Île de Clipperton", "type": "commune-actuelle", "departement": "989"},
]
EPCI = [
    {"code": "200035731", "nom": "CA Roannais  Agglomération", "type": "CA", "membres": [{"code": "42187"}]}
]


def test_columns_are_in_the_order_of_codes_and_leave_out_where_nobody_lives() -> None:
    derived = columns(COMMUNES, EPCI)
    assert derived["commune/code"] == ["42071", "42187"]
    assert derived["commune/name"] == ["Le Coteau", "Roanne"]
    assert derived["commune/epci"] == [0, "200035731"]
    assert derived["commune/postcodes"] == ["42120", "42300"]
    assert derived["epci/name"] == ["CA Roannais Agglomération"]


def test_parts_and_former_codes_lead_to_their_commune() -> None:
    derived = columns(COMMUNES, EPCI)
    assert derived["former/code"] == ["42188", "42189"]
    assert derived["former/name"] == ["", "Mâtel"]
    assert derived["former/commune"] == ["42187", "42187"]


def test_spellings_stand_in_the_order_of_what_they_are_in_one_word() -> None:
    derived = columns(COMMUNES, EPCI)
    spelled = list(zip(derived["spelling/words"], derived["spelling/place"], strict=True))
    assert ("coteau", 0) in spelled
    assert ("le-coteau", 0) in spelled
    assert ("matel", 3) in spelled
    assert ("roannais", 4) in spelled
    words = [str(words).replace("-", "") for words, _place in spelled]
    assert words == sorted(words)


def test_names_that_are_words_and_words_that_nearly_spell_a_town_are_ordinary() -> None:
    spelled = [("le-coteau", 0), ("coteau", 0), ("roanne", 1), ("saint-bon", 2), ("iron", 3)]
    french = {"le", "coteau", "coteaux", "rouanne", "saint", "bon"}
    found = ordinary(spelled, [6_900, 35_000, 10, 10], french, {"iron"})
    assert set(found) - {"nice"} == {"le-coteau", "coteau", "coteaux", "rouanne", "iron"}


def test_short_words_of_both_languages_that_nearly_spell_a_town_are_ordinary_but_towns_never() -> None:
    spelled = [("sedan", 0), ("marly", 1), ("bruz", 2)]
    found = ordinary(spelled, [16_000, 2_100, 18_000], {"marty", "brut"}, {"sedan", "sudan", "early", "marl"})
    assert set(found) - {"nice"} == {"marty", "sudan", "early"}
