"""Recognising the place that is named at a word of a sentence, whole, by its beginning, or misspelt."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from bot.territory.approach import INSIDE, Approach, Force
from bot.territory.areas import Area, Level
from bot.territory.finding import Found, Way, nearest_first, nearly_spelled
from bot.territory.judging import CITY, SMALL_TOWN, TOWN, VILLAGE, Evidence
from bot.territory.lands import lands_spelled
from bot.territory.ordinary import is_landscape, is_ordinary
from bot.territory.register import register
from bot.territory.relations import areas_of, contains
from bot.territory.sentence import Sentence
from bot.territory.spelling import ARTICLES, LINKS, place_words
from bot.territory.windows import (
    LONGEST_NAME,
    Window,
    areas_of_code,
    beginning_around,
    epci_with,
    is_postcode,
    largest_beginning,
    longest_first,
)

_SHORTEST_LAND = 4
_SHORTEST_BEGINNING = 4
_SHORTEST_MISSPELT, _LONG_ENOUGH, _SHORTEST_TWICE_MISSPELT = 5, 7, 10
"""Shorter than long enough, a word nearly spells first names and the like as well as towns."""
_LONGEST_MISSPELT = 3
"""Of so many words, Saint-Étienne and Clermont-Ferrand among them, a misspelt name is looked for."""
_MOST_OF_ONE_LAND = 6
"""A word in the names of more EPCI than this is no land of its own: vallée, Loire."""
_FEMININE = re.compile(r"([ao]is)e")
"""The agglomération is roannaise where the land is the Roannais."""


@dataclass(frozen=True, slots=True)
class Named:
    """What is named, and the token after the name."""

    end: int
    areas: tuple[Area, ...]


class Recogniser:
    """Recognises the places of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._tokens = sentence.tokens

    def named_at(self, start: int, how: Approach) -> Named | None:
        """Return what a name that begins with the token at `start` means, the longest that is meant."""
        for window in longest_first(self._sentence, start):
            areas = self._meant(window, how)
            if areas:
                return self._longer_misspelt(window, how) or Named(window.end, areas)
        return self._land_of_epci(start, how) or self._beginning(start, how) or self._misspelt(start, how)

    def inside_at(self, start: int, areas: Collection[Area]) -> Named | None:
        """Return what is named there if it is one of these communes: the name after its postcode."""
        for window in longest_first(self._sentence, start):
            agreed = [one.area for one in window.found if one.area in areas]
            if agreed:
                return Named(window.end, (agreed[0],))
        return None

    def after_land(self, place: int, area: Area) -> int:
        """Return the token after the land that says where an area is, if any: `Feurs, dans la Loire`."""
        start = place
        while start < len(self._tokens) and self._tokens[start].word in LINKS | INSIDE:
            start += 1
        for window in longest_first(self._sentence, start):
            if any(contains(land, area) and land != area for land in window.lands):
                return window.end
        return place

    def _is_said_after(self, place: int, area: Area) -> bool:
        """Return whether the code or name of an area's territory follows in brackets or after a comma."""
        if place == len(self._tokens):
            return False
        gap, following = self._sentence.gap(place), self._tokens[place].word
        is_code = gap == "(" or (not gap and is_postcode(following))
        if is_code and any(contains(outer, area) for outer in areas_of_code(following)):
            return True
        return gap in ("(", ",") and self.after_land(place, area) > place

    def _meant(self, window: Window, how: Approach) -> tuple[Area, ...]:
        agreed = [one for one in window.found if self._is_said_after(window.end, one.area)]
        if agreed:
            return self._nearest(agreed)
        evidence = Evidence(self._sentence, window, how)
        if how.level is Level.EPCI:
            return () if evidence.is_ordinary and not evidence.is_capital else self._epci(window)
        towns = nearest_first(self._towns(window), self._sentence.near)
        if window.lands and evidence.is_for_land(towns):
            return tuple(area for area in window.lands if how.level in (None, area.level)) or window.lands
        if towns and towns[0].size < TOWN and evidence.is_one_word and how.preposition in INSIDE:
            land = self._land_of_epci(window.start, how)
            if land:
                return land.areas
        if towns and how.level is None and evidence.is_for_town(towns[0]):
            return (towns[0].area,)
        groups = [one for one in window.found if one.area.level is Level.EPCI]
        return self._nearest(groups) if groups and evidence.is_for_epci() else ()

    def _nearest(self, found: Collection[Found]) -> tuple[Area, ...]:
        return (nearest_first(found, self._sentence.near)[0].area,)

    def _towns(self, window: Window) -> list[Found]:
        """Return the communes of that name, and those near the asker whose names begin so; or a larger one.

        With an article it is none if without it it is a département: `la Creuse`.
        """
        words = self._sentence.words(window.start, window.end)
        if words[0] in ARTICLES and "".join(words[1:]) in lands_spelled():
            return []
        towns = [one for one in window.found if one.area.level is Level.COMMUNE]
        if not towns:
            return []
        towns += beginning_around(words, self._sentence)
        if not any(self._sentence.is_around(one.area) for one in towns):
            meant = largest_beginning(words, beside=max(one.size for one in towns))
            return [Found(meant.area, Way.WHOLE, meant.size)] if meant else towns
        return towns

    def _epci(self, window: Window) -> tuple[Area, ...]:
        """Return the EPCI that `agglo de Roanne` means: named so, or that of the town."""
        groups = [one.area for one in window.found if one.area.level is Level.EPCI]
        if groups:
            return (groups[0],)
        towns = nearest_first(window.found, self._sentence.near)[:1]
        return tuple(area for one in towns for area in areas_of(one.area.code) if area.level is Level.EPCI)

    def _land_of_epci(self, start: int, how: Approach) -> Named | None:
        """Return the EPCI named for a land: `le Forez`, `en Tarentaise`."""
        token = self._tokens[start]
        announced = how.article or how.preposition == "en"
        if not announced or len(token.word) < _SHORTEST_LAND or not place_words([token.word]):
            return None
        if not is_landscape(token.word) and not (token.is_capital and how.force >= Force.AT):
            return None
        groups = epci_with(token.word) or epci_with(_FEMININE.sub(r"\1", token.word))
        close = [one for one in groups if self._sentence.is_around(one.area)]
        if not groups or (len(groups) > _MOST_OF_ONE_LAND and not close):
            return None
        found = nearest_first(close or groups, self._sentence.near)
        return Named(start + 1, tuple(one.area for one in found))

    def _beginning(self, start: int, how: Approach) -> Named | None:
        """Return the commune near the asker whose name begins so: `Boën` for Boën-sur-Lignon."""
        first = self._tokens[start]
        if how.force < Force.AT or how.article or how.level or is_ordinary(first.word):
            return None
        for end in range(min(start + LONGEST_NAME, len(self._tokens)), start, -1):
            words = self._sentence.words(start, end)
            is_short = len(words[0]) < _SHORTEST_BEGINNING
            if is_short or not self._sentence.are_joined(start, end):
                continue
            towns = beginning_around(words, self._sentence)
            if towns:
                return Named(end, self._nearest(towns))
            meant = largest_beginning(words, beside=0) if first.is_capital else None
            if meant:
                return Named(end, (meant.area,))
        return None

    def _longer_misspelt(self, window: Window, how: Approach) -> Named | None:
        """Return the town of which a name and the next word may be the misspelt name: `clermont ferand`."""
        end = window.end + 1
        if how.force < Force.AT or end > len(self._tokens):
            return None
        return self._misspelt_within(window.start, end, how)

    def _misspelt(self, start: int, how: Approach) -> Named | None:
        """Return the town that a word, or two or three, are a slip for, where a place is announced."""
        if how.article or how.level or how.force < Force.AT or self._tokens[start].word in LINKS:
            return None
        ends = range(min(start + _LONGEST_MISSPELT, len(self._tokens)), start, -1)
        return next((named for end in ends if (named := self._misspelt_within(start, end, how))), None)

    def _misspelt_within(self, start: int, end: int, how: Approach) -> Named | None:
        word = "".join(self._sentence.words(start, end))
        if len(word) < _SHORTEST_MISSPELT or is_ordinary(word) or not self._begins_a_name(start, end):
            return None
        sure = how.force is Force.TOWARDS or self._tokens[start].is_capital
        if not sure and (how.preposition in INSIDE or len(word) < _LONG_ENOUGH):
            return None
        most = 2 if sure and len(word) >= _SHORTEST_TWICE_MISSPELT else 1
        found = nearly_spelled(word, self._sentence.near, most)
        if len(word) < _LONG_ENOUGH:
            towns = [one for one in found if self._is_likely_slip_of_few_letters(one, how)]
        else:
            towns = [one for one in found if self._is_likely_slip(one, sure=sure)]
        return Named(end, self._nearest(towns)) if towns else None

    def _begins_a_name(self, start: int, end: int) -> bool:
        """Return whether a name begins with these words, of the last of several its first two letters."""
        *words, last = self._sentence.words(start, end)
        if not words:
            return True
        if not self._sentence.are_joined(start, end) or len(last) < _SHORTEST_BEGINNING:
            return False
        return register().squeezed.any_from(f"{''.join(words)}{last[:2]}")

    def _is_likely_slip(self, one: Found, *, sure: bool) -> bool:
        """Return whether a place is known enough to be misspelt."""
        if one.area.level is not Level.COMMUNE or not one.slips:
            return False
        is_near = sure and self._sentence.is_around(one.area)
        return one.size >= (VILLAGE if is_near else TOWN * one.slips)

    def _is_likely_slip_of_few_letters(self, one: Found, how: Approach) -> bool:
        """Return whether a place is so well known, or near, that a short word misspells it: `vers roane`."""
        if one.area.level is not Level.COMMUNE or not one.slips:
            return False
        if how.force is not Force.TOWARDS:
            return one.size >= CITY and self._sentence.is_around(one.area)
        return one.size >= (SMALL_TOWN if self._sentence.is_around(one.area) else CITY)
