"""What the words around a link say of it, and what they wish besides; how people begin and end does not."""

from __future__ import annotations

import re

from bot.language.folding import fold
from plugins.watch.sentences import _LEAD, _TAIL

_OBJECT = re.compile(
    r"^(?:(?:moi|nous|me|us)(?=\s+(?:ce|cet|cette|le lien|la page|this)\b|\W*$)\W*)?"
    r"(?:(?:ce lien|cet article|cette page|ce site|le lien|this link|this page)\b[ ,:!–-]*"
    r"|(?:ce|cet|cette|le|la|un|une|this|the|a)\W*$)?",
    re.IGNORECASE,
)
"""What is shared, or to whom, as people say it after the verb: `partage-moi ce lien : https://…`."""
_POLITE = (
    r"(?:est-ce que )?(?:tu peux|tu pourrais|peux[- ]tu|pourrais[- ]tu|je (?:veux|voudrais|souhaite)"
    r"|j'aimerais|il faut|can you|could you|please|i want to|stp|svp)[ ,]+(?:me |m'|le |la |l')?"
)
_DO = (
    r"(?:sauvegarde[rz]?|sauver?|garde[rz]?|conserve[rz]?|archive[rz]?|enregistre[rz]?"
    r"|met(?:s|tre|tez)? (?:le |la )?de cote|suivre|suis|abonne[rz]?|retire[rz]?|suppr(?:imer?|imez)?"
    r"|enleve[rz]?|efface[rz]?|cherche[rz]?|retrouve[rz]?|save|keep|follow|remove|delete|search|find)"
)
_WHAT = r"(?:[ -]*\b(?:moi|pour moi|ce|cet|cette|le|la|lien|article|page|site|flux|de|du|this|link|feed)\b)*"
_WISH = re.compile(rf"{_POLITE}{_DO}\b|{_DO}{_WHAT}[ :,.!]*$")
"""What wishes something else than to share, in a folded text: by a polite beginning, or where nothing else is
said; “supprimer son compte” is what a page is about.
"""


def after_verb(said: str) -> str:
    """Return the words beside a link that follow the verb of a command, without those that say nothing of it.

    >>> after_verb("moi svp"), after_verb("ce lien : le guide des aidants"), after_verb("ce")
    ('', 'le guide des aidants', '')
    """
    rest = _TAIL.sub("", said).strip(" ,:–-")
    rest = _OBJECT.sub("", rest, count=1).strip(" ,:–-")
    return "" if _LEAD.fullmatch(rest) else rest


def is_other_wish(said: str) -> bool:
    """Return whether words beside a link wish something else than to share it: to keep, follow or remove it.

    >>> is_other_wish("met de coté"), is_other_wish("je veux suivre"), is_other_wish("supprimer son compte")
    (True, True, False)
    """
    return _WISH.match(fold(said)) is not None
