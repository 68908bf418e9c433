"""What a question asks: topics, places, audiences, languages, and whether people can or would like to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.directory.asking import understand, wants_to_learn
from plugins.directory.thesaurus import thesaurus


def asked(text: str):
    return understand(text, thesaurus())


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("qui sait retoucher de vieilles photos de mariage ?", "s_retouche_photo"),
        ("quelqu’un s’y connaît en FALC", "s_falc"),
        ("imprimer en 3D", "s_impression_3d"),
        ("qui maîtrise les tableaux croisés dynamiques", "s_tcd"),
        ("carte grise", "s_ants"),
        ("who can help with spreadsheets", "s_tableur"),
        ("chat GPT", "s_ia"),
    ],
)
def test_a_skill_is_recognised_by_any_of_its_words(text, concept):
    assert any(concept in topic.concepts for topic in asked(text).topics)


@pytest.mark.parametrize("text", ["fils", "son fils cherche un emploi"])
def test_a_son_is_nothing_to_print(text):
    found = understand(text, thesaurus())
    assert "s_impression_3d" not in [key for topic in found.topics for key in topic.concepts]


def test_what_is_exact_leaves_its_frame_out():
    assert [topic.concepts for topic in asked("démarches en ligne pour la retraite").topics] == [
        ("s_retraite",)
    ]


def test_the_audience_and_the_language_are_told_from_the_topic():
    found = asked("un atelier smartphone en arabe pour des seniors")
    assert found.audiences == ("a_seniors",)
    assert found.languages == ("l_arabe",)
    assert [topic.concepts for topic in found.topics if topic.concepts] == [("s_smartphone",)]


def test_two_words_that_are_one_of_the_thesaurus_are_read_as_one():
    found = understand("parcour sup", thesaurus(), correct=lambda _word: None)
    assert [topic.concepts for topic in found.topics] == [("s_parcoursup",)]


def test_things_that_are_enumerated_are_all_asked_for():
    assert len(asked("covoiturage et billets de train").themes) == 2
    assert [one.concepts for one in asked("cartographie OpenStreetMap").themes] == [("s_openstreetmap",)]


def test_a_need_is_about_nothing_so_general_as_procedures():
    found = understand("des démarches en ligne pour un jeune", thesaurus(), is_need=True)
    assert found.themes == ()
    assert understand("sa demande de passeport", thesaurus(), is_need=True).themes


def test_a_place_is_told_from_the_topic():
    found = asked("du podcast près de Roanne")
    assert [str(mention.areas[0]) for mention in found.places] == ["commune:42187"]
    assert [topic.concepts for topic in found.topics] == [("s_podcast",)]


@pytest.mark.parametrize(
    "text",
    [
        "qui veut apprendre Scratch ?",
        "qui aimerait se former à la cybersécurité",
        "je cherche un collègue qui voudrait découvrir l’IA",
        "ki ve aprendre limpression 3d",
        "qui est intéressé par la robotique",
        "who wants to learn video editing",
        "qui aimerait faire du podcast ?",
        "des collègues intéressés pour découvrir le stop motion ?",
        "qui a envie de s’initier à Godot",
        "anyone keen to learn Linux?",
        "des volontaires pour apprendre ensemble",
        "Partants pour la couture numérique",
        "tentés par le podcast ?",
    ],
)
def test_who_would_like_to_learn_is_looked_for(text):
    assert wants_to_learn(text)


@pytest.mark.parametrize(
    "text",
    [
        "une dame qui veut apprendre le tableur",
        "un usager veut apprendre l’anglais",
        "qui peut aider un senior qui veut apprendre le mail",
        "qui voudrait bien m’aider sur le tableur",
        "quelqu’un qui veut bien intervenir sur les écrans",
        "j’ai un monsieur qui voudrait faire un CV",
        "qui voudrait former mes agents",
        "des collègues intéressés pour intervenir sur les écrans",
        "une classe me demande une émission, qui pourrait venir ?",
        "le club de la commune : des bénévoles qui veulent apprendre le tableur",
        "la médiathèque veut numériser ses archives",
    ],
)
def test_whoever_learns_from_us_needs_somebody_who_can(text):
    assert not wants_to_learn(text)


def test_what_is_no_counsellors_matter_is_known_as_such():
    assert asked("réparer un vélo").is_elsewhere
    assert not any(topic.concepts for topic in asked("réparer un vélo").topics)
    assert any(topic.concepts for topic in asked("un site internet pour le club de foot").topics)


@given(st.text(max_size=300))
def test_any_text_is_understood_somehow(text):
    asked(text)
