"""Somebody says that they will be late: `je serai en retard de 15 min jeudi`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.folding import fold
from plugins.meetings.spoken.words import END, HELLO, meeting_named

_LONGEST = 300
_BY = (
    r"(?P<by>\d{1,3} ?(?:minutes?|min|mn|heures?|hours?|h ?\d\d|h)"
    r"|(?:(?:une?|an?) )?(?:petite? )?(?:bonne? )?(?:quart d'heure|demi[- ]heure|heure|dizaine de minutes"
    r"|vingtaine de minutes|quarter of an hour|hour)|1/4 d'heure|half an hour"
    r"|(?:quelques|cinq|dix|quinze|vingt|trente|a few|five|ten|twenty) minutes)"
)
_SOME = r"(?:(?:un (?:petit )?peu|legerement|surement|peut-etre|probablement|sans doute|a bit|probably) )*"
_ABOUT = r"(?:(?:d'environ|d'a peu pres|de|d'|environ|by|about) ?)"
_OF = r"(?P<of> .{2,60}?)?"
_LATE = (
    re.compile(
        rf"{HELLO}(?P<first>.{{2,40}}?,? )??(?:je|j'|on) ?(?:vais (?:peut-etre )?(?:etre|arriver)"
        rf"|(?:risque|ai peur|crains|pense) d?[' ]?(?:etre|arriver)|serai|suis|arriverai|arrive)"
        rf" {_SOME}en retard"
        rf"(?: {_ABOUT}?{_BY})?{_OF}{END}"
    ),
    re.compile(
        rf"{HELLO}(?P<first>.{{2,40}}?,? )??(?:j'aurai|je vais avoir"
        rf"|j'arriverai avec|je (?:viendrai|viens) avec)"
        rf" (?:(?:un peu )?(?:de|du)|{_ABOUT}?{_BY}(?: de)?) retard{_OF}{END}"
    ),
    re.compile(
        rf"{HELLO}(?P<first>.{{2,40}}?,? )??(?:i will|i'll|i am|i'm|i might|i may)(?: going to)? be {_SOME}"
        rf"(?:{_ABOUT}?{_BY} )?late{_OF}{END}"
    ),
)
_WHY = re.compile(r"[ ,;:.(]*(?:[,;:.(]|\b(?:car|parce que|vu que|a cause|because|desolee?|sorry)\b).*$")


@dataclass(frozen=True, slots=True)
class Late:
    """Somebody is late, `by` as long as they said, to the meeting of a `day`; both may be left out."""

    by: str = ""
    day: str = ""


def late(text: str) -> Late | None:
    """Return how late somebody says that they will be to a meeting, None if they say nothing such.

    Why they are late is nobody's business.

    >>> late("je serai en retard de 15 min jeudi, grève"), late("je suis en retard dans mes dossiers")
    (Late(by='15 min', day='jeudi'), None)
    """
    said = fold(" ".join(text.replace("’", "'").split()))
    if len(said) > _LONGEST:
        return None
    for one in dict.fromkeys((said, _WHY.sub("", said))):
        found = next((match for pattern in _LATE if (match := pattern.fullmatch(one))), None)
        if found is None:
            continue
        day = meeting_named(found["of"] or found["first"] or "")
        if day is not None:
            return Late(found["by"] or "", day)
    return None
