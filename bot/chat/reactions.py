"""Reactions: the small signs that people, and the bot, put under a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Reaction:
    """A sign to put under a message: `unicode` is the sign itself, `name` what it is called, without colons.

    The name is one of the standard short names of emoji, such as `white_check_mark`: some platforms know
    them by these alone.
    """

    unicode: str
    name: str

    def to_json(self) -> dict[str, str]:
        """Return the reaction as JSON values."""
        return {"unicode": self.unicode, "name": self.name}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Reaction:
        """Return the reaction that `to_json` gave."""
        return cls(stored["unicode"], stored["name"])
