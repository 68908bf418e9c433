"""What a WebSocket says about itself: to the status page, the log and the metrics."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Connecting:
    """An attempt is under way."""


@dataclass(frozen=True, slots=True)
class Connected:
    """Events arrive since `since`.

    `resumed` tells that none was lost; else the server began a new connection. `outage` is how many seconds
    after the loss of the connection before this one it works again, None for the first.
    """

    since: datetime
    resumed: bool
    outage: float | None


@dataclass(frozen=True, slots=True)
class Lost:
    """There is no connection since `since`, because of `reason`; `retry_in` seconds to the next attempt.

    `silent` tells that it was given up for nothing came any more: others to that server may be dead too.
    """

    reason: str
    since: datetime
    retry_in: float
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Stopped:
    """The connection is closed for good: `reason` says why, None if it was asked for."""

    reason: str | None


State = Connecting | Connected | Lost | Stopped


@dataclass(slots=True)
class Counts:
    """What happened since the start: connections lost, resumed, begun anew after a loss; failed attempts.

    `events` were delivered, `malformed` frames skipped, and `gaps` told.
    """

    losses: int = 0
    resumes: int = 0
    renewals: int = 0
    failures: int = 0
    events: int = 0
    malformed: int = 0
    gaps: int = 0
