"""What all tests share: an end to every wait, and the same words and examples on every run, at any speed."""

import os
import signal
import sys

import pytest
import structlog
from hypothesis import settings

from bot.language import catalogue

settings.register_profile("maillage", deadline=None, derandomize=True, max_examples=200)
settings.load_profile("maillage")

structlog.configure(
    processors=[
        structlog.stdlib.add_log_level,
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]
)

for package in (
    "bot.language",
    "bot.language.moments",
):  # whichever tests ran before: the catalogue is global
    catalogue.add_package(package)

os.environ["MAILLAGE_PRIVACY__NOTICE"] = "false"
"""People of the scenes were informed of their data already, but where a configuration says otherwise."""

LONGEST = 400
"""Seconds after which a test has hung: the longest takes a minute, on a machine with nothing else to do."""


def pytest_configure(config):
    """Compile each module once: for both workers, for the programs that tests start, and for the next run.

    It is kept in pytest's own cache, also where Python is told to write none beside the sources.
    """
    compiled = str(config.cache.mkdir("compiled"))
    sys.dont_write_bytecode, sys.pycache_prefix = False, compiled
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = compiled


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    """Have a test that hangs fail, with the place where it waits."""

    def hung(_signal, _frame):
        pytest.fail(f"{item.nodeid} is not done after {LONGEST} seconds")

    before = signal.signal(signal.SIGALRM, hung)
    signal.alarm(LONGEST)
    try:
        return (yield)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
