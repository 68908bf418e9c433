"""What is typed after `/rencontre accueil`: oneself, nobody, or where the others are welcome."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.language.folding import fold

_ONESELF = re.compile(
    r"(?:(?:c'est |ce sera |par |chez )?moi(?:-meme)?|je (?:peux |veux |me propose(?: pour)? )?(?:bien )?"
    r"(?:accueillir|accueille|heberger?|recois|recevoir)?|j'accueille|j'heberge|je me propose|volontaire"
    r"|me|myself|i (?:can )?host|at my place|by me)"
)
_OFFERS = re.compile(
    r"(?:(?:oui|ok|finalement)[ ,]+)?"
    r"(?:je (?:peux|veux|voudrais|me propose (?:pour|d'))(?: bien)? ?(?:accueillir|heberger|recevoir)"
    r"|j'(?:accueille|heberge)|je recois|i (?:can|will|could) host)"
    r"(?: (?:la |le |the )?(?:prochaine?|suivante?|next)(?: (?:fois|rencontre|reunion|one|time|meeting))?)?"
    r"(?P<rest>$| .*)"
)
"""One sentence says that one hosts, and behind it where."""
_NOT_ME = re.compile(
    r"(?:(?:non|finalement|desolee?|no|sorry|en fait)[ ,]*)*"
    r"(?:je (?:ne )?(?:peux|veux|pourrai|me propose|suis) (?:pas|plus)"
    r"(?: (?:accueillir|heberger|recevoir|volontaire|dispo\w*))?|plus moi|pas moi"
    r"|not me|i (?:cannot|can't)(?: host)?|"
    r"non|finalement non|no)(?:[ ,]*(?:finalement|desolee?|sorry|merci))*"
)
_NOBODY = re.compile(
    r"(?:personne|aucun|aucune|annuler|annule|retirer|retire|enlever|supprimer|effacer|nobody|none"
    r"|remove|no one)"
    r"(?: (?:l'accueil|la personne|l'hote|the host))?"
)
_IDLE = re.compile(
    r"(?:liste|historique|tour|qui|rotation|voir|qui accueille|a qui le tour|(?:la )?prochaine(?: fois)?"
    r"|(?:the )?next(?: time| one)?|list|history|who)"
)
_AT = re.compile(
    r"^(?:(?:la prochaine(?: fois| rencontre)?|next time)\s+)?"
    r"(?:lieu\s*[:=]\s*|place\s*[:=]\s*|à\s+|a\s+|au\s+|aux\s+|dans\s+|en\s+|at\s+|in\s+)",
    re.IGNORECASE,
)
_IS_PLACE = re.compile(
    r"\d|,|^(?:chez|salle|mairie|maison|espace|centre|local|rue|place|at)\b", re.IGNORECASE
)
_AND = re.compile(r"^(?:,|et\b|and\b|:|;)\s*|\s*(?:,|\bet|\band|:|;)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of hosting: by oneself, by nobody any more, `not_me`, and `where`; all may be left out.

    What is `bare` may be a place, or the name of a colleague: nothing before it tells.
    """

    oneself: bool = False
    nobody: bool = False
    not_me: bool = False
    where: str = ""
    bare: str = ""


def read_said(text: str) -> Said:
    """Return what is said after the command, but for a colleague who is mentioned.

    >>> read_said("moi").oneself, read_said("à Feurs").where, read_said("chez Paul").where
    (True, 'Feurs', 'chez Paul')
    >>> read_said("Feurs").bare
    'Feurs'
    """
    said = _AND.sub("", _AND.sub("", " ".join(text.split())))
    word = fold(said).strip(" .!?")
    if not word or _IDLE.fullmatch(word):
        return Said()
    if _NOBODY.fullmatch(word):
        return Said(nobody=True)
    first, _space, rest = said.partition(" ")
    if _ONESELF.fullmatch(word):
        return Said(oneself=True)
    if _NOT_ME.fullmatch(word):
        return Said(not_me=True)
    if (offers := _OFFERS.fullmatch(word)) is not None:
        left = len(offers["rest"].split())
        place = " ".join(said.split()[-left:]) if left else ""
        return Said(oneself=True, where=_AT.sub("", place).strip(" .!?"))
    if fold(first) in ("moi", "me") and rest:
        return Said(oneself=True, where=_AT.sub("", _AND.sub("", rest)))
    where = _AT.sub("", said)
    if where == said and not _IS_PLACE.search(said):
        return Said(bare=said)
    return Said(where=where)
