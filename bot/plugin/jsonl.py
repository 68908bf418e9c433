"""Questions on standard input, one JSON object a line, and their answers, one a line: for programs."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.language.messages import Text, _
from bot.plugin.desk import Desk

LONGEST_TEXT = 2_000
"""Of a longer text only so many characters, its beginning, are read."""


async def answer_lines(
    desk: Desk,
    answer: Callable[[str, str | None], Awaitable[Mapping[str, Any]]],
    mistaken: Callable[[Text], Mapping[str, Any]],
) -> None:
    """Answer each line by one line, blank ones too: an error in one stops no other.

    A line holds a `text`, and the account of an `asker` who may be left out. `answer` is given both;
    `mistaken` returns what a line is answered that cannot be read.
    """
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")  # a letter in another encoding stops nothing either
    for line in sys.stdin:
        asked = _read(line)
        desk.tell_json(await answer(*asked) if isinstance(asked, tuple) else mistaken(asked))
        sys.stdout.flush()


def _read(line: str) -> tuple[str, str | None] | Text:
    """Return the text and the asker of a line, or what is wrong with it."""
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return _("This line is no JSON.")
    text, asker = (asked.get("text"), asked.get("asker")) if isinstance(asked, dict) else (None, None)
    if not isinstance(text, str) or not isinstance(asker, str | None):
        return _("A line has to be an object with a text, and an asker who may be left out.")
    return text[:LONGEST_TEXT], asker or None
