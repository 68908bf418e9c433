"""How surely a plain sentence is for the directory: by what it orders, says of its author, or looks for."""

from __future__ import annotations

import re

from bot.language.folding import fold
from bot.territory.mentioning import mentions
from plugins.directory.aligned import align
from plugins.directory.cues import Part, cues, meant_words, right_words
from plugins.directory.oneself import LONGEST, is_about_oneself
from plugins.directory.orders import is_order

ORDERED, SURELY, PERHAPS = 0.92, 0.8, 0.6
"""How surely a sentence is for the directory: what to do with one's card; what one can, or would learn; where
one is, or who looks for a colleague.

A need is claimed with 0.5, or 0.3 if nothing is asked; somebody in danger with 0.93.
"""
ABOUT_OTHERS = 0.4
"""The same of a sentence that speaks of somebody else too, or of what one does: a need comes before, if it is
asked.
"""
_OPENING = 25
"""A sentence that is for a card says so in its first letters."""
_OF_CARDS = (Part.SKILL, Part.SPECIALITY, Part.LANGUAGE, Part.APPETENCE)
_OF_PLACES = (Part.AT, Part.ON, Part.COVERED, Part.STRUCTURE, Part.ROLE)
"""What is for a card only if a place is named: `je travaille à Feurs`, but not `je suis à la rue`."""
_FOR_COLLEAGUES = re.compile(
    r"(?:(?:bonjour|salut|hello|coucou)[ ,!]*)?(?:qui|quelqu'un|qqn|who|anyone|does anyone|anybody)"
    r"\b,? (?:ici )?"
    r"(?:sait|parle|maitrise|anime|veut apprendre|voudrait apprendre|aimerait apprendre|speaks?|knows? how|"
    r"can teach|wants to learn|would like to learn)\b"
)
"""What looks for colleagues, rather than for a service, in a folded text."""
_OTHERS = re.compile(
    r"\b(?:une? (?:dame|monsieur|usagere?|jeune|famille|personne|couple|mr|ami|amie|voisine?) "
    r"(?:qui|a|n'|ne|veut)|"
    r"(?:pour|avec) (?:une? (?:dame|monsieur|usagere?)\b|(?:ma|mon) (?:mere|pere|usagere?|voisine?|grand))|"
    r"(?:elle|il) (?:n'|ne|a|veut|est|doit)\b|for a (?:lady|man|woman|friend))"
)


def claims(text: str) -> float:
    """Return how surely a sentence is for the card of who writes it."""
    if is_order(text):
        return ORDERED
    if _FOR_COLLEAGUES.match(fold(text.strip())):
        return PERHAPS
    if not is_about_oneself(text):
        return 0
    found = cues(align(text[:LONGEST], meant_words(), right_words()).folded)
    if not found or found[0].start >= _OPENING:
        return 0
    first = next((cue.part for cue in found if cue.part is not Part.ROLE), Part.ROLE)
    if first in _OF_CARDS:
        return ABOUT_OTHERS if _OTHERS.search(fold(text)) else SURELY
    if first is Part.DOES:
        return ABOUT_OTHERS
    return PERHAPS if first in _OF_PLACES and mentions(text[:LONGEST]) else 0
