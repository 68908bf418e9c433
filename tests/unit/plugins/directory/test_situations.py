"""Situations told without the name of a skill: which skills they are like, and who is found for them."""

import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.terms import terms
from plugins.directory.asking import understand
from plugins.directory.derive_situations import TOLD, digest
from plugins.directory.situations import BUCKETS, NOTHING, Situations, packed, situations, weighed
from plugins.directory.thesaurus import Sort, key_of, thesaurus


def like(text: str) -> list[str]:
    return [concept for concept, _score in situations().like(terms(text, stops=True))]


def test_what_was_counted_is_of_the_files_as_they_are():
    assert situations().digest == digest(), "run: python -m plugins.directory.derive_situations"


def test_situations_are_told_for_concepts_that_exist_and_for_each_skill():
    told = tomllib.loads(TOLD.read_text(encoding="utf-8"))
    names = {name for key in told for name in key.split(" ")} - {NOTHING}
    known = thesaurus().concepts
    assert all({key_of(Sort.SKILL, name), key_of(Sort.AUDIENCE, name)} & set(known) for name in names)
    skills = {key for key, concept in known.items() if concept.sort is Sort.SKILL}
    assert skills <= set(situations().concepts)


@pytest.mark.parametrize(
    ("story", "concept"),
    [
        ("notre club voudrait encaisser les cotisations par carte sans chéquier", "s_helloasso"),
        ("la fleuriste aimerait que ses horaires s'affichent sur la carte de Google", "s_google_business"),
        ("ma tante a douze mille messages non lus et n'y retrouve plus rien", "s_email"),
        ("un lycéen doit mettre ses voeux pour l'an prochain et n'y comprend rien", "s_parcoursup"),
        ("he wants his holiday pictures to look less dark", "s_retouche_photo"),
    ],
)
def test_a_story_is_like_those_of_its_skill(story, concept):
    assert concept in like(story)[:3]


def test_a_skill_is_guessed_only_from_a_story_that_names_none():
    told = understand("un potier aimerait écouler ses vases au-delà du marché", thesaurus())
    assert "s_e_commerce" in told.themes[0].concepts
    assert told.themes[0].likely[0] == 1.0
    named = understand("il aimerait apprendre à se servir de Linux chez lui le soir", thesaurus())
    assert [theme.concepts for theme in named.themes] == [("s_linux",)]
    assert understand("réparation de chaudière à gaz", thesaurus()).themes == ()


def test_a_skill_that_a_story_is_like_counts_beside_what_a_word_of_it_names():
    text = "la mairie me demande ce qu'elle a le droit de garder sur ses habitants"
    [topic] = understand(text, thesaurus()).themes
    assert {"s_collectivites", "s_rgpd"} <= set(topic.concepts)


def test_what_a_story_is_done_with_is_not_what_it_is_about():
    text = "une usagère veut vendre ses habits d'enfants sur son téléphone"
    [topic, *frames] = understand(text, thesaurus()).themes
    assert "s_e_commerce" in topic.concepts
    assert "s_smartphone" not in topic.concepts
    assert [(one.concepts, one.weight < 1) for one in frames] == [(("s_smartphone",), True)]


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("une personne voudrait savoir d'où viennent ses ancêtres", False),
        ("quelqu'un voudrait savoir faire de la soudure ?", True),
        ("des personnes qui voudraient apprendre la 3D ?", True),
        ("qui voudrait savoir si la salle est libre ?", False),
    ],
)
def test_who_wants_to_know_something_for_somebody_looks_for_who_can(text, wants):
    assert understand(text, thesaurus()).wants_to_learn is wants


@pytest.mark.parametrize(
    "text", ["il fait quel temps demain à Bordeaux ?", "merci à toutes et tous", "oui", ""]
)
def test_nothing_is_guessed_from_talk(text):
    assert all(not theme.likely for theme in understand(text, thesaurus()).themes)


def test_what_is_packed_says_what_was_counted():
    read = Situations(packed("of these", {1: 16, 5: 32}, {1: {"s_a": 1.0}, 5: {"s_a": 0.5, "s_b": 0.25}}))
    assert (read.digest, read.concepts) == ("of these", ("s_a", "s_b"))


def test_each_group_of_features_counts_alike_and_unknown_ones_nothing():
    rarities = bytearray(BUCKETS)
    rarities[3], rarities[4], rarities[9] = 30, 40, 7
    assert weighed(({3, 4}, {9}, {11}), bytes(rarities)) == pytest.approx({3: 0.6, 4: 0.8, 9: 1.0})


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=200))
def test_any_text_is_compared_without_fault(text):
    scores = [score for _concept, score in situations().like(terms(text, stops=True))]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1.0001 for score in scores)
