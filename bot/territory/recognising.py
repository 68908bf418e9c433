"""Recognising the name of a place at a word of a sentence, and judging whether a place is meant by it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.territory.approach import Approach, Force, Token
from bot.territory.areas import Area, Level
from bot.territory.communes import communes_of_postcode, epci
from bot.territory.finding import Found, Way, found_at, nearest_first
from bot.territory.gazetteer import by_code, words_of
from bot.territory.lands import beginnings, borders_in, lands_spelled
from bot.territory.naming import name_of
from bot.territory.ordinary import is_first_name, is_landscape, is_ordinary, is_town
from bot.territory.register import register
from bot.territory.relations import areas_of, contains, departements_of, nearness
from bot.territory.slips import misspelt
from bot.territory.spelling import ARTICLES, LINKS, place_words

_LONGEST_NAME = 9
_SHORTEST_MERGED = 6
_SHORTEST_MISSPELT = 7
_SHORTEST_BEGINNING = 4
_SHORT = 3
_VILLAGE, _SMALL_TOWN, _TOWN, _CITY, _METROPOLIS = 500, 2_000, 5_000, 20_000, 1_000_000
"""From how many people on a place is what its name makes think of, the less the more else speaks for it."""
_MOST_OF_ONE_LAND = 6
"""A word in the names of more EPCI than this is no land of its own: vallée, Loire."""
_WORDS_FIRST = frozenset(
    (
        "ara",
        "aube",
        "aude",
        "aura",
        "bfc",
        "centre",
        "cher",
        "cvl",
        "hdf",
        "lot",
        "manche",
        "naq",
        "nord",
        "reunion",
        "somme",
    )
)
"""Lands, written small, that are words or verbs far more often."""
_CODE_OF_A_LAND = re.compile(r"0[1-9]|[1-8]\d|9[0-5]|2[ab]|97[1-8]|98[4-8]")
_POSTCODE = re.compile(r"\d{5}")
_FEASTS = frozenset(
    ("catherine", "jean", "joseph", "martin", "michel", "nicolas", "patrick", "sylvestre", "valentin")
)
"""Saints whose days people name."""
_SAID_WITH_A = ("75", "97", "98")
"""Paris and islands: one is `à Mayotte`, but never `à Aude`, who is a person."""
_FEMININE = re.compile(r"([ao]is)e")
"""The agglomération is roannaise where the land is the Roannais."""
_INSIDE = frozenset(("dans", "ds", "en", "in"))


@dataclass(frozen=True, slots=True)
class Named:
    """What is named, and the token after the name."""

    end: int
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Words that spell something whole: `word` is them in one piece, `found` communes and EPCI."""

    start: int
    end: int
    word: str
    found: tuple[Found, ...]
    lands: tuple[Area, ...]


class Recogniser:
    """Knows the words of one text, and where the asker is."""

    def __init__(self, text: str, tokens: Sequence[Token], near: Sequence[Area]) -> None:
        self._text = text
        self._tokens = tokens
        self._near = near
        self._around = {code for area in near for code in departements_of(area)}

    def named_at(self, start: int, how: Approach) -> Named | None:
        """Return what a name that begins with the token at `start` means, the longest that is meant."""
        for window in reversed(list(self._windows(start))):
            areas = self._meant(window, how)
            if areas:
                return self._longer_misspelt(window, how) or Named(window.end, areas)
        return self._land_of_epci(start, how) or self._beginning(start, how) or self._misspelt(start, how)

    def after_land(self, place: int, area: Area) -> int:
        """Return the token after the land that says where an area is, if any: `Feurs, dans la Loire`."""
        start = place
        while start < len(self._tokens) and self._tokens[start].word in LINKS | _INSIDE:
            start += 1
        for window in reversed(list(self._windows(start))):
            if any(contains(land, area) and land != area for land in window.lands):
                return window.end
        return place

    def _is_said_after(self, place: int, area: Area) -> bool:
        """Return whether the code or name of an area's territory follows in brackets or after a comma."""
        if place == len(self._tokens):
            return False
        gap = self._text[self._tokens[place - 1].end : self._tokens[place].start].strip()
        following = self._tokens[place].word
        is_code = gap == "(" or (not gap and _POSTCODE.fullmatch(following))
        if is_code and any(contains(outer, area) for outer in areas_of_code(following)):
            return True
        return gap in ("(", ",") and self.after_land(place, area) > place

    def inside_at(self, start: int, areas: Collection[Area]) -> Named | None:
        """Return what is named there if it is one of these communes: the name after its postcode."""
        for window in reversed(list(self._windows(start))):
            agreed = [one.area for one in window.found if one.area in areas]
            if agreed:
                return Named(window.end, (agreed[0],))
        return None

    def _windows(self, start: int) -> Iterator[Window]:
        """Yield the names that begin there, the shortest first."""
        spelled = register().squeezed
        word = ""
        borders: set[int] = set()
        for end in range(start + 1, min(start + _LONGEST_NAME, len(self._tokens)) + 1):
            token = self._tokens[end - 1]
            if not token.word or (end > start + 1 and not self._tokens[end - 2].is_joined):
                return
            word += token.word
            borders.add(len(word))
            numbers = spelled.from_to(word)
            if not numbers and word not in beginnings():
                return
            found = [
                found_at(number, Way.WHOLE)
                for number in numbers
                if spelled.length(number) == len(word) and _fits(number, borders)
            ]
            lands = lands_spelled().get(word, ())
            if lands and not borders <= borders_in(word):
                lands = ()
            if found or lands:
                yield Window(start, end, word, tuple(found), lands)

    def _meant(self, window: Window, how: Approach) -> tuple[Area, ...]:
        agreed = [one for one in window.found if self._is_said_after(window.end, one.area)]
        if agreed:
            return (nearest_first(agreed, self._near)[0].area,)
        if how.level is Level.EPCI:
            is_word = is_ordinary(self._spelling(window)) and not self._is_capital(window, how)
            return () if is_word else self._epci(window)
        best = nearest_first(self._towns(window), self._near)[:1]
        if window.lands and self._is_land(window, how, best):
            return tuple(area for area in window.lands if how.level in (None, area.level)) or window.lands
        if best and how.preposition in _INSIDE and best[0].size < _TOWN and self._is_one_word(window):
            land = self._land_of_epci(window.start, how)
            if land:
                return land.areas
        if (
            best
            and how.level is None
            and self._has_its_article(how, best[0])
            and self._is_town(window, how, best[0])
        ):
            return (best[0].area,)
        groups = [one for one in window.found if one.area.level is Level.EPCI]
        if groups and self._is_epci(window, how):
            return (nearest_first(groups, self._near)[0].area,)
        return ()

    def _towns(self, window: Window) -> list[Found]:
        """Return the communes of that name, and those near the asker whose names begin so.

        With an article it is none if without it it is a département: `la Creuse`.
        """
        words = self._words(window.start, window.end)
        if words[0] in ARTICLES and "".join(words[1:]) in lands_spelled():
            return []
        towns = [one for one in window.found if one.area.level is Level.COMMUNE]
        longer = _beginning_with(words) if towns and self._around else ()
        return [*towns, *(one for one in longer if self._is_around(one.area))]

    def _words(self, start: int, end: int) -> list[str]:
        return [its.word for its in self._tokens[start:end]]

    def _are_joined(self, start: int, end: int) -> bool:
        return all(its.is_joined for its in self._tokens[start : end - 1])

    def _epci(self, window: Window) -> tuple[Area, ...]:
        """Return the EPCI that `agglo de Roanne` means: named so, or that of the town."""
        groups = [one.area for one in window.found if one.area.level is Level.EPCI]
        if groups:
            return (groups[0],)
        towns = nearest_first(window.found, self._near)[:1]
        return tuple(area for one in towns for area in areas_of(one.area.code) if area.level is Level.EPCI)

    def _is_capital(self, window: Window, how: Approach) -> bool:
        """Return whether the name has a capital that the beginning of a sentence does not explain."""
        tokens = [its for its in self._tokens[window.start : window.end] if its.word not in ARTICLES]
        return any(its.is_capital and (how.force > Force.NOTHING or not its.opens_sentence) for its in tokens)

    def _is_hyphenated(self, window: Window) -> bool:
        return "-" in self._text[self._tokens[window.start].start : self._tokens[window.end - 1].end]

    def _spelling(self, window: Window) -> str:
        return "-".join(self._words(window.start, window.end))

    def _is_one_word(self, window: Window) -> bool:
        first = self._tokens[window.start].word
        return window.end - window.start - (first in ARTICLES) <= 1

    def _is_around(self, area: Area) -> bool:
        return not self._around.isdisjoint(departements_of(area)) and area.level is not Level.REGION

    def _is_land(self, window: Window, how: Approach, towns: Sequence[Found]) -> bool:
        """Return whether a département or region is meant rather than a word, or a town of the same name."""
        has_article = bool(how.article) or self._tokens[window.start].word in ARTICLES
        if how.preposition == "a" and not has_article:
            return any(area.code.startswith(_SAID_WITH_A) for area in window.lands) and not towns
        announced = has_article or how.preposition in _INSIDE or how.level is not None
        if towns and not announced and towns[0].size >= _SMALL_TOWN:
            return False
        bare = [word for word in self._words(window.start, window.end) if word not in ARTICLES]
        if "".join(bare) not in _WORDS_FIRST:
            return announced or self._is_capital(window, how) or not is_ordinary(window.word)
        if window.end < len(self._tokens) and self._tokens[window.end].word in ("d", "de", "des", "du"):
            return False
        return how.level is not None or (announced and self._is_capital(window, how))

    def _has_its_article(self, how: Approach, town: Found) -> bool:
        """Return whether an article before a commune is its own: `au Coteau`, but not `le Roanne`."""
        if not how.article:
            return True
        return words_of(name_of(town.area, plain=True))[0] == how.article

    def _is_town(self, window: Window, how: Approach, town: Found) -> bool:
        spelling = self._spelling(window)
        if is_first_name(spelling):
            capital = self._is_capital(window, how)
            return capital and self._is_around(town.area) and how.force is Force.TOWARDS
        if self._is_acronym(window):
            return False
        name = name_of(town.area, plain=True)
        if is_ordinary(spelling) or is_ordinary("-".join(words_of(name))):
            return self._is_town_despite_the_word(window, how, town)
        capital, around = self._is_capital(window, how), self._is_around(town.area)
        if not self._is_one_word(window):
            if self._is_hyphenated(window) and how.article != "la":
                return True
            if self._is_feast(window, how):
                return False
            return capital or around or town.size >= _SMALL_TOWN or how.force >= Force.AT
        if how.force < Force.AT and not capital and spelling != "-".join(words_of(name)):
            return False
        if len(window.word) <= _SHORT:
            return how.force >= Force.AT and (capital or town.size >= _CITY)
        return town.size >= self._people_needed(how, capital=capital, around=around)

    def _is_acronym(self, window: Window) -> bool:
        """Return whether it is a short word in capitals, in a text that is not."""
        first = self._tokens[window.start]
        return (
            len(window.word) <= _SHORT and first.is_capital and self._text[first.start : first.end].isupper()
        )

    def _is_feast(self, window: Window, how: Approach) -> bool:
        words = self._words(window.start, window.end)
        if words[0] != "saint":
            return False
        return how.article == "la" or (how.force is Force.NOTHING and words[1] in _FEASTS)

    def _people_needed(self, how: Approach, *, capital: bool, around: bool) -> int:
        """Return from how many people on a word that means nothing else is a place."""
        match how.force:
            case Force.TOWARDS:
                return 0
            case Force.AT if how.preposition in _INSIDE:
                return 0 if capital or around else _TOWN
            case Force.AT:
                return 0 if capital or around else _VILLAGE
            case Force.WEAK:
                return (0 if around else _VILLAGE) if capital else (_VILLAGE if around else _SMALL_TOWN)
        if capital:
            return _VILLAGE if around else _TOWN
        return _SMALL_TOWN if around else _CITY

    def _is_town_despite_the_word(self, window: Window, how: Approach, town: Found) -> bool:
        """Return whether a commune is meant by what is a word, or words, too."""
        capital, around = self._is_capital(window, how), self._is_around(town.area)
        if not self._is_one_word(window):
            return self._is_hyphenated(window) or capital or (around and how.force is Force.TOWARDS)
        at = how.force >= Force.AT and how.preposition not in _INSIDE
        word = self._tokens[window.end - 1].word
        if is_town(word):
            return at or capital or (town.size >= _METROPOLIS and self._tokens[window.start].is_capital)
        next_door = any(nearness(town.area, area) in (Level.COMMUNE, Level.EPCI) for area in self._near)
        if at and next_door and town.size >= _SMALL_TOWN:
            return True
        return capital and (at or (around and how.force is Force.WEAK))

    def _is_epci(self, window: Window, how: Approach) -> bool:
        announced = bool(how.article) or how.force >= Force.AT
        capital = self._is_capital(window, how)
        if not self._is_one_word(window):
            if is_ordinary(self._spelling(window)):
                return capital and (announced or how.force is Force.WEAK)
            return announced or capital or self._is_hyphenated(window)
        its_words = {word for one in window.found for word in words_of(name_of(one.area))}
        if window.word not in its_words:
            first = self._tokens[window.start]
            return self._text[first.start : first.end].isupper() and len(window.word) > _SHORT + 1
        return announced and (is_landscape(window.word) or capital)

    def _land_of_epci(self, start: int, how: Approach) -> Named | None:
        """Return the EPCI named for a land: `le Forez`, `dans les Monts du Lyonnais`."""
        token = self._tokens[start]
        announced = how.article or how.preposition == "en"
        if not announced or len(token.word) <= _SHORT or not place_words([token.word]):
            return None
        if not is_landscape(token.word) and not (token.is_capital and how.force >= Force.AT):
            return None
        groups = _groups_with(token.word) or _groups_with(_FEMININE.sub(r"\1", token.word))
        close = [area for area in groups if self._is_around(area)]
        if not groups or (len(groups) > _MOST_OF_ONE_LAND and not close):
            return None
        found = nearest_first([Found(area, Way.PART, _people(area)) for area in close or groups], self._near)
        return Named(start + 1, tuple(one.area for one in found))

    def _beginning(self, start: int, how: Approach) -> Named | None:
        """Return the commune near the asker whose name begins so: `Boën` for Boën-sur-Lignon."""
        first = self._tokens[start]
        if how.force < Force.AT or how.article or how.level or len(first.word) < _SHORTEST_BEGINNING:
            return None
        if is_ordinary(first.word):
            return None
        for end in range(min(start + _LONGEST_NAME, len(self._tokens)), start, -1):
            words = self._words(start, end)
            if words in (["saint"], ["sainte"]) or not self._are_joined(start, end):
                continue
            found = list(_beginning_with(words))
            towns = [one for one in found if self._is_around(one.area)]
            if len(found) == 1 and first.is_capital and found[0].size >= _SMALL_TOWN:
                towns = found
            if towns:
                return Named(end, (nearest_first(towns, self._near)[0].area,))
        return None

    def _longer_misspelt(self, window: Window, how: Approach) -> Named | None:
        """Return the town of which a name and the next word may be the misspelt name: `clermont ferand`."""
        end = window.end + 1
        if how.force < Force.AT or end > len(self._tokens) or not self._goes_on(window.start, end):
            return None
        return self._misspelt_within(window.start, end, how)

    def _goes_on(self, start: int, end: int) -> bool:
        """Return whether a name begins with these words, of the last of them its first two letters."""
        *words, last = self._words(start, end)
        if not self._are_joined(start, end) or (words and len(last) < _SHORTEST_BEGINNING):
            return False
        return not words or bool(register().squeezed.from_to(f"{''.join(words)}{last[:2]}"))

    def _misspelt(self, start: int, how: Approach) -> Named | None:
        """Return the town that a word, or two or three, are a slip for, where a place is announced."""
        if how.article or how.level or how.force < Force.AT or self._tokens[start].word in LINKS:
            return None
        for end in range(min(start + _SHORT, len(self._tokens)), start, -1):
            named = self._misspelt_within(start, end, how) if self._goes_on(start, end) else None
            if named:
                return named
        return None

    def _misspelt_within(self, start: int, end: int, how: Approach) -> Named | None:
        word = "".join(self._words(start, end))
        if len(word) < _SHORTEST_MISSPELT or is_ordinary(word):
            return None
        found = [found_at(number, Way.SLIP, slips) for slips, number in misspelt(word)]
        sure = how.force is Force.TOWARDS or self._tokens[start].is_capital
        towns = [one for one in found if self._is_likely_slip(one, word, sure=sure)]
        return Named(end, (nearest_first(towns, self._near)[0].area,)) if towns else None

    def _is_likely_slip(self, one: Found, word: str, *, sure: bool) -> bool:
        """Return whether a place is known enough to be misspelt; two slips need a long word."""
        if one.area.level is not Level.COMMUNE or not one.slips:
            return False
        if one.slips > 1 and (not sure or len(word) < _SHORTEST_MISSPELT + _SHORT):
            return False
        return one.size >= (_VILLAGE if sure and self._is_around(one.area) else _TOWN * one.slips)


def areas_of_code(word: str) -> tuple[Area, ...]:
    """Return the communes of a postcode, or the territory of a code; () if it is neither."""
    if _POSTCODE.fullmatch(word):
        return tuple(town.area for town in communes_of_postcode(word))
    territory = by_code(word) if _CODE_OF_A_LAND.fullmatch(word) else None
    return (Area(Level.DEPARTEMENT, territory.code),) if territory else ()


def _fits(number: int, borders: Collection[int]) -> bool:
    """Return whether words that end at these borders may be a spelling's, some of them run together."""
    parts = register().spellings[number].split("-")
    if len(borders) == 1 and len(parts) > 1 and max(borders) < _SHORTEST_MERGED:
        return False
    return set(borders) <= set(accumulate(map(len, parts)))


def _people(area: Area) -> int:
    group = epci(area.code)
    return group.population if group else 0


def _groups_with(word: str) -> list[Area]:
    """Return the EPCI that have a word in their names."""
    its = register()
    numbers = [*its.spellings.lines_with(f"-{word}".encode()), *its.squeezed.from_to(word)]
    found = (found_at(number, Way.PART) for number in numbers if word in its.spellings[number].split("-"))
    return list(dict.fromkeys(one.area for one in found if one.area.level is Level.EPCI))


def _beginning_with(words: Sequence[str]) -> Iterator[Found]:
    its = register()
    beginning = f"{'-'.join(words)}-"
    for number in its.squeezed.from_to("".join(words)):
        if its.spelled[number] < len(its.codes) and its.spellings[number].startswith(beginning):
            yield found_at(number, Way.BEGINNING)
