"""Ranking: who of those found can help best, and why. No database, no chat and no clock here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from bot.language.messages import Text
from bot.language.terms import trigrams
from bot.plugin.neighbours import Asker
from bot.territory import Area
from plugins.directory import reasons
from plugins.directory.asking import Asked, Topic
from plugins.directory.cards import Content, Kind
from plugins.directory.distance import Distance, distance
from plugins.directory.readings import Reading, read
from plugins.directory.thesaurus import Thesaurus

ENOUGH = 0.4
"""Somebody who answers less of a question than this is nobody who can help with it."""

_FRESH = timedelta(days=365)
_WEIGHTS = {Kind.SPECIALITIES: 1.0, Kind.SKILLS: 0.93}
_PART, _STEP_UP, _TWO_STEPS_UP, _NEARLY = 0.82, 0.52, 0.46, 0.35
_SAME_WORDS = 0.06
_MENTION = 0.5
_ALIKE = 0.62
_OTHER_PUBLIC, _ANY_PUBLIC = 0.55, 0.85

_trigrams = lru_cache(maxsize=16_384)(trigrams)


@dataclass(frozen=True, slots=True)
class Listed:
    """A card as it is ranked: `account` is as people know it."""

    id: int
    member: int | None
    account: str
    content: Content
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody who can help: `score` goes from 0 to 1, `why` are the reasons, the strongest first.

    `answer` is how much of the question they answer, wherever they are, from 0 to 1.
    """

    card: Listed
    score: float
    answer: float
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    """How well a value of a card answers a topic."""

    score: float
    kind: Kind | None = None
    text: str = ""


_NONE = _Fit(0.0)


def rank(
    asked: Asked,
    cards: Sequence[Listed],
    thesaurus: Thesaurus,
    asker: Asker,
    now: datetime,
    *,
    near: Sequence[Area] = (),
    loads: Mapping[int, int] | None = None,
) -> list[Ranked]:
    """Return those of the cards that answer a question, the best first: nobody rather than who does not.

    `near` are the places meant; without any, nearness is to where the asker is. `loads` says how often
    somebody was asked lately, by card: those come later.
    """
    wanted = tuple(near) or tuple(area for mention in asked.places for area in mention.areas)
    is_named = bool(wanted)
    if not wanted:
        wanted = asker.areas
    found = []
    for card in cards:
        fits, answer = _answer(asked, card.content, thesaurus)
        if answer < ENOUGH:
            continue
        far = distance(card.content, wanted, is_named=is_named)
        load = 1 / (1 + 0.08 * (loads or {}).get(card.id, 0))
        score = answer * far.factor * _freshness(card.confirmed_at, now) * load
        found.append(Ranked(card, round(min(score, 1.0), 4), answer, _why(card, fits, far)))
    return in_order(found)


def in_order(found: Iterable[Ranked]) -> list[Ranked]:
    """Return them the best first."""
    return sorted(found, key=lambda one: (-one.score, one.card.content.name, one.card.id))


def _answer(asked: Asked, content: Content, thesaurus: Thesaurus) -> tuple[list[_Fit], float]:
    """Return what of a card answers a question, and how much of the question that answers, from 0 to 1."""
    readings = read(content, thesaurus)
    fits: list[_Fit] = []
    for language in asked.languages:
        fit = _speaks(language, readings, thesaurus)
        if not fit.score:
            return [], 0.0
        fits.append(fit)
    audience = _welcomes(asked.audiences, readings, thesaurus)
    total = weight = 0.0
    best = 0.0
    for topic in asked.topics:
        fit = _fit(topic, readings, thesaurus, learns=asked.wants_to_learn)
        total += topic.weight * fit.score
        weight += topic.weight
        best = max(best, fit.score if topic.weight >= 1 else 0.0)
        fits.append(fit)
    if not any(topic.weight >= 1 for topic in asked.topics):
        return [*fits, audience], _only_people(asked, fits, audience)
    if best < ENOUGH:
        return [], 0.0
    answer = 0.5 * best + 0.5 * total / weight
    if asked.audiences:
        answer *= audience.score
        fits.append(audience)
    return fits, answer


def _only_people(asked: Asked, fits: Sequence[_Fit], audience: _Fit) -> float:
    """Return how well a card answers a question that only says for whom, or in which language."""
    if asked.audiences and audience.score <= _ANY_PUBLIC:
        return 0.3 if not asked.languages else 0.6
    if not asked.audiences and not asked.languages:
        return 0.0
    extra = max((fit.score for fit in fits if fit.kind not in (Kind.LANGUAGES, Kind.AUDIENCES)), default=0.0)
    base = audience.score if asked.audiences else fits[0].score
    return min(1.0, 0.95 * base + 0.05 * extra)


def _fit(topic: Topic, readings: Sequence[Reading], thesaurus: Thesaurus, *, learns: bool) -> _Fit:
    best = _NONE
    for reading in readings:
        weight = _weight_of(reading.kind, learns=learns)
        if weight:
            score = weight * _likeness(topic, reading, thesaurus)
            if score > best.score:
                best = _Fit(score, reading.kind, reading.text)
    return best


def _weight_of(kind: Kind | None, *, learns: bool) -> float:
    if learns:
        return 1.0 if kind is Kind.APPETENCES else 0.0
    return _MENTION if kind is None else _WEIGHTS.get(kind, 0.0)


@lru_cache(maxsize=4096)
def _likeness(topic: Topic, reading: Reading, thesaurus: Thesaurus) -> float:
    """Return how much what a value says is what is asked for, from 0 to 1."""
    words = 0.0 if reading.stems.isdisjoint(topic.stems) else 1.0
    if not topic.concepts:
        return words or _alike(topic, reading)
    best = 0.0
    for wanted in topic.concepts:
        for said in reading.concepts:
            best = max(best, _relation(wanted, said, thesaurus))
    if best == 1.0 and reading.size > 3:
        best -= 0.03  # one thing among several
    if words:
        best = max(best, 0.55) + _SAME_WORDS if best or _is_named_in(topic, reading) else best
    return min(1.0, best * (1 - _SAME_WORDS) if not words else best)


def _is_named_in(topic: Topic, reading: Reading) -> bool:
    """Return whether all the words of a topic stand in a value, whatever they were taken for."""
    return all(stem in reading.stems for stem in topic.stems)


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
    typed = topic.stems[-1]
    if len(typed) < 5:
        return 0.0
    wanted = _trigrams(typed)
    best = 0.0
    for word in reading.words:
        if len(word) >= 5:
            grams = _trigrams(word)
            best = max(best, 2 * len(wanted & grams) / (len(wanted) + len(grams)))
    return best if best >= _ALIKE else 0.0


def _speaks(language: str, readings: Sequence[Reading], thesaurus: Thesaurus) -> _Fit:
    for reading in readings:
        if reading.kind in (Kind.LANGUAGES, Kind.SKILLS, Kind.SPECIALITIES):
            for said in reading.concepts:
                if thesaurus.is_part(said, language) or thesaurus.is_part(language, said):
                    return _Fit(1.0 if reading.kind is Kind.LANGUAGES else 0.9, Kind.LANGUAGES, reading.text)
    return _NONE


def _welcomes(audiences: Sequence[str], readings: Sequence[Reading], thesaurus: Thesaurus) -> _Fit:
    """Return how used somebody is to one of these audiences."""
    best = _Fit(_ANY_PUBLIC)
    says = False
    for reading in readings:
        if reading.kind is Kind.AUDIENCES:
            says = says or "a_tout_public" not in reading.concepts
        if reading.kind in (Kind.AUDIENCES, Kind.SKILLS, Kind.SPECIALITIES):
            for said in reading.concepts:
                for wanted in audiences:
                    score = _audience(wanted, said, reading.kind, thesaurus)
                    if score > best.score:
                        best = _Fit(score, Kind.AUDIENCES, reading.text)
    if best.text or not audiences:
        return best
    everybody = any(
        "a_tout_public" in reading.concepts for reading in readings if reading.kind is Kind.AUDIENCES
    )
    return _Fit(_OTHER_PUBLIC if says and not everybody else _ANY_PUBLIC)


def _audience(wanted: str, said: str, kind: Kind, thesaurus: Thesaurus) -> float:
    weight = 1.0 if kind is Kind.AUDIENCES else 0.95
    if wanted == said:
        return weight
    return 0.9 * weight if thesaurus.is_part(wanted, said) or thesaurus.is_part(said, wanted) else 0.0


def _freshness(confirmed_at: datetime | None, now: datetime) -> float:
    if confirmed_at is None:
        return 0.97
    return 1.0 if now - confirmed_at <= _FRESH else 0.98


def _why(card: Listed, fits: Sequence[_Fit], far: Distance) -> tuple[Text, ...]:
    said = [fit for fit in fits if fit.kind is not None or fit.text]
    said.sort(key=lambda fit: -fit.score)
    found = list(dict.fromkeys((fit.kind, fit.text) for fit in said))
    texts = [reasons.of_value(kind, text) for kind, text in found[:4]]
    if far.reason is not None:
        texts.append(far.reason)
    if card.confirmed_at is not None:
        texts.append(reasons.confirmed(card.confirmed_at))
    return tuple(texts)
