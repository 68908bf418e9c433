"""The section of what is coming: deadlines, meetings, all that other plugins tell of as an agenda."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy.ext.asyncio import AsyncSession

from bot.chat.people import Network
from bot.chat.places import Place
from bot.language.catalogue import Words
from bot.language.messages import Instant, Text, _
from bot.language.moments.plans import spell_plan
from bot.plugin.letters import DigestItem, DigestWindow, thing_of
from bot.plugin.neighbours import LOOK_AHEAD, Agenda, Occasion

_KEY = "coming"
_VERSION, _TIME = "@", "."
"""What stands before a version in the key of a thing, and in a version behind its time."""


class Coming:
    """Implements `bot.plugin.letters.DigestSection` over the agendas of other plugins.

    What is coming is known by its date and its words: what is moved, or renamed, is told again, also back to
    where it was. What recurs is known by its rhythm: it is told once, and not again for each of its dates.
    """

    name = "coming"
    title: Text = _("Coming up")
    size = 8

    def __init__(
        self, agendas: Sequence[Agenda], words_for: Callable[[Place | None], Words], now: datetime
    ) -> None:
        """Take the agendas, the words of a place, or those of the network, and when it is asked."""
        self._agendas = agendas
        self._words_for = words_for
        self._words = words_for(None)
        """In these occasions are known again."""
        self._now = now

    async def items(
        self, session: AsyncSession, _network: Network, window: DigestWindow
    ) -> Sequence[DigestItem]:
        """Return what is on in the places of the letter, the next first."""
        words = self._words_for(window.places[0] if window.places else None)
        told = _versions(window.excluded)
        found: dict[str, tuple[datetime, DigestItem]] = {}
        for occasion in await self._occasions(session, window.places, window.until):
            version, thing = self._version(occasion), _thing(occasion)
            key = _next_key(thing, version, told.get(thing, {})) if thing else f"{_KEY}:{version}"
            if key is not None and not {key, thing_of(key)}.intersection(window.excluded):
                found.setdefault(key, (occasion.at, DigestItem(key, _line(occasion, words))))
        new = sorted(found.values(), key=lambda dated: (dated[0], dated[1].key))
        return [item for _at, item in new[: window.most]]

    def elsewhere(self, _window: DigestWindow) -> Text | None:
        """Return where all that is coming is seen; None if no agenda says it."""
        return next((agenda.elsewhere for agenda in self._agendas if agenda.elsewhere is not None), None)

    async def still(
        self, session: AsyncSession, _network: Network, keys: Collection[str], places: Sequence[Place]
    ) -> Collection[str]:
        """Return those that are coming still: neither over, nor called off, moved or renamed."""
        coming = {
            (_thing(one), self._version(one)) for one in await self._occasions(session, places, self._now)
        }
        return {key for key in keys if _read(key) in coming}

    async def _occasions(
        self, session: AsyncSession, places: Sequence[Place], start: datetime
    ) -> list[Occasion]:
        found: list[Occasion] = []
        for place in places:
            for agenda in self._agendas:
                found += await agenda.occasions(session, place, start, start + LOOK_AHEAD)
        return found

    def _version(self, occasion: Occasion) -> str:
        """Return what is told of an occasion, in short: its date or its rhythm, and its words."""
        rhythm = occasion.plan and spell_plan(occasion.plan, self._words)
        when = self._words(rhythm) if rhythm else int(occasion.at.timestamp())
        return sha256(f"{when} {self._words(occasion.title)}".encode()).hexdigest()[:20]


def _line(occasion: Occasion, words: Words) -> Text:
    rhythm = occasion.plan and spell_plan(occasion.plan, words)
    if rhythm:
        return _("{rhythm}: {title}", rhythm=rhythm, title=occasion.title)
    return _("{at}: {title}", at=Instant(occasion.at, all_day=occasion.all_day), title=occasion.title)


def _thing(occasion: Occasion) -> str:
    """Return what the key of an occasion is of; empty where it is not known again once it changes."""
    return key_of(occasion.key) if occasion.key else ""


def key_of(occasion: str) -> str:
    """Return the key under which letters tell an occasion, by its own key; a version may follow it."""
    return f"{_KEY}:{occasion}"


def _read(key: str) -> tuple[str, str]:
    """Return what a key is of, and what it tells: whichever time that is told."""
    thing, has_version, version = key.partition(_VERSION)
    if not has_version:
        return "", key.removeprefix(f"{_KEY}:")
    return thing, version.rpartition(_TIME)[2]


def _versions(keys: Collection[str]) -> dict[str, dict[str, int]]:
    """Return which versions of things were told, each with the last time at which it was: 0 is the first."""
    found: dict[str, dict[str, int]] = {}
    for key in keys:
        thing, has_version, version = key.partition(_VERSION)
        if not has_version or not thing.startswith(f"{_KEY}:"):
            continue
        time, _dot, said = version.rpartition(_TIME)
        told = found.setdefault(thing, {})
        told[said] = max(told.get(said, 0), int(time or 0))
    return found


def _next_key(thing: str, version: str, told: dict[str, int]) -> str | None:
    """Return the key under which a version is told; None where it is what was told last.

    One that was told, and then another, is told once more: under a key of its own, with its time in it.
    """
    last = max(told.values(), default=-1)
    if told.get(version) == last:
        return None
    if last < 0:
        return f"{thing}{_VERSION}{version}"
    return f"{thing}{_VERSION}{last + 1}{_TIME}{version}"
