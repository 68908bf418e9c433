"""What a referral says: kinds of service with their reasons, numbers to call, or one short question."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.language.messages import Language

OFF_TOPIC = "aucun"
"""The code of what asks for no referral."""
EMERGENCY = "urgence"
"""The code of danger and distress: numbers come first."""


class Phrase(NamedTuple):
    """A text of the lexicon in both languages, plain: escape it where Markdown is read."""

    fr: str
    en: str

    def said(self, language: Language) -> str:
        """Return it in a language."""
        return self.fr if language == "fr" else self.en


@dataclass(frozen=True, slots=True)
class Target:
    """A kind of service, and why: `score` goes from 0 to 1, `need` is the lexicon's, if one led there."""

    code: str
    label: Phrase
    why: Phrase
    score: float
    need: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """An emergency number, and whom it reaches."""

    number: str
    label: Phrase


@dataclass(frozen=True, slots=True)
class Option:
    """An answer to a question: `text`, added to the need, decides it."""

    label: Phrase
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked when a need is too vague, with two to four options."""

    text: Phrase
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a need leads: targets, the best first; none of them with a question.

    `part` is the piece of the text that this answers. With several needs in one text, `needs` holds the
    answer to each, and `targets` those of all.
    """

    part: str
    targets: tuple[Target, ...] = ()
    clarify: Question | None = None
    numbers: tuple[Number, ...] = ()
    needs: tuple[Answer, ...] = ()

    @property
    def urgent(self) -> bool:
        """Whether numbers come before anything else."""
        return bool(self.numbers)

    @property
    def off_topic(self) -> bool:
        """Whether this asks for no referral."""
        return bool(self.targets) and self.targets[0].code == OFF_TOPIC

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of partner to look for, the best first."""
        return tuple(one.code for one in self.targets if one.code not in (OFF_TOPIC, EMERGENCY))

    def asking(self, question: Question) -> Answer:
        """Return this answer with a question beside its targets."""
        return replace(self, clarify=question)
