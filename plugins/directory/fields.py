"""How what is typed into the form of a card is read: lists, a commune, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.territory import Area, Level, find, name_of
from plugins.directory.cards import MOST_VALUES, within_bounds

_STRONG = re.compile(r"[;|\n]")
_WEAK = re.compile(r"[;|\n,]")
_SUGGESTED = 3


class Unknown(Exception):  # noqa: N818 - it tells what somebody typed
    """A place that is typed cannot be made out: `text` says which, and what it may be."""

    def __init__(self, text: Text) -> None:
        super().__init__()
        self.text = text


def values_of(text: str) -> tuple[str, ...]:
    """Return the values of a list: parted by lines, `;` or `|` if there are any, else by commas."""
    parting = _STRONG if _STRONG.search(text) else _WEAK
    return within_bounds(part.strip(" ,") for part in parting.split(text))


def typed_values(values: Sequence[str]) -> str:
    """Return a list as `values_of` reads it."""
    if any("," in value for value in values):
        return "; ".join(values) + ";"
    return ", ".join(values)


def commune_of(text: str, near: Sequence[Area], known: str | None) -> str | None:
    """Return the INSEE code of the commune that is typed; `known` is the one that stood there.

    Raises:
        Unknown: there is no such commune.
    """
    if not text.strip():
        return None
    if known is not None and fold(text) == fold(name_of(Area(Level.COMMUNE, known))):
        return known
    found = [area for area in find(text, near, 10) if area.level is Level.COMMUNE]
    if not found or not _is_meant(text, found[0]):
        raise Unknown(_doubt(text, found))
    return found[0].code


def areas_of(text: str, near: Sequence[Area], known: Sequence[Area]) -> tuple[Area, ...]:
    """Return the places that are typed, parted by commas or lines; `known` are those that stood there.

    Raises:
        Unknown: one of them is no place.
    """
    names = {fold(name_of(area)): area for area in known}
    found: list[Area] = []
    for value in within_bounds(_WEAK.split(text))[:MOST_VALUES]:
        meant = names.get(fold(value))
        if meant is None:
            candidates = find(value, near, 10)
            if not candidates or not _is_meant(value, candidates[0]):
                raise Unknown(_doubt(value, candidates))
            meant = candidates[0]
        found.append(meant)
    return tuple(dict.fromkeys(found))


def _is_meant(text: str, area: Area) -> bool:
    """Return whether a place is surely what was typed: a slip of a letter is asked about, a part is not."""
    typed = set(re.findall(r"\w+", fold(text)))
    name = set(re.findall(r"\w+", fold(name_of(area)))) | {area.code.lower()}
    rest = (
        typed
        - name
        - {"st", "ste", "saint", "sainte", "s", "agglo", "cc", "ca", "le", "la", "les", "l", "d", "de"}
    )
    return not rest or any(word.isdigit() for word in typed)


def _doubt(text: str, candidates: Sequence[Area]) -> Text:
    if not candidates:
        return _("I find no place called “{name}”. Its postcode works as well.", name=text.strip()[:60])
    names = ", ".join(name_of(area) for area in candidates[:_SUGGESTED])
    return _("I find no place called “{name}”. Is it {names}?", name=text.strip()[:60], names=names)
