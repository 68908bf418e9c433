"""What is said of pauses."""

from __future__ import annotations

from datetime import datetime

from bot.language.messages import Instant, Text, _


def paused_text(until: datetime | None) -> Text:
    """Return what somebody is told whose card is paused now."""
    if until is None:
        return _("Your card is paused: nobody finds you any more. `/directory resume` ends the pause.")
    return _(
        "Your card is paused: nobody finds you until {moment}. I resume it then by myself, and tell you. "
        "`/directory resume` ends the pause before.",
        moment=Instant(until),
    )


def resumed_text() -> Text:
    """Return what somebody is told whose card is found again."""
    return _("Your card is back: colleagues find you again.")
