"""Seating: how many people have room, as it is typed in a part of a line: `12 places`, `limité à 20`."""

from __future__ import annotations

import re

from bot.language.folding import fold
from bot.language.moments.lexicon_en import NUMBERS as ENGLISH
from bot.language.moments.lexicon_fr import NUMBERS as FRENCH

_WORDS = {**ENGLISH, **FRENCH}
_TENS = {"dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20, "trentaine": 30, "dozen": 12}
_NUMBER = (
    rf"(?:-? ?\d{{1,7}}|(?:une |a )?(?:{'|'.join(_TENS)})(?: de| d'| of)?|{'|'.join(map(re.escape, _WORDS))})"
)
_PEOPLE = (
    r"(?:places?|sieges?|personnes?|pers\b\.?|participant(?:e?s?|\.e\.s|\(e\)s|·e·s)|inscrits?|inscriptions?"
    r"|seats?|people|persons?|attendees?|spots?)"
)
_LIMIT = (
    r"(?:max(?:imum|i)?\b\.?|au (?:plus|maximum)|at most|pas plus de|no more than|limite[es]* a|limited to)"
)
_END = rf"(?: (?:{_LIMIT}|disponibles?|available|en tout))*"
_SEATS = re.compile(
    rf"(?:(?:nombre de |number of |nb )?(?:{_PEOPLE}|jauge|capacite|capacity)(?: {_LIMIT})?\s*[:=]?\s*"
    rf"(?P<after>{_NUMBER})(?: {_PEOPLE})?{_END}"
    rf"|{_LIMIT}\s*[:=]?\s*(?P<most>{_NUMBER})(?: {_PEOPLE})?{_END}"
    rf"|(?:il y a |there are |for |pour |jusqu'a |up to )?(?P<before>{_NUMBER})\s*{_PEOPLE}{_END})"
)
_SOME = re.compile(rf"(?:nombre de )?{_PEOPLE} limite[es]*|limited {_PEOPLE}")
"""It says that there is a limit, and is given back for the number to be asked for."""


def seats_in(part: str) -> str:
    """Return the number in a part of a line that says how many have room, empty if it says something else.

    >>> seats_in("12 places max."), seats_in("limité à 20 personnes"), seats_in("une douzaine de places")
    ('12', '20', '12')
    >>> seats_in("-3 places"), seats_in("12 rue du Moulin")
    ('-3', '')
    """
    found = _SEATS.fullmatch(fold(part).strip(" .!()"))
    if found is None:
        return part if _SOME.fullmatch(fold(part).strip(" .!()")) else ""
    said: str = found["after"] or found["most"] or found["before"]
    number = said.removeprefix("une ").removeprefix("a ").split(" d")[0].removesuffix(" of")
    return str(_WORDS.get(number, _TENS.get(number, number.replace(" ", ""))))
