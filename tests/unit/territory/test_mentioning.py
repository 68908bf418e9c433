"""Places named in a sentence, and words that only look like places."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.territory import Area, Level, areas_of, contains, exists, name_of
from bot.territory.mentioning import mentions, without
from bot.territory.ordinary import ORDINARY, is_ordinary
from bot.territory.register import register

ROANNE = areas_of("42187")
LE_PORT = areas_of("97407")


def named(text: str, near: tuple[Area, ...] = ()) -> list[tuple[str, str]]:
    """Each mention as it stands in the text, and the first area that it means."""
    return [(text[its.start : its.end], name_of(its.areas[0])) for its in mentions(text, near)]


@pytest.mark.parametrize(
    ("text", "mention", "area"),
    [
        ("retouche photo vers Roanne", "vers Roanne", "Roanne (42)"),
        ("retouche photo vers roanne ?", "vers roanne", "Roanne (42)"),
        ("pix roanne", "roanne", "Roanne (42)"),
        ("Roanne : qui fait du Pix ?", "Roanne", "Roanne (42)"),
        ("QUI CONNAIT PIX A ROANNE", "A ROANNE", "Roanne (42)"),
        ("conseillère de Roanne", "de Roanne", "Roanne (42)"),
        ("la mairie de Roanne", "de Roanne", "Roanne (42)"),
        ("quelqu’un près de Saint-Étienne", "près de Saint-Étienne", "Saint-Étienne (42)"),
        ("à côté de st etienne", "à côté de st etienne", "Saint-Étienne (42)"),
        ("aux environs de St. Étienne", "aux environs de St. Étienne", "Saint-Étienne (42)"),
        ("un atelier sur Montbrison demain", "sur Montbrison", "Montbrison (42)"),
        ("elle habite à mably", "à mably", "Mably (42)"),
        ("secteur de Charlieu", "secteur de Charlieu", "Charlieu (42)"),
        ("secteur Charlieu", "secteur Charlieu", "Charlieu (42)"),
        ("dans le secteur de Charlieu", "dans le secteur de Charlieu", "Charlieu (42)"),
        ("autour de Panissières", "autour de Panissières", "Panissières (42)"),
        ("st just st rambert", "st just st rambert", "Saint-Just-Saint-Rambert (42)"),
        ("pix à rive de gier", "à rive de gier", "Rive-de-Gier (42)"),
        ("atelier au Coteau", "au Coteau", "Le Coteau (42)"),
        ("au Mans", "au Mans", "Le Mans (72)"),
        ("vers le mans", "vers le mans", "Le Mans (72)"),
        ("à Tours", "à Tours", "Tours (37)"),
        ("vers tours", "vers tours", "Tours (37)"),
        ("une solution pour Tours ?", "pour Tours", "Tours (37)"),
        ("permanence à Sens", "à Sens", "Sens (89)"),
        ("permanence à Orange", "à Orange", "Orange (84)"),
        ("à Nice", "à Nice", "Nice (06)"),
        ("à Pau", "à Pau", "Pau (64)"),
        ("à pau", "à pau", "Pau (64)"),
        ("à Eu", "à Eu", "Eu (76)"),
        ("vers Boën", "vers Boën", "Boën-sur-Lignon (42)"),
        ("sur Clermont", "sur Clermont", "Clermont-Ferrand (63)"),
        ("quelqu’un de Villefranche", "de Villefranche", "Villefranche-sur-Saône (69)"),
        ("au Puy", "au Puy", "Le Puy-en-Velay (43)"),
        ("elle est de Saint-Chamond", "de Saint-Chamond", "Saint-Chamond (42)"),
        ("à pointe à pitre", "à pointe à pitre", "Pointe-à-Pitre (971)"),
        ("Paris 18ème", "Paris 18ème", "Paris (75)"),
        ("charlieu belmont", "charlieu belmont", "Communauté de communes Charlieu-Belmont"),
        ("Corse", "Corse", "Corse"),
        ("in Lyon", "in Lyon", "Lyon (69)"),
        ("someone near Roanne who knows Pix", "near Roanne", "Roanne (42)"),
        ("Lyon 3e", "Lyon 3e", "Lyon (69)"),
        ("à lyon 3ème", "à lyon 3ème", "Lyon (69)"),
        ("à Papeete", "à Papeete", "Papeete (987)"),
        ("de Mamoudzou", "de Mamoudzou", "Mamoudzou (976)"),
        ("42300", "42300", "Roanne (42)"),
        ("42300 Roanne", "42300 Roanne", "Roanne (42)"),
        ("mably 42300", "mably 42300", "Mably (42)"),
        ("Roanne (42)", "Roanne (42)", "Roanne (42)"),
        ("à Saint-Denis (974)", "à Saint-Denis (974)", "Saint-Denis (974)"),
        ("à Saint-Denis (93)", "à Saint-Denis (93)", "Saint-Denis (93)"),
        ("à Saint-Denis de la Réunion", "à Saint-Denis de la Réunion", "Saint-Denis (974)"),
        ("à Feurs dans la Loire", "à Feurs dans la Loire", "Feurs (42)"),
        ("Feurs (Loire)", "Feurs (Loire)", "Feurs (42)"),
        ("Valence, Drôme", "Valence, Drôme", "Valence (26)"),
        ("près de montbrisson", "près de montbrisson", "Montbrison (42)"),
        ("vers clermont ferand", "vers clermont ferand", "Clermont-Ferrand (63)"),
        ("vers saint etiene", "vers saint etiene", "Saint-Étienne (42)"),
        ("à villeurbane", "à villeurbane", "Villeurbanne (69)"),
        ("vers roane", "vers roane", "Roanne (42)"),
        ("autour de nante", "autour de nante", "Nantes (44)"),
        ("pré de roanne", "pré de roanne", "Roanne (42)"),
        ("ver toulouse", "ver toulouse", "Toulouse (31)"),
        ("dans le Forez", "dans le Forez", "Loire Forez Agglomération"),
        ("dans le forez", "dans le forez", "Loire Forez Agglomération"),
        ("les collègues du Forez", "du Forez", "Loire Forez Agglomération"),
        ("dans le roannais", "dans le roannais", "Roannais Agglomération"),
        ("le Roannais", "le Roannais", "Roannais Agglomération"),
        ("l'agglo de Roanne", "l'agglo de Roanne", "Roannais Agglomération"),
        ("dans le Grand Lyon", "dans le Grand Lyon", "Métropole de Lyon"),
        ("Métropole de Lyon", "Métropole de Lyon", "Métropole de Lyon"),
        ("de Bordeaux Métropole", "de Bordeaux Métropole", "Bordeaux Métropole"),
        ("CC de Forez-Est", "CC de Forez-Est", "Communauté de communes de Forez-Est"),
        (
            "dans les monts du Lyonnais",
            "dans les monts du Lyonnais",
            "Communauté de communes des Monts du Lyonnais",
        ),
        ("en Tarentaise", "en Tarentaise", "Communauté de communes de Haute-Tarentaise"),
        ("42", "42", "Loire"),
        ("dans le 42", "dans le 42", "Loire"),
        ("des collègues du 42 ?", "du 42", "Loire"),
        ("dept 07", "dept 07", "Ardèche"),
        ("en Ardèche", "en Ardèche", "Ardèche"),
        ("en ardèche", "en ardèche", "Ardèche"),
        ("dans la Loire", "dans la Loire", "Loire"),
        ("pix haute loire", "haute loire", "Haute-Loire"),
        ("dans le Nord", "dans le Nord", "Nord"),
        ("dans la Creuse", "dans la Creuse", "Creuse"),
        ("département de la Creuse", "département de la Creuse", "Creuse"),
        ("dans le Lot", "dans le Lot", "Lot"),
        ("dans la Vienne", "dans la Vienne", "Vienne"),
        ("à Vienne", "à Vienne", "Vienne (38)"),
        ("à la Réunion", "à la Réunion", "La Réunion"),
        ("à Mayotte", "à Mayotte", "Mayotte"),
        ("région PACA", "région PACA", "Provence-Alpes-Côte d’Azur"),
        ("en alsace", "en alsace", "Bas-Rhin"),
        ("dans le Grand Est", "dans le Grand Est", "Grand Est"),
    ],
)
def test_a_place_is_recognised_with_what_announces_it(text: str, mention: str, area: str) -> None:
    assert named(text) == [(mention, area)]


@pytest.mark.parametrize(
    "text",
    [
        *("", "?", "bonjour", "merci beaucoup", "qui connaît Pix ?", "atelier en visio"),
        *(
            "dans le cadre de mon travail",
            "sur internet",
            "à distance",
            "vers la CAF",
            "à domicile",
            "sur place",
        ),
        *(
            "sur rendez-vous",
            "en ligne",
            "à la maison",
            "à l'accueil",
            "dans les bureaux",
            "retour à l'emploi",
        ),
        *("un plan de formation", "une vue d'ensemble", "la rue", "au bout de la rue", "bains de soleil"),
        *(
            "des contes pour enfants",
            "un lieu",
            "le lieu",
            "à sens unique",
            "dans le bon sens",
            "faire des tours",
        ),
        *("vers mardi", "vers avril", "vers minuit", "près de chez moi", "vers quelle aide", "around seven"),
        *("vers orange", "ma box orange", "chez Orange", "un compte Free", "mode d'emploi", "la salle"),
        *(
            "dans la salle",
            "dans la plaine",
            "dans la vallée",
            "le coteau",
            "la réunion de demain",
            "à la réunion",
        ),
        *("le nord", "dans le nord", "un lot", "dans le lot", "la manche", "il aura besoin", "elle a peur"),
        *(
            "nice to meet you",
            "this is still born",
            "for a JOB",
            "the health centre sees people",
            "is it us?",
        ),
        *("rue de Roanne", "avenue de Lyon", "place de Paris", "Mme Feurs", "monsieur Charlieu", "M. Roanne"),
        *(
            "demande à Bernard",
            "pour Robert",
            "à Marie",
            "Aude peut aider",
            "demande à Aude",
            "la saint-valentin",
        ),
        *(
            "savoir-faire",
            "tout le monde",
            "sur la base",
            "trouver sa voie",
            "Centre Social",
            "paris sportifs",
        ),
        *("le dossier AME", "le dossier CAPI", "ULIS", "unité ulis", "licence cc-by", "cc-by-sa"),
        *("12 personnes", "42000 euros", "60000 rebonds", "windows 11", "le 12 mars", "du 12 au 15"),
        *("du 07/12/2026", "au 04 77 12 34 56", "le 36 39", "- 19", "à 14h", "24h/24", "il a 42 ans"),
        *("l'agglo", "la communauté de communes", "la ville", "le village", "la commune", "le département"),
        *(
            "y us eu",
            "par mail",
            "sur le port",
            "à table",
            "en force",
            "à pied",
            "en bus",
            "au bord de la mer",
        ),
    ],
)
def test_what_is_no_place_is_none(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "near", "found"),
    [
        ("vers st just", ROANNE, [("vers st just", "Saint-Just-Saint-Rambert (42)")]),
        ("à Montrond", ROANNE, [("à Montrond", "Montrond-les-Bains (42)")]),
        ("atelier au coteau", ROANNE, [("au coteau", "Le Coteau (42)")]),
        ("pix mably", ROANNE, [("mably", "Mably (42)")]),
        ("à saint martin", areas_of("97801"), [("à saint martin", "Saint-Martin (978)")]),
        ("à saint-denis", areas_of("93001"), [("à saint-denis", "Saint-Denis (93)")]),
        ("à saint-denis", areas_of("97407"), [("à saint-denis", "Saint-Denis (974)")]),
        ("à Lille", ROANNE, [("à Lille", "Lille (59)")]),
        ("dans le Forez", ROANNE, [("dans le Forez", "Loire Forez Agglomération")]),
        ("vers roane", ROANNE, [("vers roane", "Roanne (42)")]),
        ("vers rouane", ROANNE, [("vers rouane", "Roanne (42)")]),
        ("un atelier à Roane", ROANNE, [("à Roane", "Roanne (42)")]),
        ("près de riorge", ROANNE, [("près de riorge", "Riorges (42)")]),
        ("près de riorge", LE_PORT, []),
        ("demande à Manon", ROANNE, []),
        ("demande à Roane", LE_PORT, []),
    ],
)
def test_where_the_asker_is_settles_which_place_is_meant(
    text: str, near: tuple[Area, ...], found: list[tuple[str, str]]
) -> None:
    assert named(text, near) == found


def test_several_places_are_all_named() -> None:
    assert named("à Roanne, Feurs et Boën") == [
        ("à Roanne", "Roanne (42)"),
        ("Feurs", "Feurs (42)"),
        ("et Boën", "Boën-sur-Lignon (42)"),
    ]
    assert named("de la Creuse, elle arrive à Roanne") == [
        ("de la Creuse", "Creuse"),
        ("à Roanne", "Roanne (42)"),
    ]


def test_a_commune_means_itself_and_its_epci_and_a_land_its_epci() -> None:
    assert [str(area) for area in mentions("vers Roanne")[0].areas] == ["commune:42187", "epci:200035731"]
    forez = mentions("dans le Forez", ROANNE)[0].areas
    assert [str(area) for area in forez][:2] == ["epci:200065886", "epci:200065894"]
    postcode = mentions("42300")[0].areas
    assert [area.level for area in postcode] == [Level.COMMUNE] * 3 + [Level.EPCI]


def test_a_mention_has_a_name_for_people() -> None:
    assert [its.name for its in mentions("pix vers ROANNE ou st etienne")] == ["Roanne", "Saint-Étienne"]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("retouche photo vers Roanne ?", "retouche photo ?"),
        ("dans le Forez, qui connaît Pix ?", ", qui connaît Pix ?"),
        ("certification pix haute vienne", "certification pix"),
        ("rien du tout", "rien du tout"),
        ("vers Roanne", ""),
    ],
)
def test_the_rest_can_be_read_without_the_mentions(text: str, rest: str) -> None:
    assert without(text, mentions(text)) == rest


ORDINARY_WORDS = [
    line
    for line in ORDINARY.read_text(encoding="utf-8").splitlines()
    if "-" not in line and not line.startswith("#") and is_ordinary(line)
]


@given(
    st.sampled_from(ORDINARY_WORDS), st.sampled_from(["besoin {}", "{} svp", "des {}", "un {} pour", "le {}"])
)
@settings(max_examples=400, deadline=None)
def test_an_ordinary_word_written_small_is_no_commune(word: str, sentence: str) -> None:
    assert not [
        area for its in mentions(sentence.format(word)) for area in its.areas if area.level is Level.COMMUNE
    ]


LARGE = [number for number, people in enumerate(register().populations) if people >= 5_000]


@given(st.sampled_from(LARGE))
@settings(max_examples=200, deadline=None)
def test_every_town_is_recognised_where_it_is_announced(number: int) -> None:
    area = Area(Level.COMMUNE, register().codes[number])
    name = register().names[number]
    its_own = areas_of(area.code)
    announced = [found.areas for found in mentions(f"un atelier à {name} demain", its_own)]
    assert any(area in areas for areas in announced)
    with_code = mentions(f"{name} ({its_own[-2].code})") if len(its_own) > 2 else []
    assert all(contains(its_own[-2], found.areas[0]) for found in with_code)


fragments = st.lists(
    st.sampled_from(
        [
            *(
                "vers",
                "à",
                "dans",
                "le",
                "la",
                "de",
                "du",
                "des",
                "l'",
                "en",
                "sur",
                "près",
                "st",
                "saint",
                "rue",
            ),
            *(
                "Roanne",
                "roanne",
                "Forez",
                "Loire",
                "42",
                "42300",
                "(",
                ")",
                ",",
                ".",
                "-",
                "et",
                "ou",
                "Sens",
            ),
            *("Mme", "agglo", "département", "Paris", "3e", "Lyon", "(42)", "xyz", "ÉTÉ"),
        ]
    ),
    max_size=25,
).map(" ".join)


@given(st.one_of(fragments, st.text(max_size=120)), st.sampled_from([(), ROANNE, LE_PORT]))
@settings(max_examples=300, deadline=None)
def test_mentions_stand_in_order_inside_the_text_and_mean_what_exists(
    text: str, near: tuple[Area, ...]
) -> None:
    found = mentions(text, near)
    ends = [0, *(its.end for its in found)]
    assert all(end <= its.start < its.end <= len(text) for end, its in zip(ends, found, strict=False))
    assert all(its.areas and all(map(exists, its.areas)) for its in found)
    assert mentions(text, near) == found


def test_a_long_text_is_read_no_further_than_its_beginning() -> None:
    assert named("bla " * 1000 + "vers Roanne") == []
    assert named("vers Roanne " + "bla " * 1000) == [("vers Roanne", "Roanne (42)")]
