"""The configuration file, which a command may add to or change; what people wrote in it stays."""

from __future__ import annotations

import os
from pathlib import Path

from bot.cli.target import CONFIG_FILE
from bot.errors import ConfigurationError
from bot.language.messages import Markup, _


def existing_file(file: Path | None) -> Path:
    """Return the configuration file that is to be used.

    Raises:
        ConfigurationError: there is none.
    """
    found = file or CONFIG_FILE
    if not found.is_file():
        raise ConfigurationError(_("{file} does not exist. `maillage init` writes one.", file=Markup(found)))
    return found


def append(file: Path, text: str) -> None:
    """Write at the end of the file: all of it, or nothing."""
    with file.open("ab") as opened:
        size = opened.tell()
        try:
            opened.write(text.encode())
            opened.flush()
            os.fsync(opened.fileno())
        except OSError:
            os.truncate(file, size)
            raise
