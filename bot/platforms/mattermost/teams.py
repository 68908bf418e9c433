"""The teams of one server in which the bot works: whoever adds it elsewhere does not make it work there.

Any user of a server can make a team, administer it and add the bot to it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.logs import get_logger
from bot.platforms.mattermost.line import Entity
from bot.platforms.mattermost.places import Places

log = get_logger(__name__)


class Teams:
    """Keeps `places.teams` to the teams of these names or, if none is named, of these ids."""

    def __init__(self, platform: str, places: Places, names: Collection[str], ids: Collection[str]) -> None:
        self._platform = platform
        self._places = places
        self._names = names
        self._ids = ids
        self._told: set[str] = set()

    def found(self, teams: Sequence[Entity]) -> None:
        """Take note of the teams in which the bot is."""
        ours = {team["id"]: str(team["name"]) for team in teams if self._is_allowed(team)}
        self._places.teams.clear()
        self._places.teams.update(ours)
        for team in teams:
            if team["id"] not in ours:
                self.tell_of(team["id"], str(team["name"]))

    def tell_of(self, team: str, name: str | None = None) -> None:
        """Tell the log, once, that a team is ignored."""
        if team not in self._told:
            self._told.add(team)
            log.warning(
                "the bot was added to a team in which it does not work: nothing there reaches it",
                platform=self._platform,
                team=name or team,
            )

    def _is_allowed(self, team: Entity) -> bool:
        return team["name"] in self._names if self._names else team["id"] in self._ids
