"""Words with which people ask for people, and which say nothing of what they ask for: `data/fillers.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


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


@cache
def _read() -> dict[str, frozenset[str]]:
    text = resources.files("plugins.directory").joinpath("data/fillers.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}
