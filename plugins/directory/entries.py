"""How a card stands in the index: its words, the concepts that they name, and where it may be found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.language.remembering import remembering
from bot.store.search import Entry, SearchIndex
from bot.territory import Area, Level, areas_of, departements_of
from plugins.directory import visibility
from plugins.directory.cards import Content, Kind, State, Visibility
from plugins.directory.models import CardRow
from plugins.directory.readings import Reading, concepts_of, read
from plugins.directory.rows import content_of
from plugins.directory.thesaurus import Thesaurus, thesaurus

CAN, WANTS, PEOPLE, WHO = "can", "wants", "people", "who"
COLUMNS = {CAN: 3.0, WANTS: 3.0, PEOPLE: 2.0, WHO: 1.0}


def entry_of(row: CardRow) -> Entry:
    """Return what the index holds of a card."""
    return entry(row.id, row.network_id, row.account, content_of(row))


def entry(card: int, network: int, account: str, content: Content) -> Entry:
    """Return what the index holds of a card. The network's own words are not in it: a question has them."""
    shipped = thesaurus()
    readings = read(content, shipped)
    texts = {
        CAN: _joined((*content.specialities, *content.skills)),
        WANTS: _joined(content.appetences),
        PEOPLE: _joined((*content.audiences, *content.languages)),
        WHO: _joined((content.name, account, content.structure)),
    }
    marks = {
        CAN: _marks(readings, (Kind.SKILLS, Kind.SPECIALITIES), shipped),
        WANTS: _marks(readings, (Kind.APPETENCES,), shipped),
        PEOPLE: _marks(readings, (Kind.AUDIENCES, Kind.LANGUAGES), shipped),
        WHO: _marks(readings, (None,), shipped),
    }
    filters = (network_token(network), *visibility.tokens_of(content), *area_tokens(content))
    return Entry(card, texts, marks, filters)


def is_indexed(row: CardRow) -> bool:
    """Return whether a card can be found at all. One that is paused is there, for a pause ends by itself."""
    return row.state == State.PUBLISHED and row.visibility != Visibility.HIDDEN


def network_token(network: int) -> str:
    """Return the token that the cards of a network have."""
    return f"net{network}"


def area_tokens(content: Content) -> tuple[str, ...]:
    """Return the tokens of all the areas that somebody is in, or covers."""
    return tuple(
        dict.fromkeys(token for area in visibility.areas_of_content(content) for token in _around(area))
    )


def token_of(area: Area) -> str:
    """Return the token of an area.

    >>> token_of(Area(Level.DEPARTEMENT, "2A"))
    'dep2a'
    """
    return f"{area.level.value[:4] if area.level is Level.EPCI else area.level.value[:3]}{area.code.lower()}"


def circles_around(areas: Iterable[Area]) -> list[tuple[str, ...]]:
    """Return the tokens of areas and of what they are in: first the smallest ones, then the départements.

    Regions are a circle if there is nothing smaller.
    """
    tokens = list(dict.fromkeys(token for area in areas for token in _around(area)))
    small = tuple(token for token in tokens if not token.startswith(("dep", "reg")))
    departements = tuple(token for token in tokens if token.startswith("dep"))
    return [circle for circle in (small, departements) if circle] or [tuple(tokens)] * bool(tokens)


@lru_cache(maxsize=50_000)
def _around(area: Area) -> tuple[str, ...]:
    if area.level is Level.COMMUNE:
        return tuple(token_of(one) for one in areas_of(area.code))
    if area.level is Level.REGION:
        return (token_of(area),)
    above = tuple(token_of(Area(Level.DEPARTEMENT, code)) for code in departements_of(area))
    return (token_of(area), *above) if area.level is Level.EPCI else above


def _marks(readings: list[Reading], kinds: tuple[Kind | None, ...], shipped: Thesaurus) -> tuple[str, ...]:
    """Return the concepts of some values, and all that they are a part of."""
    return _with_what_they_are_part_of(concepts_of(readings, kinds), shipped)


@remembering(maxsize=20_000)
def _with_what_they_are_part_of(named: frozenset[str], shipped: Thesaurus) -> tuple[str, ...]:
    return tuple(dict.fromkeys(above for key in sorted(named) for above in shipped.closure(key)))


def _joined(texts: Iterable[str]) -> str:
    return " | ".join(texts)


async def entries_of(session: AsyncSession, cards: Sequence[int]) -> list[Entry]:
    """Return the entries of those of these cards that can be found."""
    rows = await session.scalars(select(CardRow).where(CardRow.id.in_(cards)).order_by(CardRow.id))
    return [entry_of(row) for row in rows if is_indexed(row)]


index = SearchIndex(
    "search_directory",
    of="directory_card",
    columns=COLUMNS,
    source=entries_of,
    package="plugins.directory",
    is_personal=True,
)
