"""Whether a sentence says something of who writes it, rather than look for somebody."""

from __future__ import annotations

import re

from plugins.directory.aligned import align
from plugins.directory.cues import cues, meant_words, right_words

LONGEST = 2000
"""How much of a sentence is read, in characters."""

_SEARCHES = re.compile(
    r"(?:^|(?<=[,.!;:] ))(?:(?:bonjour|salut|hello|coucou|bjr|slt|hi)\b[ ,!]*)?(?:(?:a tous|a toutes|"
    r"tout le monde)[ ,!]*)?"
    r"(?:qui\b|quelqu'une?\b|qqu?n\b|qq1|y a[ -]t[ -]il|est[ -]ce qu|on cherche|je (?:re)?cherche\b(?! a )|"
    r"(?:re)?cherche\b(?! a (?:me |m'|ap+rendre|decouvrir|participer|progresser|rejoindre))|"
    r"chercher\b|trouver?\b|j'ai besoin|besoin d|il me fau|il me faudrai|avez[- ]vous|connaissez|"
    r"connais[- ]tu|"
    r"ou trouver|a qui|vers qui|quel\w* (?:collegue|conseill|personne)|who\b|anyone|anybody|somebody|"
    r"someone|looking for|"
    r"(?:i'm|i am) looking|i need|is there|find\b)"
)
_FIRST_PERSON = re.compile(r"(?:(?:bonjour|salut|hello|coucou) (?:, )?)?(?:moi )?(?:, )?(?:je |j'|i |i'm )")
_SEARCHES_LATER = re.compile(
    r"\b(?:que quelqu'une? |je (?:re)?cherche (?:quelqu|une? |des? )|quelqu'une? (?:qui|pour|de|d')|"
    r"besoin (?:de|"
    r"d') (?:quelqu|une? )|"
    r"qui (?:pourrai[st]|peut|sait) m'|someone (?:who|to)|anybody who)"
)


_TAG = re.compile(
    r"(?<=[\w)!.,;:])[ ,.;!:]*\b(?:et )?(?:qui (?:est|serait|sont|seraient) "
    r"(?:chaud|partant|tente|interesse|motive)\w*|"
    r"qui (?:vient|me suit|en est|me rejoint|se joint a moi)|(?:ca|cela) (?:interesse|tente|branche|botte|"
    r"parle a|(?:vous|te) (?:va|dit|tente|interesse|convient))[^?]*|d'accord|ok|hein|non|"
    r"si quelqu'un[^?]*|who(?: is|'s) in|anyone interested) ?\?+$"
)
"""What is asked of others at the end of what one says of oneself: `qui est partant ?`."""


def is_about_oneself(text: str) -> bool:
    """Return whether somebody says something of themselves, rather than look for somebody.

    >>> is_about_oneself("je sais faire du FALC"), is_about_oneself("qui sait faire du FALC ?")
    (True, False)
    """
    read = align(text[:LONGEST], meant_words(), right_words())
    tag = _TAG.search(read.folded)
    if (text.rstrip().endswith("?") and tag is None) or _SEARCHES.search(
        read.folded[: tag.start() if tag else None]
    ):
        return False
    found = cues(read.folded)
    later = _SEARCHES_LATER.search(read.folded)
    if later is not None and (not found or later.start() < found[0].start):
        return False
    return bool(found) or _FIRST_PERSON.match(read.folded) is not None
