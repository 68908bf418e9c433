"""What the parts of the plugin tell each other, at the end of the transaction in which it happened."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MeetingPlanned:
    """A meeting was set, moved, changed otherwise or cancelled: `meeting` is its id.

    Whoever keeps timers for it, or shows it somewhere, reads it again and does so anew.
    """

    meeting: int
