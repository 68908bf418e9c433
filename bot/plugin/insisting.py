"""Insisting: how a form knows that the very words which it asked about came back, without holding them."""

from __future__ import annotations

import hashlib
import secrets

from bot.language.folding import fold

_KEY = secrets.token_bytes(16)
"""Of this process alone, so that nobody tries texts on a digest; after a restart people are asked again."""


def digest(text: str) -> str:
    """Return what tells whether a text is the same again, whatever its case, accents and spaces."""
    words = " ".join(fold(text).split())
    return hashlib.blake2b(words.encode(), digest_size=8, key=_KEY).hexdigest()
