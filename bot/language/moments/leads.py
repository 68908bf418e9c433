"""Lead-ins that ask for a reminder and are no part of it: `rappelle-moi de`, `remind me to`."""

from __future__ import annotations

import re
from functools import cache

from bot.language.messages import Language
from bot.language.moments.scan import Scan

_LONGEST = 16
_POLITE = (
    r"(?:(?:bonjour|bonsoir|salut|slt|bjr|bsr|cc|dis|dites|coucou|hello|hi|hey|maillage|ok|alors|merci de|"
    r"please|stp|svp|s il te plait)(?: [,!.:])? )*"
)
_REMINDING = r"rap+el+er|rap+el+es?|faire penser|fasses penser|prevenir|notifier|alerter"
_ASKING_FR = (
    r"(?:(?:est ce que )?(?:tu peux|tu pourrais|peux tu|pourrais tu|vous pouvez|pouvez vous|pourriez vous)"
    r"(?: bien)? |(?:n )?oublie(?:z|s)? (?:pas|surtout pas) de |"
    r"(?:j aimerais|je voudrais|il faudrait|il faut) que tu |pense(?:z|s)? a |merci de |"
    r"il faudrait |tu dois )"
)
_ASK_FR = f"{_ASKING_FR}?"
_ASK_EN = (
    r"(?:(?:can|could|would|will) you |please |don t (?:let me )?forget to |i need you to |i d like you to )?"
)
_COURTESY = r"(?: (?:stp|svp|please|s il te plait|s il vous plait))?"
_PERSONAL_FR = (
    rf"{_ASK_FR}(?:me|m) (?:re)?(?:{_REMINDING})"
    rf"|{_ASKING_FR}nous (?:re)?(?:{_REMINDING})|nous (?:re)?(?:{_REMINDING})(?= (?:de|d|que|qu) )"
    r"|rap+el+e?[sz]?(?: le)? (?:moi|nous)(?: le)?"
    r"|(?:tu (?:me|nous) rap+el+e[sz]?|vous (?:me|nous) rap+el+ez)"
    r"|(?:fais|faites) (?:moi|nous) (?:re)?penser"
    r"|(?:previens|prevenez|alerte[sz]?|notifie[sz]?|avertis) (?:moi|nous)"
)
"""Asked of the bot by somebody for themselves, so that it is a lead-in after the time as well."""
_FRENCH = (
    rf"{_POLITE}(?:/ )?(?:"
    rf"{_PERSONAL_FR}"
    r"|(?:mets?|mettre|ajoutes?|ajouter|crees?|creer|programmes?|programmer|poses?|planifier?|note[sr]?|fais|faire)"
    r"(?: (?:moi|nous|toi))? (?:un |une |le |du )?(?:nouveau |petit )?(?:rappel|alarme|alerte|pense bete)"
    r"|(?:nouveau |petit )?rappel|pense betes?|rap+el+er?[sz]?(?= a @))"
    rf"{_COURTESY}(?![^\s])"
)
_PERSONAL_EN = rf"{_ASK_EN}(?:please )?(?:remind|ping|notify|alert|nudge) (?:me|us)"
_ENGLISH = (
    rf"{_POLITE}(?:/ )?(?:don t let (?:me|us) forget(?: to)?"
    rf"|{_PERSONAL_EN}"
    r"|(?:please )?(?:set|create|add|make|schedule)(?: me)?(?: up)? (?:a |an )?(?:new )?(?:reminder|alarm)"
    r"(?: for me)?|reminder|note to self|remind(?= @))"
    rf"{_COURTESY}(?![^\s])"
)
_OPENING = {"fr": _FRENCH, "en": _ENGLISH}
_AFTER_A_TIME = {
    "fr": rf"(?:{_PERSONAL_FR}|(?:rappel|pense bete)(?= :)){_COURTESY}(?![^\s])",
    "en": rf"(?:{_PERSONAL_EN}|reminder(?= :)){_COURTESY}(?![^\s])",
}
_CONNECTORS = frozenset(
    ("de", "d", "que", "qu", "a", "pour", "to", "that", "about", "of", "for", ":", ",", "-", "des")
)


@cache
def _lead(language: Language, *, opening: bool) -> re.Pattern[str]:
    return re.compile((_OPENING if opening else _AFTER_A_TIME)[language])


def lead_in(scan: Scan, at: int, *, opening: bool = True) -> int:
    """Return the place after the lead-in that starts there, or the same place.

    Not at the `opening` of a text, only what asks the bot to remind its reader is one: `demain 9h mettre un
    rappel sur la porte` is about a notice.
    """
    if at >= len(scan.words):
        return at
    window = [scan.text(place) for place in range(at, min(at + _LONGEST, len(scan.words)))]
    found = _lead(scan.language, opening=opening).match(" ".join(window))
    if found is None or found.end() == 0:
        return at
    length = 0
    for index, word in enumerate(window):
        length += len(word) + (index > 0)
        if length >= found.end():
            return at + index + 1 if length == found.end() else at
    return at


def after_connectors(scan: Scan, at: int) -> int:
    """Return the place after the connectors that tie a lead-in to what follows: `de`, `que`, `to`."""
    end = at
    while end < len(scan.words) and end < at + 2 and scan.text(end) in _CONNECTORS:
        end += 1
    return end
