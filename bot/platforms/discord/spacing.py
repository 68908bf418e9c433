"""Spacing: how fast the bot opens DMs, which Discord takes ill of bots when it is done in bulk.

https://docs.discord.com/developers/resources/user#create-dm warns of it and tells no number: these are ours.
"""

from __future__ import annotations

from datetime import datetime, timedelta

BURST = 5
EVERY = timedelta(seconds=2)
"""One DM is opened in that time; after a while without any, `BURST` at once."""
_FORGOTTEN_AFTER = timedelta(hours=1)


class Spacing:
    """Gives everybody a turn. Instants are the bot's clock's, in any zone, all aware."""

    def __init__(self) -> None:
        self._full_at: datetime | None = None
        self._turns: dict[str, datetime] = {}

    def wait(self, user: str, now: datetime) -> float:
        """Return in how many seconds a DM with somebody may be opened; if 0, their turn is taken.

        Whoever has to wait keeps their turn, so that those who come later do not go first.
        """
        turn = self._turns.get(user) or self._next(now)
        if turn > now:
            self._turns[user] = turn
            return (turn - now).total_seconds()
        self._turns.pop(user, None)
        return 0.0

    def _next(self, now: datetime) -> datetime:
        """Return when the next one may be opened, which is then somebody's turn."""
        self._turns = {user: turn for user, turn in self._turns.items() if now - turn < _FORGOTTEN_AFTER}
        full_at = max(self._full_at or now, now) + EVERY
        self._full_at = full_at
        return max(full_at - BURST * EVERY, now)
