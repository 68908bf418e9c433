"""Deadlines: until when people vote, as it is typed in a part of a line or in a field."""

from __future__ import annotations

import re
from datetime import datetime

from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, Refused, read
from bot.plugin.finding import Misread

COLON = r"\s*[:=]?\s*"
"""What may stand between the word that says what a part is for and the rest of it."""
_CLOSES = re.compile(
    r"(?:on |we )?(?:clot\w*|clos\w*|ferm\w*|fin (?:du vote|des votes|du sondage)|date limite|dernier delai"
    r"|limite|deadline|until|vot\w+ (?:avant|jusqu\w*)|repon\w+ (?:avant|jusqu\w*)|avant|before|d'ici)"
    rf"(?:\s+(?:le |la |au |a |on |the |du vote|des votes))?{COLON}"
)
_ALSO = re.compile(
    r"(?:(?:a )?(?:poste[rz]?|publie[rz]?|envoye[rz]?|post) )?(?:aussi|egalement|also)"
    rf"(?: (?:dans|sur|vers|en|a|in|to|on))?(?: (?:le |les |the )?(?:canal|canaux|salons?|channels?))?{COLON}"
)
_GLUED = re.compile(r":(?=[^\s\d/])")


def closing_in(part: str) -> str:
    """Return what a part of a line says of the closing, empty if it is about something else.

    >>> closing_in("Clôture : vendredi 18h"), closing_in("mardi 14h")
    ('vendredi 18h', '')
    """
    closes = _CLOSES.match(fold(part))
    return after(part, closes[0]) if closes is not None else ""


def channels_in(part: str) -> str:
    """Return which other channels a part of a line names, empty if it is about something else.

    >>> channels_in("aussi dans #rhone, #ain"), channels_in("aussi")
    ('#rhone, #ain', '')
    """
    also = _ALSO.match(fold(part))
    return after(part, also[0]) if also is not None else ""


def after(part: str, folded: str) -> str:
    """Return what follows the words that were matched in its folded form."""
    words = len(folded.split())
    return " ".join(_GLUED.sub(": ", part).split()[words:])


def read_closing(typed: str, reading: Reading) -> datetime:
    """Return when a poll closes, as it was typed: aware.

    Raises:
        Misread: it is no instant to come.
    """
    found = read(typed, reading)
    if isinstance(found, Refused):
        raise Misread(found.reason)
    if found.rrule is not None or found.rest:
        raise Misread(_("When does the vote close? For example “Friday 18:00”."))
    return found.at
