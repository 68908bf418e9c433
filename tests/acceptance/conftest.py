"""Consoles for the tests that talk to the bot as a person would."""

import pytest

from tests.acceptance.console import Console


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
