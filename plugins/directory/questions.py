"""What a question about people asks, sorted out: what for, where, when, for whom, in which language."""

from __future__ import annotations

from dataclasses import dataclass

from bot.territory.mentioning import Mention
from plugins.directory.days import Time


@dataclass(frozen=True, slots=True)
class Word:
    """A word that is asked for: folded, and how much it tells."""

    word: str
    tells: float


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that is asked for: any of `concepts`, or the words as they stand.

    `likely` says how likely each concept is meant, beside the likeliest, if they are guessed from a story;
    all are meant that are named. `weight` says how much of the question it is. It is a `floor` if who does
    not say it may do it all the same, like using a telephone.
    """

    text: str
    concepts: tuple[str, ...]
    words: tuple[Word, ...]
    weight: float = 1.0
    is_floor: bool = False
    likely: tuple[float, ...] = ()

    def meant(self) -> tuple[tuple[str, float], ...]:
        """Return the concepts, each with how likely it is meant, from 0 to 1."""
        return tuple(zip(self.concepts, self.likely or (1.0,) * len(self.concepts), strict=True))


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks.

    `audiences` and `languages` are concepts that a person has to fit as well, `people` the words for them.
    `places` are the places that it names, `times` the days. `names` are the words that may be somebody's
    name: those that mean nothing else; `full_name` is one if two of them stand side by side. `is_elsewhere`
    tells that it is about something that is no counsellor's matter.
    """

    topics: tuple[Topic, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    people: tuple[Word, ...] = ()
    places: tuple[Mention, ...] = ()
    times: tuple[Time, ...] = ()
    names: tuple[str, ...] = ()
    full_name: tuple[str, ...] = ()
    wants_to_learn: bool = False
    is_elsewhere: bool = False
    is_need: bool = False

    @property
    def literals(self) -> tuple[Topic, ...]:
        """The words that the thesaurus does not know."""
        return tuple(topic for topic in self.topics if not topic.concepts)

    @property
    def themes(self) -> tuple[Topic, ...]:
        """The topics that the thesaurus knows."""
        return tuple(topic for topic in self.topics if topic.concepts)
