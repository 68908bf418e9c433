"""Proposing the territory of a channel from the channel's name.

A proposal is made only when every word of the name is accounted for: a channel that is bound to the wrong
territory gets the wrong holidays, and overseas the wrong hours.
"""

from __future__ import annotations

import re
from functools import cache

from bot.language.folding import slug
from bot.territory.gazetteer import Territory, territories, with_elision, words_of

_WORD = re.compile(r"2[ab](?![a-z0-9])|\d+|[a-z]+")
_ABOUT_NO_PLACE = frozenset(
    [
        *("d", "de", "des", "du", "l", "la", "le", "les"),
        *("cd", "dep", "departement", "departemental", "departementale", "dept", "dpt", "territoire"),
        *("cnfs", "cnum", "conum", "conums", "numerique", "numeriques"),
        *("conseiller", "conseillere", "conseilleres", "conseillers"),
        *("inclusion", "mediateur", "mediateurs", "mediation", "mediatrice", "mediatrices"),
        *("coordination", "coordo", "equipe", "groupe", "reseau"),
        *("canal", "salon", "france", "services"),
    ]
)
"""Words that say who meets in a channel of this kind, not where."""
_MEANS_SOMETHING_ELSE = frozenset({"reunion", "saintmartin", "saintbarthelemy"})
"""Names that stand for a territory only beside its code: a meeting, and communes by the dozen."""


def propose(channel_name: str) -> Territory | None:
    """Return the territory that the name of a channel says, or None if it says none, or more than one.

    It may say the name, the code or both, among words such as "dept" or "conum"; where name and code agree,
    whatever other words there are. The name of a region is never taken for the département inside it.

    >>> propose("conum-loire").code, propose("43").name, propose("pays-de-la-loire")
    ('42', 'Haute-Loire', None)
    """
    words = tuple(word for text in _WORD.findall(slug(channel_name)) for word in words_of(text))
    codes: set[Territory] = set()
    names: set[Territory | None] = set()
    is_sure = True
    start = 0
    while start < len(words):
        name = _name_at(words, start)
        if name:
            names.add(_names()[name])
            is_sure = is_sure and "".join(name) not in _MEANS_SOMETHING_ELSE
        elif words[start] in _codes():
            codes.add(_codes()[words[start]])
        elif words[start] not in _ABOUT_NO_PLACE:
            is_sure = False
        start += len(name) or 1
    said = codes | names
    if len(said) != 1 or not (is_sure or (codes and names)):
        return None
    return said.pop()


def _name_at(words: tuple[str, ...], start: int) -> tuple[str, ...]:
    """Return the longest name that begins there, or () if none does: `haute-loire` is not `loire`."""
    for length in range(_longest_name(), 0, -1):
        if words[start : start + length] in _names():
            return words[start : start + length]
    return ()


@cache
def _codes() -> dict[str, Territory]:
    return {territory.code.lower(): territory for territory in territories()}


@cache
def _names() -> dict[tuple[str, ...], Territory | None]:
    """Return the territories by the words of their names, and None for what is only a region's name."""
    names: dict[tuple[str, ...], Territory | None] = {}
    for territory in territories():
        if territory.region:
            names |= dict.fromkeys(_ways_to_write(territory.region.name))
    for territory in territories():
        names |= dict.fromkeys(_ways_to_write(territory.name), territory)
    return names


def _ways_to_write(name: str) -> list[tuple[str, ...]]:
    words = words_of(name)
    ways = [tuple(words), tuple(with_elision(words)), ("".join(words),)]
    return [*ways, tuple(words[1:])] if words[0] == "la" else ways


@cache
def _longest_name() -> int:
    return max(map(len, _names()))
