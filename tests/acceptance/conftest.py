"""Consoles for the tests that talk to the bot as a person would."""

from datetime import UTC, datetime

import pytest

from bot.runtime.clock import SystemClock
from tests.acceptance.console import NOW, Console


@pytest.fixture(autouse=True)
def same_day(monkeypatch):
    """Have commands that run in this process work on the day of the consoles, whatever the day is."""
    monkeypatch.setattr(SystemClock, "now", lambda _clock: datetime.fromisoformat(NOW).astimezone(UTC))


@pytest.fixture
def open_console(tmp_path):
    """Return a function that opens a console; those of one test share a folder, one after another."""
    opened = []

    def open_(**options) -> Console:
        opened.append(Console(tmp_path, **options))
        return opened[-1]

    yield open_
    for console in opened:
        assert console.close() == 0


@pytest.fixture
def console(open_console):
    return open_console()
