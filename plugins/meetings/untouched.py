"""Which fields of a form were left as they were shown: what somebody else changed meanwhile stays."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

_LENGTH = 8


def shown(values: Mapping[str, str]) -> str:
    """Return what a form carries to know what its fields showed, without holding it."""
    return " ".join(f"{name}:{_mark(value)}" for name, value in values.items())


def untouched(seen: str, typed: Mapping[str, str]) -> frozenset[str]:
    """Return the fields that still hold what they showed; chats may break lines in other ways.

    >>> seen = shown({"title": "reunion", "where": "Feurs"})
    >>> sorted(untouched(seen, {"title": "Réunion", "where": "Feurs"}))
    ['where']
    """
    marks = frozenset(seen.split())
    return frozenset(name for name, value in typed.items() if f"{name}:{_mark(value)}" in marks)


def _mark(value: str) -> str:
    return sha256(" ".join(value.split()).encode()).hexdigest()[:_LENGTH]
