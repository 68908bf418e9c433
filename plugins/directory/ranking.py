"""Ranking: who of those found can help best, and why. No database, no chat and no clock here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.language.messages import Text
from bot.language.remembering import remembering
from bot.language.terms import terms
from bot.plugin.neighbours import Asker
from bot.territory import Area
from plugins.directory import reasons
from plugins.directory.audiences import speaks, welcomes, welcomes_all
from plugins.directory.cards import Content
from plugins.directory.days import Time, times_of
from plugins.directory.distance import Distance, distance
from plugins.directory.fitting import NONE, Fit, best_fit
from plugins.directory.questions import Asked, Topic
from plugins.directory.readings import Reading, read
from plugins.directory.thesaurus import Thesaurus

ENOUGH = 0.4
"""Somebody who answers less of a question than this is nobody who can help with it."""
_ENOUGH_OF_THE_WORDS = 0.45
"""And of a question whose words the thesaurus does not have."""

_FRESH = timedelta(days=365)
_FLOOR = 0.45
"""How well who does not say it does what most can."""
_BESIDES = 0.2
"""How much what most can do counts, beside for whom, or in which language."""
_OTHER_TIMES, _ANY_TIME = 0.75, 0.9
_TO_LEARN_FROM_AFAR = 0.6
"""Of what is worth being near, so much is for nothing where people want to learn the same thing."""


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
        fits, answer = _answer(asked, card, thesaurus)
        if answer < ENOUGH:
            continue
        far = distance(card.content, wanted, is_named=is_named)
        nearness = far.factor
        if asked.wants_to_learn:
            nearness = _TO_LEARN_FROM_AFAR + (1 - _TO_LEARN_FROM_AFAR) * nearness
        time, when = _is_there(asked.times, card.content)
        load = 1 / (1 + 0.08 * (loads or {}).get(card.id, 0))
        score = answer * nearness * time * _freshness(card.confirmed_at, now) * load
        found.append(Ranked(card, round(min(score, 1.0), 4), answer, _why(card, fits, when, far)))
    return in_order(found)


def in_order(found: Iterable[Ranked]) -> list[Ranked]:
    """Return them the best first."""
    return sorted(found, key=lambda one: (-one.score, one.card.content.name, one.card.id))


def names_of(card: Listed) -> frozenset[str]:
    """Return the folded words of somebody's name and account."""
    return _words_of(card.content.name) | _words_of(card.account)


@remembering(maxsize=16_384)
def _words_of(name: str) -> frozenset[str]:
    return frozenset(term.word for term in terms(name, stops=True))


def _answer(asked: Asked, card: Listed, thesaurus: Thesaurus) -> tuple[list[Fit], float]:
    """Return what of a card answers a question, and how much of the question that answers, from 0 to 1."""
    readings = read(card.content, thesaurus)
    spoken = [speaks(one, asked.people, readings, thesaurus) for one in asked.languages]
    if not all(fit.score for fit in spoken):
        return [], 0.0
    themes = [_fit(topic, readings, thesaurus, asked) for topic in asked.themes]
    words = [_fit_of_word(topic, card, readings, thesaurus, asked) for topic in asked.literals]
    said = _weighed_sum(asked.literals, words)
    there = sum(topic.weight for topic in asked.literals)
    if any(topic.weight >= 1 for topic in asked.themes):
        answer = _of_themes(asked.themes, themes, said=said, there=there)
    elif asked.audiences or asked.languages:
        return _only_people(asked, spoken, [*themes, *words], readings, thesaurus, said=said, there=there)
    else:
        answer = said / there if there else 0.0
        if answer < _ENOUGH_OF_THE_WORDS:
            return [], 0.0
    audience = NONE
    if asked.audiences:
        audience = welcomes(asked.audiences, asked.people, readings, thesaurus)
        answer *= audience.score
    return [*spoken, *themes, *words, audience], answer


def _of_themes(topics: Sequence[Topic], fits: Sequence[Fit], *, said: float, there: float) -> float:
    """Return how much of a question is answered that has topics, and perhaps rare words beside them.

    The best answer to one topic counts as much as the answers to all; of rare words, those that nobody
    says are a part of the question that is not answered.
    """
    best = max((fit.score for topic, fit in zip(topics, fits, strict=True) if topic.weight >= 1), default=0.0)
    if best < ENOUGH:
        return 0.0
    weight = sum(topic.weight for topic in topics)
    core = 0.5 * best + 0.5 * _weighed_sum(topics, fits) / weight
    named = sum(max(len(topic.words), 1) for topic in topics)
    return core * (named + said) / (named + there)


def _weighed_sum(topics: Sequence[Topic], fits: Sequence[Fit]) -> float:
    return sum(topic.weight * fit.score for topic, fit in zip(topics, fits, strict=True))


def _only_people(
    asked: Asked,
    spoken: Sequence[Fit],
    others: Sequence[Fit],
    readings: Sequence[Reading],
    thesaurus: Thesaurus,
    *,
    said: float,
    there: float,
) -> tuple[list[Fit], float]:
    """Return how well a card answers a question that only says for whom, or in which language.

    `others` are the fits to what it says besides, which most can do.
    """
    fits = [*spoken, *others]
    answer = min((fit.score for fit in spoken), default=1.0)
    if asked.audiences:
        if asked.is_need and not asked.languages:
            return [], 0.0
        used_to, share = welcomes_all(asked.audiences, asked.people, readings, thesaurus)
        fits += used_to
        answer *= max(share, 0.6) if asked.languages else share
    if asked.themes:
        answer *= 1 - _BESIDES + _BESIDES * max(fit.score for fit in others)
    return fits, answer * (1 + said) / (1 + there)


def _fit(topic: Topic, readings: Sequence[Reading], thesaurus: Thesaurus, asked: Asked) -> Fit:
    fit = best_fit(topic, readings, thesaurus, learns=asked.wants_to_learn)
    return Fit(_FLOOR) if topic.is_floor and fit.score < _FLOOR else fit


def _fit_of_word(
    topic: Topic, card: Listed, readings: Sequence[Reading], thesaurus: Thesaurus, asked: Asked
) -> Fit:
    """Return how well a card has a word that the thesaurus does not know: it may be somebody's name."""
    if topic.words[0].word in names_of(card):
        return Fit(1.0)
    return best_fit(topic, readings, thesaurus, learns=asked.wants_to_learn)


def _is_there(times: Sequence[Time], content: Content) -> tuple[float, str]:
    """Return what it is worth when somebody is available, and what their card says of it."""
    if not times:
        return 1.0, ""
    read_times = [(value, time) for value in content.availability for time in times_of(value)]
    if not read_times:
        return _ANY_TIME, ""
    for value, time in read_times:
        if any(time.has(wanted) for wanted in times):
            return 1.0, value
    return _OTHER_TIMES, ""


def _freshness(confirmed_at: datetime | None, now: datetime) -> float:
    if confirmed_at is None:
        return 0.97
    return 1.0 if now - confirmed_at <= _FRESH else 0.98


def _why(card: Listed, fits: Sequence[Fit], when: str, far: Distance) -> tuple[Text, ...]:
    said = sorted((fit for fit in fits if fit.text), key=lambda fit: -fit.score)
    found = list(dict.fromkeys((fit.kind, fit.text) for fit in said))
    texts = [reasons.of_value(kind, text) for kind, text in found[:4]]
    if when:
        texts.append(reasons.is_available(when))
    if far.reason is not None:
        texts.append(far.reason)
    if card.confirmed_at is not None:
        texts.append(reasons.confirmed(card.confirmed_at))
    return tuple(texts)
