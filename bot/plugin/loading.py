"""Loading a module of a plugin when it is first needed, while everybody else goes on.

    await load("plugins.watch.feeds.rounds")
    from plugins.watch.feeds.rounds import Round

So what few ask for weighs nothing until then. An import alone would keep the event loop waiting for as long
as it takes, and libraries take long.
"""

from __future__ import annotations

import asyncio
from importlib import import_module

_loaded: set[str] = set()


async def load(module: str) -> None:
    """Have a module be loaded, in a thread; it is imported after that, in no time.

    Raises:
        ImportError: there is none, or it cannot be loaded.
    """
    if module not in _loaded:
        await asyncio.to_thread(import_module, module)
        _loaded.add(module)
