"""Files that a person attaches to a line at the console."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from bot.chat.messages import File
from bot.errors import Refusal
from bot.language.messages import _
from bot.language.reasons import reason_of
from bot.platforms.console.limits import MAX_ATTACHMENT


def read_file(file: Path) -> File:
    """Return a file of this machine, to be attached.

    Raises:
        Refusal: it cannot be read, or is too large.
    """
    try:
        if not file.is_file():
            raise Refusal("no_such_file", _("There is no file {file}.", file=str(file)))
        if file.stat().st_size > MAX_ATTACHMENT:
            raise Refusal("too_large", _("{file} is too large: 10 MiB at most.", file=str(file)))
        content = file.read_bytes()
    except (OSError, ValueError) as error:
        raise Refusal(
            "no_such_file", _("{file} cannot be read: {reason}", file=str(file), reason=reason_of(error))
        ) from None
    kind, _encoding = mimetypes.guess_type(file.name)
    return File(file.name, kind or "application/octet-stream", content)
