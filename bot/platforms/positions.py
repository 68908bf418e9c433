"""Positions: how far the bot got in each channel, so that after an outage it goes on from there.

A position never passes something that was missed. Where something was, the channel is pinned: it stays where
it is, though what comes next is handled, until all since then was handed in. While it is not known where
something was missed, `EVERYWHERE` is pinned, and no channel moves. Where something is still being handled
that what followed has overtaken, the channel is held: it stays where it is until that is done.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

EVERYWHERE = "*"
"""Stands for all channels that have no position of their own."""


@dataclass(frozen=True, slots=True)
class Position:
    """The last post that was handled: its instant, and its id, if known.

    `changed` is the instant of the last change to what was posted before that was handled, a reaction, an
    edit or a deletion, 0 if none was. An instant is a number that only grows, the platform's own:
    milliseconds since 1970, or an id that holds them.
    """

    at: int
    post: str = ""
    changed: int = 0


@dataclass(eq=False, slots=True)
class Pin:
    """Keeps a channel where it is; `heard` is where it would be without, if anything came since.

    `is_queued` tells that all that was missed was read and waits to be handled; `failures` counts how often
    it could not be read.
    """

    heard: Position | None = None
    is_queued: bool = False
    failures: int = 0


@dataclass(eq=False, slots=True)
class _Hold:
    """Keeps a channel where it is; `count` things are being handled, `heard` is where it would be."""

    count: int = 0
    heard: Position | None = None


class Positions:
    """The positions of one server, and those that changed since they were last written down."""

    def __init__(self, stored: Mapping[str, str]) -> None:
        self._reached = {channel: _read(value) for channel, value in stored.items()}
        self._changed: set[str] = set()
        self._pins: dict[str, Pin] = {}
        self._holds: dict[str, _Hold] = {}

    @property
    def is_new(self) -> bool:
        """Whether the bot never was on this server: nothing that was written before is for it."""
        return EVERYWHERE not in self._reached

    @property
    def is_behind(self) -> bool:
        """Whether something that was missed is still to be read."""
        return any(not pin.is_queued for pin in self._pins.values())

    def of(self, channel: str) -> Position:
        """Return from where to go on in a channel."""
        return self._reached.get(channel) or self._reached.get(EVERYWHERE) or Position(0)

    def channels(self) -> list[str]:
        """Return the channels that have a position of their own."""
        return [channel for channel in self._reached if channel != EVERYWHERE]

    def begin(self, channel: str, position: Position) -> bool:
        """Note from where a channel is to be read, unless it has a position; return whether it had none."""
        is_new = channel not in self._reached
        if is_new:
            self._move(channel, position)
        return is_new

    def reach(self, channel: str, position: Position) -> None:
        """Note that all up to there was handled; a position never goes back."""
        pin = self._pins.get(channel)
        if pin is not None:
            pin.heard = _later(pin.heard, position)
        elif EVERYWHERE not in self._pins:
            self._move(channel, position)

    def change(self, channel: str, at: int) -> None:
        """Note that all changes up to an instant were handled."""
        here = self.of(channel)
        self.reach(channel, Position(here.at, here.post, at))

    def pin(self, channel: str) -> Pin:
        """Keep a channel where it is: what followed is still to be handed in, whatever was read before."""
        before = self._pins.get(channel)
        pin = self._pins[channel] = Pin() if before is None else Pin(before.heard, failures=before.failures)
        if channel != EVERYWHERE:  # the others move on: it needs a position of its own
            self._move(channel, self.of(channel))
        return pin

    def pin_of(self, channel: str) -> Pin | None:
        """Return what keeps a channel where it is, None if nothing does."""
        return self._pins.get(channel)

    def waiting(self) -> dict[str, Pin]:
        """Return what keeps channels where they are until they are read, by channel."""
        return {channel: pin for channel, pin in self._pins.items() if not pin.is_queued}

    def release(self, channel: str, pin: Pin) -> None:
        """Let a channel move on, unless it was pinned once more since: all that was heard of is handled."""
        if self._pins.get(channel) is pin:
            del self._pins[channel]
            if pin.heard is not None:
                self._move(channel, pin.heard)

    def hold(self, channel: str) -> None:
        """Keep a channel where it is while something is handled; each `hold` is for one thing."""
        if channel not in self._holds:
            self._move(channel, self.of(channel))  # the others move on
            self._holds[channel] = _Hold()
        self._holds[channel].count += 1

    def let_go(self, channel: str) -> None:
        """Let a channel move on, if nothing else holds it: what held it is handled, or pinned it."""
        hold = self._holds[channel]
        hold.count -= 1
        if not hold.count:
            del self._holds[channel]
            if hold.heard is not None:
                self.reach(channel, hold.heard)

    def changes(self) -> dict[str, str]:
        """Return what is to be written down."""
        return {channel: _spell(self._reached[channel]) for channel in self._changed}

    def written(self, changes: Mapping[str, str]) -> None:
        """Note what is written down now; what changed meanwhile is still to be."""
        self._changed -= {
            channel for channel, value in changes.items() if _spell(self._reached[channel]) == value
        }

    def _move(self, channel: str, position: Position) -> None:
        hold = self._holds.get(channel)
        if hold is not None:
            hold.heard = _later(hold.heard, position)
            return
        before = self._reached.get(channel)
        after = _later(before, position)
        if after != before:
            self._reached[channel] = after
            self._changed.add(channel)


def _later(before: Position | None, after: Position) -> Position:
    if before is None:
        return after
    post = after if after.at >= before.at else before
    return Position(post.at, post.post, max(before.changed, after.changed))


def _read(value: str) -> Position:
    at, post, changed = [*value.split(" "), "", ""][:3]
    if not _is_number(at):
        return Position(0)
    return Position(int(at), post, int(changed) if _is_number(changed) else 0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _spell(position: Position) -> str:
    changed = position.changed if position.changed > position.at else ""
    return f"{position.at} {position.post} {changed}".rstrip()
