"""Groups of words near in meaning, and how they are made."""

import gzip

import numpy as np

from bot.language.meaning import MEANINGS, meanings, meant
from plugins.referral.grouping import directions, forms, groups, packed


def test_words_that_mean_alike_have_a_group_in_common() -> None:
    assert set(meant(["avocat"])) & set(meant(["tribunal"]))
    assert not set(meant(["avocat"])) & set(meant(["passeport"]))


def test_every_word_of_the_file_is_in_one_group_of_each_width() -> None:
    known = meanings()
    lines = gzip.decompress(MEANINGS.read_bytes()).decode().splitlines()
    assert len(lines) > 10_000
    for numbers, _tab, words in (line.partition("\t") for line in lines):
        groups = [int(number) for number in numbers.split()]
        assert len(groups) == 3
        assert all(list(known.of(word)) == groups for word in words.split())


def test_words_that_say_nothing_and_unknown_ones_mean_nothing() -> None:
    assert list(meant(["veut", "pour", "xqzwk"])) == []


def test_vectors_around_the_same_direction_are_one_group() -> None:
    chance = np.random.default_rng(1)
    middles = np.eye(3, 6, dtype=np.float32)
    vectors = np.repeat(middles, 5, axis=0) + 0.01 * chance.normal(size=(15, 6)).astype(np.float32)
    found = groups(vectors, len(vectors), 3)
    assert [len(set(found[start : start + 5])) for start in (0, 5, 10)] == [1, 1, 1]


def test_what_all_vectors_share_tells_nothing() -> None:
    chance = np.random.default_rng(2)
    vectors = chance.normal(size=(200, 140)).astype(np.float32) + 5
    told = directions(vectors, 200)
    assert told.shape == (200, 128)
    assert np.allclose(np.linalg.norm(told, axis=1), 1, atol=1e-4)


def test_words_are_known_folded_as_they_are_written_and_rare_ones_left_out() -> None:
    known = forms(["carte", "l'eau"], ["élève", "carté", "zythum"], frozenset({"eleve", "carte"}))
    assert known == {"carte": "carté", "eleve": "élève"}


def test_the_file_is_the_same_for_the_same_groups() -> None:
    of = {"douche": (1, 2), "bain": (1, 2), "carte": (0, 3)}
    assert packed(of) == packed(dict(reversed(of.items())))
