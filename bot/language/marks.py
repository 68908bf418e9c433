"""Marks: what stands in a rendered text for a platform to turn into its own form.

A mark is delimited by two private-use characters, which no text that comes in may hold. A platform that shows
each reader their own zone makes its form of an instant; the others show the words.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.messages import Markup

OPEN, CLOSE = "\ue000", "\ue001"
MARK = f"{OPEN}[^{CLOSE}]*{CLOSE}"
"""A regular expression for any mark, as it stands in a text."""
_TIMESTAMP = re.compile(rf"{OPEN}t\|-?\d+\|([^{CLOSE}]*){CLOSE}")


def timestamp(at: datetime, spelled: str) -> Markup:
    """Return the mark of an instant (aware), with the words for it."""
    return Markup(f"{OPEN}t|{int(at.timestamp())}|{spelled}{CLOSE}")


def spelled(text: str) -> str:
    """Return a rendered text with its instants in words.

    >>> spelled(f"le {timestamp(datetime(2026, 11, 24, 9).astimezone(), 'mardi')}")
    'le mardi'
    """
    return _TIMESTAMP.sub(r"\1", text)
