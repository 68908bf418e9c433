"""What all tests share: an end to every wait, and the same words and examples on every run, at any speed."""

import gc
import os
import signal
import sys
from pathlib import Path

import pytest

COMPILED = str(Path(__file__).parents[1] / ".pytest_cache" / "compiled")
"""Each module is compiled once: for both workers, for the programs that tests start, and for the next run.

It is kept in pytest's own cache, also where Python is told to write none beside the sources. All else is
imported afterwards: pytest compiles the many modules of Hypothesis, a plugin of its own.
"""
sys.dont_write_bytecode, sys.pycache_prefix = False, COMPILED
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
os.environ["PYTHONPYCACHEPREFIX"] = COMPILED

os.environ["MAILLAGE_PRIVACY__NOTICE"] = "false"
"""People of the scenes were informed of their data already, but where a configuration says otherwise."""

LONGEST = 400
"""Seconds after which a test has hung: the longest takes a minute, on a machine with nothing else to do."""


def pytest_configure():
    """Have every run make the same examples, at any speed, and every test say the same words.

    The catalogue is global: what the bot says in French must not depend on which tests ran before.
    """
    import structlog
    from hypothesis import settings

    from bot.language import catalogue
    from tests.fakes.databases import compile_once

    settings.register_profile("maillage", deadline=None, derandomize=True, max_examples=200)
    settings.load_profile("maillage")
    compile_once()
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
    for package in ("bot.language", "bot.language.moments"):
        catalogue.add_package(package)


def pytest_xdist_auto_num_workers():
    """Have one process more than there are processors: stories wait for threads a third of their time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_finish():
    """Look for garbage among what tests make, and less often: not again among all that was imported.

    That took a tenth of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.fixture(autouse=True)
def log_put_back():
    """Put the log back as it was: each command configures it, and no test reads what another one left."""
    import logging

    import structlog

    from bot.logs import use_structlog

    root = logging.getLogger()
    handlers, level, before = [*root.handlers], root.level, structlog.get_config()
    yield
    root.handlers, root.level = handlers, level
    logging.captureWarnings(capture=False)
    use_structlog()
    structlog.configure(**before)


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
