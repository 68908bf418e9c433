"""What the bot says by itself where it did nothing, on every chat network."""

from __future__ import annotations

import math

from bot.language.messages import Message, _, ngettext

STARTING = _("I am just starting. Please try again in a moment.")
UNKNOWN_BUTTON = _(
    "I do not recognise this button, so nothing was done. A new message from me has one that works."
)
EXPIRED_BUTTON = _("This button is too old, so nothing was done. Please ask me again.")
UNKNOWN_FORM = _("I do not recognise this form, so nothing was done. Please open it again.")


def too_much(wait: float) -> Message:
    """Return what to say to somebody who asks for too much, `wait` being in seconds."""
    seconds = max(math.ceil(wait), 1)
    return ngettext(
        "That is a lot at once, and nothing was done. Please try again in {count} second.",
        "That is a lot at once, and nothing was done. Please try again in {count} seconds.",
        seconds,
    )
