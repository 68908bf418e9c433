"""What people say of themselves, and what it adds to their card."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.folding import fold
from bot.territory import Area
from plugins.directory.cards import Kind
from plugins.directory.cues import cues
from plugins.directory.oneself import LONGEST, is_about_oneself
from plugins.directory.said import Said
from plugins.directory.sentences import understand
from plugins.directory.thesaurus import thesaurus

LOIRE = (Area.parse("departement:42"),)
SHORT = {
    "can": Kind.SKILLS,
    "expert": Kind.SPECIALITIES,
    "likes": Kind.APPETENCES,
    "public": Kind.AUDIENCES,
    "speaks": Kind.LANGUAGES,
    "when": Kind.AVAILABILITY,
}

SENTENCES = [
    # What one can do
    ("je sais faire de la retouche photo", {"can": ["retouche photo"]}),
    (
        "Je sais faire de la retouche photo, du montage vidéo et du FALC",
        {"can": ["retouche photo", "montage vidéo", "FALC"]},
    ),
    ("je maîtrise Excel et Word", {"can": ["Excel", "Word"]}),
    ("J’anime des ateliers Scratch", {"can": ["Scratch"]}),
    ("J'ANIME DES ATELIERS CYBERSÉCURITÉ", {"can": ["CYBERSÉCURITÉ"]}),
    ("je sais animer à distance", {"can": ["animer à distance"]}),
    ("je suis à l'aise avec les tableurs", {"can": ["tableurs"]}),
    ("je connais bien Pix et Aidants Connect", {"can": ["Pix", "Aidants Connect"]}),
    ("je suis formé à Aidants Connect", {"can": ["Aidants Connect"]}),
    ("je suis habilitée Aidants Connect", {"can": ["Aidants Connect"]}),
    ("j'ai été formé au RGPD", {"can": ["RGPD"]}),
    ("je me débrouille pas mal en Excel", {"can": ["Excel"]}),
    ("je sais pas mal de choses sur Linux", {"can": ["Linux"]}),
    ("je touche ma bille en électronique", {"can": ["électronique"]}),
    ("je suis formateur en bureautique", {"can": ["bureautique"]}),
    ("je peux aider sur Ameli, les impôts et la CAF", {"can": ["Ameli", "impôts", "CAF"]}),
    ("Je peux t'apprendre Canva", {"can": ["Canva"]}),
    ("je veux bien animer un atelier sur les réseaux sociaux", {"can": ["réseaux sociaux"]}),
    ("Mes compétences : Word, Excel, PowerPoint", {"can": ["Word", "Excel", "PowerPoint"]}),
    ("compétences : retouche photo, FALC", {"can": ["retouche photo", "FALC"]}),
    ("je sais faire des démarches : CAF, Ameli", {"can": ["démarches", "CAF", "Ameli"]}),
    ("perso je fais de la photo depuis 10 ans", {"can": ["photo"]}),
    ("on me sollicite souvent pour le RGPD", {"can": ["RGPD"]}),
    ("bonjour, je sais coder en Python", {"can": ["coder en Python"]}),
    ("je sais utiliser Pix, PIX Orga", {"can": ["Pix", "PIX Orga"]}),
    # What one is a specialist of
    ("je suis spécialiste de la parentalité numérique", {"expert": ["parentalité numérique"]}),
    ("je suis experte en accessibilité", {"expert": ["accessibilité"]}),
    ("ma spécialité c'est la cybersécurité", {"expert": ["cybersécurité"]}),
    ("spécialités : FALC, accessibilité", {"expert": ["FALC", "accessibilité"]}),
    ("spécialiste de l'accompagnement des aidants", {"expert": ["accompagnement des aidants"]}),
    # What one would like: never a skill
    ("j'aimerais apprendre la LSF", {"likes": ["LSF"]}),
    ("je veux participer à un repair café", {"likes": ["repair café"]}),
    ("je voudrai me former à l'IA", {"likes": ["IA"]}),
    ("je suis intéressée par la robotique et la programmation", {"likes": ["robotique", "programmation"]}),
    ("ça m'intéresse la robotique", {"likes": ["robotique"]}),
    ("j'ai envie d'apprendre à souder", {"likes": ["souder"]}),
    ("je suis partante pour participer au repair café", {"likes": ["repair café"]}),
    ("je suis motivé pour co-animer un atelier FALC", {"likes": ["atelier FALC"]}),
    ("j'apprends le japonais", {"likes": ["japonais"]}),
    ("je kiffe la photo", {"likes": ["photo"]}),
    ("j'aimerais en savoir plus sur les communs numériques", {"likes": ["communs numériques"]}),
    ("j'aimerais bien m'initier à la couture connectée", {"likes": ["couture connectée"]}),
    # Languages
    ("je parle arabe", {"speaks": ["arabe"]}),
    ("je parle arabe et un peu anglais", {"speaks": ["arabe", "anglais"]}),
    ("je parle anglais couramment", {"speaks": ["anglais"]}),
    ("je parle turc kurde et français", {"speaks": ["turc", "kurde", "français"]}),
    ("je suis bilingue français-turc", {"speaks": ["français", "turc"]}),
    ("je signe en LSF", {"speaks": ["LSF"]}),
    ("je connais la LSF", {"speaks": ["LSF"]}),
    # Audiences
    ("je travaille avec des seniors", {"public": ["seniors"]}),
    ("j'interviens auprès des demandeurs d'emploi", {"public": ["demandeurs d'emploi"]}),
    ("je m'occupe d'allophones", {"public": ["allophones"]}),
    ("j'accompagne les seniors sur smartphone", {"public": ["seniors"], "can": ["smartphone"]}),
    ("j'aide les gens à vendre sur Leboncoin", {"can": ["vendre sur Leboncoin"]}),
    ("j'ai l'habitude de travailler avec des personnes sourdes", {"public": ["personnes sourdes"]}),
    (
        "J’anime des ateliers sur la retouche photo pour les seniors",
        {"can": ["retouche photo"], "public": ["seniors"]},
    ),
    # When
    ("je suis dispo le mardi", {"when": ["le mardi"]}),
    ("dispo le mardi et le jeudi matin", {"when": ["le mardi et le jeudi matin"]}),
    ("je suis disponible seulement le matin sauf vacances", {"when": ["le matin sauf vacances"]}),
    ("je donne des cours de bureautique le lundi", {"can": ["bureautique"], "when": ["le lundi"]}),
    # What is not so
    ("je ne sais pas faire de montage vidéo", {}),
    ("je sais pas faire de montage vidéo", {}),
    ("je n'aime pas Excel", {}),
    ("je suis pas à l'aise avec les tableurs", {}),
    ("je n'y connais rien en linux", {}),
    ("je ne fais plus de dépannage", {}),
    ("je ne veux pas animer d'ateliers", {}),
    ("j'ai pas envie de faire d'Excel", {}),
    ("je sais faire de la photo mais pas de vidéo", {"can": ["photo"]}),
    ("je ne parle pas anglais mais je comprends l'espagnol", {"speaks": ["espagnol"]}),
    ("je suis à l'aise avec Aidants Connect mais je ne maîtrise pas DAP", {"can": ["Aidants Connect"]}),
    ("je ne sais pas faire de montage vidéo mais j'aimerais apprendre", {"likes": ["montage vidéo"]}),
    ("je suis pas trop calé en réseaux sociaux mais je veux bien apprendre", {"likes": ["réseaux sociaux"]}),
    ("je sais pas coder mais j'adorerais m'y mettre", {"likes": ["coder"]}),
    # Slips and haste
    ("je c faire des sites web", {"can": ["sites web"]}),
    ("jsais faire du scratch", {"can": ["scratch"]}),
    ("je metrise linux", {"can": ["linux"]}),
    ("j'annime des atelier photo", {"can": ["photo"]}),
    ("jaimerais aprendre la 3D", {"likes": ["3D"]}),
    ("je suis spesialiste du reconditionnement", {"expert": ["reconditionnement"]}),
    ("je travail avec des ado", {"public": ["ado"]}),
    ("je sui disponible le jeudi", {"when": ["le jeudi"]}),
    ("je sé fair du montage vidéo", {"can": ["montage vidéo"]}),
    ("je mintéresse à la robotique", {"likes": ["robotique"]}),
    # Several things at once
    (
        "je sais utiliser Gimp, je voudrais me former à Blender et je parle portugais",
        {"can": ["Gimp"], "likes": ["Blender"], "speaks": ["portugais"]},
    ),
    ("parle arabe, dispo le mardi", {"speaks": ["arabe"], "when": ["le mardi"]}),
    (
        "Je maîtrise : Excel, Word ; j'aimerais apprendre : Scratch, Thymio",
        {"can": ["Excel", "Word"], "likes": ["Scratch", "Thymio"]},
    ),
    (
        "je sais installer Linux, j'aimerais découvrir l'impression 3D, mais je n'aime pas la bureautique",
        {"can": ["installer Linux"], "likes": ["impression 3D"]},
    ),
    # Nothing for a card
    ("je suis médiatrice", {}),
    ("je sais faire.", {}),
    ("je veux apprendre", {}),
    ("je suis à la retraite", {}),
    ("je fais partie du groupe FALC", {}),
    # By any verb, in any order
    (
        "je suis formée à la LSF et j'adapte des supports",
        {"speaks": ["LSF"], "can": ["adapter des supports"]},
    ),
    (
        "je répare les imprimantes et je relis des courriers",
        {"can": ["réparer les imprimantes", "relire des courriers"]},
    ),
    ("les droits CAF je connais par cœur", {"can": ["droits CAF"]}),
    ("on m'appelle souvent pour dépanner des smartphones", {"can": ["dépanner des smartphones"]}),
    ("moi c'est plutôt la cybersécurité et les arnaques", {"can": ["cybersécurité", "arnaques"]}),
    ("je suis nulle en tableur mais forte en réseaux sociaux", {"can": ["réseaux sociaux"]}),
    (
        "mes points forts : Excel, Word ; ce que j'aimerais découvrir : l'IA",
        {"can": ["Excel", "Word"], "likes": ["IA"]},
    ),
    ("j'ai obtenu la certification Pix et le permis internet", {"can": ["Pix", "permis internet"]}),
    (
        "je donne un coup de main aux parents d'élèves pour Pronote",
        {"public": ["parents d'élèves"], "can": ["Pronote"]},
    ),
    ("j'initie les retraités à l'ordinateur", {"public": ["retraités"], "can": ["ordinateur"]}),
    ("ajoute le montage son à ma fiche", {"can": ["montage son"]}),
    ("g fé du scratch avec des enfants", {"can": ["scratch"], "public": ["enfants"]}),
    # When one is there, and when not
    ("je sais faire des diaporamas, plutôt le mardi", {"can": ["diaporamas"], "when": ["le mardi"]}),
    ("je fais du Pix, pas dispo le vendredi", {"can": ["Pix"], "when": ["sauf le vendredi"]}),
    ("absente le mercredi, je fais du conseil", {"when": ["sauf le mercredi"], "can": ["conseil"]}),
    ("je ne travaille pas le mercredi", {"when": ["sauf le mercredi"]}),
    ("je fais du FALC, permanences mardi et jeudi", {"can": ["FALC"], "when": ["mardi et jeudi"]}),
    # English
    ("I can teach photo editing", {"can": ["photo editing"]}),
    ("I know how to use Blender and I run workshops on Scratch", {"can": ["Blender", "Scratch"]}),
    ("I am an expert in accessibility", {"expert": ["accessibility"]}),
    (
        "I'd like to learn sign language, I speak Arabic and I work with seniors",
        {"likes": ["sign language"], "speaks": ["Arabic"], "public": ["seniors"]},
    ),
    ("I would like to take part in a repair café", {"likes": ["repair café"]}),
    ("i'm learning Python", {"likes": ["Python"]}),
    ("I can't do video editing", {}),
    ("I don't speak English", {}),
    ("I'm not good at spreadsheets", {}),
    ("I run coding clubs on Saturdays", {"can": ["coding clubs"], "when": ["on Saturdays"]}),
]

PLACES = [
    ("je sais monter des vidéos, à Feurs, dispo les mercredis matins", None, ["commune:42094"], ""),
    ("je fais du Pix le mardi à Roanne", None, ["commune:42187"], ""),
    ("je fais du Pix le mardi à roanne et le jeudi à feurs", None, ["commune:42187", "commune:42094"], ""),
    ("je suis à Roanne, j'interviens sur Loire Forez", "42187", ["epci:200065886"], ""),
    ("je suis mediateur numerique a Saint Etienne", "42218", [], ""),
    ("je suis conseillère numérique à la mairie de Feurs", "42094", [], "mairie de Feurs"),
    ("je travaille à la médiathèque de Montbrison", "42147", [], "médiathèque de Montbrison"),
    ("je bosse à la MJC de Firminy le mercredi", "42095", [], "MJC de Firminy"),
    ("ma structure c'est la MJC de Roanne", "42187", [], "MJC de Roanne"),
    ("j'habite Saint-Just-Saint-Rambert", "42279", [], ""),
    ("je ne suis plus à Roanne, je suis à Feurs", "42094", [], ""),
    ("je couvre tout le département de la Loire", None, ["departement:42"], ""),
    (
        "je tourne sur Saint-Galmier, Veauche et Andrézieux",
        None,
        ["commune:42222", "commune:42323", "commune:42005"],
        "",
    ),
    ("jinterviens sur roanne", None, ["commune:42187"], ""),
    ("I'm in Roanne", "42187", [], ""),
]

SEARCHES = [
    "qui sait faire de la retouche photo ?",
    "qui parle arabe",
    "quelqu'un pour un atelier Scratch",
    "je cherche quelqu'un qui sait faire du scratch",
    "je cherche un collègue qui parle arabe",
    "j'ai besoin d'aide sur Excel",
    "j'aimerais que quelqu'un m'aide",
    "je voudrais trouver quelqu'un pour la LSF",
    "bonjour, qui connaît PANA ?",
    "est-ce que quelqu'un sait faire du FALC",
    "je sais faire ça ?",
    "retouche photo",
    "Léa Martin",
    "who can teach Scratch?",
    "I am looking for someone who speaks Arabic",
]


def said(text: str) -> Said:
    return understand(text, thesaurus(), LOIRE)


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_what_a_sentence_adds_to_a_card(text, expected):
    assert is_about_oneself(text)
    found = said(text)
    assert {kind: list(values) for kind, values in found.lists.items()} == {
        SHORT[name]: values for name, values in expected.items()
    }


@pytest.mark.parametrize(("text", "commune", "areas", "structure"), PLACES)
def test_where_somebody_is_and_goes(text, commune, areas, structure):
    found = said(text)
    assert (found.commune, [str(area) for area in found.areas], found.structure) == (
        commune,
        areas,
        structure,
    )


@pytest.mark.parametrize("text", SEARCHES)
def test_a_sentence_that_looks_for_somebody_is_not_about_oneself(text):
    assert not is_about_oneself(text)


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        ("Linux, Android, photo", Kind.SKILLS, ("Linux", "Android", "photo")),
        ("arabe, anglais", Kind.LANGUAGES, ("arabe", "anglais")),
        ("j'aimerais que vous m'aidiez sur Excel", Kind.SKILLS, ()),
        ("rien de tout cela demain", Kind.SKILLS, ()),
    ],
)
def test_what_is_known_counts_without_a_verb_and_nothing_else(text, kind, values):
    assert said(text).lists.get(kind, ()) == values


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("compétences :\nExcel\nWord\n\nPix", {Kind.SKILLS: ("Excel", "Word", "Pix")}),
        (
            "- je sais faire du FALC\n- j'aimerais apprendre la LSF\n• dispo le mardi",
            {
                Kind.SKILLS: ("FALC",),
                Kind.APPETENCES: ("LSF",),
                Kind.AVAILABILITY: ("le mardi",),
            },
        ),
    ],
)
def test_each_line_of_a_list_says_something_of_its_own(text, lists):
    assert said(text).lists == lists


def test_spare_spaces_part_nothing():
    assert said("je suis Jeanne  Roux, de la\tMJC").name == "Jeanne Roux"


def test_a_name_and_how_to_get_in_touch_are_understood():
    found = said("je m'appelle Léa Martin et on peut me contacter par mail")
    assert (found.name, found.contact) == ("Léa Martin", "par mail")


def test_a_subject_is_no_place_though_one_intervenes_on_it():
    found = said("j'interviens sur la parentalité numérique et à Feurs")
    assert found.lists == {Kind.SKILLS: ("parentalité numérique",)}
    assert [str(area) for area in found.areas] == ["commune:42094"]


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=300))
def test_any_text_is_read_without_fault(text):
    is_about_oneself(text)
    found = said(text)
    assert all(value.strip() for values in found.lists.values() for value in values)


WORDS = (
    *("je", "ne", "pas", "sais", "faire", "aimerais", "apprendre", "et", "mais", ",", ".", "photo"),
    *("Excel", "Roanne", "à", "de", "la", "parle", "arabe", "avec", "des"),
)


@settings(deadline=None, max_examples=120)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_what_is_put_on_a_card_was_typed(words):
    text = " ".join(words)
    for values in said(text).lists.values():
        for value in values:
            assert fold(value) in fold(text)


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(["photo", "Excel", "FALC", "Scratch", "Linux", "impression 3D"]))
def test_a_wish_and_a_denial_never_become_a_skill(subject):
    for text in (
        f"j'aimerais apprendre {subject}",
        f"je ne sais pas faire de {subject}",
        f"je sais pas utiliser {subject}",
        f"je voudrais me former à {subject}",
        f"I would like to learn {subject}",
        f"I cannot use {subject}",
    ):
        assert Kind.SKILLS not in said(text).lists


@pytest.mark.parametrize(
    "part", ["je sais ", "tres bien ", "plus ", "aussi ", "j'aimerais bien ", "je ne ", ", et ", "à Roanne "]
)
def test_long_texts_are_read_in_time(part):
    text = part * (LONGEST // len(part) + 1)
    before = time.perf_counter()
    cues(text[:LONGEST])
    assert time.perf_counter() - before < 1


@pytest.mark.parametrize(
    ("sentence", "kind", "values"),
    [
        (
            "je ne suis pas dispo le lundi, mais le mardi oui",
            Kind.AVAILABILITY,
            ("sauf le lundi", "le mardi"),
        ),
        ("je peux dépanner les imprimantes sauf Epson", Kind.SKILLS, ("imprimantes",)),
        (
            "envie de tester la réalité virtuelle, sinon bureautique ok",
            Kind.APPETENCES,
            ("réalité virtuelle",),
        ),
        ("je sais faire du FALC, mail camille@x.fr", Kind.SKILLS, ("FALC",)),
        ("à l’aise avec Linux, moins avec Mac", Kind.SKILLS, ("Linux",)),
        ("motivée par les ateliers parentalité", Kind.APPETENCES, ("ateliers parentalité",)),
        ("je ne sais pas faire de linux mais j’aimerais bien", Kind.APPETENCES, ("linux",)),
        (
            "je suis spécialiste de la parentalité, contact par mail plutôt",
            Kind.SPECIALITIES,
            ("parentalité",),
        ),
        ("I teach Excel and I speak Arabic, available on Mondays", Kind.LANGUAGES, ("Arabic",)),
    ],
)
def test_what_is_not_so_and_what_is_something_else_is_left_out(sentence, kind, values):
    assert said(sentence).lists[kind] == values


def test_a_number_to_call_stands_without_the_word_before_it():
    assert said("on peut m’appeler au 06 12 34 56 78").contact == "06 12 34 56 78"


def test_all_but_one_thing_is_nothing_for_a_card():
    assert said("je sais tout faire sauf la cuisine").is_empty


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("je sais faire de la retouche foto et du montage video", ("retouche photo", "montage vidéo")),
        ("je sais faire de la bureautiqe", ("bureautique",)),
        ("je connais les resaux sociaux", ("réseaux sociaux",)),
        ("je connais la chasse, la pêche et Ecxel", ("chasse", "pêche", "Ecxel")),
    ],
)
def test_skills_are_kept_as_they_are_spelt_in_the_thesaurus(typed, kept):
    assert understand(typed, thesaurus()).lists[Kind.SKILLS] == kept
