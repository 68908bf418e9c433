"""Crowding: how much a person, a channel or a stranger may ask of the bot at once."""

from __future__ import annotations

from collections.abc import Callable

from bot.counting import Counters
from bot.web.throttle import CHANNEL, PERSON, Throttle


class Crowd:
    """Keeps account of who asked; the number of seconds that it returns is how long to wait, if at all.

    Only what a server is known to have said, or the bot has signed, counts for a person and a channel: what
    strangers make up in somebody's name counts for the address that it came from, and keeps nobody waiting.
    """

    def __init__(self, platform: str, counters: Counters, monotonic: Callable[[], float]) -> None:
        self._platform = platform
        self._counters = counters
        self._monotonic = monotonic
        self._persons = Throttle(PERSON)
        self._channels = Throttle(CHANNEL)
        self._addresses = Throttle(CHANNEL)

    def wait_of(self, person: str | None, channel: str | None) -> float | None:
        """Take note of what somebody does in a channel."""
        now = self._monotonic()
        wait = self._persons.allow(person, now)
        if wait is None:
            wait = self._channels.allow(channel, now)
        return self._counted(wait)

    def wait_of_stranger(self, address: str | None) -> float | None:
        """Take note of something forged that came from an address."""
        return self._counted(self._addresses.allow(address, self._monotonic()))

    def _counted(self, wait: float | None) -> float | None:
        if wait is not None:
            self._counters.add("maillage_throttled_requests_total", platform=self._platform)
        return wait
