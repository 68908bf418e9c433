"""The lexicon: what is known of needs, services, dangers and chat, read once from its files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal, get_args

from plugins.referral.answers import Number, Phrase, Question
from plugins.referral.lexicon_contents import Contents
from plugins.referral.lexicon_files import read_all
from plugins.referral.matching import Phrases
from plugins.referral.patterns import Patterns
from plugins.referral.reading import Reader, Synonyms, words_of

Kind = Literal["desk", "online", "skill", "service", "course"]
"""How what is wanted decides where a need leads.

`desk`: an administration's matter, its desk first; `online`: one that is a procedure to do online, France
services first; `skill`: something to learn; `service`: one leads there whatever is wanted; `course`: a
service that teaches something of its own.
"""
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Need:
    """A kind of need: `codes` are the services it leads to, the best first; `why` is said of the first.

    One of the network's own is known by its phrases alone: nothing was learned of it.
    """

    name: str
    kind: Kind
    codes: tuple[str, ...]
    why: Phrase
    phrases: tuple[str, ...]
    weight: float = 1.0
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Alarm:
    """A danger: its numbers, the first one first; a sure one is believed whatever else is said."""

    name: str
    sure: bool
    numbers: tuple[Number, ...]
    patterns: Patterns
    unless: Patterns


@dataclass(frozen=True, slots=True)
class ActPatterns:
    """How one sees what is wanted: strong signs, weak ones, and what takes them back."""

    strong: Patterns
    weak: Patterns
    cancel: Patterns


@dataclass(frozen=True, slots=True)
class AskedIf:
    """A question, and the patterns of what it is asked of; none: of anything."""

    patterns: Patterns
    question: Question


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the engine knows."""

    labels: Mapping[str, Phrase]
    roles: Mapping[str, Phrase]
    needs: Mapping[str, Need]
    phrases: Phrases
    reader: Reader
    vocabulary: Mapping[str, int]
    acts: Mapping[str, ActPatterns]
    alarms: tuple[Alarm, ...]
    calm: Patterns
    silent: Patterns
    past: Patterns
    going_on: Patterns
    chat: Patterns
    polite: Patterns
    small_talk: Patterns
    signs: Patterns
    clear_signs: Patterns
    vague: Patterns
    unsaid: Patterns
    faint: frozenset[str]
    generic: frozenset[str]
    questions: tuple[AskedIf, ...]
    numbers: tuple[Number, ...]

    def label(self, code: str) -> Phrase:
        """Return how a code is said; the code itself if it is not known."""
        return self.labels.get(code, Phrase(code, code))


_READING = Lock()
"""Two who need the lexicon at the same moment, in two threads, read it once."""


def lexicon_of(extra: Path | None = None) -> Lexicon:
    """Return the lexicon, with the network's own needs if there is such a file: read again once it changes.

    Mistakes in that file leave out what they touch; `maillage lexicon check` tells them.
    """
    try:
        version = extra.stat().st_mtime_ns if extra else 0
    except OSError:
        extra, version = None, 0
    with _READING:
        return _lexicon(extra, version)


@lru_cache(maxsize=4)
def _lexicon(extra: Path | None, _version: int) -> Lexicon:
    contents, _mistakes = read_all(extra)
    return lexicon_from(contents)


def lexicon_from(contents: Contents) -> Lexicon:
    """Return the lexicon of what was read from files."""
    synonyms = Synonyms(contents.same)
    vocabulary = _vocabulary(contents)
    reader = Reader(synonyms, vocabulary, contents.short)
    faint = _keys(contents.faint, synonyms)
    phrases = Phrases({name: need.phrases for name, need in contents.needs.items()}, synonyms, faint)
    return Lexicon(
        labels=contents.labels,
        roles=contents.roles,
        needs=contents.needs,
        phrases=phrases,
        reader=reader,
        vocabulary=vocabulary,
        acts=contents.acts,
        alarms=contents.alarms,
        calm=contents.calm,
        silent=contents.silent,
        past=contents.past,
        going_on=contents.going_on,
        chat=contents.chat,
        polite=contents.polite,
        small_talk=contents.small_talk,
        signs=contents.signs,
        clear_signs=contents.clear_signs,
        vague=contents.vague,
        unsaid=contents.unsaid,
        faint=faint,
        generic=_keys(contents.generic, synonyms),
        questions=contents.questions,
        numbers=tuple(dict.fromkeys(number for alarm in contents.alarms for number in alarm.numbers)),
    )


def _keys(words: Iterable[str], synonyms: Synonyms) -> frozenset[str]:
    return frozenset(key.key for word in words for key in synonyms.keys(words_of(word)))


def _vocabulary(contents: Contents) -> Mapping[str, int]:
    """Return the words that are spelt right, and how often each occurs in the lexicon."""
    words: Counter[str] = Counter()
    for need in contents.needs.values():
        words.update(_surface(need.phrases))
    words.update(_surface(variant for group in contents.same for variant in group))
    words.update(_surface(contents.faint))
    words.update(_surface(contents.known))
    words.update(_surface(contents.generic))
    for one in contents.all_patterns():
        words.update(word for word in one.words if word.isalpha())
    return words


def _surface(texts: Iterable[str]) -> list[str]:
    return [word for text in texts for word, _stem, _is_stop in words_of(text)]
