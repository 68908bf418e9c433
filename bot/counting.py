"""Counts of what happened since the start, in memory and cheap: whoever does something counts it here.

Nothing here knows how the counts are shown. Names follow the conventions of Prometheus: counters end in
`_total`, durations in `_seconds`. The values of labels come from small fixed sets (a platform, an outcome),
never from people, places or texts, since each combination is kept for as long as the process runs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

Labels = tuple[tuple[str, str], ...]
"""Names and values of labels, in the order of the names."""

COUNTED: Mapping[str, str] = {
    "maillage_events_total": "Events that came from the chat, by platform and kind.",
    "maillage_answers_total": "Answers to people, by platform.",
    "maillage_failures_total": "Requests that could not be done as asked, by code.",
    "maillage_deliveries_total": "Attempts to deliver, by platform and outcome.",
    "maillage_socket_losses_total": "Losses of the connection that brings events, by platform.",
    "maillage_socket_resumes_total": "Connections that took up where the lost one ended, by platform.",
    "maillage_socket_reconnects_total": "Connections that had to start afresh, by platform.",
    "maillage_catch_ups_total": "Searches for what came while cut off, by platform.",
    "maillage_refused_requests_total": "Requests of the bot that a platform refused, by platform and status.",
    "maillage_throttled_requests_total": "Requests told to wait because too many came, by platform.",
    "maillage_errors_total": "Unexpected errors, by the part of the bot that met them.",
    "maillage_web_refusals_total": "HTTP requests and connections that were turned away, by reason.",
}
"""What is counted, with a description for the administrator."""

TIMED: Mapping[str, str] = {
    "maillage_callback_seconds": "Time from a whole HTTP request to its answer, by kind.",
}
"""What is timed, with a description for the administrator."""

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Upper bounds, in seconds, of the classes into which durations fall; longer ones fall beyond the last."""


class Durations:
    """How long something took, each time: how often by bucket, and the sum."""

    __slots__ = ("_counts", "seconds")

    def __init__(self) -> None:
        self.seconds = 0.0
        self._counts = [0] * (len(BUCKETS) + 1)

    def observe(self, seconds: float) -> None:
        """Count one duration."""
        self._counts[bisect_left(BUCKETS, seconds)] += 1
        self.seconds += seconds

    def counts(self) -> list[int]:
        """Return how many were in each of `BUCKETS`, then how many were longer than all."""
        return list(self._counts)


class Counters:
    """The counts of one process."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, Labels], float] = {}
        self._durations: dict[tuple[str, Labels], Durations] = {}

    def add(self, name: str, amount: float = 1, /, **labels: str) -> None:
        """Count something; `name` is one of `COUNTED`, or a plugin's own."""
        key = (name, tuple(sorted(labels.items())))
        self._counts[key] = self._counts.get(key, 0) + amount

    def durations(self, name: str, /, **labels: str) -> Durations:
        """Return the durations under that name and those labels, to be kept by whoever observes many."""
        return self._durations.setdefault((name, tuple(sorted(labels.items()))), Durations())

    def counted(self) -> Iterator[tuple[str, Labels, float]]:
        """Yield every count: its name, its labels, its value."""
        return ((name, labels, value) for (name, labels), value in self._counts.items())

    def timed(self) -> Iterator[tuple[str, Labels, Durations]]:
        """Yield all durations: their name, their labels, and what was observed."""
        return ((name, labels, durations) for (name, labels), durations in self._durations.items())
