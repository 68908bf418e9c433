"""What somebody says of coming, in words: `je viens`, `peut-être mardi`, `je ne viens pas le 8`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import fold
from plugins.meetings.gatherings.attending import Coming
from plugins.meetings.polls.deadline import after

_LEAD = r"^(?:(?:oui|non|ok|yes|no|alors|finalement|desole[es]*|sorry)\b[ ,:]*)?"
_MAYBE = re.compile(
    r"(?:je (?:viens|viendrai|serai la) |j'y serai )?(?:peut[- ]etre|maybe|perhaps|probablement|sans doute)"
    r"(?: (?:la|pas))?|je (?:ne )?(?:sais|suis) pas (?:encore|sure?)?|pas sure?|(?:i am |i'm )?not sure"
)
_NO = re.compile(
    r"(?:je |j'|i )?(?:ne |n'|ny |y )?(?:y )?"
    r"(?:viens|viendrai|serai|peux|pourrai|participe|participerai|suis)"
    r" (?:pas|plus)(?: (?:y |etre |venir|la|presente?|dispo\w*|aller|participer))*"
    r"|j'ai (?:eu )?un (?:empechement|imprevu|contretemps)"
    r"|(?:je (?:serai|suis) )?(?:absente?|empechee?|indisponible)s?|pas (?:dispo\w*|la)|sans moi"
    r"|(?:i )?(?:am|'m|will)? ?(?:not coming|not come|not be there)|(?:i )?(?:can't|cannot|won't) come"
    r"|je (?:decline|me desinscris|m'excuse)|desinscri\w+(?:[- ]moi)?|(?:non|no)"
)
_YES = re.compile(
    r"(?:je |j'|i )?(?:y )?(?:viens|viendrai|participe|participerai)(?: bien)?"
    r"|(?:je |j'|i )?(?:y )?(?:serai|suis)(?: (?:la|presente?|dispo\w*|partante?))"
    r"|j'y serai|j'y vais|presente?s?|partante?|comptez? sur moi|(?:je m')?inscri\w+(?:[- ]moi)?"
    r"|(?:i )?(?:am|'m|will)? ?(?:coming|come|be there)|count me in|(?:oui|yes|ok)"
)
_ALONE = frozenset(("oui", "non", "yes", "no", "ok"))
"""Single words that answer behind the name of a meeting; others may be of its title."""
_TAIL = re.compile(
    r"(?:[ ,]+(?:avec (?:grand )?plaisir|volontiers|merci|finalement|desolee?|du coup|with pleasure"
    r"|thanks|sorry|bien sur|of course))+$"
)

_ANSWERS = ((Coming.MAYBE, _MAYBE), (Coming.NO, _NO), (Coming.YES, _YES))
_MOST_WORDS = 30


def said(text: str) -> tuple[Coming | None, str]:
    """Return what a line says of coming, None if nothing, and the rest of it, which names the meeting.

    >>> said("je ne viens pas mardi 8"), said("le bilan, oui avec plaisir")
    ((<Coming.NO: 'no'>, 'mardi 8'), (<Coming.YES: 'yes'>, 'le bilan'))
    """
    folded = _TAIL.sub("", " ".join(fold(text).replace("’", "'").split()).strip(" .!"))
    for answer, pattern in _ANSWERS:
        found = re.match(rf"{_LEAD}(?:{pattern.pattern})(?=$|[ ,;:.!])", folded)
        if found is not None:
            rest = after(" ".join(text.split()), found[0]).strip(" ,;:.!")
            return answer, rest
    return _behind(folded, text.split())


def _behind(folded: str, typed: Sequence[str]) -> tuple[Coming | None, str]:
    """Return what is said behind the name of a meeting: `mardi 8 je ne viens pas`."""
    words = folded.split(" ")
    for first in range(1, min(len(words), _MOST_WORDS)):
        answer = next((one for one, pattern in _ANSWERS if pattern.fullmatch(" ".join(words[first:]))), None)
        if answer is not None and (len(words) - first > 1 or words[first] in _ALONE):
            return answer, " ".join(typed[:first]).strip(" ,;:.!")
    return None, " ".join(typed)
