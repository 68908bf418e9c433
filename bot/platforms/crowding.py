"""Crowding: how much a person, a channel or a stranger may ask of the bot at once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.counting import Counters
from bot.web.throttle import CHANNEL, PERSON, Limit, Throttle

_TOLD = Limit(burst=1, per_second=1 / 60)
"""How often somebody is told to wait."""
_JUDGED = 10_000
"""How many messages are known again."""


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
        """Take note of what somebody types in a channel, or, without one, of a press or a form.

        Those count for the person alone: where a poll closes soon, hundreds press under one post.
        """
        now = self._monotonic()
        wait = self._persons.allow(person, now)
        if wait is None and channel is not None:
            wait = self._channels.allow(channel, now)
        return self._counted(wait)

    def wait_of_stranger(self, address: str | None) -> float | None:
        """Take note of something forged that came from an address."""
        return self._counted(self._addresses.allow(address, self._monotonic()))

    def _counted(self, wait: float | None) -> float | None:
        if wait is not None:
            self._counters.add("maillage_throttled_requests_total", platform=self._platform)
        return wait


@dataclass(frozen=True, slots=True)
class Rush:
    """Somebody wrote too much at once: in how many seconds it is not too much, and whether to tell them."""

    wait: float
    is_to_be_told: bool


class Writers:
    """Keeps account of who writes to the bot in which channel: a rush is answered once, then not at all.

    What counts is when messages were written: those that are read later, all at once, were no rush. One that
    is read again is judged as it was.
    """

    def __init__(self, platform: str, counters: Counters) -> None:
        self._platform = platform
        self._counters = counters
        self._persons = Throttle(PERSON)
        self._channels = Throttle(CHANNEL)
        self._told = Throttle(_TOLD)
        self._judged: OrderedDict[str, Rush | None] = OrderedDict()

    def rush_of(self, message: str, person: str, channel: str, at: float) -> Rush | None:
        """Take note of a message by its id, written at that instant (seconds); return None if it is welcome.

        Those of one channel are given in the order in which they were written.
        """
        if message in self._judged:
            known = self._judged[message]
            return replace(known, is_to_be_told=False) if known else None
        rush = self._judge(person, channel, at)
        self._judged[message] = rush
        if len(self._judged) > _JUDGED:
            self._judged.popitem(last=False)
        return rush

    def _judge(self, person: str, channel: str, at: float) -> Rush | None:
        key: tuple[str, ...] = (person, channel)
        wait = self._persons.allow(key, at)
        if wait is None:
            key = (channel,)
            wait = self._channels.allow(key, at)
        if wait is None:
            return None
        self._counters.add("maillage_throttled_requests_total", platform=self._platform)
        return Rush(wait, is_to_be_told=self._told.allow(key, at) is None)
