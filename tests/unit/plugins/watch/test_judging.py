"""What a visit changes of what is kept of a feed: no more than came of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from plugins.watch.feeds.judging import judge, known_of
from plugins.watch.feeds.models import State
from plugins.watch.feeds.visits import Failed, Known, Same
from plugins.watch.reading.schedule import Habits

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WELL = Known(
    1, "https://mairie.example/flux", etag='"a"', is_new=False, is_well=True, habits=Habits(weekly=7.0)
)
FAILING = replace(WELL, is_well=False, habits=Habits(weekly=7.0, failures=2, failing_since=NOW))


def test_a_feed_that_is_as_it_was_changes_nothing_but_its_dates() -> None:
    columns = judge(Same(WELL, {"etag": '"a"'}), {}, NOW).columns
    assert set(columns) == {"next_at", "last_success_at"}
    assert columns["last_success_at"] == NOW
    assert columns["next_at"] > NOW


def test_what_a_server_wants_to_be_asked_with_is_kept_once_it_is_another() -> None:
    assert judge(Same(WELL, {"etag": '"b"'}), {}, NOW).columns["etag"] == '"b"'
    assert "etag" not in judge(Same(WELL, {}), {}, NOW).columns


def test_a_success_ends_all_that_failures_began() -> None:
    columns = judge(Same(FAILING, {}), {}, NOW).columns
    ended = {"state": State.ACTIVE, "problem": None, "status": None, "reported_at": None}
    assert {name: columns[name] for name in ended} == ended
    assert columns["failures"] == 0
    assert columns["failing_since"] is None


def test_a_failure_counts_and_leaves_when_it_last_went_well() -> None:
    columns = judge(Failed(FAILING, "status", 500), {}, NOW).columns
    assert columns["state"] == State.FAILING
    assert columns["failures"] == 3
    assert columns["failing_since"] == NOW
    assert "last_success_at" not in columns


def test_only_an_active_feed_without_failures_is_well() -> None:
    row = SimpleNamespace(
        id=1, url="https://mairie.example/flux", etag=None, last_modified=None, digest=None, began_at=NOW,
        state="active", failures=0, failing_since=None, ttl=3600, weekly=None, moving_to=None, moved=0,
    )  # fmt: skip
    known = known_of(row)
    assert known.is_well
    assert known.habits.ttl == timedelta(hours=1)
    assert not known_of(SimpleNamespace(**{**vars(row), "failures": 1})).is_well
    assert not known_of(SimpleNamespace(**{**vars(row), "state": "gone"})).is_well
    assert not known_of(SimpleNamespace(**{**vars(row), "state": "paused"})).is_well
