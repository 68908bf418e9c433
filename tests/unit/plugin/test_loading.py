"""Modules that are loaded when they are first needed."""

from __future__ import annotations

import asyncio
import sys
import threading

import pytest

from bot.plugin.loading import load


async def test_a_module_that_takes_long_to_load_keeps_nobody_waiting(tmp_path, monkeypatch):
    (tmp_path / "takes_long.py").write_text("import sys\nsys.may_be_loaded.wait()\nANSWER = 42\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    gate = threading.Event()
    monkeypatch.setattr(sys, "may_be_loaded", gate, raising=False)
    loading = asyncio.create_task(load("takes_long"))
    for _turn in range(3):
        await asyncio.sleep(0)  # others have their turns, one of which lets it be loaded
    assert not loading.done()
    gate.set()
    await loading
    from takes_long import ANSWER

    assert ANSWER == 42
    await load("takes_long")


async def test_a_module_that_there_is_not_is_an_error_each_time():
    for _time in range(2):
        with pytest.raises(ModuleNotFoundError):
            await load("plugins.watch.there_is_none")
