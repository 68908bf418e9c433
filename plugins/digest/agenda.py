"""The section of what is coming: deadlines, meetings, all that other plugins tell of as an agenda."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Instant, Text, _
from bot.plugin.neighbours import Agenda, DigestItem, DigestWindow, Occasion

AHEAD = timedelta(days=31)
"""How far a letter looks ahead."""

_KEY = "coming"


class Coming:
    """Implements `bot.plugin.neighbours.DigestSection` over the agendas of other plugins.

    What is coming is known by its date and its words: what is moved, or renamed, is told again.
    """

    name = "coming"
    title: Text = _("Coming up")
    size = 8

    def __init__(self, agendas: Sequence[Agenda], words: Words, now: datetime) -> None:
        """Take the agendas, the words in which occasions are known again, and when it is asked."""
        self._agendas = agendas
        self._words = words
        self._now = now

    async def items(
        self, session: AsyncSession, _network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return what is on in the places of the letter, the next first."""
        found: dict[str, tuple[datetime, DigestItem]] = {}
        for occasion in await self._occasions(session, window.places, window.until):
            key = self._key(occasion)
            text = _("{at}: {title}", at=Instant(occasion.at), title=occasion.title)
            found[key] = (occasion.at, DigestItem(key, text))
        new = [found[key] for key in found if key not in window.excluded]
        new.sort(key=lambda dated: (dated[0], dated[1].key))
        return [item for _at, item in new[: window.most]]

    def elsewhere(self, _window: DigestWindow) -> Text | None:
        """Return where all that is coming is seen; None if no agenda says it."""
        return next((agenda.elsewhere for agenda in self._agendas if agenda.elsewhere is not None), None)

    async def still(
        self, session: AsyncSession, _network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that are coming still: neither over, nor called off, moved or renamed."""
        coming = {self._key(one) for one in await self._occasions(session, places, self._now)}
        return coming.intersection(keys)

    async def _occasions(
        self, session: AsyncSession, places: Sequence[Place], start: datetime
    ) -> list[Occasion]:
        found: list[Occasion] = []
        for place in places:
            for agenda in self._agendas:
                found += await agenda.occasions(session, place, start, start + AHEAD)
        return found

    def _key(self, occasion: Occasion) -> str:
        said = f"{int(occasion.at.timestamp())} {self._words(occasion.title)}"
        version = sha256(said.encode()).hexdigest()[:20]
        return f"{_KEY}:{occasion.key}@{version}" if occasion.key else f"{_KEY}:{version}"
