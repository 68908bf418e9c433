"""Counting the situations of `data/situations.toml` and the names of the thesaurus, for `situations.bin.gz`.

    python -m plugins.directory.derive_situations

Takes some seconds. The same files make the same result. To be run again once one of them changes: a test
compares digests.
"""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from math import log, sqrt
from typing import NamedTuple

from rich.progress import track

from bot.language.meaning import MEANINGS
from bot.language.terms import terms
from plugins.directory.recognising import OR
from plugins.directory.situations import NOTHING, SITUATIONS, STEPS, features, packed, weighed
from plugins.directory.thesaurus import Sort, key_of, thesaurus

TOLD, SKILLS = SITUATIONS.with_name("situations.toml"), SITUATIONS.with_name("skills.toml")
_FURTHER = 0.5
"""What a further concept of a situation counts, where the first is 1."""
_MOST = 2
"""So many concepts of a situation are counted."""
_LEAST = 2
"""A feature that fewer texts have says nothing."""
_DAMPED = 0.4
"""The power to which what is counted is raised: what is said a hundred times weighs six times as much."""


class Told(NamedTuple):
    """A situation as it is told, and what it says for each concept."""

    groups: tuple[set[int], ...]
    concepts: Mapping[str, float]


def digest() -> str:
    """Return what tells whether the files are those that were counted."""
    return hashlib.sha256(b"".join(one.read_bytes() for one in (TOLD, SKILLS, MEANINGS))).hexdigest()


def texts() -> Iterator[tuple[str, Mapping[str, float]]]:
    """Return all texts: the situations, then the labels of concepts."""
    for names, told in tomllib.loads(TOLD.read_text(encoding="utf-8")).items():
        concepts = {
            _key(name): _FURTHER if rank else 1.0 for rank, name in enumerate(names.split(" ")[:_MOST])
        }
        yield from ((text, concepts) for text in told)
    for concept in thesaurus().concepts.values():
        if concept.sort in (Sort.SKILL, Sort.AUDIENCE):
            for text in (
                concept.fr,
                concept.en,
                *concept.also,
                *(one.replace(OR, " ") for one in concept.told),
            ):
                yield text, {concept.key: 1.0}


def _key(name: str) -> str:
    """Return the key of a concept by its name in the files: skills and audiences have no name in common."""
    if name == NOTHING:
        return NOTHING
    return next(
        key for sort in (Sort.SKILL, Sort.AUDIENCE) if (key := key_of(sort, name)) in thesaurus().concepts
    )


def count() -> bytes:
    """Return the content of the file."""
    every = [
        Told(features(terms(text, stops=True)), concepts)
        for text, concepts in track(list(texts()), "Lecture des situations…")
    ]
    rarities = _rarities(every)
    return packed(digest(), rarities, _weights(every, rarities))


def _weights(every: list[Told], rarities: Mapping[int, int]) -> dict[int, dict[str, float]]:
    """Return what each feature says for each concept: of one concept, the squares of all make 1."""
    sums: dict[int, dict[str, float]] = {}
    for one in every:
        for bucket, value in weighed(one.groups, rarities).items():
            row = sums.setdefault(bucket, {})
            for concept, share in one.concepts.items():
                row[concept] = row.get(concept, 0.0) + value * share
    lengths: dict[str, float] = {}
    for row in sums.values():
        for concept, value in row.items():
            row[concept] = value**_DAMPED
            lengths[concept] = lengths.get(concept, 0.0) + row[concept] ** 2
    return {
        bucket: {concept: value / sqrt(lengths[concept]) for concept, value in row.items()}
        for bucket, row in sums.items()
    }


def _rarities(every: list[Told]) -> Counter[int]:
    """Return the rarity of each feature that is worth it, in steps; 0 of the others."""
    times = Counter(bucket for one in every for bucket in set().union(*one.groups))
    return Counter(
        {
            bucket: round(STEPS * (1 + log(len(every) / number)))
            for bucket, number in times.items()
            if number >= _LEAST
        }
    )


def main() -> None:
    """Write the file."""
    SITUATIONS.write_bytes(gzip.compress(count(), mtime=0))


if __name__ == "__main__":
    main()
