"""What stands beside a rhythm with no semicolon between: `Réunion, chaque mardi 14h, salle B, 12 places`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.chat.addresses import ADDRESS
from bot.language.folding import fold
from bot.language.moments import Reading, Understood, read
from bot.plugin.days_off import days_off
from plugins.meetings.polls.seating import seats_in
from plugins.meetings.polls.slots import WHOLE_DAY
from plugins.meetings.polls.whereabouts import AT, REMOTE, VENUES
from plugins.meetings.series.rhythm import EXCEPT

_COMMAS = re.compile(r"\s*,\s+|\s[–—-]\s+(?!\d)")
_AROUND = " ,:–—-()"
_VENUE = re.compile(
    rf"{REMOTE}|{VENUES}"
    r"|(?:la |l'|the )?(?:\d+,? (?:bis |ter )?(?:rue|avenue|place|boulevard|chemin|route|quai)|rue|avenue"
    r"|boulevard)\b"
)
"""What a place begins with, where nothing says that it is one."""
_ASKS = re.compile(
    r"(?:s'il te plait |stp |merci de |peux[- ]tu |please )?"
    r"(?:(?:je|on|nous) (?:veux|voudr\w+|aimer\w+|souhait\w+|propos\w+)|j'aimer\w+|il (?:nous |me )?faudr\w+"
    r"|organis\w+|planifi\w+|program\w+|cre(?:e|er|ez|ons)|prev\w+|regl\w+|fix\w+|mets|met(?:tre|tez)|fais|faire"
    r"|ajout\w+|i(?:'d| would) like|we(?:'d| would) like|set up|schedule|plan|organi[sz]e|create|make)"
    r"(?: (?:organiser|planifier|programmer|creer|prevoir|avoir|faire|mettre(?: en place)?"
    r"|to (?:have|set up|schedule)))?"
    r" (?:une?|des|d'|la|le|les|notre|nos|a|an|the|our) ?(?=\S)"
)


def apart(rhythm: str, reading: Reading) -> tuple[str, list[str]]:
    """Return a rhythm without what else stands in its words, and that, in its order.

    `chaque mardi 14h Atelier, salle B, sauf en août` is `chaque mardi 14h, sauf en août`, and the others.
    """
    main, *pieces = _COMMAS.split(rhythm)
    main, beside = _without_rest(main, reading)
    for piece in (piece for piece in pieces if piece):
        if _goes_on(main, piece, reading):
            main = f"{main}, {piece}"
        else:
            beside.append(piece.strip(" ,:()"))
    return main, beside


def _without_rest(main: str, reading: Reading) -> tuple[str, list[str]]:
    """Return a rhythm without the words behind or before it that say nothing of when."""
    exception = EXCEPT.search(fold(main)) if len(fold(main)) == len(main) else None
    head = main[: exception.start()] if exception else main
    found = read(head, replace(reading, recurring=True))
    rest = found.rest.strip(_AROUND) if isinstance(found, Understood) and found.rrule else ""
    if not rest or rest not in head or WHOLE_DAY.fullmatch(fold(rest)):
        return main, []
    return " ".join(main.replace(rest, " ", 1).replace("( )", " ").split()), [rest]


def _goes_on(main: str, piece: str, reading: Reading) -> bool:
    """Return whether words after a comma belong to the rhythm before it."""
    said = fold(piece)
    if EXCEPT.match(said) or WHOLE_DAY.fullmatch(said):
        return True
    recurring = replace(reading, recurring=True)
    alone = read(piece, recurring)
    if any(part.kind == "time" for part in alone.pieces):
        return not alone.rest
    if EXCEPT.search(fold(main)) and days_off(piece, reading) is not None:
        return True
    before, together = read(main, recurring), read(f"{main}, {piece}", recurring)
    return together.rest == before.rest


def title_apart(title: str) -> tuple[str, list[str]]:
    """Return a title without the place, the link and the seats that follow it after commas, and those."""
    first, *pieces = _COMMAS.split(title)
    beside = [piece for piece in pieces if _is_beside(piece)]
    if not beside:
        return title, []
    return ", ".join([first, *(piece for piece in pieces if piece not in beside)]), beside


def _is_beside(piece: str) -> bool:
    said = fold(piece)
    is_there = is_venue(piece) or AT.match(said) is not None
    return is_there or bool(seats_in(piece)) or ADDRESS.search(piece) is not None


def is_venue(part: str) -> bool:
    """Return whether words begin as a place does: `mairie de Feurs`, `en visio`."""
    return _VENUE.match(fold(part)) is not None


def named(title: str) -> str:
    """Return what a series is about, without the words that ask for it: `je voudrais une réunion d’équipe`.

    >>> named("organise une réunion de réseau"), named("Organiser son poste")
    ('Réunion de réseau', 'Organiser son poste')
    """
    said = fold(title)
    asks = _ASKS.match(said) if len(said) == len(title) else None
    if asks is None:
        return title
    about = title[asks.end() :]
    return about[0].upper() + about[1:]
