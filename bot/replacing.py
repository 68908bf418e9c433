"""Replacing a file: at once or not at all, so that nobody ever reads half of it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

OWNER_ONLY = 0o600


def replace(file: Path, text: str, *, mode: int | None = None, errors: str = "strict") -> None:
    """Write a file with exactly this text; its lines end as they do there.

    Whoever owned it before still does, since the bot that reads it may be another account than the one that
    changes it. `mode` is who may read it, None to leave that as it was; a new file is its owner's only.
    `errors` is how to write what UTF-8 has no bytes for, as `str.encode` takes it.

    Raises:
        OSError: it cannot be written, or not be given to its owner; it is as it was before.
    """
    file = file.resolve()
    before = file.stat() if file.exists() else None
    staged = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        staged.unlink(missing_ok=True)
        descriptor = os.open(staged, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8", errors=errors, newline="") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        if before is not None:
            _hand_over(staged, before)
        if mode is not None:
            staged.chmod(mode)
        elif before is not None:
            staged.chmod(before.st_mode & 0o777)
        staged.replace(file)
    except OSError:
        with suppress(OSError):
            staged.unlink(missing_ok=True)
        raise


def _hand_over(staged: Path, before: os.stat_result) -> None:
    mine = staged.stat()
    if (mine.st_uid, mine.st_gid) != (before.st_uid, before.st_gid):
        os.chown(staged, before.st_uid, before.st_gid)
