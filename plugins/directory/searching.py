"""Looking for people: from a question to those who can help, whom the asker may see, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.language.speller import Speller
from bot.language.terms import stem, terms
from bot.plugin.neighbours import Asker, Colleague
from bot.store.search import Group, Query, stem_token
from bot.territory import Area, Level
from plugins.directory import entries, reasons, visibility
from plugins.directory.asking import Asked, Topic, understand
from plugins.directory.entries import CAN, PEOPLE, WANTS, WHO
from plugins.directory.models import CardRow
from plugins.directory.ranking import Listed, Ranked, in_order, rank
from plugins.directory.rows import content_of
from plugins.directory.slips import meant
from plugins.directory.thesaurus import Thesaurus

_LOOKED_AT = 12
"""So many cards are read and ranked from each circle around a place."""
_WELL = 0.85
"""Who answers so much of a question is looked for no farther away."""
_ABOVE = 0.4


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
) -> Found:
    """Return at most `limit` people for a question, and how it was understood.

    `near` are places meant beside those that the question names. Nobody is among them who asks, who is
    paused or hidden, or whom the asker may not see.
    """
    words = await entries.index.words(session)
    home = tuple(asker.areas) or _territory(network)
    asked = understand(text, known, home, partial(meant, known=known, others=words))
    if asked.is_elsewhere and not any(topic.concepts for topic in asked.topics):
        return Found((), asked)
    wanted = tuple(near) or tuple(area for mention in asked.places for area in mention.areas)
    scope = [(entries.network_token(network.id),), visibility.tokens_for(asker)]
    named = await _named(session, asked, asker, scope, now)
    if named:
        return Found(tuple(_colleague(one) for one in named[:limit]), asked)
    groups = _groups(asked, known)
    if not groups:
        return Found((), asked)
    seen: set[int] = set()
    ranked: list[Ranked] = []
    for circle in (*entries.circles_around(wanted or asker.areas), None):
        filters = [*scope, circle] if circle else scope
        hits = await entries.index.search(session, Query(groups, filters), _LOOKED_AT)
        new = [hit.id for hit in hits if hit.id not in seen]
        seen.update(new)
        cards = await _cards(session, new, asker, now)
        ranked = in_order([*ranked, *rank(asked, cards, known, asker, now, near=wanted, loads=loads)])
        if sum(one.answer >= _WELL for one in ranked) >= limit:
            break
    return Found(tuple(_colleague(one) for one in ranked[:limit]), asked)


async def _named(
    session: AsyncSession, asked: Asked, asker: Asker, scope: Sequence[Iterable[str]], now: datetime
) -> list[Ranked]:
    """Return who is called as a question says, if it says nothing but a name."""
    is_name = asked.names and not (asked.languages or asked.audiences or asked.wants_to_learn)
    if not is_name or any(topic.concepts for topic in asked.topics):
        return []
    groups = [Group({word: 1.0}, columns=(WHO,)) for word in asked.names]
    hits = await entries.index.search(session, Query(groups, [tuple(one) for one in scope]), _LOOKED_AT)
    cards = await _cards(session, [hit.id for hit in hits], asker, now)
    return [
        Ranked(card, 1.0, 1.0, (reasons.is_named(card.content.name),))
        for card in cards
        if _is_called(card, asked.names)
    ]


def _is_called(card: Listed, names: Sequence[str]) -> bool:
    """Return whether somebody has these names.

    Beside one that is right another one may be misspelt; a single one may not.
    """
    own = _names_of(card)
    exact = sum(name in own for name in names)
    if exact in (0, len(names)):
        return exact > 0
    speller = Speller(dict.fromkeys(own, 1))
    return all(
        name in own or speller.correct(name, 1) or any(name[:2] == one[:2] for one in own) for name in names
    )


def _names_of(card: Listed) -> set[str]:
    return {term.word for text in (card.content.name, card.account) for term in terms(text, stops=True)}


async def _cards(session: AsyncSession, ids: Iterable[int], asker: Asker, now: datetime) -> list[Listed]:
    """Return cards, in the order of their ids, but for those that the asker may not see, and their own."""
    rows = await session.scalars(select(CardRow).where(CardRow.id.in_(list(ids))))
    return [
        Listed(row.id, row.member_id, row.account, content_of(row), row.confirmed_at)
        for row in rows
        if row.id != asker.card
        and (row.member_id is None or row.member_id != asker.member)
        and visibility.may_see(row, asker, now)
    ]


def _groups(asked: Asked, known: Thesaurus) -> list[Group]:
    """Return what is looked for in the index: more than what is wanted, for the ranking sorts it out."""
    where = (WANTS,) if asked.wants_to_learn else (CAN, WHO)
    groups = [
        Group(_alternatives(topic, known), weight=topic.weight, columns=where) for topic in asked.topics
    ]
    groups += [Group({key: 1.0}, required=True, columns=(PEOPLE, CAN)) for key in _spoken(asked, known)]
    if asked.audiences:
        groups.append(Group(_with_related(asked.audiences, known), columns=(PEOPLE, CAN)))
    return groups


def _spoken(asked: Asked, known: Thesaurus) -> list[str]:
    """Return the languages that have to be there: of one that is a kind of another, the other will do."""
    return [known.closure(key)[-1] for key in asked.languages]


def _alternatives(topic: Topic, known: Thesaurus) -> dict[str, float]:
    found = _with_related(topic.concepts, known)
    for form in topic.stems:
        found[form] = max(found.get(form, 0.0), 0.8)
        found[stem_token(stem(form))] = 0.7
    return found


def _with_related(concepts: Iterable[str], known: Thesaurus) -> dict[str, float]:
    """Return concepts and what they are a part of; what is a part of them has their mark."""
    found: dict[str, float] = {}
    for key in concepts:
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
