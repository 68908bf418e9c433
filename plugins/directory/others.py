"""Whether it is somebody else of whom something is said: a colleague, somebody one helps, a relative."""

from __future__ import annotations

import re

OTHERS = (
    r"(?:(?:mon|ma|mes|notre|nos|un|une|le|la|l'|les|des|cet|cette|my|our|an?|the) ?(?:[\w-]+ ){0,2}?(?:"
    r"col+eg\w*|collabora\w+|usagere?s?|dames?|monsieur|messieurs|mari|femme|conjointe?|compagn(?:e|on)|soeurs?|"
    r"freres?|filles?|fils|voisine?s?|amie?s?|copains?|copines?|stagiaires?|chef\w*|responsable|"
    r"direct(?:eur|rice)|benevole|service civique|maire|mere|pere|maman|papa|apprenante?s?|"
    r"beneficiaires?|coworkers?|colleagues?|boss|husband|wife|friends?|son|daughter|neighbours?|mother|father)\b|(?:mme|mlle|mr|madame|"
    r"monsieur|m\.) )"
)
"""What begins a clause of somebody else, in a folded text."""
_SOMEBODY = re.compile(
    r"\b(?:un|une|mon|ma|cet|cette|notre|my|a|an) (?:[\w-]+ )?(?:collegue|coleg\w*|usagere?|dame|monsieur|"
    r"mari|femme|conjointe?|soeur|frere|fille|fils|voisine?|amie?|copain|copine|stagiaire|mere|pere|maman|papa|"
    r"colleague|husband|wife|friend|neighbour|lady|man|woman)\b|\b(?:mme|mlle|madame|monsieur|mr) "
)
_SUBJECT = re.compile(
    r"(?P<own>\b(?:j'|i'm\b|(?:je|moi|nous|on|i|we)\b))|"
    r"(?P<other>\b(?:il|elle|ils|elles|he|she|they)\b|"
    rf"(?:^|[,;.!?:] |\b(?:et|mais|car|que|alors|puis|donc|and|but) |qu'){OTHERS})"
)
"""Who does something, from clause to clause."""
_OWN = re.compile(r"\b(?:j'|(?:je|moi|mes|mon|ma|me|i|i'm|my)\b)")
_SENTENCE = re.compile(r"[.!?;] ")
_THEIRS = re.compile(r"\b(?:son|sa|ses|leurs?|his|her|their) $")


def names_somebody(folded: str) -> bool:
    """Return whether one person is spoken of: `un monsieur`, `ma voisine`, and not `les dames du club`."""
    return _SOMEBODY.search(folded) is not None


def is_of_others(folded: str, start: int, end: int) -> bool:
    """Return whether what stands from `start` to `end` of a folded text is said of somebody else.

    Whom the sentence spoke of last, before it, is who it is about, unless it says `je` itself.

    >>> is_of_others("mon collegue anime scratch et fait du pix", 28, 35)
    True
    """
    if _OWN.search(folded, start, end):
        return False
    if _THEIRS.search(folded, 0, start):
        return True
    begins = max((stop.end() for stop in _SENTENCE.finditer(folded, 0, start)), default=0)
    last = None
    for subject in _SUBJECT.finditer(folded, begins, start):
        last = subject
    return last is not None and last["other"] is not None
