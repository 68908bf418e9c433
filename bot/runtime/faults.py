"""Unexpected errors: a reference for the person, the traceback for the log, a list for the status page."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Sequence

from bot.counting import Counters
from bot.logs import get_logger
from bot.plugin import Fault
from bot.runtime.clock import Clock

log = get_logger(__name__)

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_KEPT = 20


class Faults:
    """Remembers the last unexpected errors; each stands in the log under its reference."""

    def __init__(self, clock: Clock, counters: Counters | None = None) -> None:
        self._clock = clock
        self._counters = counters or Counters()
        self._last: deque[Fault] = deque(maxlen=_KEPT)

    def record(self, plugin: str, error: BaseException) -> str:
        """Log an error with its traceback and return the reference to give to the person."""
        reference = "".join(secrets.choice(_ALPHABET) for _ in range(6))
        self._last.appendleft(Fault(self._clock.now(), reference, plugin, type(error).__name__))
        self._counters.add("maillage_errors_total", part=plugin)
        log.error("unexpected error", reference=reference, plugin=plugin, exc_info=error)
        return reference

    def last(self) -> Sequence[Fault]:
        """Return the last errors, newest first."""
        return list(self._last)
