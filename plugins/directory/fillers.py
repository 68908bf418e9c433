"""Words with which people ask for people, and which say nothing of what they ask for: `data/fillers.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any, NamedTuple


def fillers() -> frozenset[str]:
    """Return the words that say nothing of what is asked for."""
    return _read()["fillers"]


def weak() -> frozenset[str]:
    """Return the words that name a skill when they stand alone, and little beside a more exact one."""
    return _read()["weak"]


def ambiguous() -> frozenset[str]:
    """Return the words that name a skill only where nothing else is spoken of."""
    return _read()["ambiguous"]


def frames() -> frozenset[str]:
    """Return the concepts that are the frame of another one, where there is one."""
    return _read()["frames"]


def vague() -> frozenset[str]:
    """Return the concepts that are nothing that a need is about."""
    return _read()["vague"]


def structures() -> frozenset[str]:
    """Return the concepts that are kinds of structures: who works there can be asked about them."""
    return _read()["structures"]


def common_audiences() -> frozenset[str]:
    """Return the audiences that most cards have."""
    return _read()["common_audiences"]


def rare_audiences() -> frozenset[str]:
    """Return the audiences that nobody is used to who only works with people like them in general."""
    return _read()["rare_audiences"]


@cache
def skills_for(audience: str) -> frozenset[str]:
    """Return the skills of whom works with an audience: who has one of them is used to these people."""
    return frozenset(_document()["for_whom"].get(audience, "").split())


class Places(NamedTuple):
    """Places that English has other names for: what finds these, and the French ones by the folded ones."""

    pattern: re.Pattern[str]
    french: Mapping[str, str]


@cache
def places_in_english() -> Places:
    """Return the English names of places, and what they are in French."""
    names: dict[str, str] = _document()["places_in_english"]
    every = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    return Places(re.compile(rf"\b(?:{every})\b", re.IGNORECASE), names)


@cache
def _read() -> dict[str, frozenset[str]]:
    return {name: frozenset(words.split()) for name, words in _document().items() if isinstance(words, str)}


@cache
def _document() -> dict[str, Any]:
    text = resources.files("plugins.directory").joinpath("data/fillers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
