"""Who speaks at the console and where, in the neutral vocabulary."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.chat.people import Author
from bot.chat.places import Location, PlaceKind
from bot.platforms.console.outputs import Destination, Output
from bot.platforms.console.platform import PLATFORM, channel_id, dm_id, user_id


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Who speaks and where.

    `channel` is None in the DM with the bot; `thread` is the output that a thread hangs under, if it is one.
    """

    user: str
    community: str
    channel: str | None
    thread: int | None = None

    def as_person(self, user: str) -> Whereabouts:
        """Return the same place with somebody else."""
        return replace(self, user=user)

    def at(self, output: Output) -> Whereabouts:
        """Return the same person where an output stands."""
        return replace(self, community=output.to.community, channel=output.to.channel, thread=output.root)

    @property
    def author(self) -> Author:
        """Who speaks."""
        return Author(id=user_id(self.user), username=self.user)

    @property
    def location(self) -> Location:
        """Where."""
        if self.channel is None:
            return Location(platform=PLATFORM, id=dm_id(self.user), name=self.user, kind=PlaceKind.DM)
        return Location(
            platform=PLATFORM,
            id=channel_id(self.community, self.channel),
            name=self.channel,
            community=self.community,
            thread=str(self.thread) if self.thread is not None else None,
        )

    @property
    def destination(self) -> Destination:
        """Where answers are shown."""
        return Destination(self.community, self.channel, None if self.channel is not None else self.user)
