"""What sentences about meetings are made of: how they greet, wish and end, and which meeting they name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.moments import Reading, Understood, read

SURELY, LIKELY, BARELY = 0.94, 0.6, 0.1
"""A sentence that names a meeting, or its agenda; one that most likely speaks of one; one that may.

Less than 0.95 leaves an order to remind to reminders; what names a danger (0.93) may be an item all the same;
0.6 is more than a moment with anything behind it (0.4) and than a need that is asked for (0.5).
"""
SOME_DAY = Reading(datetime(2000, 1, 3, 8, tzinfo=UTC), ZoneInfo("Europe/Paris"))
"""Any instant does to know whether words are a moment."""


class Act(StrEnum):
    """What is done: each is a command."""

    ATTENDANCE = "attendance"
    AGENDA = "agenda"
    HOST = "host"
    MINUTES = "minutes"
    REVIEW = "review"
    CALENDAR = "calendar"
    DATES = "dates"
    ALONE = "alone"
    CANCEL = "cancel"
    CHANGE = "change"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Heard:
    """What was heard: the act, the `line` that one would type after its command, and how sure that is."""

    act: Act
    line: str = ""
    surely: float = SURELY


HELLO = (
    r"(?:(?:bonjour|bonsoir|salut|coucou|hello|hi|hey|desolee?|sorry|alors|ok|euh|ben|bah|bon|en fait"
    r"|finalement|au final|du coup|actually|mais si|si)\b[ ,!.]*){0,3}"
)
END = (
    r"(?:[ ,;]*\b(?:stp|svp|s'il te plait|s'il vous plait|merci|please|thanks|thank you|finalement|du coup))*"
    r"[ .!?]*"
)
MEETING = r"(?:re+uni?n?ions?|rencontres?|seances?|meetings?|comites?|regroupements?)"
THE = r"(?:l[ae]s? |l'|notre |nos |cette |ce |the |our |this )?"
OF_A_MEETING = (
    rf"(?:(?:a|de|pour|lors de|of|for|to|at|in) )?{THE}(?:(?:prochaine|derniere|next|last) )?{MEETING}"
    rf"(?: prochaine| suivante| de reseau| du reseau)?"
)
ABOUT = re.compile(rf"{OF_A_MEETING}(?: (?P<day>.*))?")
_DAY = re.compile(r"(?:de |du |d'|le |pour |on |of |for |ce |cette |a |au )*")
_NUMBER_ALONE = re.compile(r"^(?:[1-9]|[12]\d|3[01])(?:er)?$")
"""“la réunion du 8” says its day, and 8 alone is no moment."""
NEXT = r"(?:la |le |the )?(?:prochaine?|suivante?|next)(?: (?:fois|one|time))?"

WISH = (
    r"(?:(?:tu )?(?:peux|pourrais|peut|pourrait|pouvez|pourriez|faut|faudrait|can|could)(?:[- ](?:tu|on"
    r"|vous|you))?"
    r"|(?:je|j'|on|i|nous)[ ]?(?:voudrai[st]?|veu[xt]|aimerai[st]?|souhait\w+|propose|want to"
    r"|would like to)"
    r"|(?:on|nous) (?:peut|pourrait|pourrions|devrait|devrions|doit)"
    r"|(?:est[- ]ce qu'?(?:on|il|tu) (?:peut|pourrait|peux|faut))|il (?:faut|faudrait)|merci de|a"
    r"|pense[rz]? a)"
)


def meeting_named(words: str) -> str | None:
    """Return the words that name a meeting by its day, empty if the next one is meant; None if they do not.

    >>> meeting_named(" à la réunion de jeudi"), meeting_named("la prochaine"), meeting_named("à la banque")
    ('jeudi', '', None)
    >>> meeting_named("à la réunion du 8")
    'le 8'
    """
    said = fold(words).strip(" .,!?")
    said = re.sub(
        r"[ ,]*\b(?:stp|svp|s'il te plait|s'il vous plait|merci|please|finalement)$", "", said
    ).strip(" .,!?")
    if not said or re.fullmatch(rf"(?:(?:a|pour|de|for) )?{NEXT}", said):
        return ""
    about = ABOUT.fullmatch(said)
    day = (about["day"] or "").strip() if about is not None else said
    if not day:
        return "la dernière" if "derniere" in said or "last" in said.split() else ""
    bare = _NUMBER_ALONE.sub(r"le \g<0>", _DAY.sub("", day, count=1))
    found = read(bare, SOME_DAY)
    if isinstance(found, Understood):
        return bare if not found.rest and found.rrule is None else None
    # refused for another reason it is a day all the same: “jeudi 3” is none of that January
    return bare if found.code != "none" and not found.rest else None


def as_typed(typed: str, said: str, start: int, end: int) -> str:
    """Return a part of a folded text as it was typed, where folding kept its words."""
    if len(typed) == len(said):
        return typed[start:end]
    first, count = len(said[:start].split()), len(said[start:end].split())
    return " ".join(typed.split()[first : first + count])
