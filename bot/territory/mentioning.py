"""Places named in a sentence: which they are, and where in it, so that the rest can be read without them.

A word that a dictionary has is a place only if it is written as a name where places are announced. How sure
the announcement is, how well known the place and where the asker is decide together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.territory.approach import Approach, Force, approach
from bot.territory.areas import Area, Level
from bot.territory.naming import name_of
from bot.territory.recognising import Named, Recogniser
from bot.territory.relations import areas_of, contains
from bot.territory.sentence import Sentence
from bot.territory.windows import areas_of_code, is_postcode

_LONGEST_TEXT = 2000
_NO_CODE = re.compile(
    r"""\s*(?: € | % | [-–/.,:]?\s*\d
          | (?: ans|eur|euros?|fois|heures?|h|hab|habitants|jours?|km|minutes?|min|mois|personnes?
              | janv|f[ée]v|mars|avr|mai|juin|juil|ao[uû]t|sept|oct|nov|d[ée]c )\b
          | (?: janvier|f[ée]vrier|avril|juillet|septembre|octobre|novembre|d[ée]cembre )\b )""",
    re.VERBOSE | re.IGNORECASE,
)
"""What follows a number that is no code: a unit, a month, more of a telephone number or of a date."""
_AND = frozenset(("and", "et", "or", "ou"))
_DAYS = 31


@dataclass(frozen=True, slots=True)
class Mention:
    """A place named in a text, which is `text[start:end]` with what announces it: `vers Roanne`.

    `areas` are what it means, the most exact first: of a commune, itself and its EPCI; `name` is for people.
    """

    start: int
    end: int
    areas: tuple[Area, ...]
    name: str


def mentions(text: str, near: Sequence[Area] = ()) -> list[Mention]:
    """Return the places that a text names, in order; what comes after 2 000 characters is not read.

    `near`, which is where the asker is, settles which of the places of one name is meant.

    >>> [(found.name, found.start, found.end) for found in mentions("un atelier Pix vers Roanne ?")]
    [('Roanne', 15, 26)]
    """
    return list(_Reader(text[:_LONGEST_TEXT], near).mentions())


def without(text: str, found: Sequence[Mention]) -> str:
    """Return a text without its mentions, its spaces tidied.

    >>> without("un atelier vers Roanne demain", mentions("un atelier vers Roanne demain"))
    'un atelier demain'
    """
    for mention in sorted(found, key=lambda its: its.start, reverse=True):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return " ".join(text.split())


class _Reader:
    """Reads one text from its beginning to its end."""

    def __init__(self, text: str, near: Sequence[Area]) -> None:
        self._text = text
        self._sentence = Sentence(text, near)
        self._tokens = self._sentence.tokens
        self._names = Recogniser(self._sentence)
        self._floor = 0
        """The first token that no mention has taken yet."""

    def mentions(self) -> Iterator[Mention]:
        place = 0
        while place < len(self._tokens):
            found = self._mention_at(place)
            if found:
                yield found
                place = self._floor
            else:
                place += 1

    def _mention_at(self, start: int) -> Mention | None:
        how = self._continued(start) or approach(self._tokens, start)
        if how.force is Force.BARRED:
            return None
        areas = self._code_at(start, how)
        if not areas:
            named = self._names.named_at(start, how)
            return self._mention(how, named.end, self._with_epci(named)) if named else None
        end = start + 1
        after = self._names.inside_at(end, areas) if end < len(self._tokens) else None
        if after:
            return self._mention(how, after.end, self._with_epci(after))
        return self._mention(how, end, self._with_epci(Named(end, areas)))

    def _continued(self, start: int) -> Approach | None:
        """Return what announces one more place after another: `à Roanne, Feurs et Boën`."""
        if not self._floor:
            return None
        is_linked = self._tokens[self._floor].word in _AND
        gap = self._sentence.gap(self._floor)
        if start != self._floor + is_linked or gap not in ("", ",", "/") or not (gap or is_linked):
            return None
        return Approach(self._floor, Force.AT)

    def _mention(self, how: Approach, end: int, areas: tuple[Area, ...]) -> Mention:
        """Return the mention that ends before the token `end`, a code that follows included."""
        first = max(how.first, self._floor)
        if end < len(self._tokens) and self._agrees(end, areas):
            end += 1
        else:
            end = self._names.after_land(end, areas[0])
        stop = self._tokens[end - 1].end
        if self._text[stop : stop + 1] == ")" and "(" in self._text[self._tokens[first].start : stop]:
            stop += 1
        self._floor = end
        return Mention(self._tokens[first].start, stop, areas, name_of(areas[0], plain=True))

    def _agrees(self, place: int, areas: tuple[Area, ...]) -> bool:
        """Return whether the token at `place` is a code of where these areas are."""
        if self._sentence.gap(place) not in ("", "(", "[", ","):
            return False
        return any(contains(outer, areas[0]) for outer in areas_of_code(self._tokens[place].word))

    def _code_at(self, start: int, how: Approach) -> tuple[Area, ...]:
        token = self._tokens[start]
        if _NO_CODE.match(self._text, token.end):
            return ()
        areas = areas_of_code(token.word)
        if not areas:
            return ()
        if is_postcode(token.word):
            return () if self._counts(start, how) else areas
        is_all = self._text.strip().lower() == token.word
        if how.level is Level.DEPARTEMENT or is_all or self._is_bracketed(start):
            return areas
        announced = how.article == "le" and how.preposition != "a"
        announced = announced or how.preposition in ("dans", "ds", "en", "sur", "vers")
        return areas if announced and self._is_no_day(start, how) else ()

    def _counts(self, place: int, how: Approach) -> bool:
        """Return whether a round number is rather how many of something there are."""
        token = self._tokens[place]
        if how.force >= Force.AT or not token.word.endswith("000") or not token.is_joined:
            return False
        following = self._tokens[place + 1]
        names_it = self._names.inside_at(place + 1, areas_of_code(token.word))
        return not following.is_capital and not following.word.isdigit() and names_it is None

    def _is_bracketed(self, place: int) -> bool:
        token = self._tokens[place]
        return (
            self._text[token.start - 1 : token.start] == "(" and self._text[token.end : token.end + 1] == ")"
        )

    def _is_no_day(self, place: int, how: Approach) -> bool:
        """Return whether `le 42`, or `dans le 12`, is none of `le 12 mars`, `du 12 au 15`, `en 12 mois`."""
        word = self._tokens[place].word
        if not word.isdigit() or word.startswith("0") or int(word) > _DAYS:
            return how.article == "le" or place + 1 == len(self._tokens)
        return how.article == "le" and how.preposition in ("dans", "ds", "sur")

    def _with_epci(self, named: Named) -> tuple[Area, ...]:
        """Return the areas with, after the communes, the EPCI that these are in."""
        towns = [area for area in named.areas if area.level is Level.COMMUNE]
        groups = (outer for town in towns for outer in areas_of(town.code) if outer.level is Level.EPCI)
        return tuple(dict.fromkeys((*named.areas, *groups)))
