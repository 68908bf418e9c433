"""What somebody who looks for people asks: what for, where, when, for whom, in which language.

And whether it is people who can, or people who would like to learn. Nothing here knows a card or a database.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from bot.language.folding import fold
from bot.language.terms import Term, terms
from bot.territory import Area
from bot.territory.mentioning import Mention, mentions
from plugins.directory.days import times_in, without_times
from plugins.directory.fillers import ambiguous, fillers, frames, places_in_english, vague, weak
from plugins.directory.questions import Asked, Topic, Word
from plugins.directory.stories import guessed, is_story
from plugins.directory.telling import UNHEARD, Known, telling
from plugins.directory.thesaurus import Sort, Thesaurus
from plugins.directory.wishes import wants_to_learn

_FRAME = 0.3
"""What a topic weighs that is only the frame of a question."""
_IN_A_STORY = 0.35
"""What words that are no known topic weigh where somebody tells what happened, instead of naming a thing."""
TELLS = 0.25
"""What a word tells at least, to be looked for beside a topic."""

LONGEST = 1000
"""How much of a question is read, in characters."""

_FOR_WHOM = re.compile(
    r"(?:pour|pr|public|publics|avec|aupres|envers|aux?|destination|chez|for|with)\s+(?:\w+\s+){0,3}$"
)
_MATTER = re.compile(r"\b(?:la|ma|sa|en|de)$")
"""What stands before a matter rather than people: "la retraite", and not "les retraités"."""
_SOME = re.compile(r"\b(?:un|une|des|les|mes|ces|deux|trois|plusieurs)$")
_WANT = re.compile(r"\s*(?:qui )?(?:veu\w+|voudrai\w+|souhait\w+|aimerai\w+|cherch\w+|demand\w+|doi\w+)\b")
"""What stands before and after people who want something."""
_BETWEEN = re.compile(r"\b(?:et|ou|and|or)\b|[,/&+;]")
"""What stands between things that are enumerated."""
_WHERE = re.compile(
    r"\b(?:(?:vers|pres|autour|alentours?|environs|cote|coin|secteur|pays|bassin|vallee|vallon|plaine|canton|"
    r"region|agglo|departement|around|near|in)(?: (?:de|du|des|d|the))?|(?:dans|ds) (?:le|la|les|l|tout le))"
    r"[ ']*$"
)
"""What stands before a place."""


Correct = Callable[[str], str | None]
"""Returns the known word that an unknown one may be a slip for, None if there is none."""


def understand(
    text: str,
    thesaurus: Thesaurus,
    near: Sequence[Area] = (),
    correct: Correct | None = None,
    *,
    is_written: Known | None = None,
    is_need: bool = False,
) -> Asked:
    """Return what a question asks.

    `near` settles places of the same name, `is_written` tells whether a word is on a card.
    A need tells what somebody comes with: only what the thesaurus knows and rare words are looked for, and no
    procedure is meant where it speaks of procedures in general.
    """
    text = _places_in_french(text[:LONGEST])
    times = () if is_need else tuple(times_in(text))
    timeless = without_times(text) if times else text
    places = mentions(timeless, near)
    rest = _blanked(timeless, places)
    found = terms(rest, stops=True)
    if correct is not None:
        found = _corrected(found, correct, thesaurus)
    learns = not is_need and wants_to_learn(text)
    reader = _Reader(rest, found, thesaurus, is_written, learns=learns, is_need=is_need)
    asked = reader.asked([mention.end for mention in places])
    return replace(asked, places=tuple(places), times=times)


def _blanked(text: str, places: Sequence[Mention]) -> str:
    for mention in places:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _places_in_french(text: str) -> str:
    named = places_in_english()
    return named.pattern.sub(lambda found: named.french[fold(found.group())], text)


def _corrected(found: Sequence[Term], correct: Correct, thesaurus: Thesaurus) -> tuple[Term, ...]:
    """Return the terms with slips put right, but for names beside other words: nobody else is meant."""
    read = tuple(_joined(found, thesaurus))
    says_more = any(term.typed.islower() and not term.is_stop for term in read)
    return tuple(
        term
        if says_more and _is_a_name(term, read[place - 1] if place else None, read[place + 1 : place + 2])
        else _corrected_term(term, correct)
        for place, term in enumerate(read)
    )


def _is_a_name(term: Term, before: Term | None, after: Sequence[Term]) -> bool:
    """Return whether a word is most likely a name: in capitals, or with a capital beside another one."""
    if len(term.typed) > 1 and term.typed.isupper():
        return True
    beside = [*([before] if before else []), *after]
    return term.typed.istitle() and any(other.typed.istitle() and not other.is_stop for other in beside)


def _joined(found: Sequence[Term], thesaurus: Thesaurus) -> Iterator[Term]:
    """Yield terms, two that are one word of the thesaurus as that word: "parcour sup"."""
    place = 0
    while place < len(found):
        term = found[place]
        after = found[place + 1] if place + 1 < len(found) else None
        if after is not None and not term.is_stop and not after.is_stop and len(term.word) > 1:
            both = term.word + after.word
            if both in thesaurus.words and not (
                term.word in thesaurus.words and after.word in thesaurus.words
            ):
                yield terms(both, stops=True)[0]._replace(
                    typed=f"{term.typed} {after.typed}", start=term.start, end=after.end
                )
                place += 2
                continue
        yield term
        place += 1


def _corrected_term(term: Term, correct: Correct) -> Term:
    if term.is_stop or is_filler(term) or term.is_acronym:
        return term
    better = correct(term.word)
    if better is None:
        return term
    read = terms(better, stops=True)
    return term._replace(word=read[0].word, stem=read[0].stem, is_stop=read[0].is_stop) if read else term


def is_filler(term: Term) -> bool:
    """Return whether a word says nothing of what is asked for."""
    return term.word in fillers()


class _Reader:
    """Sorts out what the terms of one question ask for."""

    def __init__(
        self,
        text: str,
        found: Sequence[Term],
        thesaurus: Thesaurus,
        is_written: Known | None,
        *,
        learns: bool,
        is_need: bool,
    ) -> None:
        self._text = text
        self._found = found
        self._thesaurus = thesaurus
        self._telling = partial(telling, is_written=is_written) if is_written else telling
        self._learns = learns
        self._is_need = is_need
        self._topics: list[Topic] = []
        self._audiences: list[str] = []
        self._languages: list[str] = []
        self._people: list[Word] = []
        self._is_elsewhere = False
        self._taken: set[int] = set()
        self._told: set[str] = set()

    def asked(self, ends_of_places: Sequence[int]) -> Asked:
        spans: dict[tuple[int, ...], list[str]] = {}
        for one in self._thesaurus.recognise(self._found, tells=True):
            spans.setdefault(one.places, []).append(one.concept)
            self._taken.update(one.places)
            if one.is_told:
                self._told.add(one.concept)
        for span, concepts in sorted(spans.items()):
            self._sort_out(span, concepts)
        themes = self._themes()
        guess = self._guess(themes)
        if guess is not None:
            themes = guess
        says_more = bool(themes or self._audiences or self._languages)
        literals = self._literals(ends_of_places)
        return Asked(
            topics=(*themes, *(() if guess else self._weighed(literals, says_more=says_more))),
            audiences=tuple(dict.fromkeys(self._audiences)),
            languages=tuple(dict.fromkeys(key for key in self._languages if key != "l_francais")),
            people=tuple(self._people),
            names=tuple(term.word for _place, term, _tells in literals),
            full_name=_side_by_side(literals),
            wants_to_learn=self._learns,
            is_elsewhere=self._is_elsewhere,
            is_need=self._is_need,
        )

    def _guess(self, themes: Sequence[Topic]) -> list[Topic] | None:
        if self._is_need or self._learns:
            return None
        return guessed(self._found, themes, self._told, self._thesaurus, is_elsewhere=self._is_elsewhere)

    def _sort_out(self, span: Sequence[int], concepts: Sequence[str]) -> None:
        by_sort: dict[Sort, list[str]] = {sort: [] for sort in Sort}
        for key in concepts:
            by_sort[self._thesaurus.concepts[key].sort].append(key)
        if by_sort[Sort.ELSEWHERE]:
            self._is_elsewhere = True
            return
        skills, publics = by_sort[Sort.SKILL], by_sort[Sort.AUDIENCE]
        before = fold(self._text[: self._found[span[0]].start])
        is_matter = bool(skills) and _MATTER.search(before) is not None
        is_for_them = not skills or _FOR_WHOM.search(before + " ") or self._are_people(span, before)
        if publics and not self._learns and not is_matter and is_for_them:
            self._audiences += publics
            self._people += self._words(span)
        elif by_sort[Sort.LANGUAGE] and not self._learns:
            self._languages += by_sort[Sort.LANGUAGE]
            self._people += self._words(span)
        else:
            self._add_topic(span, skills if is_matter else concepts)

    def _are_people(self, span: Sequence[int], before: str) -> bool:
        """Return whether somebody wants something: "un retraité veut"."""
        after = fold(self._text[self._found[span[-1]].end :])
        return _SOME.search(before.rstrip()) is not None and _WANT.match(after) is not None

    def _add_topic(self, span: Sequence[int], concepts: Sequence[str]) -> None:
        part = [self._found[place] for place in span if not self._found[place].is_stop]
        is_weak = len(part) == 1 and part[0].word in weak()
        text = self._text[part[0].start : part[-1].end]
        self._topics.append(Topic(text, tuple(concepts), self._words(span), _FRAME if is_weak else 1.0))

    def _words(self, span: Sequence[int]) -> tuple[Word, ...]:
        part = [self._found[place] for place in span]
        return tuple(Word(term.word, max(telling(term), TELLS)) for term in part if not term.is_stop)

    def _themes(self) -> list[Topic]:
        topics = self._topics
        if self._is_elsewhere:
            topics = [one for one in topics if not {word.word for word in one.words} & ambiguous()]
        if self._is_need:
            topics = [one for one in topics if not self._is_too_general(one)]
        topics = [replace(one, weight=_FRAME) if self._is_a_tool(one) else one for one in topics]
        topics = self._without_the_general(topics)
        return _weighed(topics, self._thesaurus, is_alone=not (self._audiences or self._languages))

    def _is_a_tool(self, topic: Topic) -> bool:
        """Return whether a topic is only with what, in a situation: "bloquer des vidéos sur la tablette"."""
        is_beside = bool(self._told.difference(topic.concepts)) and self._told.isdisjoint(topic.concepts)
        return is_beside and all(self._thesaurus.is_part(key, "s_prise_en_main") for key in topic.concepts)

    def _without_the_general(self, topics: Sequence[Topic]) -> list[Topic]:
        """Leave out what is only the frame of something more exact: "démarches" beside "retraite"."""
        exact: dict[tuple[str, ...], Topic] = {}
        for topic in topics:
            known = exact.get(topic.concepts, topic)
            words = tuple(dict.fromkeys((*known.words, *topic.words)))
            exact[topic.concepts] = replace(known, words=words, weight=max(topic.weight, known.weight))
        return [
            topic
            for topic in exact.values()
            if not any(
                other is not topic and other.weight >= topic.weight and self._is_frame(topic, other)
                for other in exact.values()
            )
        ]

    def _is_frame(self, topic: Topic, other: Topic) -> bool:
        """Return whether a topic is only the frame of another one: not if the two are enumerated."""
        concepts = self._thesaurus.concepts
        if self._are_enumerated(topic, other) and not all(concepts[key].is_general for key in topic.concepts):
            return False
        return all(
            any(one != broad and self._thesaurus.is_part(one, broad) for one in other.concepts)
            for broad in topic.concepts
        )

    def _are_enumerated(self, topic: Topic, other: Topic) -> bool:
        one, two = sorted((self._text.find(topic.text), self._text.find(other.text)))
        return _BETWEEN.search(fold(self._text[one:two])) is not None

    def _is_too_general(self, topic: Topic) -> bool:
        """Return whether a topic is nothing that a need is about: procedures at large, or the frame of it."""
        return all(key in frames() or key in vague() or topic.weight < 1 for key in topic.concepts)

    def _literals(self, ends_of_places: Sequence[int]) -> list[tuple[int, Term, float]]:
        """Return the words that the thesaurus does not have, with their places and how much they tell."""
        return [
            (
                place,
                term,
                _IN_A_PLACE if self._is_of_a_place(term, ends_of_places) else self._telling(term),
            )
            for place, term in enumerate(self._found)
            if place not in self._taken and not term.is_stop and not is_filler(term)
        ]

    def _is_of_a_place(self, term: Term, ends_of_places: Sequence[int]) -> bool:
        """Return whether a word is the name of a place, or of what is known of it: "de l’Oyapock"."""
        before = self._text[: term.start]
        if _WHERE.search(fold(before).replace("'", " ") + " ") and term.typed[:1].isupper():
            return True
        return term.typed[:1].isupper() and any(
            not re.search(r"\w{4,}|[.,;?!]", self._text[end : term.start])
            for end in ends_of_places
            if end <= term.start
        )

    def _weighed(self, literals: Sequence[tuple[int, Term, float]], *, says_more: bool) -> Iterator[Topic]:
        """Yield what is looked for of those words: little or nothing of common ones beside a topic."""
        factor = _IN_A_STORY if self._is_need or (says_more and is_story(self._found)) else 1.0
        for _place, term, tells in literals:
            if self._is_need:
                if tells >= _TELLS_IN_A_NEED:
                    yield Topic(term.typed, (), (Word(term.word, tells),), tells * factor)
            elif says_more:
                if tells >= TELLS or tells == _IN_A_PLACE:
                    yield Topic(term.typed, (), (Word(term.word, tells),), tells * factor)
            elif tells:
                weight = _LEAST if tells == UNHEARD else max(tells, _LEAST)
                yield Topic(term.typed, (), (Word(term.word, weight),), weight)


_MOST_NAMES, _PARTICLES = 4, 3
_TELLS_IN_A_NEED = 1.0
"""What a word tells at least, to be looked for where somebody tells a need."""
_LEAST = 0.15
"""What a word weighs at least in a question that has nothing but words."""
_IN_A_PLACE = 0.1
"""What the name of a place tells that is in no list of places."""


def _side_by_side(literals: Sequence[tuple[int, Term, float]]) -> tuple[str, ...]:
    """Return words that stand side by side, and that may be a first and a last name."""
    name: list[str] = []
    for (one, first, _tells), (other, second, _also) in pairwise(literals):
        if len(first.word) > 1 and (other == one + 1 or _may_be_one_name(one, first, other, second)):
            name += [second.word] if name else [first.word, second.word]
        elif name:
            break
    return tuple(name[:_MOST_NAMES])


def _may_be_one_name(one: int, first: Term, other: int, second: Term) -> bool:
    """Return whether only little words stand between two with a capital: "Ana de la Cruz"."""
    return other - one <= _PARTICLES and first.typed.istitle() and second.typed.istitle()


def _weighed(topics: Sequence[Topic], thesaurus: Thesaurus, *, is_alone: bool) -> list[Topic]:
    """Return the topics with what they weigh: what is weak counts in full if there is nothing stronger.

    Beside an audience or a language, using a computer or a telephone is what most can.
    """
    topics = [_framed(topic, topics) for topic in topics]
    strong = any(topic.weight >= 1 for topic in topics)
    if is_alone:
        return [topic if strong else replace(topic, weight=1.0) for topic in topics]
    return [
        replace(topic, weight=_FRAME if strong and topic.weight < 1 else 1.0, is_floor=True)
        if all(thesaurus.is_part(key, "s_prise_en_main") for key in topic.concepts)
        else topic
        for topic in topics
    ]


def _framed(topic: Topic, topics: Sequence[Topic]) -> Topic:
    """Return a topic as it weighs beside the others: little, if it is a frame and another one is none."""
    others = (other for other in topics if other is not topic and other.weight >= 1)
    is_frame = bool(topic.concepts) and frames().issuperset(topic.concepts)
    if is_frame and any(not frames().issuperset(other.concepts) for other in others):
        return replace(topic, weight=_FRAME)
    return topic
