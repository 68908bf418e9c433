"""Looking for people: from a question to those who can help, whom the asker may see, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.speller import Speller
from bot.plugin.neighbours import Asker, Colleague
from bot.store.search import Group, Query
from bot.territory import Area, Level
from plugins.directory import entries, reasons, visibility
from plugins.directory.asking import TELLS, understand
from plugins.directory.distance import at_best
from plugins.directory.entries import CAN, PEOPLE, WANTS, WHO
from plugins.directory.matching import tokens_of
from plugins.directory.questions import Asked, Topic
from plugins.directory.ranking import Listed, Ranked, in_order, names_of, rank
from plugins.directory.rows import columns_of, content_of
from plugins.directory.slips import meant
from plugins.directory.thesaurus import Thesaurus

_LOOKED_AT = 10
"""So many cards are read and ranked from each circle around a place."""
_WELL = 0.8
"""Who answers so much of a question is looked for no farther away."""
_BEYOND = (None, Level.DEPARTEMENT, Level.REGION)
"""What whoever is farther away has in common at best, by how many circles are still to come, from the end."""
_ABOVE = 0.4
_WORDS = (0.8, 0.7, 0.7)
"""What the word of a topic, and its stem, are looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """Who was found for a question, the best first, and how the question was understood."""

    people: tuple[Colleague, ...]
    asked: Asked


async def search(
    session: AsyncSession,
    network: Network,
    text: str,
    asker: Asker,
    now: datetime,
    *,
    known: Thesaurus,
    near: Sequence[Area] = (),
    loads: Mapping[int, int] | None = None,
    limit: int = 3,
    is_need: bool = False,
) -> Found:
    """Return at most `limit` people for a question, and how it was understood.

    It may be a need, which somebody tells of whom they help: it names no colleague, and only what it is
    about counts.

    `near` are places meant beside those that the question names. Nobody is among them who asks, who is
    paused or hidden, or whom the asker may not see.
    """
    words = await entries.index.words(session)
    home = tuple(asker.areas) or _territory(network)
    asked = understand(
        text,
        known,
        home,
        partial(meant, known=known, others=words),
        is_written=words.__contains__,
        is_need=is_need,
    )
    if not asked.themes and (asked.is_elsewhere or (is_need and not asked.languages and not asked.literals)):
        return Found((), asked)
    wanted = tuple(near) or tuple(area for mention in asked.places for area in mention.areas)
    scope = [(entries.network_token(network.id),), visibility.tokens_for(asker)]
    named = [] if is_need else await _named(session, asked, words, asker, scope, now)
    if named:
        return Found(tuple(_colleague(one) for one in named[:limit]), asked)
    groups = _groups(asked, known)
    if not groups:
        return Found((), asked)
    seen: set[int] = set()
    ranked: list[Ranked] = []
    circles = entries.circles_around(wanted or asker.areas)
    for number, circle in enumerate((*circles, None)):
        filters = [*scope, circle] if circle else scope
        hits = await entries.index.search(session, Query(groups, filters), _LOOKED_AT)
        new = [hit.id for hit in hits if hit.id not in seen]
        seen.update(new)
        cards = await _cards(session, new, asker, now)
        ranked = in_order([*ranked, *rank(asked, cards, known, asker, now, near=wanted, loads=loads)])
        farther = at_best(_BEYOND[number - len(circles)], is_named=bool(wanted))
        if sum(one.answer >= _WELL or one.score >= farther for one in ranked) >= limit:
            break
        if is_need and ranked and number == len(circles) - 1:
            break
    return Found(tuple(_colleague(one) for one in ranked[:limit]), asked)


async def _named(
    session: AsyncSession,
    asked: Asked,
    words: Speller,
    asker: Asker,
    scope: Sequence[Iterable[str]],
    now: datetime,
) -> list[Ranked]:
    """Return who is called as a question says, if it says a name alone, or a first and a last name."""
    names = asked.full_name if all(name in words for name in asked.full_name) else ()
    if not (asked.languages or asked.audiences or asked.themes or asked.wants_to_learn):
        names = asked.names
    if not names:
        return []
    is_alone = names == asked.names
    groups = [Group({word: 1.0}, required=not is_alone, columns=(WHO,)) for word in names]
    hits = await entries.index.search(session, Query(groups, [tuple(one) for one in scope]), _LOOKED_AT)
    cards = await _cards(session, [hit.id for hit in hits], asker, now)
    return [
        Ranked(card, 1.0, 1.0, (reasons.is_named(card.content.name),))
        for card in cards
        if (_is_called(card, names) if is_alone else names_of(card).issuperset(names))
    ]


def _is_called(card: Listed, names: Sequence[str]) -> bool:
    """Return whether somebody has these names.

    Beside one that is right another one may be misspelt; a single one may not.
    """
    own = names_of(card)
    exact = sum(name in own for name in names)
    if exact in (0, len(names)):
        return exact > 0
    speller = Speller(dict.fromkeys(own, 1))
    return all(
        name in own or speller.correct(name, 1) or any(name[:2] == one[:2] for one in own) for name in names
    )


async def _cards(session: AsyncSession, ids: Iterable[int], asker: Asker, now: datetime) -> list[Listed]:
    """Return cards, in the order of their ids, but for those that the asker may not see, and their own."""
    rows = await columns_of(session, ids)
    return [
        Listed(row.id, row.member_id, row.account, content_of(row), row.confirmed_at)
        for row in rows
        if row.id != asker.card
        and (row.member_id is None or row.member_id != asker.member)
        and visibility.may_see(row, asker, now)
    ]


def _groups(asked: Asked, known: Thesaurus) -> list[Group]:
    """Return what is looked for in the index: more than what is wanted, for the ranking sorts it out."""
    says_more = bool(asked.themes or asked.audiences or asked.languages)
    groups = [
        _group(topic, known, asked)
        for topic in asked.topics
        if topic.concepts or not says_more or topic.weight >= TELLS
    ]
    groups += [Group({key: 1.0}, required=True, columns=(PEOPLE, CAN)) for key in _spoken(asked, known)]
    if asked.audiences and not asked.is_need:
        groups.append(Group(_with_related(asked.audiences, known), columns=(PEOPLE, CAN)))
    return groups


def _spoken(asked: Asked, known: Thesaurus) -> list[str]:
    """Return the languages that have to be there: of one that is a kind of another, the other will do."""
    return [known.closure(key)[-1] for key in asked.languages]


def _group(topic: Topic, known: Thesaurus, asked: Asked) -> Group:
    """Return a group for a topic: its concepts, or its words where the thesaurus does not have them.

    The words of a topic are looked for as well, if it was named by them: people mean what they type.
    """
    where = (WANTS,) if asked.wants_to_learn else (CAN, WHO) if topic.concepts else (CAN, WHO, PEOPLE)
    found = _with_related(topic.concepts, known)
    for word in () if topic.concepts and asked.is_need else topic.words:
        for weight, token in zip(_WORDS, tokens_of(word.word), strict=False):
            found[token] = max(found.get(token, 0.0), weight)
    return Group(found, weight=topic.weight, columns=where)


def _with_related(concepts: Iterable[str], known: Thesaurus) -> dict[str, float]:
    """Return concepts and what they are a part of; what is a part of them has their mark.

    What the network's own list adds to them is in no mark: it is looked for by its words.
    """
    found: dict[str, float] = {}
    for key in concepts:
        found.update(dict.fromkeys(known.added(key), _WORDS[0]))
        for step, above in enumerate(known.closure(key)):
            found[above] = max(found.get(above, 0.0), _ABOVE**step)
    return found


def _territory(network: Network) -> tuple[Area, ...]:
    return (Area(Level.DEPARTEMENT, network.territory),) if network.territory else ()


def _colleague(one: Ranked) -> Colleague:
    card = one.card
    return Colleague(
        card=card.id,
        member=card.member,
        account=card.account,
        name=card.content.name,
        score=one.score,
        why=one.why,
        confirmed_at=card.confirmed_at,
    )
