"""What the bot offers to a platform: where to hand what comes in, and what it remembers for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.chat.answers import Answer
from bot.chat.incoming import Completion, Incoming
from bot.chat.messages import Option
from bot.chat.places import Location
from bot.language.messages import Text

LOOKS_OUTSIDE: ContextVar[Callable[[], None] | None] = ContextVar("looks_outside", default=None)
"""What a platform wants called once something that it handed in waits for an answer from outside."""


class ConnectionState(StrEnum):
    """How a platform is connected to its server.

    A stopped one waits for somebody to do something; it may look, now and then, whether they did.
    """

    CONNECTING = "connecting"
    CONNECTED = "connected"
    LOST = "lost"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Connection:
    """How a platform is connected, since when (aware), and in plain words why it is not."""

    state: ConnectionState
    since: datetime
    reason: Text | None = None


class Host(Protocol):
    """The bot, as a platform sees it."""

    async def receive(self, incoming: Incoming) -> list[Answer]:
        """Handle what a person did; the answers are for them, there and then.

        It never raises. Where nothing can be shown (`Shows.NOTHING`) an answer comes back only if nothing
        could be saved: the event is to be handed in again later.
        """

    async def resettle(self, incoming: Incoming, answers: Sequence[Answer]) -> list[Answer]:
        """Settle anew answers to an event which can be shown less well than the platform had said.

        `incoming.shows` says what can be shown now; the rest is posted. It never raises.
        """

    async def complete(self, completion: Completion) -> list[Option]:
        """Return what the argument that a person types may become, the likeliest first; it never raises."""

    async def keep(self, text: str, *, delivery: int | None = None, user: str | None = None) -> int:
        """Keep a text that is too long for what a button can hold; the same text has one number.

        It goes with the person who alone is shown it: whom the `delivery` with the button is for, or the
        `user`, by the platform's id, who did what it answers.
        """

    async def kept(self, number: int) -> str | None:
        """Return the text kept under a number, None if there is none."""

    def listens(self, kind: type[Incoming]) -> bool:
        """Return whether anything comes of what is of that kind; if not, it need not be handed in."""

    async def positions(self) -> Mapping[str, str]:
        """Return how far the platform had got in each of its channels, in its own terms."""

    async def remember(self, positions: Mapping[str, str]) -> None:
        """Remember how far the platform got in these channels."""

    async def message_deleted(self, channel: str, message: str) -> None:
        """Take note that a message was deleted, by the platform's ids of its place and of itself, once.

        It raises if that could not be saved: it is to be told again later.
        """

    async def message_edited(self, channel: str, message: str, links: Sequence[str], key: str) -> None:
        """Take note that its author changed a message, which holds no links, or no tags, now.

        `links` are those that it holds; `key` is unique to this change on the platform: one that comes twice
        is told once. It raises if that could not be saved. With links and tags, `Edited` is handed in.
        """

    async def discovered(self, places: Sequence[Location]) -> None:
        """Take note of the places that the platform can post to, so that people can name them.

        What was told to be `left` is no more.
        """

    async def left(self, channels: Collection[str]) -> None:
        """Take note that the bot was removed from these channels, or that they are gone, by their ids."""

    async def sees(self, community: str, channels: Collection[str]) -> None:
        """Take note that these are all the channels of a community where the bot can post: it left others."""

    async def admits(self, communities: Collection[str]) -> None:
        """Say which communities belong to the network by themselves: those that the configuration names.

        To be called at start, by a platform on which anybody can add the bot to a community. Those that were
        named before and are no longer leave the network. All others are in no network until they join one;
        nor is a person who writes a DM and whom no network knows, unless its location says to which community
        of the network they belong. Where it is never called, whatever is handed in belongs to the network.
        """

    async def is_joined(self, community: str) -> bool:
        """Return whether a community is in a network: named so, or because it joined.

        Of what happens elsewhere only commands are to be handed in: they are answered, by which command the
        community can join, and nothing is kept of them.
        """

    def administered_by(self, community: str, accounts: Collection[str]) -> None:
        """Take note of who administers a community by the platform's own rights: these, and nobody else.

        To be called whenever that is known as a whole: when the platform connects, and after changes.
        """

    def administers(self, community: str, account: str, *, is_one: bool) -> None:
        """Take note of whether one account administers a community, as the platform sees it now."""

    def connection(self, connection: Connection) -> None:
        """Take note of how the platform is connected now."""
