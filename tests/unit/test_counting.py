"""Counts in memory."""

import subprocess
import sys

from bot.counting import BUCKETS, Counters


def test_counts_add_up_by_labels_in_any_order():
    counters = Counters()
    counters.add("seen_total", platform="console", kind="command")
    counters.add("seen_total", 2, kind="command", platform="console")
    counters.add("seen_total", kind="press", platform="console")
    assert sorted(counters.counted()) == [
        ("seen_total", (("kind", "command"), ("platform", "console")), 3),
        ("seen_total", (("kind", "press"), ("platform", "console")), 1),
    ]


def test_a_duration_falls_into_the_first_bucket_that_holds_it():
    durations = Counters().durations("wait_seconds")
    for seconds in (0, BUCKETS[0], BUCKETS[0] + 1e-9, BUCKETS[-1], BUCKETS[-1] + 1):
        durations.observe(seconds)
    counts = durations.counts()
    assert (counts[0], counts[1], counts[-2], counts[-1]) == (2, 1, 1, 1)
    assert sum(counts) == 5


def test_durations_are_the_same_for_the_same_labels():
    counters = Counters()
    one = counters.durations("wait_seconds", kind="command")
    assert counters.durations("wait_seconds", kind="command") is one
    assert counters.durations("wait_seconds", kind="press") is not one
    assert [labels for _name, labels, _durations in counters.timed()] == [
        (("kind", "command"),),
        (("kind", "press"),),
    ]


def test_counting_loads_neither_the_web_nor_prometheus():
    code = "import sys, bot.counting; print(*sorted({n.split('.')[0] for n in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"aiohttp", "prometheus_client", "structlog"} & set(loaded.split())
