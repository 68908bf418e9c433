"""What is said of pauses."""

from __future__ import annotations

from datetime import datetime, time

from bot.language.catalogue import Words
from bot.language.messages import Instant, Text, _


def back_on(until: datetime, words: Words) -> Instant:
    """Return when somebody is back, as a day if it is the beginning of one for who reads."""
    return Instant(until, all_day=until.astimezone(words.zone).time() == time())


def paused_text(until: datetime | None, words: Words) -> Text:
    """Return what somebody is told whose card is paused now."""
    if until is None:
        return _("Your card is paused: nobody can find you now. `/directory resume` ends the pause.")
    return _(
        "Your card is paused: nobody can find you until {moment}. Then it resumes by itself, and I tell you. "
        "`/directory resume` ends it sooner.",
        moment=back_on(until, words),
    )


def resumed_text() -> Text:
    """Return what somebody is told whose card is found again."""
    return _("Your card is back: colleagues can find you again.")
