"""How well a value of a card answers what is asked for. No database, no chat and no clock here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.remembering import remembering
from bot.language.terms import trigrams
from plugins.directory.cards import Kind
from plugins.directory.fillers import structures
from plugins.directory.matching import forms_of
from plugins.directory.questions import Topic, Word
from plugins.directory.readings import Reading
from plugins.directory.thesaurus import Thesaurus

_WEIGHTS = {Kind.SPECIALITIES: 1.0, Kind.SKILLS: 0.95}
_SAID_OF_PEOPLE = {Kind.LANGUAGES: 1.0, Kind.AUDIENCES: 0.95}
"""What a word counts that the thesaurus does not have, where a card says whom somebody works with."""
_AT_SUCH_A_PLACE, _MENTION = 0.5, 0.4
"""What it counts where only the name of the structure says it: it may be what is asked for."""
_PART, _STEP_UP, _TWO_STEPS_UP, _NEARLY = 0.84, 0.52, 0.46, 0.35
_SAME_WORDS = 0.12
"""What it counts to say a thing in the very words of the question, rather than in other ones."""
_SAME_STEM = 0.92
_NEARLY_ALL, _WORDS_ALONE, _WORD_ALONE = 0.8, 0.7, 0.4
"""What it counts if a value has the words of a topic, and seems to mean something else by them."""
_ONE_OF_SEVERAL = 0.02
_LISTED, _AMONG_OTHERS = 4, 0.75
"""A value of so many words names what is general among other things: it promises less of its parts."""
_ALIKE = 0.62
_SHORTEST_ALIKE = 5

_trigrams = remembering(maxsize=16_384)(trigrams)


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a value of a card answers a topic, from 0 to 1."""

    score: float
    kind: Kind | None = None
    text: str = ""


NONE = Fit(0.0)


def best_fit(topic: Topic, readings: Sequence[Reading], thesaurus: Thesaurus, *, learns: bool) -> Fit:
    """Return which value of a card answers a topic best."""
    best = NONE
    for reading in readings:
        weight = _weight_of(reading.kind, topic, learns=learns)
        if weight:
            score = weight * likeness(topic, reading, thesaurus)
            if score > best.score:
                best = Fit(score, reading.kind, reading.text)
    return best


def _weight_of(kind: Kind | None, topic: Topic, *, learns: bool) -> float:
    if learns:
        return 1.0 if kind is Kind.APPETENCES else 0.0
    if kind is None:
        return _AT_SUCH_A_PLACE if structures().issuperset(topic.concepts) else _MENTION
    return _WEIGHTS.get(kind, 0.0 if topic.concepts else _SAID_OF_PEOPLE.get(kind, 0.0))


@remembering(maxsize=8192)
def likeness(topic: Topic, reading: Reading, thesaurus: Thesaurus) -> float:
    """Return how much what a value says is what is asked for, from 0 to 1.

    The very words count for more than their stems, and these for more than other words of the same meaning.
    """
    said = share(topic.words, reading)
    if not topic.concepts:
        return said or _alike(topic, reading)
    if reading.kind is None and said < 1:
        return 0.0  # the name of a structure promises nothing that it does not say
    best = max(
        (
            likely * _relation(wanted, said, thesaurus)
            for wanted, likely in topic.meant()
            for said in reading.concepts
        ),
        default=0.0,
    )
    if best == 1.0 and reading.size > len(topic.words) + 2:
        best -= _ONE_OF_SEVERAL
    if best <= _STEP_UP and reading.size > _LISTED:
        best *= _AMONG_OTHERS
    if best:
        return best * (1 - _SAME_WORDS) + _SAME_WORDS * said
    if said < _NEARLY_ALL:
        return 0.0
    return _WORDS_ALONE * said if len(topic.words) > 1 else _WORD_ALONE


def share(words: Sequence[Word], reading: Reading) -> float:
    """Return how much of some words a value has, those that tell more counting for more."""
    total = found = 0.0
    for word in words:
        total += word.tells
        exact, *loose = forms_of(word.word)
        if exact in reading.forms:
            found += word.tells
        elif any(one in reading.forms for one in loose):
            found += word.tells * _SAME_STEM
    return found / total if total else 0.0


def _relation(wanted: str, said: str, thesaurus: Thesaurus) -> float:
    if wanted == said:
        return 1.0
    if thesaurus.is_part(said, wanted):
        return _PART
    steps = thesaurus.steps(wanted, said)
    if steps is None:
        return 0.0
    if not thesaurus.concepts[said].is_general:
        return _NEARLY
    return _STEP_UP if steps == 1 else _TWO_STEPS_UP


def _alike(topic: Topic, reading: Reading) -> float:
    """Return how much a word that the thesaurus does not have looks like one of a value."""
    typed = topic.words[-1].word
    if len(typed) < _SHORTEST_ALIKE:
        return 0.0
    wanted = _trigrams(typed)
    best = 0.0
    for word in reading.words:
        if len(word) >= _SHORTEST_ALIKE:
            grams = _trigrams(word)
            best = max(best, 2 * len(wanted & grams) / (len(wanted) + len(grams)))
    return best if best >= _ALIKE else 0.0
