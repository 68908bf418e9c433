"""A process that reads one feed after another, until nobody asks it any more.

It is run as a file, by `apart.py`, and imports what reads feeds without the plugin around it: so it starts in
a tenth of a second, and takes 20 MB rather than 70. Requests come in and answers go out in their order, each
pickled, behind its length: both ends are this project, on a pipe that nobody else has. It inherits nothing of
the environment, in which secrets may stand.
"""

from __future__ import annotations

import pickle
import signal
import sys
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, BinaryIO

LENGTH = 4
"""Bytes that tell the length of what follows, the highest first."""
_MEMORY = 1024 * 1024 * 1024
_HOME = Path(__file__).resolve().parents[3]
_PLUGIN = "plugins.watch"
_BARE = (_PLUGIN, "bot.chat")
"""Packages of which some modules are needed, and not what the package itself gathers."""
_IN_A_PIPE = 1024 * 1024
"""Bytes that wait in a pipe at most: several feeds, so that neither end waits for the turn of the other."""


def _bare_packages() -> None:
    """Have modules of some packages be imported without all the others that those gather."""
    sys.path.insert(0, str(_HOME))
    for name in _BARE:
        package = ModuleType(name)
        package.__path__ = [str(_HOME.joinpath(*name.split(".")))]
        sys.modules[name] = package


def _bounded() -> None:
    try:
        limits: Any = import_module("resource")
    except ImportError:
        return
    limits.setrlimit(limits.RLIMIT_AS, (_MEMORY, _MEMORY))


def _widened(pipe: BinaryIO) -> None:
    """Make room in a pipe, where the system has it: see F_SETPIPE_SZ in fcntl(2)."""
    try:
        control: Any = import_module("fcntl")
        control.fcntl(pipe, control.F_SETPIPE_SZ, _IN_A_PIPE)
    except (ImportError, AttributeError, OSError):
        return


def _answer_all(asked: BinaryIO, told: BinaryIO) -> None:
    """Answer requests: what was read, packed, the problem of what is no feed, or the traceback of a fault."""
    marked = import_module(f"{_PLUGIN}.reading.marked")
    refused = import_module(f"{_PLUGIN}.reading.feed").FeedError
    _tell(told, b"")  # it is ready
    while length := asked.read(LENGTH):
        answer, now = pickle.loads(asked.read(int.from_bytes(length, "big")))  # noqa: S301 - the bot's own
        try:
            found = marked.packed(marked.read_marked(answer, now))
        except refused as error:
            found = error.problem
        except Exception:  # noqa: BLE001 - a feed that nobody thought of stops no other
            found = traceback.format_exc()
        _tell(told, pickle.dumps(found, pickle.HIGHEST_PROTOCOL))


def _tell(told: BinaryIO, said: bytes) -> None:
    told.write(len(said).to_bytes(LENGTH, "big") + said)
    told.flush()


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who started it ends it, also at a terminal
    _bounded()
    _widened(sys.stdin.buffer)
    _widened(sys.stdout.buffer)
    _bare_packages()
    _answer_all(sys.stdin.buffer, sys.stdout.buffer)
