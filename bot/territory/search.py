"""Finding a territory from what a person types, whole or not, right or nearly right."""

from __future__ import annotations

from functools import cache

from bot.language.folding import nearest
from bot.territory.channels import propose
from bot.territory.gazetteer import Territory, territories, with_elision, words_of

_LONGEST_QUERY = 80
_SHORTEST_WORD_TO_MISTYPE = 5


def search(text: str, limit: int = 5) -> list[Territory]:
    """Return at most `limit` territories that `text` may mean, by code or by name, the likeliest first.

    First the one that it names, then those that it begins, then those of which it begins some words; in each
    of these, the official order. When there is none of them, those whose name it nearly spells.

    >>> [territory.name for territory in search("haute sav")]
    ['Haute-Savoie']
    """
    words = words_of(text) if len(text) <= _LONGEST_QUERY else []
    if not words:
        return []
    ranks = [(_rank(words, territory), territory) for territory in territories()]
    found = [territory for rank in range(3) for its_rank, territory in ranks if its_rank == rank]
    return (found or _misspelled("".join(words)))[:limit]


def named(text: str) -> Territory | None:
    """Return the territory that `text` says in full, by its code, its name or both, and nothing else.

    >>> named("2a").name, named("reunion").code, named("Loire (42)").code, named("loir")
    ('Corse-du-Sud', '974', '42', None)
    """
    words = words_of(text) if len(text) <= _LONGEST_QUERY else []
    if not words:
        return None
    exact = (t for t in territories() if 0 in (_rank(words, t), _rank(["la", *words], t)))
    return next(exact, None) or propose(text)


def _rank(words: list[str], territory: Territory) -> int | None:
    code, *names = _ways_to_write(territory)
    if words == [code] or words == [code.lstrip("0")] or "".join(words) == names[0].replace(" ", ""):
        return 0
    if any(way.startswith(" ".join(words)) for way in (code, *names)):
        return 1
    parts = " ".join((code, *names)).split()
    return 2 if all(any(part.startswith(word) for part in parts) for word in words) else None


@cache
def _ways_to_write(territory: Territory) -> tuple[str, str, str]:
    """Return the code and the words of the name, as they are and with their elisions run together."""
    words = words_of(territory.name)
    return territory.code.lower(), " ".join(words), " ".join(with_elision(words))


def _misspelled(typed: str) -> list[Territory]:
    spellings = _spellings()
    near = nearest(typed, spellings, limit=len(spellings))
    return list(dict.fromkeys(territory for spelling in near for territory in spellings[spelling]))


@cache
def _spellings() -> dict[str, list[Territory]]:
    """Return the territories by name in one word, then by each word of their names that is long enough."""
    spellings: dict[str, list[Territory]] = {}
    for territory in territories():
        spellings.setdefault("".join(words_of(territory.name)), []).append(territory)
    for territory in territories():
        for word in words_of(territory.name):
            if len(word) >= _SHORTEST_WORD_TO_MISTYPE:
                spellings.setdefault(word, []).append(territory)
    return spellings
