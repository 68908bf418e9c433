"""Whereabouts: which parts of a line say where people meet, and how a place is named by itself."""

from __future__ import annotations

import re

from bot.language.folding import fold
from plugins.meetings.polls.deadline import COLON, after

_WHERE = re.compile(
    rf"(?:(?:lieu|adresse|endroit|venue|where|rendez-vous|rdv)\b{COLON}|(?:ou|place)\s*[:=]\s*)(?=\S)"
)
"""Without a colon “ou” is no “où”, and “place de la mairie” an address."""
AT = re.compile(r"(?:a l'|a la|a|au|aux|chez|dans|sur place|salle|at|in)\b")
"""What begins a part that says where, whatever is said before."""
VENUES = (
    r"(?:la |le |les |l'|notre |the |our )?(?:salles?|mediatheque|bibliotheque|ludotheque|mairie|hotel|maison"
    r"|centre|mjc|epn|tiers[- ]lieu|loca(?:l|ux)|bureaux?|fablab|ecole|college|lycee|universite|campus"
    r"|gymnase|(?:sous-)?prefecture|ccas|france services|auditorium|amphi\w*|office|library|town hall"
    r"|village hall|city hall|community cent\w+|room|school)\b"
)
"""The words for places people meet at that seldom begin a title."""
REMOTE = (
    r"(?:en |par |in |by |on )?(?:visio\w*|distance|distanciel|presentiel|ligne|telephone|zoom|teams|jitsi"
    r"|bbb|online|remote|phone)\b"
)
"""How people meet without one."""
_HALL = re.compile(
    rf"{VENUES}|{REMOTE}.{{0,40}}"
    r"|(?:la |le |les |l'|the )?(?:espace|cafe|bar|restaurant|brasserie|foyer|pole|cinema|theatre|agence"
    r"|antenne|siege)\b"
)
"""What begins with the word for a place people meet at: a title may as well, so dates stand before it."""
_ADDRESS = re.compile(
    r"(?:\d{1,4}(?: ?bis| ?ter)?,? )?(?:rue|avenue|av\.|boulevard|bd|chemin|route|impasse|allees?|quai|cours"
    r"|square|place (?:de|du|des|d'|saint)|zone|za|zi|rez-de-chaussee|\d{1,2}(?:er|e|eme) etage|\d{5} \w+)\b"
)
_PREPOSITION = re.compile(r"^(?:[àa]|at|in)\s+(?=\S)", re.IGNORECASE)
_STAYS = re.compile(
    r"a (?:distance|domicile|cote|pied|(?:definir|preciser|confirmer|voir|determiner|convenir|fixer|decider"
    r"|choisir|trouver|venir)\b)"
)


def place_in(part: str, *, is_after_dates: bool) -> str:
    """Return what a part of a line says of the place, empty if it is about something else.

    >>> place_in("lieu : salle Eden", is_after_dates=False), place_in("à Feurs", is_after_dates=False)
    ('salle Eden', 'Feurs')
    >>> place_in("Médiathèque", is_after_dates=True), place_in("Café numérique", is_after_dates=False)
    ('Médiathèque', '')
    """
    folded = fold(part)
    if (where := _WHERE.match(folded)) is not None:
        return bare(after(part, where[0]))
    is_place = AT.match(folded) or _ADDRESS.match(folded) or (is_after_dates and _HALL.match(folded))
    return bare(part) if is_place else ""


def bare(place: str) -> str:
    """Return a place without the preposition that is not part of its name.

    >>> bare("à Feurs"), bare("à la mairie"), bare("au Puy"), bare("à définir"), bare("at the library")
    ('Feurs', 'la mairie', 'au Puy', 'à définir', 'the library')
    """
    return place if _STAYS.match(fold(place)) else _PREPOSITION.sub("", place)


def joined(place: str, more: str) -> str:
    """Return a place of which two parts of a line say something: `Feurs, salle Eden`."""
    return ", ".join(part for part in (place, more) if part)
