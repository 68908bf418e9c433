"""What the words around a link say of it, and what they wish besides; how people begin and end does not."""

from __future__ import annotations

import re

from bot.language.folding import fold

_GREETING = r"(?:(?:salut|bonjour|bonsoir|coucou|hello|hi)\b[ ,!]*)?"
_POLITE = (
    r"(?:(?:est[- ]ce que )?(?:tu peux|tu pourrais|peux[- ]tu|pourrais[- ]tu|vous pouvez|pouvez[- ]vous"
    r"|pourriez[- ]vous|on peut|je (?:veux|voudrais|souhaite|souhaiterais|peux)|j['’]aimerais"
    r"|il (?:faut|faudrait)|merci de|can you|could you|can i|please|i (?:want|would like) to|stp|svp)[ ,]+"
    r"(?:me |m['’]|nous |le |la |l['’])?)"
)
"""How people ask for something, of which what they ask for follows."""
_SHARE = (
    r"(?:part+ag(?:e[srz]?|er|eons|ez)|dif+us(?:e[srz]?|er)|post(?:e[srz]?|er)|relai(?:e[srz]?)|relayer"
    r"|share|post)"
)
_LOOK = r"(?:regarde[sz]?|look(?: at)?|voici|voil[àa]|[àa] voir|lien|link)"
_IT = r"(?:[- ](?:moi|nous|le|la|les|ce lien|cet article|cette page|ça|ca|un lien|this link|this|a link))"
_LEAD = re.compile(rf"^{_GREETING}{_POLITE}?(?:{_SHARE}|{_LOOK})\b{_IT}*[ ,:!–-]*", re.IGNORECASE)
"""How people begin before a link, which says nothing of it."""
_REQUEST = re.compile(
    rf"^{_GREETING}(?:{_POLITE}{_SHARE}\b{_IT}*|(?:{_SHARE}|{_LOOK})\b{_IT}+)(?:[ ,:!–-]+|$)", re.IGNORECASE
)
"""How they do after a command, where “partager ses photos” is a note: politely, or saying what is shared."""
_TAIL = re.compile(
    r"(?<![ ,])[ ,]*+\b(?:stp|svp|s['’ ]il (?:te|vous) pla[iî]t|merci|please|thanks)\b[ !.]*$", re.IGNORECASE
)
"""How people end."""
_FIRST = re.compile(r"^(?:stp|svp|s['’ ]il (?:te|vous) pla[iî]t|please)\b[ ,!.]*", re.IGNORECASE)
"""What some people begin with."""
_BETWEEN_LINKS = re.compile(r"(?:^|\s)(?:et|puis|ou|and|or)\W*$", re.IGNORECASE)
"""What stood between two links, now that they are taken out."""
_OBJECT = re.compile(
    r"^(?:(?:moi|nous|me|us)(?=\s+(?:ce|cet|cette|le lien|la page|this)\b|\W*$)\W*)?"
    r"(?:(?:ce lien|cet article|cette page|ce site|le lien|this link|this page)\b[ ,:!–-]*"
    r"|(?:ce|cet|cette|le|la|un|une|this|the|a)\W*$)?",
    re.IGNORECASE,
)
"""What is shared, or to whom, as people say it after the verb: `partage-moi ce lien : https://…`."""
_ASKED = re.compile(rf"\b(?:{_SHARE}|ve[il]{{2,3}}e)\b")
"""What surely asks to share a link, in a folded text."""
_FORBIDDEN = re.compile(
    r"\b(?:ne|pas|sans|jamais|don't|do not|not|without)\s"
    r"(?:(?:le|la|les|me|nous|pas|la peine de|besoin de)\s)?"
    rf"(?:{_SHARE}|sharing|posting)\b(?: (?:surtout )?pas\b)?"
    rf"|\b{_SHARE}[ -]?(?:le|la|les)?[ -]?(?:surtout )?(?:pas|jamais)\b"
)
"""What asks not to share it."""
_DO = (
    r"(?:sauvegarde[rz]?|sauver?|garde[rz]?|conserve[rz]?|archive[rz]?|enregistre[rz]?"
    r"|met(?:s|tre|tez)? (?:le |la )?de cote|suivre|suis|abonne[rz]?|retire[rz]?|suppr(?:ime[rsz]?)?"
    r"|enleve[rz]?|efface[rz]?|cherche[rz]?|retrouve[rz]?|rap+el+e[rz]?|resume[rz]?|traduis|traduire"
    r"|save|keep|follow|remove|delete|search|find|remind|summari[sz]e|translate)"
)
_WHAT = (
    r"(?:[ -]*\b(?:moi|nous|pour moi|ce|cet|cette|ca|le|la|les|mon|ma|mes|liens?|article|page|site|flux|de|du"
    r"|this|it|my|links?|feed|me)\b)*"
)
_QUESTION = (
    r"(?:c'est quoi|qu'est[- ]ce(?: que c'est)?|ca parle de quoi|de quoi (?:ca )?parle|quel(?:le)? est"
    r"|(?:tu )?connais[- ]?(?:tu)?|what(?:'s| is| does))"
)
_WISH = re.compile(
    rf"{_POLITE}{_DO}\b|{_DO}{_WHAT}[ :,.!]*$|rap+el+e[rz]?[ -](?:moi|nous)\b|remind (?:me|us)\b"
)
"""What wishes something else than to share, in a folded text: by a polite beginning, or where nothing else is
said; “supprimer son compte” is what a page is about.
"""
_SPOKEN_WISH = re.compile(rf"{_POLITE}\w|{_DO}\b|{_QUESTION}\b")
"""How a folded sentence begins that may wish something else, where it does not ask to share anything."""
_AFTER_QUESTION = ' .!)"'
_NOTHING_ELSE = re.compile(rf"{_POLITE}?(?:{_DO}|{_QUESTION})?{_WHAT}\W*")


def without_manners(said: str) -> str:
    """Return words without the `stp` or `merci` that people begin or end with.

    >>> without_manners("stp le flux rss, merci !"), without_manners("dans la lettre svp")
    ('le flux rss', 'dans la lettre')
    """
    return _TAIL.sub("", _FIRST.sub("", said.strip(), count=1))


def _ended(said: str) -> str:
    """Return words without how people end, which says nothing."""
    return _BETWEEN_LINKS.sub("", without_manners(said))


def after_verb(said: str) -> str:
    """Return the words beside a link that follow the verb of a command, without those that say nothing of it.

    >>> after_verb("moi svp"), after_verb("ce lien : le guide des aidants"), after_verb("ce")
    ('', 'le guide des aidants', '')
    >>> after_verb("je voudrais partager ce lien : un guide"), after_verb("partager ses photos")
    ('un guide', 'partager ses photos')
    """
    rest = _ended(said).strip(" ,:–-")
    rest = _REQUEST.sub("", rest, count=1)
    rest = _OBJECT.sub("", rest, count=1).strip(" ,:–-")
    return "" if _LEAD.fullmatch(rest) else rest


def note_of_sentence(said: str) -> str:
    """Return what the words of a sentence beside its link note of it.

    >>> note_of_sentence("regarde ça, c'est bien pour les seniors stp")
    "c'est bien pour les seniors"
    """
    return _ended(_LEAD.sub("", said, count=1)).strip(" ,:–-")


def asks_to_share(said: str) -> bool:
    """Return whether words beside a link surely ask to share it.

    >>> asks_to_share("tu peux partager"), asks_to_share("ne partage pas"), asks_to_share("c'est bien")
    (True, False, False)
    """
    folded = fold(said)
    return _ASKED.search(folded) is not None and _FORBIDDEN.search(folded) is None


def is_other_wish(said: str) -> bool:
    """Return whether words beside a link wish something else than to share it: to keep, follow or remove it.

    >>> is_other_wish("met de coté"), is_other_wish("je veux suivre"), is_other_wish("supprimer son compte")
    (True, True, False)
    """
    return _WISH.match(fold(said)) is not None


def may_wish_otherwise(said: str) -> bool:
    """Return whether a sentence with a link may wish something else than to share it; no command begins it.

    What a command leaves to be a note, for it says to share, may be the very wish here.

    >>> may_wish_otherwise("supprime du canal"), may_wish_otherwise("c'est quoi ?")
    (True, True)
    >>> may_wish_otherwise("tu peux partager ?"), may_wish_otherwise("regarde, un guide")
    (False, False)
    """
    folded = fold(said)
    if _WISH.match(folded) or _FORBIDDEN.search(folded):
        return True
    if _LEAD.match(said) or _ASKED.search(folded):
        return False
    return folded.rstrip(_AFTER_QUESTION).endswith("?") or _SPOKEN_WISH.match(folded) is not None


def beyond_wish(said: str) -> str:
    """Return words that wish something of a link, if they say anything else besides; else nothing.

    >>> beyond_wish("je veux suivre"), beyond_wish("ne le partage pas"), beyond_wish("garde ce guide clair")
    ('', '', 'garde ce guide clair')
    """
    rest = _ended(said).strip()
    return "" if _NOTHING_ELSE.fullmatch(_FORBIDDEN.sub(" ", fold(rest))) else rest
