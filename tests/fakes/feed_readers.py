"""Processes that read feeds, and come to grief at some."""

from __future__ import annotations

from pathlib import Path

import pytest

from plugins.watch.reading import apart, reader_process

_READER = """
import os, sys
from pathlib import Path
sys.path.insert(0, str(Path({script!r}).parent))
import reader_process
reader_process._bare_packages()
from plugins.watch.reading import marked
read = marked.read_marked
def read_marked(answer, now):
    if b"fatal" in answer.content:
        {what}
    return read(answer, now)
marked.read_marked = read_marked
reader_process._answer_all(sys.stdin.buffer, sys.stdout.buffer)
"""
EXITS = "os._exit(11)"
FAILS = "raise KeyError"
HANGS = "sys.stdin.buffer.read()"


def read_with(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    """Have this script be run as the process."""
    (folder / "reader.py").write_text(script)
    monkeypatch.setattr(apart, "SCRIPT", str(folder / "reader.py"))


def come_to_grief(monkeypatch: pytest.MonkeyPatch, folder: Path, what: str) -> None:
    """Have the process do this at feeds in which “fatal” stands, and read the others as it does."""
    read_with(monkeypatch, folder, _READER.format(script=reader_process.__file__, what=what))
