"""The page of figures."""

import asyncio
import re
from pathlib import Path

import prometheus_client
from prometheus_client.parser import text_string_to_metric_families
from structlog.testing import capture_logs

from bot.counting import BUCKETS, COUNTED, TIMED
from bot.web.metrics import MEASURED, Gauge, metrics_route

ROOT = Path(__file__).parents[3]


def measures(*gauges):
    async def measure():
        return gauges

    return measure


async def scrape(client, **headers):
    """Return the families by name and the samples by name and labels."""
    answer = await client.get("/metrics", headers=headers)
    assert answer.status == 200
    families = {family.name: family for family in text_string_to_metric_families(await answer.text())}
    samples = {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in families.values()
        for sample in family.samples
    }
    return families, samples


async def test_counts_are_shown_with_their_labels(serving, counters):
    counters.add("maillage_socket_losses_total", platform="mattermost")
    counters.add("maillage_socket_losses_total", platform="mattermost")
    counters.add("maillage_deliveries_total", 3, platform="console", outcome="sent")
    counters.add("maillage_deliveries_total", outcome="dead", platform='a "quoted"\nname')
    async with serving(metrics_route(counters)) as (_server, client):
        families, samples = await scrape(client)
    assert families["maillage_socket_losses"].type == "counter"
    assert families["maillage_socket_losses"].documentation == COUNTED["maillage_socket_losses_total"]
    assert samples["maillage_socket_losses_total", ("platform", "mattermost")] == 2
    assert samples["maillage_deliveries_total", ("outcome", "sent"), ("platform", "console")] == 3
    assert samples["maillage_deliveries_total", ("outcome", "dead"), ("platform", 'a "quoted"\nname')] == 1


async def test_measures_are_taken_at_each_asking(serving, counters):
    waiting = iter((7, 5))

    async def measure():
        return [Gauge("maillage_timers_pending", next(waiting))]

    connected = measures(Gauge("maillage_platform_connected", 1, {"platform": "mattermost"}))
    async with serving(metrics_route(counters, measure, connected)) as (_server, client):
        families, samples = await scrape(client)
        assert families["maillage_timers_pending"].type == "gauge"
        assert samples["maillage_timers_pending",] == 7
        assert samples["maillage_platform_connected", ("platform", "mattermost")] == 1
        _families, samples = await scrape(client)
        assert samples["maillage_timers_pending",] == 5


async def test_durations_are_a_histogram(serving, counters):
    durations = counters.durations("maillage_callback_seconds", kind="command")
    for seconds in (0.001, 0.003, 0.02, 60):
        durations.observe(seconds)
    async with serving(metrics_route(counters)) as (_server, client):
        families, samples = await scrape(client)
    kind = ("kind", "command")
    assert families["maillage_callback_seconds"].type == "histogram"
    below = [samples["maillage_callback_seconds_bucket", kind, ("le", str(bound))] for bound in BUCKETS]
    assert below == [1, 1, 2, 2, 3, *[3] * (len(BUCKETS) - 5)]
    assert samples["maillage_callback_seconds_bucket", kind, ("le", "+Inf")] == 4
    assert samples["maillage_callback_seconds_count", kind] == 4
    assert round(samples["maillage_callback_seconds_sum", kind], 6) == 60.024


async def test_the_memory_and_the_processor_time_of_the_process_are_shown(serving, counters):
    async with serving(metrics_route(counters)) as (_server, client):
        _families, samples = await scrape(client)
    assert samples["process_resident_memory_bytes",] > 1_000_000
    assert samples["process_cpu_seconds_total",] > 0


async def test_nothing_is_left_in_the_registry_that_all_programs_share(serving, counters):
    counters.add("maillage_errors_total", part="web")
    async with serving(metrics_route(counters)) as (_server, client):
        await scrape(client)
    names = [family.name for family in prometheus_client.REGISTRY.collect()]
    assert not [name for name in names if name.startswith("maillage")]


async def test_a_measure_that_fails_or_hangs_hides_no_other(serving, counters):
    async def failing():
        raise RuntimeError

    async def endless():
        await asyncio.Event().wait()

    route = metrics_route(
        counters, failing, endless, measures(Gauge("maillage_uptime_seconds", 5)), within=0.01
    )
    with capture_logs() as logs:
        async with serving(route) as (_server, client):
            _families, samples = await scrape(client)
    assert samples["maillage_uptime_seconds",] == 5
    assert [entry["event"] for entry in logs].count("a measure failed") == 2


async def test_the_format_is_the_one_that_is_asked_for(serving, counters):
    counters.add("maillage_answers_total", platform="console")
    async with serving(metrics_route(counters)) as (_server, client):
        plain = await client.get("/metrics")
        assert plain.headers["Content-Type"].startswith("text/plain; version=")
        open_metrics = await client.get(
            "/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"}
        )
        assert open_metrics.headers["Content-Type"].startswith("application/openmetrics-text")
        assert (await open_metrics.text()).endswith("# EOF\n")


async def test_the_figures_do_not_exist_for_those_who_come_through_a_proxy(serving, counters):
    async with serving(metrics_route(counters)) as (_server, client):
        answer = await client.get("/metrics", headers={"X-Forwarded-For": "10.0.0.1"})
        assert (answer.status, await answer.read()) == (404, b"")


def test_every_figure_that_the_code_names_is_described():
    named = {
        name
        for source in (ROOT / "bot").rglob("*.py")
        for name in re.findall(r'"(maillage_[a-z_]+)"', source.read_text(encoding="utf-8"))
    }
    described = {**COUNTED, **TIMED, **MEASURED}
    assert named == set(described)
    assert all(text.endswith(".") for text in described.values())


def test_names_follow_the_conventions_of_prometheus():
    assert all(name.endswith("_total") for name in COUNTED)
    assert all(name.endswith("_seconds") for name in TIMED)
    assert not [name for name in MEASURED if name.endswith(("_total", "_count", "_sum", "_bucket"))]
