"""Deadlines: until when people vote, as it is typed in a part of a line or in a field."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from bot.language.folding import fold
from bot.language.messages import _
from bot.language.moments import Reading, Refused, Understood, read
from bot.plugin.finding import Misread
from plugins.meetings.polls.several import is_hour

COLON = r"\s*[:=]?\s*"
"""What may stand between the word that says what a part is for and the rest of it."""
_VOTE = (
    r"(?:vot(?:es?|er|ez|ing)|sondages?|scrutins?|consultations?|polls?|repon(?:ses?|dre|dez|d|dons)|inscri\w+"
    r"|answers?|repl(?:y|ies)|rsvp)"
)
_POLITE = (
    r"(?:(?:merci (?:bien )?de|merci a tous de|svp|stp|s'il (?:te|vous) plait|please|pensez a|il faut|a|pour"
    r"|on|nous|vous pouvez|we|you can|le|la|les|des|the|me|nous|ensuite)[ ,:]+)*"
)
_BEFORE = r"(?:avant|jusqu(?:'a(?:u|ux)?|e)?|d'ici|au plus tard|before|by|until|till)\b"
_STOPS = r"(?:(?:est |sera |is |se )?(?:clot\w*|clos\w*|ferm\w*|termin\w*|fini\w*|arret\w*|end(?:s|ing)?))\b"
_TAIL = (
    rf"(?:\s+(?:le|la|les|a|au|on|at|the|du|de|des|l'|pour|of|for|est|is|{_VOTE}|finale?|fixee?)\b)*{COLON}"
)
_SURELY = re.compile(
    rf"{_POLITE}(?:(?:clot\w*|clos\w*|dead ?line|date (?:limite|butoir)|derniere? (?:delai|limite)|limite"
    rf"|echeance|fin d(?:u|es|e la|e) {_VOTE}|{_VOTE} {_STOPS}"
    rf"|{_VOTE}(?: (?:est|sont|is|are|(?:re)?ouverte?s?|open|possibles?|souhaitee?s?|attendue?s?|demandee?s?"
    rf"|a (?:donner|rendre|envoyer)|needed|wanted|expected|moi|nous|us|me|svp|please))* {_BEFORE}))\b{_TAIL}"
)
_PERHAPS = re.compile(rf"{_POLITE}(?:{_BEFORE}|{_STOPS}|fin\b){_TAIL}")
"""It may as well be an answer: “avant midi”, “fin de journée”."""
_FOR = r"(?:dure|duree|pendant|durant|for|lasts?)\s*:?\s*"
_LASTS = re.compile(
    rf"(?:(?P<vote>{_POLITE}{_VOTE} (?:est )?(?:ouvert |open )?)(?:{_FOR})?|{_FOR})"
    r"(?P<time>\d{1,3} ?(?:h|heures?|hours?|jours?|j|days?|semaines?|weeks?)|une? (?:semaine|mois|jour))"
)
_TO_DO = re.compile(r"\w+[ei]r\b")
"""“Fermer le vendredi” is something to choose."""
_THANKS = re.compile(
    r"[ ,.!]+(?:(?:svp|stp|s[’']il (?:te|vous) pla[iî]t|merci(?: d[’']avance)?|please|thanks|dernier d[ée]lai"
    r"|max(?:imum|i)?|au plus tard|inclus)[ .!]*)+$|[ .!]+$",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"(?:(?:a )?(?:poste[rz]?|publie[rz]?|envoye[rz]?|post) )?(?:aussi|egalement|also)"
    rf"(?: (?:dans|sur|vers|en|a|in|to|on))?(?: (?:le |les |the )?(?:canal|canaux|salons?|channels?))?{COLON}"
)
_SOME_DAY = Reading(datetime(2000, 1, 3, 8, tzinfo=UTC), ZoneInfo("Europe/Paris"), whole_days=True)
"""Any instant does to know whether words are a moment."""
EVENING = time(18)
_GLUED = re.compile(r":(?=[^\s\d/])")


def closing_in(part: str) -> str:
    """Return what a part of a line says of the closing, empty if it is about something else.

    >>> closing_in("Clôture : vendredi 18h"), closing_in("mardi 14h"), closing_in("Avantages")
    ('vendredi 18h', '', '')
    >>> closing_in("merci de répondre avant jeudi midi svp"), closing_in("le sondage ferme le 4/12")
    ('jeudi midi', '4/12')
    >>> closing_in("clôture")
    'clôture'
    """
    lasts = _LASTS.fullmatch(fold(part))
    if lasts is not None and lasts["vote"]:
        return f"dans {lasts['time']}"
    return _after(_SURELY, part) or _after(_PERHAPS, part)


def surely_closing_in(part: str) -> str:
    """Return what a part of a line says of the closing, empty if it may be an answer: `avant midi`.

    >>> surely_closing_in("pendant 3 jours"), surely_closing_in("avant midi")
    ('dans 3 jours', '')
    """
    lasts = _LASTS.fullmatch(fold(part))
    return f"dans {lasts['time']}" if lasts is not None else _after(_SURELY, part)


def perhaps_closing_in(part: str) -> str:
    """Return what a part says of the closing where it names a day, empty if it is more likely an answer.

    >>> perhaps_closing_in("jusqu’à vendredi midi"), perhaps_closing_in("fin de journée")
    ('vendredi midi', '')
    >>> perhaps_closing_in("avant midi"), perhaps_closing_in("fermer la salle le vendredi")
    ('', '')
    """
    said = "" if _TO_DO.match(fold(part)) else _after(_PERHAPS, part)
    found = read(said, _SOME_DAY) if said and not is_hour(said) else None
    return said if isinstance(found, Understood) and found.rrule is None and not found.rest else ""


def _after(pattern: re.Pattern[str], part: str) -> str:
    closes = pattern.match(fold(part))
    if closes is None:
        return ""
    return _THANKS.sub("", after(part, closes[0])) or part.strip(" .!")


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


def read_closing(typed: str, reading: Reading, *, of_day: time = EVENING) -> datetime:
    """Return when a poll closes, as it was typed: aware. A day alone is meant until its evening, `of_day`.

    Raises:
        Misread: it is no instant to come.
    """
    found = read(typed, replace(reading, whole_days=True))
    if isinstance(found, Refused):
        raise Misread(found.reason)
    if found.rrule is not None or found.rest:
        raise Misread(_("When does the vote close? For example “Friday 18:00”."))
    if not found.all_day:
        return found.at
    evening = datetime.combine(found.at.date(), of_day, reading.zone)
    return evening if evening > reading.now or found.end is None else found.end
