"""One process at a time on a folder of data: two would send everything twice."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import StoreError
from bot.language.messages import _
from bot.language.reasons import reason_of


@contextmanager
def only_process(folder: Path) -> Iterator[None]:
    """Hold the folder for this process; the lock goes with the process, however it ends.

    Raises:
        StoreError: another process holds it, or the folder cannot be written.
    """
    try:
        descriptor = os.open(folder / "maillage.lock", os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise StoreError(
            _("{folder} cannot be written: {reason}", folder=str(folder), reason=reason_of(error))
        ) from None
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise StoreError(
                _("Another Maillage is running on {folder}. Stop it first.", folder=str(folder))
            ) from None
        yield
    finally:
        os.close(descriptor)
