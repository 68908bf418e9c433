"""A bar for what can be long; on standard error, and only where somebody looks at it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bot.cli.speech import say
from bot.language.messages import Text
from bot.store.backup import Progress


@contextmanager
def progress_bar(title: Text) -> Iterator[Progress | None]:
    """Show a bar that moves until it is told how far things are; None where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as Bars

    with Bars(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(say(title), total=None)
        yield lambda remaining, total: bars.update(bar, total=total, completed=total - remaining)
