"""Judging whether a place is meant by a name: what announces it, how it is written, how well it is known."""

from __future__ import annotations

from collections.abc import Sequence

from bot.territory.approach import INSIDE, Approach, Force
from bot.territory.areas import Level
from bot.territory.finding import Found
from bot.territory.gazetteer import words_of
from bot.territory.naming import name_of
from bot.territory.ordinary import is_first_name, is_landscape, is_ordinary, is_town
from bot.territory.relations import nearness
from bot.territory.sentence import Sentence
from bot.territory.spelling import ARTICLES
from bot.territory.windows import Window

VILLAGE, SMALL_TOWN, TOWN, CITY, METROPOLIS = 500, 2_000, 5_000, 20_000, 1_000_000
"""From how many people on a place is what its name makes think of, the less the more else speaks for it."""
_SHORT = 3
"""A name of so few letters is a word, or an acronym, in most sentences."""
_WORDS_FIRST = frozenset(
    [
        *(
            "ara",
            "aube",
            "aude",
            "aura",
            "bfc",
            "cher",
            "cvl",
            "hdf",
            "lot",
            "manche",
            "naq",
            "nord",
            "reunion",
        ),
        *("somme",),
    ]
)
"""Lands, written small, that are words, names or verbs far more often."""
_SAID_WITH_A = ("75", "97", "98")
"""Paris and islands, by their codes: one is `à Mayotte`, but never `à Aude`, who is a person."""
_FEASTS = frozenset(
    ("catherine", "jean", "joseph", "martin", "michel", "nicolas", "patrick", "sylvestre", "valentin")
)
"""Saints whose days people name."""


class Evidence:
    """What speaks for a name, in a sentence, being that of a place."""

    def __init__(self, sentence: Sentence, window: Window, how: Approach) -> None:
        self._sentence = sentence
        self._window = window
        self._how = how
        self._words = sentence.words(window.start, window.end)
        self._first = sentence.tokens[window.start]
        bare = [its for its in sentence.tokens[window.start : window.end] if its.word not in ARTICLES]
        self._bare = "".join(its.word for its in bare)
        explained = how.force is Force.NOTHING and len(sentence.tokens) > len(self._words)
        self.is_capital = any(its.is_capital and not (explained and its.opens_sentence) for its in bare)
        """Whether it has a capital that the beginning of a sentence does not explain."""
        self.is_one_word = len(self._words) - (self._words[0] in ARTICLES) <= 1
        self.is_ordinary = is_ordinary("-".join(self._words))
        self._is_hyphenated = "-" in sentence.written(window.start, window.end)

    def is_for_land(self, towns: Sequence[Found]) -> bool:
        """Return whether a département or region is meant rather than a word, or a town of the same name."""
        how = self._how
        has_article = bool(how.article) or self._words[0] in ARTICLES
        if how.preposition == "a" and not has_article:
            return any(area.code.startswith(_SAID_WITH_A) for area in self._window.lands) and not towns
        announced = has_article or how.preposition in INSIDE or how.level is not None
        if towns and not announced and towns[0].size >= SMALL_TOWN:
            return False
        if self._bare not in _WORDS_FIRST:
            return announced or self.is_capital or not self.is_ordinary
        following = self._sentence.tokens[self._window.end : self._window.end + 1]
        if any(its.word in ("d", "de", "des", "du") for its in following):
            return False
        return how.level is not None or (announced and self.is_capital)

    def is_for_town(self, town: Found) -> bool:
        """Return whether a commune is meant."""
        name = words_of(name_of(town.area, plain=True))
        is_acronym = len(self._window.word) <= _SHORT and self._first.is_capital
        if self._how.article and name[0] != self._how.article:
            return False  # `au Coteau`, but not `le Roanne`
        if is_acronym and self._sentence.written(self._window.start, self._window.end).isupper():
            return False
        around = self._sentence.is_around(town.area)
        if is_first_name("-".join(self._words)):
            sure = Force.AT if self._is_next_door(town) else Force.TOWARDS
            return self.is_capital and around and self._how.force >= sure
        if self.is_ordinary or (self.is_one_word and is_ordinary("-".join(name))):
            return self._is_for_town_despite_the_word(town, around=around)
        if not self.is_one_word:
            return self._is_for_town_of_words(town, around=around)
        if self._how.force < Force.AT and not self.is_capital and self._words != name:
            return False
        if len(self._window.word) <= _SHORT:
            return self._how.force >= Force.AT and (self.is_capital or town.size >= CITY)
        return town.size >= self._people_needed(around=around)

    def is_for_epci(self) -> bool:
        """Return whether an EPCI is meant."""
        announced = bool(self._how.article) or self._how.force >= Force.AT
        if not self.is_one_word:
            return not self.is_ordinary or (self.is_capital and (announced or self._how.force is Force.WEAK))
        its_words = {word for one in self._window.found for word in words_of(name_of(one.area))}
        if self._window.word not in its_words:
            written = self._sentence.written(self._window.start, self._window.end)
            return written.isupper() and len(written) > _SHORT + 1
        return announced and (is_landscape(self._window.word) or self.is_capital)

    def _is_for_town_despite_the_word(self, town: Found, *, around: bool) -> bool:
        """Return whether a commune is meant by what is a word, or words, too."""
        if not self.is_one_word:
            known = (
                around
                if self._how.force is Force.TOWARDS
                else self._how.force is Force.AT and town.size >= TOWN
            )
            return self._is_hyphenated or self.is_capital or known
        at = self._how.force >= Force.AT and self._how.preposition not in INSIDE
        if is_town(self._bare):
            return at or self.is_capital or (town.size >= METROPOLIS and self._first.is_capital)
        if at and self._is_next_door(town) and town.size >= SMALL_TOWN:
            return True
        return self.is_capital and (at or (around and self._how.force is Force.WEAK))

    def _is_for_town_of_words(self, town: Found, *, around: bool) -> bool:
        """Return whether a commune is meant by several words that mean nothing else, unless it be a feast."""
        if self._is_hyphenated and self._how.article != "la":
            return True
        is_feast = self._how.force is Force.NOTHING and self._words[1] in _FEASTS
        if self._words[0] == "saint" and (is_feast or self._how.article == "la"):
            return False
        return self.is_capital or around or town.size >= SMALL_TOWN or self._how.force >= Force.AT

    def _is_next_door(self, town: Found) -> bool:
        """Return whether a commune is the asker's, or in the same EPCI."""
        return any(nearness(town.area, area) in (Level.COMMUNE, Level.EPCI) for area in self._sentence.near)

    def _people_needed(self, *, around: bool) -> int:
        """Return from how many people on a word that means nothing else is a place."""
        if self._how.force is Force.TOWARDS:
            return 0
        if self._how.force is Force.AT:
            if self.is_capital or around:
                return 0
            return TOWN if self._how.preposition in INSIDE else VILLAGE
        if self._how.force is Force.WEAK:
            if self.is_capital:
                return 0 if around else VILLAGE
            return VILLAGE if around else SMALL_TOWN
        if self.is_capital:
            return VILLAGE if around else TOWN
        return SMALL_TOWN if around else CITY
