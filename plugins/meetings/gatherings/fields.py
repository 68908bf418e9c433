"""What is said of a meeting besides its time: `le lieu sera Feurs`, `20 places`, `plus de lien`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.chat.addresses import ADDRESS, without_end
from bot.language.folding import fold
from plugins.meetings.polls.deadline import after

Name = Literal["title", "place", "link", "seats", "online"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a part of a line says of one field, as it was typed; an empty value takes away."""

    name: Name
    value: str


_IS = (
    r"(?:\s*(?:[:=→]|->|=>)\s*|\s+(?:(?:sera|est|devient|devien[st]|change|passe)\b(?:\s+(?:maintenant|desormais"
    r"|finalement|plutot|en|a|pour))?|is(?: now)?|will be|becomes|pour|en|par|to)\s*[:=]?\s+|\s+)(?=[^\s:=])"
)
_THE = r"(?:(?:le|la|l'|les|the|de|d'|du|un|une|notre)\s*)*(?:(?:nouvel(?:le)?|nouveaux?|new)\s+)?"
_OF_IT = r"(?:\s+(?:de |du |of )(?:la |le |l'|the )?(?:reunion|rencontre|rendez-vous|rdv|visio|meeting))?"
_NO = (
    r"(?:(?:sans|pas de|plus de|plus d'|aucune?|il n'y a (?:plus|pas) de"
    r"|supprime[rz]?|enleve[rz]?|retire[rz]?"
    r"|ote[rz]?|efface[rz]?|no more|no|without|remove|drop)\s*(?:(?:le|la|les|l'|de|d'|the|au)\s*)*)"
)
_PLACES = r"(?:lieu|endroit|adresse|place|venue|where)"
_LINKS = r"(?:lien|liens|link|url|visio(?:conference)?|video(?: call)?)"
_NO_PLACE = re.compile(rf"{_NO}(?:{_PLACES}|salle)(?: fixe| precise?)?")
_NO_LINK = re.compile(rf"{_NO}{_LINKS}{_OF_IT}|(?:plus |pas )en visio(?:conference)?|not online")
_NO_LIMIT = re.compile(
    rf"{_NO}(?:limit(?:e|ation)?|jauge|max(?:imum)?)(?: (?:de|of|des|du) (?:nombre de )?(?:places?|seats?"
    rf"|personnes?|participants?))?|(?:(?:nombre de )?places? |jauge )?illimitee?s?|unlimited(?: seats)?"
    rf"|ouvert a tous"
)
_NAMED = (
    r"(?:\s*(?:[:=→]|->|=>)\s*|\s+(?:sera|est|devient|is(?: now)?|to|will be|becomes)"
    r"(?: maintenant| desormais| en| a)?\s+)"
    r"(?=\S)"
)
_PLACE = re.compile(
    rf"{_THE}(?:lieu|endroit|adresse|venue|where){_OF_IT}{_IS}|{_THE}(?:place|ou|rdv|rendez-vous){_NAMED}"
)
"""“place” alone is also a square."""
_ROOM = re.compile(rf"{_THE}salle{_NAMED}")
_TITLE = re.compile(
    rf"(?:{_THE}(?:titre|sujet|objet|nom|intitule|title|subject|name){_OF_IT}{_IS}"
    rf"|(?:la |le )?(?:renomm|intitul)(?:e[rz]?|es|ons)(?: la| le)?(?: en)?\s*:?\s+"
    rf"|renamed?(?: it)?(?: to)?\s*:?\s+"
    rf"|(?:on )?(?:l'|s')?appel(?:le|er|lera|ons)\s*:?\s+)(?=\S)"
)
_ADDS = re.compile(
    r"(?:r?ajout(?:e[rz]?|ons)|met(?:tre|s|tez|tons)?|add|put)\s+"
    rf"(?={_THE}(?:{_LINKS}|{_PLACES}|titre|title)\b|https?://)"
)
_LINK = re.compile(
    rf"{_THE}(?:en |par )?{_LINKS}(?: de (?:la )?{_LINKS})?{_OF_IT}"
    r"(?:\s*[:=→]|\s+(?:sera|est|devient|is|will be|becomes|par|pour|to)(?: maintenant| desormais| now)?)*"
)
"""What stands before a link, and only says that it is one."""
_ONLINE = re.compile(
    r"(?:(?:ce sera|c'est|tout|finalement|plutot|entierement|uniquement|all|fully)\s+)*"
    r"(?:(?:en|par) (?:visio(?:conference)?|distanciel|ligne)|(?:a )?distance|online|remote(?:ly)?|by video)"
    r"(?: (?:seulement|uniquement|finalement|only))?"
)
_ON_SITE = re.compile(
    r"(?:(?:ce sera|c'est|finalement|plutot)\s+)*(?:en presentiel|sur place|on site|in person)(?:[, :]+|$)"
)
_SEATS = re.compile(
    r"(?:(?:limit\w+|pass\w+|met\w*|ouvr\w+|on passe|il y a|nombre de places"
    r"|plus que|seulement|only|au plus|up to)\s*"
    r"(?:(?:a|de|sur|to|:|=)\s*)*)*"
    r"(?:(?:nombre de )?(?:places?|jauge|seats?|capacite|max(?:imum)?|limite)"
    r"\s*(?:[:=]|de|a|est|sera)?\s*(?P<after>\d{1,7})"
    r"(?:\s*(?:places?|personnes?|participants?|seats?|people|max))?"
    r"|(?P<before>\d{1,7})\s*(?:places?|personnes?|participants?|seats?|people|inscrits|pers)"
    r"(?:\s*(?:au )?(?:max(?:imum)?|plus)\.?)?)"
    r"(?: (?:au lieu de|instead of|et non|pas) \d+(?: \w+)?)?"
)
_TAKEN_AWAY: tuple[tuple[Name, re.Pattern[str]], ...] = (
    ("place", _NO_PLACE),
    ("link", _NO_LINK),
    ("seats", _NO_LIMIT),
)
FIELD = re.compile(
    rf"(?:{_NO}(?:{_PLACES}|salle|{_LINKS}|limite|jauge)\b|{_THE}(?:lieu|endroit|adresse|venue|titre|sujet|intitule|title|{_LINKS}"
    rf"|jauge)\b|(?:nombre de )?(?:places?|seats?)\s*[:=]?\s*\d|\d{{1,6}} (?:places?|personnes|participants|seats|people)\b|https?://"
    rf"|en (?:visio|presentiel|distanciel)|sur place\b|illimite|a distance|online|in person)"
)
"""Where something of a field begins in a line."""


def is_taken_away(part: str) -> bool:
    """Return whether a part says of one field that there is none any more."""
    folded = fold(" ".join(part.replace("’", "'").split())).strip(" .!?")
    return any(pattern.fullmatch(folded) for _name, pattern in _TAKEN_AWAY)


def said_of_field(part: str) -> Said | None:
    """Return what a part of a line says of one field, None if it is about something else.

    >>> said_of_field("le lieu sera Feurs"), said_of_field("plus de lien"), said_of_field("jeudi 14h")
    (Said(name='place', value='Feurs'), Said(name='link', value=''), None)
    """
    part = " ".join(part.replace("’", "'").split())
    adds = _ADDS.match(fold(part))
    part = after(part, adds[0]) if adds is not None else part
    folded = fold(part).strip(" .!?")
    taken = next((name for name, pattern in _TAKEN_AWAY if pattern.fullmatch(folded)), None)
    if taken is not None:
        return Said(taken, "")
    if (seats := _SEATS.fullmatch(folded)) is not None:
        return Said("seats", seats["after"] or seats["before"])
    if (title := _TITLE.match(folded)) is not None:
        return Said("title", after(part, title[0]).strip(' «»"“”'))
    if (address := ADDRESS.search(part)) is not None:
        link = without_end(address[0])
        around = " ".join(fold(part.replace(link, " ")).strip(" :,–—-()").split())
        return (
            Said("link", link)
            if not around or _LINK.fullmatch(f"{around}") or _ONLINE.fullmatch(around)
            else None
        )
    if (place := _PLACE.match(folded)) is not None:
        return Said("place", _place(after(part, place[0])))
    if (room := _ROOM.match(folded)) is not None:
        value = _place(after(part, room[0]))
        return Said("place", value if fold(value).startswith("salle") else f"salle {value}")
    if _ONLINE.fullmatch(folded):
        return Said("online", part)
    return None


def on_site(part: str) -> str | None:
    """Return the place that follows “in person”, empty if none does; None if a part says no such thing."""
    found = _ON_SITE.match(f"{fold(part).strip(' .!')}")
    return _place(after(part, found[0])) if found is not None else None


def _place(typed: str) -> str:
    return re.sub(
        r"^(?:à|a|at|in)\s+(?=\S)(?!(?:d[ée]finir|pr[ée]ciser|confirmer|venir|distance|d[ée]terminer|voir)\b)",
        "",
        typed.strip(' «»"“”'),
        flags=re.IGNORECASE,
    )
