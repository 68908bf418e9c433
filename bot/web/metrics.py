"""The bot's figures for Prometheus, in a registry of their own."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from aiohttp import web
from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from bot.counting import BUCKETS, COUNTED, TIMED, Counters, Durations
from bot.logs import get_logger
from bot.web.routes import Route, for_neighbours

log = get_logger(__name__)

MEASURED: Mapping[str, str] = {
    "maillage_uptime_seconds": "Time since the bot started.",
    "maillage_timers_pending": "Timers that wait for their instant, late ones included.",
    "maillage_timers_late": "Timers whose instant has passed.",
    "maillage_timers_held": "Timers whose plugin is off, or that failed too often.",
    "maillage_deliveries_pending": "Deliveries that wait to be made.",
    "maillage_deliveries_dead": "Deliveries that can never be made.",
    "maillage_platform_connected": "Whether events of a platform reach the bot (1) or not (0).",
}
"""What is measured at the moment of asking, with a description for the administrator."""

MEASURED_WITHIN = 5.0
"""Seconds after which a measure is left out; Prometheus gives up after ten by default."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """A value at the moment of asking; `name` is one of `MEASURED`, or a plugin's own."""

    name: str
    value: float
    labels: Mapping[str, str] = field(default_factory=dict)


Gauges = Callable[[], Awaitable[Iterable[Gauge]]]
"""Measures something."""


def metrics_route(counters: Counters, *gauges: Gauges, within: float = MEASURED_WITHIN) -> Route:
    """Return `/metrics`, for neighbours only: counts, measures, and the process's memory and CPU.

    A measure that fails or takes too long is logged and left out, so that the others are still seen.
    """
    process = ProcessCollector(registry=None)

    async def answer(request: web.BaseRequest) -> web.Response:
        registry = CollectorRegistry()
        registry.register(_Figures(counters, await _measure(gauges, within)))
        registry.register(process)
        encode, content_type = choose_encoder(request.headers.get("Accept", ""))
        headers = {"Content-Type": content_type, "Cache-Control": "no-store"}
        return web.Response(body=encode(registry), headers=headers)

    return Route("metrics", "GET", "/metrics", for_neighbours(answer))


async def _measure(gauges: Iterable[Gauges], within: float) -> list[Gauge]:
    measured: list[Gauge] = []
    for measure in gauges:
        try:
            async with asyncio.timeout(within):
                measured += await measure()
        except Exception:
            log.exception("a measure failed")
    return measured


class _Figures(Collector):
    """What `/metrics` shows of the bot itself, at one moment."""

    def __init__(self, counters: Counters, gauges: Iterable[Gauge]) -> None:
        self._counters = counters
        self._gauges = gauges

    def collect(self) -> Iterator[Metric]:
        """Return one family for each name."""
        families: dict[str, Metric] = {}
        for gauge in self._gauges:
            family = _family(families, gauge.name, "gauge", MEASURED)
            family.add_sample(gauge.name, dict(gauge.labels), gauge.value)
        for name, labels, count in self._counters.counted():
            _family(families, name, "counter", COUNTED).add_sample(name, dict(labels), count)
        for name, labels, durations in self._counters.timed():
            _add_histogram(_family(families, name, "histogram", TIMED), dict(labels), durations)
        return iter(families.values())


def _family(families: dict[str, Metric], name: str, kind: str, known: Mapping[str, str]) -> Metric:
    """Return the family of that name, which is new if there is none yet.

    The client library adds the `_total` of a counter by itself.
    """
    if name not in families:
        families[name] = Metric(name.removesuffix("_total"), known.get(name, ""), kind)
    return families[name]


def _add_histogram(family: Metric, labels: dict[str, str], durations: Durations) -> None:
    """Add the samples of a histogram, whose buckets each hold all that is not longer."""
    totals = list(accumulate(durations.counts()))
    for bound, total in zip((*map(str, BUCKETS), "+Inf"), totals, strict=True):
        family.add_sample(f"{family.name}_bucket", {**labels, "le": bound}, total)
    family.add_sample(f"{family.name}_count", labels, totals[-1])
    family.add_sample(f"{family.name}_sum", labels, durations.seconds)
