"""Who may see which card. Everything that shows somebody's card to somebody else asks here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from bot.plugin.neighbours import Asker
from bot.territory import Area, Level, departements_of
from plugins.directory.cards import Content, State, Visibility
from plugins.directory.models import CardRow
from plugins.directory.rows import AnyRow, content_of

EVERYONE = "v_reseau"


def is_shown(row: AnyRow, now: datetime) -> bool:
    """Return whether a card is shown to anybody at all: published, not hidden, and nobody is on pause."""
    if row.person_paused_at is not None or is_paused(row, now):
        return False
    return row.state == State.PUBLISHED and row.visibility != Visibility.HIDDEN


def is_paused(row: AnyRow, now: datetime) -> bool:
    """Return whether the person does not want to be asked now."""
    return row.paused_at is not None and (row.paused_until is None or now < row.paused_until)


def may_see(row: AnyRow, asker: Asker, now: datetime) -> bool:
    """Return whether a card may be shown to who asks, who is not the person that it is about."""
    if not is_shown(row, now):
        return False
    if row.visibility == Visibility.NETWORK:
        return True
    return bool(departements(areas_of_row(row)) & departements(asker.areas))


def tokens_of(content: Content) -> tuple[str, ...]:
    """Return the tokens of the index by which `tokens_for` finds those who may see a card."""
    if content.visibility is Visibility.NETWORK:
        return (EVERYONE,)
    return tuple(f"v_dep{code.lower()}" for code in sorted(departements(areas_of_content(content))))


def tokens_for(asker: Asker) -> tuple[str, ...]:
    """Return the tokens of which a card has to have one, for this asker to see it."""
    return (EVERYONE, *(f"v_dep{code.lower()}" for code in sorted(departements(asker.areas))))


def areas_of_content(content: Content) -> tuple[Area, ...]:
    """Return where somebody is, and which places they cover: the commune first."""
    commune = (Area(Level.COMMUNE, content.commune),) if content.commune else ()
    return (*commune, *content.areas)


def areas_of_row(row: AnyRow) -> tuple[Area, ...]:
    """Return the same of the card of a row."""
    return areas_of_content(content_of(row))


def departements(areas: Iterable[Area]) -> frozenset[str]:
    """Return the codes of the départements in which these areas are, or that they are a part of.

    A region would make everybody of it a neighbour: it counts for none.
    """
    return frozenset(code for area in areas for code in _departements_of(area))


@lru_cache(maxsize=50_000)
def _departements_of(area: Area) -> tuple[str, ...]:
    return () if area.level is Level.REGION else departements_of(area)


def asker_of(row: CardRow | None, member: int | None, fallback: Sequence[Area] = ()) -> Asker:
    """Return who asks, by their card, if they have one that is theirs to use."""
    if row is None or row.state == State.REFUSED:
        return Asker(member=member, areas=tuple(fallback))
    return Asker(member=row.member_id or member, card=row.id, areas=areas_of_row(row))
