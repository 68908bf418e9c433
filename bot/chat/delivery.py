"""What a platform is asked to send, and how it tells what became of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.chat.gatherings import Gathering
from bot.chat.hosting import Host
from bot.chat.messages import Post
from bot.chat.people import Person
from bot.chat.reactions import Reaction
from bot.language.messages import Language, Text


class DeliveryKind(StrEnum):
    """What to do: send a post, replace the content of an earlier one, delete that, react to a message."""

    POST = "post"
    EDIT = "edit"
    DELETE = "delete"
    REACT = "react"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One delivery, ready for its platform.

    `key` is unique to the delivery for ever, and the platform's own idempotency key derives from it.
    `channel` is the platform's id of the place, None for a DM; `user` is the platform's id of the person,
    None for a place. `edits` is the platform's id of the post to edit or delete, or of the message, whoever
    wrote it, to put the `reaction` to; `origin` and `original` are the key and the id of the delivery that
    the post came by (for a new post, its own). `people` gives the accounts, on that platform, of the members
    whom the post mentions. `tried_since` is when it may first have been sent already, None if it never was;
    `others` are then the platform's ids of what else was sent to the same destination since about then. A
    `gathering` is for the calendar of `community`, the platform's id of it; its post is shown to nobody. The
    bot `may_join` a channel that is open to all in order to post there, unless it was removed from it. What
    the platform adds is in the `language` of the post.
    """

    delivery: int
    key: str
    kind: DeliveryKind
    post: Post
    channel: str | None = None
    user: str | None = None
    thread: str | None = None
    edits: str | None = None
    origin: str = ""
    original: int = 0
    people: Mapping[int, Person] = field(default_factory=dict)
    tried_since: datetime | None = None
    others: frozenset[str] = frozenset()
    gathering: Gathering | None = None
    reaction: Reaction | None = None
    community: str | None = None
    may_join: bool = True
    language: Language = "fr"


class SendRefusedError(Exception):
    """The platform will never accept it: the channel is gone, the person refuses DMs.

    `text` says why in the words of people, as the end of a sentence, where the platform has words for it.
    """

    def __init__(self, reason: str, text: Text | None = None) -> None:
        super().__init__(reason)
        self.text = text


class NotInPlaceError(SendRefusedError):
    """The bot is not in the channel any more, or there is no such channel."""


class SendFailedError(Exception):
    """The platform did not take it this time, for sure: try again later."""


class SendUnclearError(Exception):
    """It is not known whether the platform took it: look before trying again."""


class RateLimitedError(SendFailedError):
    """The platform asks to wait `after` seconds."""

    def __init__(self, after: float) -> None:
        super().__init__(f"rate limited for {after} s")
        self.after = after


class Platform(Protocol):
    """A connection to one chat server."""

    @property
    def name(self) -> str:
        """The configured name, unique in a process; stored with every account and place."""

    @property
    def has_calendar(self) -> bool:
        """Whether it shows gatherings in a calendar of its own; others are never given any."""

    async def start(self, host: Host) -> None:
        """Connect, and hand what comes in to the host until `stop`.

        It returns once the connection is under way; how it fares is told to the host.
        """

    async def stop(self) -> None:
        """Disconnect; nothing is received or sent afterwards."""

    async def send(self, outgoing: Outgoing) -> str:
        """Do what the delivery says and return the platform's id of the post; of a reaction it is not kept.

        What an edit, a removal or a reaction asks for may be so already: that is as good as done.

        Raises:
            SendRefusedError: it can never work.
            SendFailedError: it was not taken; `RateLimitedError` says when to come back.
            SendUnclearError: it may have been taken.
        """

    async def has_left(self, user: str, communities: Collection[str]) -> bool | None:
        """Return whether a person is in no community of the network any more, None if that is not certain.

        `communities` are those that the network has on the platform: each has to be asked, be the bot in it
        still or not.

        Raises:
            SendFailedError: the platform cannot tell now.
        """

    async def administers(self, user: str, channel: str) -> bool:
        """Return whether a person administers a channel by the platform's own rights over it.

        Raises:
            SendFailedError: the platform cannot tell now.
        """

    async def people_in(self, channel: str) -> Collection[str] | None:
        """Return who is in a channel, by the platform's ids, bots left out.

        None where the platform does not tell it to bots, or of more people than anybody expects one by one.

        Raises:
            SendFailedError: the platform cannot tell now.
        """

    async def find(self, outgoing: Outgoing) -> str | None:
        """Return the platform's id of the post if this delivery was taken earlier, else None.

        Raises:
            SendFailedError: the platform cannot tell now.
        """
