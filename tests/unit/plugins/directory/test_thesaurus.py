"""The thesaurus: one file, read and checked, to which a network adds its own words."""

import pytest

from bot.language.terms import terms
from plugins.directory.thesaurus import Sort, problems, thesaurus


def recognised(text: str, own=None) -> set[str]:
    known = thesaurus(own)
    return {one.concept for one in known.recognise(terms(text, stops=True))}


def test_every_part_is_a_part_of_something_that_is_there():
    known = thesaurus()
    assert all(above in known.concepts for concept in known.concepts.values() for above in concept.broader)


def test_nothing_is_a_part_of_itself():
    known = thesaurus()
    assert all(known.closure(key).count(key) == 1 and known.steps(key, key) == 0 for key in known.concepts)
    assert not any(key in known.closure(above) for key in known.concepts for above in known.closure(key)[1:])


def test_labels_are_recognised_as_what_they_name():
    known = thesaurus()
    missed = [
        key
        for key, concept in known.concepts.items()
        if key not in recognised(concept.fr) and concept.sort != Sort.ELSEWHERE
    ]
    assert missed == []


def test_the_longest_name_wins():
    assert recognised("base de données") == {"s_base_donnees"}
    assert recognised("Aidants Connect") == {"s_aidants_connect"}


def test_a_network_adds_words_and_concepts(tmp_path):
    own = tmp_path / "skills.toml"
    own.write_text(
        '[skills]\nfalc = { also = ["lecture douce"] }\nzine = { fr = "Fanzine", broader = ["creation"] }\n',
        encoding="utf-8",
    )
    assert problems(own) == []
    assert recognised("lecture douce", own) == {"s_falc"}
    assert recognised("facile à lire", own) == {"s_falc"}
    assert "s_creation" in thesaurus(own).closure("s_zine")


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("[skills", 1),
        ("[competences]\n", 1),
        ("[skills]\nfalc = 3\n", 1),
        ('[skills]\nFALC = { fr = "FALC" }\n', 1),
        ('[skills]\nzine = { fr = "", also = "fanzine" }\n', 2),
        ('[skills]\nzine = { fr = "Fanzine", broader = ["nowhere"], colour = "red" }\n', 2),
        ('[skills]\nzine = { general = "yes" }\n', 1),
    ],
)
def test_mistakes_are_named_and_the_list_is_refused(tmp_path, text, mistakes):
    own = tmp_path / "skills.toml"
    own.write_text(text, encoding="utf-8")
    assert len(problems(own)) == mistakes
    with pytest.raises(ValueError, match=r"\w"):
        thesaurus(own)
