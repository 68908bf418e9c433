"""What the console needs of the bot behind it."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.chat.answers import Answer
from bot.chat.incoming import Incoming
from bot.chat.people import Author
from bot.chat.places import Location


class Acquaintance(Protocol):
    """Who knows people and places."""

    async def resolve(self, author: Author, location: Location) -> object:
        """Get to know a person and a place."""


class RunningBot(Protocol):
    """The bot behind the console."""

    @property
    def identity(self) -> Acquaintance:
        """Who knows people and places."""

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did."""

    async def settle(self) -> None:
        """Do all that is due now."""

    async def next_at(self) -> datetime | None:
        """Return when something falls due next."""

    async def next_tidy_at(self) -> datetime | None:
        """Return when somebody's data are next too old to be kept."""

    async def grant(self, author: Author, location: Location, role: str, *, everywhere: bool) -> None:
        """Give a person a role there, or in the whole community."""

    async def stop(self) -> None:
        """Stop."""
