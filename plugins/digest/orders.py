"""What a plain sentence asks to be done to the letter of a channel, and the command that does it."""

from __future__ import annotations

import re

from bot.language.folding import fold
from bot.language.messages import Message, _

_POLITE = (
    r"(?:(?:bonjour|salut|hello|hi)\b[ ,!]*)?"
    r"(?:(?:(?:est-ce que )?tu (?:peux|pourrais)|peux-tu|pourrais-tu|can you|please|stp)[ ,]+)?"
    r"(?:nous |me |m')?"
)
_OF_A_CHANNEL = r"(?:la |une |ma |notre |the |a |our )?(?:prochaine |next )?(?:lettre|letter)\b"
_FORMER = r"(?:les |the )?(?:anciennes |dernieres |old |last )(?:lettres|letters)\b"
_NAMED = (
    r"(?:du (?:canal|salon) \S+"
    r"|(?:de|a|à|pour|dans|to|of) (?:[#~]\S+|[^\W\d]\w*-\d[\dab]\d?\b|\d[\dab]\d?-[^\W\d][\w-]*))"
)
"""A channel that is named: by its sign, or by the number of a department, as `42-loire`."""
_NO_OTHER = rf"(?! (?!{_NAMED})(?:de|a|au|aux|pour|recommandee|to) )"
"""A letter to somebody, or of a kind, is not that of a channel."""
_VERBS: tuple[tuple[str, Message], ...] = (
    (r"programme[rz]?|planifie[rz]?|schedule", _("/letter schedule")),
    (r"envoie[sz]?|envoyer|envoyez|publie[rz]?|diffuse[rz]?|send|publish", _("/letter send")),
    (r"arrete[rz]?|suspend(?:s|re|ez)?|stop(?:pe[rz]?)?|pause", _("/letter pause")),
    (r"repren(?:ds?|dre|ez)|relance[rz]?|resume", _("/letter resume")),
    (r"prepare[rz]?|compose[rz]?|redige[rz]?|prepare|compose", _("/letter draft")),
)
_LEAVING_OUT = (
    r"n'?envoie[sz]? pas|n'?envoyez pas|ne pas envoyer|saute[rz]?|annule[rz]?|skip|cancel|do(?:n't| not) send"
)
_POSTPONING = r"reporte[rz]?|repousse[rz]?|decale[rz]?|postpone|delay"
_WRITING = r"ajoute[rz]?|ecri(?:s|re|vez)|mets|mettre|mettez|add|write"
_EDITORIAL = r"(?:un |une |l'|an? )?(?:edito(?:rial)?|introduction|intro) (?:a|dans|pour|to|in|for)"
_SHOWING = r"(?:montre[rz]?|affiche[rz]?|voir|show)(?:[- ](?:moi|nous|me|us))?"


_WISHING = re.compile(
    rf"{_POLITE}(?:envoie[sz]?|envoyer|envoyez|publie[rz]?|diffuse[rz]?|fai(?:s|re|tes)|prepare[rz]?|send"
    r"|(?:on |je |nous |j')?(?:veux|veut|voulons|(?:voudr|aimer)(?:ais|ait|ions)|would like|want)"
    r"(?: (?:avoir|recevoir|to have))?)(?:[- ](?:nous|moi))? "
    rf"{_OF_A_CHANNEL}"
)
_RECURRING = re.compile(r"(?:chaque|tou(?:te)?s les|une fois par|un \w+ sur deux|every|each)\b")
"""What is wished of letters again and again is a rhythm."""


def _asking(how: str, about: str = f"{_OF_A_CHANNEL}{_NO_OTHER}") -> re.Pattern[str]:
    return re.compile(rf"{_POLITE}(?:{how}) {about}")


_ORDERS: tuple[tuple[re.Pattern[str], Message], ...] = (
    (_asking(rf"(?:{_WRITING}) {_EDITORIAL}"), _("/letter editorial")),
    (_asking(r"mets|mettre|mettez|put", rf"{_OF_A_CHANNEL} (?:en|on) pause"), _("/letter pause")),
    (_asking(_POSTPONING, _OF_A_CHANNEL), _("/letter postpone")),
    *((_asking(verbs), command) for verbs, command in _VERBS),
    (_asking(_SHOWING, _FORMER), _("/letter history")),
    (_asking(_SHOWING), _("/letter preview")),
)
_OF_NAMED = re.compile(rf"^{_NAMED}\s*", re.IGNORECASE)
_SUBJECT = re.compile(r"\b(?:lettre|letter)s?\b(?: (?:en|on) pause\b)?", re.IGNORECASE)


def order_of(text: str) -> Message | None:
    """Return the command that does what a sentence asks for, None where it asks for nothing of a letter."""
    said = fold(text).replace("’", "'")
    if _WISHING.match(said) and _RECURRING.match(fold(rest_of(text))):
        return _("/letter schedule")
    if _asking(_LEAVING_OUT, _OF_A_CHANNEL).match(said):
        return _("/letter pause") if rest_of(text) else _("/letter skip")
    return next((command for asking, command in _ORDERS if asking.match(said)), None)


def rest_of(text: str) -> str:
    """Return what stands behind the letter in a sentence, which says how or when, on one line.

    >>> rest_of("reporte la lettre de loire-42 à jeudi"), rest_of("reporte la lettre de 15 jours")
    ('à jeudi', 'de 15 jours')
    """
    subject = _SUBJECT.search(text)
    if subject is None:
        return ""
    said = " ".join(text[subject.end() :].strip(" .!?").split())
    return _OF_NAMED.sub("", said, count=1)
