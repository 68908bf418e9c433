"""The words around a date that say nothing of it: `finalement ce sera … à la même heure, merci`."""

from __future__ import annotations

import re

from bot.language.folding import fold
from plugins.meetings.polls.deadline import after

_LEAD = re.compile(
    r"(?:(?:finalement|plutot|en fait|donc|desormais|maintenant|actually|rather|instead)[ ,]+"
    r"|(?:ce |ca |elle |il |on |la reunion |la rencontre |le rdv |the meeting |it )+"
    r"(?:sera|est|aura lieu|se tiendra|se fera|se voit|fera|is|will be)\s+"
    r"|(?:(?:ce |la reunion |la rencontre |it )?(?:n'est |is )?(?:plus|pas|not) \S.*? (?:mais|but)\s+)"
    r"|(?:on se (?:retrouve|voit|reunit|donne rendez-vous)|nous serons|on sera|on est|rendez-vous|rdv)"
    r"\s+(?=a |au |aux |en |chez |dans )"
    r"|(?:est|sera|is)\s+(?=(?:a|au|aux|en|chez|dans|at|in|reporte|deplace|decale|avance)\w*\s)"
    r"|(?:aura lieu|se tiendra|se fera|se deroulera|takes place|will be)\s+"
    r"|it\s+(?=to )|c'est\s+|(?:(?:on |ca |elle |la reunion |la rencontre |the meeting |it )?"
    r"(?:commenc\w+|debut\w*|demarr\w*|starts?|begins?))(?:\s+(?:plutot|finalement))?\s*:?\s+"
    r"|(?:deplac|report|repouss|avanc|chang|decal)ee?s?\s+|moved?\s+|postponed?\s+)+(?=\S)"
)
_TO = re.compile(
    r"(?:jusqu'au|a partir (?:de|du)|des|from|au|aux|pour(?: le| la)?|a(?: la| l')?|to|for|on|en|vers|le|la"
    r"|the)\s+(?=\S)"
)
_ASIDE = re.compile(
    r"[ ,]*(?:\(?(?:aux? |a la |a |the |at the )?(?:memes?|same) (?:heures?|horaires?|time|hours?)\)?"
    r"|sans changer (?:l'heure|les horaires|d'heure)|si possible"
    r"|plutot|finalement|stp|svp|merci|please|instead)[ .!]*$"
)
_NOT_OLD = re.compile(
    r"\s+(?:au lieu d[eu']|plutot que|a la place d[eu']|et (?:non|pas)|instead of|rather than)\s*.*$"
)
_LATER_ON = r"(?:ulterieure?|plus tard|a (?:definir|preciser|fixer|venir)|later|to be (?:defined|set))"
_SOME_TIME = re.compile(
    r"(?:une? |a |d'une? )?(?:(?:autre|later|other|another) (?:date|jour|moment|day|time)"
    rf"|(?:date|jour|moment|day|time) {_LATER_ON}|{_LATER_ON}|indefiniment|sine die)"
)
_ALL_DAY = re.compile(r"(?:sur )?(?:toute )?la journee(?: entiere)?|all day|(?:the )?whole day")


def is_some_time(typed: str) -> bool:
    """Return whether words say that it is at another time, and not when: `à une date ultérieure`."""
    said = fold(bare(typed)).strip(" .!?")
    return bool(said) and _SOME_TIME.fullmatch(said) is not None


def is_all_day(typed: str) -> bool:
    """Return whether words say that it takes the whole day."""
    return _ALL_DAY.fullmatch(fold(typed).strip(" .!?")) is not None


def without_lead(typed: str) -> str:
    """Return words without those that only lead to them: `finalement ce sera à Feurs`."""
    found = _LEAD.match(fold(typed))
    return after(typed, found[0]) if found is not None else typed


def bare(typed: str) -> str:
    """Return a date without the words that lead to it, and those behind it that say nothing of it."""
    said = " ".join(typed.replace("’", "'").split())
    for lead in (_LEAD, _TO):
        if (found := lead.match(fold(said))) is not None:
            said = after(said, found[0])
    folded = fold(said)
    if len(folded) == len(said):
        for aside in (_NOT_OLD, _ASIDE):
            said = said[: found.start()] if (found := aside.search(fold(said))) and found.start() else said
    return said
