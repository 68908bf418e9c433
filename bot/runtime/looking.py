"""Looking outside for somebody who waits for an answer, with no transaction open meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar, cast

from bot.chat.hosting import LOOKS_OUTSIDE
from bot.errors import Refusal
from bot.language.messages import _
from bot.plugin import Lookup, Outside
from bot.plugin.fetching import SOMEBODY_WAITS
from bot.runtime.clock import Clock

S = TypeVar("S")
T = TypeVar("T")

MOST = 5
"""How many look-ups are made for one thing that a person did."""
LONGEST = timedelta(minutes=1)
"""After so long the person is told that what they asked for takes too long."""

_TOO_SLOW = _("What this needs from outside did not come in time. Nothing was done; please try again later.")


class LookupNeededError(Exception):
    """Something is to be looked up: not in a unit of work, where all would wait."""

    def __init__(self, lookup: Lookup[object]) -> None:
        super().__init__(type(lookup).__name__)
        self.lookup = lookup


class Findings:
    """What was looked up for one event."""

    def __init__(self) -> None:
        self._found: dict[Lookup[object], tuple[object, Exception | None]] = {}

    def give(self, lookup: Lookup[T]) -> T:
        """Return what was found, or raise what the look-up raised.

        Raises:
            LookupNeededError: it is still to be made.
            LookupError: it would be one too many.
        """
        if lookup not in self._found:
            if len(self._found) >= MOST:
                raise LookupError(f"more than {MOST} look-ups for one event")
            raise LookupNeededError(lookup)
        found, error = self._found[lookup]
        if error is not None:
            raise error
        return cast("T", found)

    async def find(self, lookup: Lookup[object], outside: Outside) -> None:
        """Make a look-up, before all that is read for nobody."""
        tell = LOOKS_OUTSIDE.get()
        if tell is not None:
            tell()
        before = SOMEBODY_WAITS.set(True)
        try:
            async with asyncio.timeout(LONGEST.total_seconds()):
                self._found[lookup] = await lookup.look(outside), None
        except TimeoutError:
            self._found[lookup] = None, Refusal("too_slow", _TOO_SLOW)
        except Exception as error:  # noqa: BLE001 - the handler that asks for it meets it
            self._found[lookup] = None, error
        finally:
            SOMEBODY_WAITS.reset(before)


class LiveOutside:
    """Implements `bot.plugin.Outside`; `services` gives what offers a service, None if nothing does."""

    def __init__(self, clock: Clock, services: Callable[[type], object]) -> None:
        self._clock = clock
        self._services = services

    @property
    def now(self) -> datetime:
        """The present instant."""
        return self._clock.now()

    def service(self, kind: type[S]) -> S:
        """Return the service of that kind.

        Raises:
            LookupError: nothing offers it.
        """
        found = self._services(kind)
        if found is None:
            raise LookupError(f"nothing offers {kind.__name__}")
        return cast("S", found)
