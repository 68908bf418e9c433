"""Positions: how far the bot got in each channel, so that after an outage it goes on from there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVERYWHERE = "*"
"""Stands for all channels that have no position of their own."""


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """The last post that was handled: its instant, in milliseconds since 1970, and its id, if known."""

    at: int
    post: str = ""


class Positions:
    """The positions of one server, and those that changed since they were last written down."""

    def __init__(self, stored: Mapping[str, str]) -> None:
        self._reached = {channel: _read(value) for channel, value in stored.items()}
        self._changed: set[str] = set()

    @property
    def is_new(self) -> bool:
        """Whether the bot never was on this server: nothing that was written before is for it."""
        return EVERYWHERE not in self._reached

    def of(self, channel: str) -> Position:
        """Return from where to go on in a channel."""
        return self._reached.get(channel) or self._reached.get(EVERYWHERE) or Position(0)

    def reach(self, channel: str, position: Position) -> None:
        """Note that all up to there was handled; a position never goes back."""
        if channel not in self._reached or position.at >= self._reached[channel].at:
            self._reached[channel] = position
            self._changed.add(channel)

    def take_changes(self) -> dict[str, str]:
        """Return what is to be written down; what changes from now on comes the next time."""
        changed = {channel: _spell(self._reached[channel]) for channel in self._changed}
        self._changed.clear()
        return changed


def _read(value: str) -> Position:
    at, _space, post = value.partition(" ")
    return Position(int(at), post) if at.isdecimal() else Position(0)


def _spell(position: Position) -> str:
    return f"{position.at} {position.post}".rstrip()
