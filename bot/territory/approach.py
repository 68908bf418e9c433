"""What stands before a place in a sentence, French or English, and how surely it announces one."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from enum import IntEnum

from bot.territory.areas import Level
from bot.territory.sentence import PERSONS, Token
from bot.territory.spelling import ARTICLES


class Force(IntEnum):
    """How surely the words before it announce a place."""

    BARRED = 0
    """They say that it is none: a person, a street."""
    NOTHING = 1
    WEAK = 2
    """They stand before many other things too: de, pour, par."""
    AT = 3
    """They mostly stand before a place, if also in many phrases: à, sur, dans, en."""
    TOWARDS = 4
    """They hardly stand before anything else: vers, près de, la commune de."""


@dataclass(frozen=True, slots=True)
class Approach:
    """`first` is the first token of what announces; `level` is what it says that the place is, if it does."""

    first: int
    force: Force
    article: str = ""
    preposition: str = ""
    level: Level | None = None


_TOWARDS = {"vers", "ver", "near", "around", "towards", "toward", "proche"}
INSIDE = frozenset(("dans", "ds", "en", "in"))
"""Prepositions that stand before a land, hardly ever before a town."""
_AT = INSIDE | {"a", "at", "sur"}
_WEAK = {"chez", "depuis", "entre", "from", "jusqu", "par", "pour", "pr"}
_CONTRACTED = {"du": ("de", "le"), "des": ("de", "les"), "au": ("a", "le"), "aux": ("a", "les")}
_OF = {"d", "de", "of", "to"}
_HEADS = {
    *(
        "alentours",
        "autour",
        "close",
        "cote",
        "environs",
        "loin",
        "outside",
        "pre",
        "pres",
        "proche",
        "proximite",
    ),
    *("bassin", "canton", "centre", "commune", "communes", "pays", "peripherie", "quartier", "secteur"),
    *("bas", "haut", "moyen", "nord", "ouest", "sud"),
    *("territoire", "town", "village", "ville", "city"),
}
_HEADS_OF = {
    *("alentours", "bas", "centre", "close", "environs", "haut", "loin", "moyen", "nord", "ouest"),
    *("outside", "pre", "pres", "sud"),
}
"""Those that announce a place only with `de`, or `to`, between them."""
_LEVELS = {
    **dict.fromkeys(("agglo", "agglomeration", "comcom", "cc", "epci"), Level.EPCI),
    **dict.fromkeys(("grand", "intercommunalite", "metropole", "communes", "agglomerations"), Level.EPCI),
    **dict.fromkeys(("departement", "dept", "dep", "dpt"), Level.DEPARTEMENT),
    "region": Level.REGION,
}
_STREETS = {
    *("allee", "av", "avenue", "bd", "bld", "boulevard", "chemin", "cours", "esplanade", "gare", "impasse"),
    *("passage", "place", "pont", "porte", "quai", "route", "rue", "ruelle", "square", "street"),
}
_BEFORE_HEADS = {
    "a",
    "au",
    "aux",
    "dans",
    "du",
    "en",
    "in",
    "non",
    "par",
    "pas",
    "pour",
    "sur",
    "the",
    "vers",
}
_LIVES = {
    *(
        "arrive",
        "base",
        "basee",
        "based",
        "demeurant",
        "demeure",
        "deplace",
        "habitant",
        "habite",
        "habitent",
    ),
    *("installe", "installee", "intervient", "live", "lives", "living", "loge", "reside", "situe", "situee"),
    *("travaille", "venir", "vit", "vivant"),
}


def approach(tokens: Sequence[Token], start: int) -> Approach:
    """Return what announces a place that begins with the token at `start`."""
    back = _Back(tokens, start)
    article = back.take(ARTICLES | {"the"})
    preposition = ""
    if not article and (contraction := back.take(_CONTRACTED)):
        preposition, article = _CONTRACTED[contraction]
    preposition = preposition or back.take(_TOWARDS | _AT | _WEAK | _OF)
    force = _force_of(preposition)
    level = None
    if force is Force.NOTHING or preposition in _OF or preposition == "a":
        if preposition in _OF | {""} and back.sees(_STREETS):
            return Approach(start, Force.BARRED)
        heads = _HEADS | set(_LEVELS) if preposition in _OF else (_HEADS - _HEADS_OF) | set(_LEVELS)
        head = back.take(heads) if preposition != "a" else ""
        if head:
            level = _LEVELS.get(head)
            if head == "communes":
                back.take(_OF)
                back.take({"communaute"})
            force = Force.TOWARDS
            back.take(ARTICLES)
            back.take(_BEFORE_HEADS)
    if force is Force.NOTHING and back.sees(PERSONS):
        return Approach(start, Force.BARRED)
    if preposition in ("a", "sur", "in") and back.sees(_LIVES):
        force = Force.TOWARDS
    return Approach(back.place, force, article, preposition, level)


def _force_of(preposition: str) -> Force:
    if preposition in _TOWARDS:
        return Force.TOWARDS
    if preposition in _AT:
        return Force.AT
    return Force.WEAK if preposition else Force.NOTHING


class _Back:
    """Steps back over the words before a place."""

    def __init__(self, tokens: Sequence[Token], start: int) -> None:
        self._tokens = tokens
        self.place = start

    def sees(self, words: Container[str]) -> bool:
        before = self.place - 1
        return before >= 0 and self._tokens[before].is_joined and self._tokens[before].word in words

    def take(self, words: Container[str]) -> str:
        """Step over the word before if it is one of these, and return it; "" if it is not."""
        if not self.sees(words):
            return ""
        self.place -= 1
        return self._tokens[self.place].word
