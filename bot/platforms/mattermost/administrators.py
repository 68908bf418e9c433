"""Who administers the bot's teams: their administrators, and those of the server who are in them.

Servers tell only the person concerned that they got a role, or lost it (`memberrole_updated` and
`user_role_updated` have a `userID` to which alone they go: `app/team.go` and `app/user.go` of 5.37). So they
are asked for the list when the bot connects, and every few minutes from then on.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.chat.hosting import Host
from bot.logs import get_logger
from bot.platforms.mattermost.failures import RequestError
from bot.platforms.mattermost.places import Places
from bot.platforms.mattermost.rest import Rest

log = get_logger(__name__)

ASK_EVERY = 300.0
"""Seconds after which the teams are asked about again."""


class Administrators:
    """Tells the host who administers each team of `places`. It may be late: no right is given by it."""

    def __init__(
        self, rest: Rest, places: Places, host: Host, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._rest = rest
        self._places = places
        self._host = host
        self._sleep = sleep

    async def run(self) -> None:
        """Ask again and again, until cancelled."""
        while True:
            await self.ask()
            await self._sleep(ASK_EVERY)

    async def ask(self) -> None:
        """Ask once; what a server does not tell stays as it was known."""
        for team in tuple(self._places.teams):
            try:
                found = await self._rest.administrators(team)
            except RequestError as error:
                log.info("who administers a team cannot be read", team=team, reason=str(error))
                continue
            self._host.administered_by(team, [user["id"] for user in found if not user.get("is_bot")])
