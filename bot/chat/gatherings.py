"""Gatherings: what a chat network may show in a calendar of its own, beside any post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from bot.language.messages import Markup, Renderer, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """Something that people come together for: from one instant to a later one (aware), somewhere.

    `where` is a place or the address of a video meeting; empty, it is to be decided. `title` and `where` hold
    100 characters and `about` 1 000 on the platforms that show them; what is longer is cut there.
    """

    title: Text
    starts_at: datetime
    ends_at: datetime
    where: Text
    about: Text

    def rendered(self, words: Renderer) -> Self:
        """Return the gathering in the words of a network."""
        return replace(self, title=words(self.title), where=words(self.where), about=words(self.about))

    def to_json(self) -> dict[str, Any]:
        """Return the rendered gathering as JSON values, to be stored until it is sent."""
        return {
            "title": str(self.title),
            "starts_at": self.starts_at.isoformat(),
            "ends_at": self.ends_at.isoformat(),
            "where": str(self.where),
            "about": str(self.about),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Return the rendered gathering that `to_json` stored."""
        return cls(
            title=Markup(stored["title"]),
            starts_at=datetime.fromisoformat(stored["starts_at"]),
            ends_at=datetime.fromisoformat(stored["ends_at"]),
            where=Markup(stored["where"]),
            about=Markup(stored["about"]),
        )
