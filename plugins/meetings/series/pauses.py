"""What is typed for times in which a series does not come."""

from __future__ import annotations

from bot.language.messages import _
from bot.language.moments import Reading
from bot.plugin import Refusal
from bot.plugin.days_off import Away, find_away
from bot.plugin.finding import Misread

_NO_DAYS = _(
    "From when until when shall it pause? For example “until 5 January”, “from 20 December to 4 January” or "
    "“August”; with nothing it pauses until you resume it. To leave out one date: `/meeting series cancel 5 "
    "January`."
)


def read_pause(text: str, reading: Reading) -> Away | None:
    """Return when a series pauses, None where nothing was said: until it is resumed.

    Raises:
        Refusal: the text says nothing of that.
    """
    try:
        found = find_away(text, reading, _NO_DAYS)
    except Misread as problem:
        raise Refusal("no_days", problem.text) from None
    away: Away | None = found.value if found is not None else None
    return away
