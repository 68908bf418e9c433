"""The places of one server: channels and DMs as the bot names them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.chat.places import Location, PlaceKind

OPEN, PRIVATE, DIRECT, GROUP = "O", "P", "D", "G"
"""The types of channel: `G` is a DM of several people, and a channel like others but in no team."""
_BETWEEN_TWO = re.compile(r"([a-z0-9]{26})__([a-z0-9]{26})")
"""The name of a DM: the ids of both. `IsValid` in `server/public/model/channel.go` allows no other."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as the server describes it: `name` stands in its address, `team` is None outside teams."""

    name: str
    type: str
    team: str | None


class Places:
    """Makes locations. `platform` is the configured name of the server.

    `me` and `username` are the bot's own. `teams` are the names, by id, of the teams in which the bot works:
    anybody may add it to another one, of their own, where they are the administrator.
    """

    def __init__(self, platform: str) -> None:
        self._platform = platform
        self.me = self.username = ""
        self.teams: dict[str, str] = {}
        self.known: dict[str, Channel] = {}

    def is_ours(self, team: str | None) -> bool:
        """Return whether the bot works in that team; what is in no team, as a DM, is nobody's own."""
        return not team or team in self.teams

    def is_own_dm(self, name: str) -> bool:
        """Return whether a channel of that name is a DM with the bot."""
        return self.me in _users(name)

    def is_dm_of_others(self, name: str) -> bool:
        """Return whether a channel of that name is a DM between two people: the bot cannot write there."""
        users = _users(name)
        return bool(users) and self.me not in users

    def dm(self, channel: str, username: str) -> Location:
        """Return the DM of somebody with the bot; a DM belongs to no team, and is answered flat."""
        return Location(platform=self._platform, id=channel, name=username, kind=PlaceKind.DM)

    def channel(self, channel: str, name: str, team: str | None, thread: str | None = None) -> Location:
        """Return a channel of a team, or a thread in it."""
        known = self.known.get(channel)
        return Location(
            platform=self._platform,
            id=channel,
            name=name or channel,
            community=team or None,
            community_name=self.teams.get(team or ""),
            thread=thread or None,
            is_private=None if known is None else known.type != OPEN,
        )


def _users(name: str) -> tuple[str, ...]:
    """Return the ids of the two people whose DM has that name."""
    found = _BETWEEN_TWO.fullmatch(name)
    return found.groups() if found else ()
