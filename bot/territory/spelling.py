"""The ways to write the names of communes and EPCI, as folded words joined by hyphens."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.territory.gazetteer import words_of

ARTICLES = frozenset({"l", "la", "le", "les"})
LINKS = ARTICLES | {"d", "de", "des", "du"}
_GENERIC = frozenset(
    [
        *("agglo", "agglomeration", "agglopole", "communaute", "communautaire", "communes", "espace"),
        *("comcom", "communal", "epci", "intercommunalite"),
        *("intercom", "intercommunale", "metropole", "metropolitaine", "territoire", "territoires"),
        *("ca", "cc", "cu", "urbaine", "grand", "grande", "pays", "region"),
    ]
)
"""Words of an EPCI's name that say what it is, not where."""
_KIND = re.compile(r"(?:CC|CA|CU|MET69)\s+")
_LINK = re.compile(r"(?:de la|de l'|du|des|de|d')\s*(?=\S)")
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
_QUOTED = re.compile(r"''|\"")
_ORDINAL = re.compile(r"(\d+)(?:er|ere|e|eme|ieme)?")
_SHORTEST_ACRONYM = 3


def squeezed(words: str) -> str:
    """Return a spelling in one word: names stand in the order of these."""
    return words.replace("-", "")


def typed_words(text: str) -> list[str]:
    """Return the words of what somebody typed as they are compared: saint spelled out, `3ème` as `3e`.

    >>> typed_words("St-Just s/ Loire"), typed_words("Lyon 3ème")
    (['saint', 'just', 'sur', 'loire'], ['lyon', '3e'])
    """
    words = [ordinal(word) for word in words_of(text)]
    return [*words[:1], *("sur" if word == "s" else word for word in words[1:])]


def spellings_of_commune(name: str) -> list[str]:
    """Return the ways to write the name of a commune or of a part of it, the fullest first; [] for "".

    >>> spellings_of_commune("Le Coteau"), spellings_of_commune("Lyon 3e Arrondissement")
    (['le-coteau', 'coteau'], ['lyon-3e-arrondissement', 'lyon-3e', 'lyon-3'])
    """
    words = words_of(name)
    if not words:
        return []
    if words[-1] == "arrondissement":
        town, number = words[:-2], words[-2]
        digits = number.rstrip("er")
        return ["-".join(words), "-".join([*town, number]), "-".join([*town, digits])]
    return _with_and_without_article(words)


def spellings_of_epci(name: str) -> list[str]:
    """Return the ways to write the name of an EPCI, the fullest first, its acronym last.

    >>> spellings_of_epci("CA Loire Forez Agglomération (LFA)")[1:]
    ['ca-loire-forez-agglomeration', 'loire-forez-agglomeration', 'loire-forez', 'lfa']
    """
    plain = clean_epci(name)
    whole = words_of(plain)
    bare = words_of(without_kind(plain))
    acronyms = ["-".join(words_of(aside)) for aside in _ASIDE.findall(name)]
    ways = [
        "-".join(words_of(name)),
        "-".join(whole),
        *_with_and_without_article(bare),
        "-".join(place_words(bare)),
    ]
    ways += [acronym for acronym in acronyms if len(acronym) >= _SHORTEST_ACRONYM and "-" not in acronym]
    return [way for way in dict.fromkeys(ways) if way]


def clean_epci(name: str) -> str:
    """Return the name of an EPCI as in its source, without quotes and without what stands in brackets."""
    return " ".join(_ASIDE.sub("", _QUOTED.sub("", name)).split())


def without_kind(name: str) -> str:
    """Return the clean name of an EPCI without its kind.

    >>> without_kind("CC de Forez-Est"), without_kind("Métropole de Lyon")
    ('Forez-Est', 'Métropole de Lyon')
    """
    bare, cut = _KIND.subn("", name, count=1)
    return _LINK.sub("", bare, count=1) if cut and _LINK.match(bare) else bare


def place_words(words: Sequence[str]) -> list[str]:
    """Return the words without those at both ends that say what an EPCI is; [] if nothing else is left.

    >>> place_words(["agglo", "de", "roanne"]), place_words(["loire", "forez", "agglo"])
    (['roanne'], ['loire', 'forez'])
    """
    start, end = 0, len(words)
    while start < end and words[start] in _GENERIC | LINKS:
        start += 1
    while end > start and words[end - 1] in _GENERIC | LINKS:
        end -= 1
    return list(words[start:end])


def _with_and_without_article(words: Sequence[str]) -> list[str]:
    ways = ["-".join(words)]
    if len(words) > 1 and words[0] in ARTICLES:
        ways.append("-".join(words[1:]))
    return ways


def ordinal(word: str) -> str:
    """Return a folded word, a number of rank as it is written in names: `3eme` as `3e`.

    >>> ordinal("3eme"), ordinal("1ere"), ordinal("42")
    ('3e', '1er', '42')
    """
    number = _ORDINAL.fullmatch(word)
    if not number or word.isdigit():
        return word
    return f"{number[1]}er" if number[1] == "1" else f"{number[1]}e"
