"""Addresses of the web as people write them in a sentence: where they begin, and where they end."""

from __future__ import annotations

import re

_PART = r"[^\s<>()\[\]\"`]"
_BEGINNING = r"(?:https?://|(?<![\w@./-])www\.(?=[\w-]+\.\w))"
ADDRESS = re.compile(rf"{_BEGINNING}{_PART}+(?:\({_PART}*\){_PART}*)*", re.IGNORECASE)
"""An address, which chats show as a link from `www.` on.

Brackets within it are its own, as in `Loire_(fleuve)`, as long as they are closed.
"""
_ENDS = ".,;:!?…»'’*"
"""What ends the sentence around an address, or what is quoted or bold, rather than the address."""


def without_end(address: str) -> str:
    """Return an address that was found in a sentence without what is the sentence's.

    >>> without_end("https://a.example/Loire_(fleuve).")
    'https://a.example/Loire_(fleuve)'
    """
    return address.rstrip(_ENDS)
