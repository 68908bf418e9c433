"""Recognising in a text what stands for a concept: the labels of a thesaurus, in any order of their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import NamedTuple

from bot.language.terms import Term, terms
from plugins.directory.fillers import fillers
from plugins.directory.matching import EXACT, form, forms

_OTHER_LETTERS = 2
"""How many of the last letters of the shorter one may be other ones."""
_SHORTEST = 4
OR = "|"
"""What stands between words of a situation that stand for one another."""
_ENDING = 3
_ENDINGS = frozenset(("ation", "ations", "ement", "ements", "ateur", "ateurs", "age", "ages", "erie", "ante"))
"""Endings of words of one family, but for the short ones."""
_GAP = 1
"""How many other words may stand among those of a label that has several."""
_GAP_IN_A_STORY = 3
"""And among those by which people tell a situation."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A concept, named by the terms `first` to `last` of a text, both included.

    `places` are those of the terms that name it: all of these, but for the words among those of a situation.
    """

    concept: str
    first: int
    last: int
    places: tuple[int, ...]
    size: int
    """How many terms name it."""
    is_told: bool = False
    """Whether it is told as a situation, and not named."""


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A label as it is looked for: its stems, in any order, or, if `exact`, its words with the little ones.

    `anchors` are those of them that are looked up: the little words stand everywhere. A situation has `slots`
    instead of stems: one of each of them stands near one of the others.
    """

    concept: str
    stems: tuple[str, ...]
    anchors: tuple[str, ...]
    exact: bool
    words: frozenset[str]
    """Its words as they are written, but for plurals."""
    slots: tuple[frozenset[str], ...] = ()


class Recogniser:
    """The labels of concepts, and how to find them in a text. It never changes once it is made."""

    def __init__(
        self,
        labels: Iterable[tuple[str, Iterable[str]]],
        situations: Iterable[tuple[str, Iterable[str]]] = (),
    ) -> None:
        """Make one of the labels of each concept, by its key, and of the situations that tell of it."""
        self._phrases = _by_rarest_stem(labels)
        self._situations = tuple((concept, tuple(told)) for concept, told in situations)

    @cached_property
    def _told(self) -> dict[str, list[_Phrase]]:
        """The situations by their rarest words: cards are read without them, so they are made when needed."""
        every = (_situation(concept, one) for concept, told in self._situations for one in told)
        phrases = [phrase for phrase in every if phrase is not None]
        counts = Counter(one for phrase in phrases for slot in phrase.slots for one in slot)
        found: dict[str, list[_Phrase]] = {}
        for phrase in phrases:
            for one in min(phrase.slots, key=lambda slot: sum(counts[one] for one in slot)):
                found.setdefault(one, []).append(phrase)
        return found

    def _phrases_at(self, one: str, places: Mapping[str, list[int]], *, tells: bool) -> Sequence[_Phrase]:
        """Return the phrases that a form is the rarest one of: situations only if all of theirs are there."""
        named = self._phrases.get(one, ())
        if not tells:
            return named
        told = (
            phrase
            for phrase in self._told.get(one, ())
            if not any(slot.isdisjoint(places) for slot in phrase.slots)
        )
        return [*named, *told]

    def recognise(self, found: Sequence[Term], *, tells: bool = False) -> list[Recognised]:
        """Return the concepts named by the terms of a text, stop words included: the longest names first.

        Names do not overlap, but one may stand for several concepts. A text that `tells` what somebody needs
        may name them by a situation as well: it comes after names of as many words.
        """
        content = [(place, term) for place, term in enumerate(found) if not term.is_stop]
        places: dict[str, list[int]] = {}
        for place, term in content:
            for one in forms(term):
                places.setdefault(one, []).append(place)
        order = {place: rank for rank, (place, _term) in enumerate(content)}
        candidates = [
            _Candidate(phrase, spot, _is_to_the_letter(phrase, spot, found))
            for one in places
            for phrase in self._phrases_at(one, places, tells=tells)
            for spot in _spots(phrase, places, order, found)
        ]
        candidates = [one for one in candidates if one.is_to_the_letter or _may_be_meant(one, found)]
        candidates.sort(
            key=lambda one: (
                -len(one.spot),
                bool(one.phrase.slots),
                one.spot[-1] - one.spot[0],
                one.spot[0],
                not one.is_to_the_letter,
                one.phrase.concept,
            )
        )
        return _without_overlaps(candidates)


def _by_rarest_stem(
    labels: Iterable[tuple[str, Iterable[str]]],
) -> dict[str, list[_Phrase]]:
    phrases = [phrase for one in labels for phrase in _phrases_of(*one)]
    counts: dict[str, int] = {}
    for phrase in phrases:
        for one in phrase.anchors:
            counts[one] = counts.get(one, 0) + 1
    found: dict[str, list[_Phrase]] = {}
    for phrase in phrases:
        found.setdefault(min(phrase.anchors, key=lambda one: (counts[one], one)), []).append(phrase)
    return found


class _Candidate(NamedTuple):
    """A phrase that stands in a text, at these places, perhaps in the very words of its label."""

    phrase: _Phrase
    spot: tuple[int, ...]
    is_to_the_letter: bool


def _is_to_the_letter(phrase: _Phrase, spot: tuple[int, ...], found: Sequence[Term]) -> bool:
    return all(forms(found[place])[0] in phrase.words for place in spot if not found[place].is_stop)


def _may_be_meant(one: _Candidate, found: Sequence[Term]) -> bool:
    """Return whether words may be meant that have only the stems of a label: those of "élévateur" are not.

    A single word may, if it is about as long, and none of those with which people ask for people.
    """
    if len(one.spot) > 1:
        return True
    word = found[one.spot[0]].word
    [label] = one.phrase.words
    label = label.removeprefix(EXACT)
    pairs = zip(word, label, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return (
        word not in fillers()
        and same >= max(_SHORTEST, min(len(word), len(label)) - _OTHER_LETTERS)
        and all(len(end) <= _ENDING or end in _ENDINGS for end in (word[same:], label[same:]))
    )


def _without_overlaps(candidates: Sequence[_Candidate]) -> list[Recognised]:
    """Return the concepts named: at one place the words of one label, or of several with the same words."""
    taken: dict[int, _Candidate] = {}
    found: dict[tuple[str, int], Recognised] = {}
    for one in candidates:
        phrase, spot, to_the_letter = one
        others = [taken[place] for place in spot if place in taken]
        if any(other.spot != spot or other.is_to_the_letter > to_the_letter for other in others):
            continue
        taken.update(dict.fromkeys(spot, one))
        first, last = min(spot), max(spot)
        every = spot if phrase.slots else tuple(range(first, last + 1))
        found.setdefault(
            (phrase.concept, spot[0]),
            Recognised(phrase.concept, first, last, every, len(spot), bool(phrase.slots)),
        )
    return list(found.values())


def _spots(
    phrase: _Phrase, places: Mapping[str, list[int]], order: Mapping[int, int], found: Sequence[Term]
) -> Iterator[tuple[int, ...]]:
    """Yield where a phrase stands in a text: the places of its terms."""
    if phrase.exact:
        size = len(phrase.stems)
        for start in range(len(found) - size + 1):
            if all(found[start + i].word == one for i, one in enumerate(phrase.stems)):
                yield tuple(range(start, start + size))
        return
    if phrase.slots:
        wanted = [[place for one in slot for place in places.get(one, ())] for slot in phrase.slots]
    else:
        wanted = [places.get(one, []) for one in phrase.stems]
    if not all(wanted):
        return
    gap = _GAP_IN_A_STORY if phrase.slots else _GAP
    first, *others = wanted
    for start in first:
        spot = [start]
        for one in others:
            near = [place for place in one if place not in spot]
            if not near:
                break
            spot.append(min(near, key=lambda place: abs(order[place] - order[start])))
        else:
            ranks = [order[place] for place in spot]
            if max(ranks) - min(ranks) < len(spot) + gap:
                yield tuple(sorted(spot))


def _phrases_of(concept: str, labels: Iterable[str]) -> Iterator[_Phrase]:
    seen = set()
    for label in labels:
        every = terms(label, stops=True)
        content = [term for term in every if not term.is_stop]
        if not content:
            continue
        exact = len(content) == 1 and len(every) > 1 and not _is_elided(every)
        stems = tuple(term.word for term in every) if exact else tuple(form(term) for term in content)
        anchors = tuple(forms(term)[0] for term in content) if exact else stems
        if (stems, exact) not in seen and len(set(stems)) == len(stems):
            seen.add((stems, exact))
            words = frozenset(forms(term)[0] for term in content)
            yield _Phrase(concept, stems, anchors, exact, words)


def slots_of(told: str) -> list[list[Term]]:
    """Return the words by which a situation is told, each with those that may stand for it.

    >>> [[term.word for term in slot] for slot in slots_of("bloquer vidéos|sites")]
    [['bloquer'], ['videos', 'sites']]
    """
    return [
        [term for one in slot.split(OR) for term in terms(one, stops=True)[:1] if not term.is_stop]
        for slot in told.split()
    ]


def _situation(concept: str, told: str) -> _Phrase | None:
    slots = slots_of(told)
    if not all(slots):
        return None
    stems = tuple(frozenset(form(term) for term in slot) for slot in slots)
    words = frozenset(forms(term)[0] for slot in slots for term in slot)
    return _Phrase(concept, (), (), exact=False, words=words, slots=stems)


def _is_elided(every: Sequence[Term]) -> bool:
    return len(every) == 2 and len(every[0].word) == 1
