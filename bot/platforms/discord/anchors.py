"""Anchors: where in a channel a post hangs, in a thread or under a message.

A thread of Discord is a channel of its own, and a reply points at a message of the channel where it stands.
Both fit in the one text that a delivery holds for them.
"""

from __future__ import annotations

from dataclasses import dataclass

_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Anchor:
    """The id of a thread to post in, and that of a message to reply to; None if there is none.

    >>> Anchor("12", "345").spell()
    '12/345'
    >>> Anchor.read("/345")
    Anchor(thread=None, message='345')
    """

    thread: str | None = None
    message: str | None = None

    def spell(self) -> str | None:
        """Return the anchor as one text, None if it holds nothing."""
        if self.message is None:
            return self.thread
        return f"{self.thread or ''}{_SEPARATOR}{self.message}"

    @classmethod
    def read(cls, text: str | None) -> Anchor:
        """Return the anchor that `spell` wrote."""
        thread, _separator, message = (text or "").partition(_SEPARATOR)
        return cls(thread or None, message or None)
