"""What the letters tell of the directory: who joined it, and who changed what they can do.

Only those who published or confirmed their card themselves, for the whole network to see, are named.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from hashlib import sha256

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.folding import fold
from bot.language.messages import Text, _, escape
from bot.plugin import WorkContext
from bot.plugin.letters import DigestItem, DigestSection, DigestWindow, DigestWithdrawn, thing_of, versioned
from bot.territory import Area, Level, by_code, departements_of, name_of
from plugins.directory.cards import State, Visibility
from plugins.directory.declaration import plugin
from plugins.directory.models import CardRow
from plugins.directory.visibility import is_shown

_MOST_SKILLS = 6
_CARD, _OF_SKILLS, _SAID = "card:", ":skills@", "-"
"""Keys: `card:7@…` for a newcomer, `card:7:skills@…-…` for what somebody can do, and how that is told."""


class NewCards:
    """The section: newcomers first, then colleagues who brought their cards up to date."""

    name = "colleagues"
    title: Text = _("In the directory")
    size = 6

    async def items(
        self, session: AsyncSession, network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return the cards that were published, or changed, in the time of the letter.

        With them come those that the letter before had no room for.
        """
        rows = await session.scalars(
            select(CardRow)
            .where(
                *_accepted(network),
                CardRow.updated_at <= window.until,
                or_(CardRow.updated_at >= window.reach, CardRow.confirmed_at >= window.reach),
            )
            .order_by(CardRow.created_at, CardRow.id)
        )
        told = {_thing_of(key) for key in window.excluded if key.startswith(_CARD)}
        around = _around(window.places)
        shown = [row for row in rows if is_shown(row, window.until) and _is_of(row, around)]
        newcomers = [row for row in shown if row.created_at >= window.reach and _key(row) not in told]
        named = {row.id for row in newcomers}
        changed = [
            row
            for row in shown
            if row.skills and row.id not in named and _is_changed(row, window) and _skills(row) not in told
        ]
        return [*map(_newcomer, newcomers), *map(_changed, changed)][: window.most]

    def elsewhere(self, _window: DigestWindow) -> None:
        """Return nothing: cards that there was no room for come into the next letter."""

    async def still(
        self, session: AsyncSession, network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those whose cards are shown to the network still, and say what they said."""
        numbers = {int(thing_of(key).split(":")[1]) for key in keys}
        rows = await session.scalars(
            select(CardRow).where(*_accepted(network), CardRow.id.in_(numbers), CardRow.paused_at.is_(None))
        )
        around = _around(places)
        known = [row for row in rows if row.person_paused_at is None and _is_of(row, around)]
        current = {_newcomer(row).key for row in known} | {_changed(row).key for row in known}
        return current.intersection(keys)


def _accepted(network: Network) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions on a card that its owner has the whole network see."""
    return (
        CardRow.network_id == network.id,
        CardRow.state == State.PUBLISHED,
        CardRow.visibility == Visibility.NETWORK,
        CardRow.confirmed_at.is_not(None),
    )


async def withdraw_hidden(ctx: WorkContext, row: CardRow) -> None:
    """Take a card out of letters, those that were sent too, unless the whole network may see it still.

    One that is on pause stays in them: it comes back, and what was read of it is not taken back.
    """
    if row.state != State.PUBLISHED or row.visibility != Visibility.NETWORK:
        await withdraw(ctx, row)


async def withdraw(ctx: WorkContext, row: CardRow) -> None:
    """Take a card out of letters, those that were sent too."""
    await ctx.emit(DigestWithdrawn(_key(row)))


def _is_changed(row: CardRow, window: DigestWindow) -> bool:
    """Return whether a card that is older was changed in the time of a letter, or of the one before."""
    since = window.since if row.updated_at >= window.since else window.reach
    return row.created_at < since <= row.updated_at


def _key(row: CardRow) -> str:
    """Return the key of a newcomer's card; all that letters tell of the card stands below it."""
    return f"{_CARD}{row.id}"


def _skills(row: CardRow) -> str:
    """Return the key of what somebody can do: other skills are told again, in another letter."""
    return versioned(f"{_key(row)}:skills", *sorted(map(fold, row.skills)))


def _thing_of(key: str) -> str:
    """Return what a letter told: a newcomer, or skills; whatever was said besides."""
    return key.partition(_SAID)[0] if _OF_SKILLS in key else thing_of(key)


def _around(places: Sequence[Place]) -> frozenset[str]:
    """Return the départements whose people a letter tells of; none if it tells of all of the network."""
    codes = [place.territory for place in places]
    territories = [by_code(code) for code in codes if code is not None]
    if len(territories) < len(codes):
        return frozenset()
    return frozenset(territory.code for territory in territories if territory is not None)


def _is_of(row: CardRow, around: Collection[str]) -> bool:
    """Return whether somebody is in one of these départements or covers it; who says nowhere is of all."""
    areas = [Area.parse(text) for text in row.areas]
    if row.commune:
        areas.append(Area(Level.COMMUNE, row.commune))
    return not around or not areas or any(code in around for area in areas for code in departements_of(area))


def _newcomer(row: CardRow) -> DigestItem:
    where = ", ".join(filter(None, (row.structure, _commune(row))))
    skills = ", ".join(row.skills[:_MOST_SKILLS])
    text: Text = escape(row.name)
    if where and skills:
        text = _("{name} ({where}): {skills}", name=row.name, where=where, skills=skills)
    elif where or skills:
        text = _("{name}: {skills}", name=row.name, skills=where or skills)
    key = versioned(_key(row), row.name, where, skills)
    return DigestItem(key, text, _("New in the directory"))


def _changed(row: CardRow) -> DigestItem:
    skills = ", ".join(row.skills[:_MOST_SKILLS])
    text = _("{name}: {skills}", name=row.name, skills=skills)
    said = sha256(f"{row.name}\0{skills}".encode()).hexdigest()[:16]
    return DigestItem(f"{_skills(row)}{_SAID}{said}", text, _("Cards brought up to date"))


def _commune(row: CardRow) -> str:
    return name_of(Area(Level.COMMUNE, row.commune)) if row.commune else ""


plugin.provide(DigestSection, NewCards())
