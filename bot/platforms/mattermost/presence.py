"""Presence: whether what the bot posts in a channel can arrive there."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from bot.logs import get_logger
from bot.platforms.mattermost.failures import NotPermittedError, NotThereError, RequestError
from bot.platforms.mattermost.rest import Rest

log = get_logger(__name__)

_SURE_FOR = 600.0
_REMEMBERED = 10_000


class Presence:
    """Knows from which channels the bot is shut out: slash commands work there all the same.

    It joins an open channel when it has something to post; a private one is hidden from who is no member.
    """

    def __init__(self, rest: Rest, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rest = rest
        self._monotonic = monotonic
        self._seen: OrderedDict[str, float] = OrderedDict()

    async def is_shut_out(self, channel: str) -> bool:
        """Return whether the channel is hidden from the bot; in doubt it is not.

        An invitation counts at once, a removal after ten minutes.
        """
        now = self._monotonic()
        if now - self._seen.get(channel, -_SURE_FOR) < _SURE_FOR:
            return False
        try:
            await self._rest.channel(channel)
        except (NotPermittedError, NotThereError):
            self._seen.pop(channel, None)
            return True
        except RequestError as error:
            log.warning("a channel cannot be read", reason=str(error))
            return False
        self._seen[channel] = now
        self._seen.move_to_end(channel)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        return False
