"""How what is typed into the form of a card is read: lists, a commune, places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.language.folding import fold, slug
from bot.language.messages import Text, _
from bot.territory import Area, Level, contains, find, name_of
from plugins.directory.cards import MOST_VALUES, within_bounds

_STRONG = re.compile(r"[;|\n]")
_WEAK = re.compile(r"[;|\n,]")
_SUGGESTED, _LOOKED_AT = 4, 20
_SAINT = re.compile(r"\bst(e?)\b")
_LITTLE = frozenset(
    {"st", "ste", "saint", "sainte", "s", "agglo", "cc", "ca", "le", "la", "les", "l", "d", "de"}
)


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
    found = [area for area in find(text, near, _LOOKED_AT) if area.level is Level.COMMUNE]
    return _meant(text, found, near).code


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
            candidates = find(value, near, _LOOKED_AT)
            level = candidates[0].level if candidates else None
            meant = _meant(value, [area for area in candidates if area.level is level], near)
        found.append(meant)
    return tuple(dict.fromkeys(found))


def _meant(text: str, found: Sequence[Area], near: Sequence[Area]) -> Area:
    """Return the one of some areas, the likeliest first, that a text surely means; a postcode, the first.

    Raises:
        Unknown: it is none of them, or one of several that are as good.
    """
    fitting = [area for area in found if _fits(text, area)]
    if fitting and text.strip().isdigit():
        return fitting[0]
    exact = [area for area in fitting if _is_called(text, area)]
    around = [area for area in exact or fitting if any(contains(one, area) for one in near)]
    for sure in (around, exact, fitting):
        if len(sure) == 1:
            return sure[0]
        if sure:
            break
    close = [area for area in fitting or found if any(contains(one, area) for one in near)]
    offered = tuple(dict.fromkeys((*close, *(fitting or found))))
    raise Unknown(_several(text, offered) if fitting else _doubt(text, offered))


def _is_called(text: str, area: Area) -> bool:
    names = (name_of(area), name_of(area, plain=True))
    return _SAINT.sub(r"saint\1", slug(text)) in map(slug, names)


def _fits(text: str, area: Area) -> bool:
    """Return whether all that was typed stands in a name: a slip of a letter does not, a part does.

    A number is a postcode, by which the area was found.
    """
    typed = {word for word in re.findall(r"\w+", fold(text)) if not word.isdigit()}
    return typed - _LITTLE <= {*re.findall(r"\w+", fold(name_of(area))), area.code.lower()}


def _several(text: str, candidates: Sequence[Area]) -> Text:
    names = ", ".join(name_of(area) for area in candidates[:_SUGGESTED])
    return _("“{name}” may be several places. Is it {names}?", name=text.strip()[:60], names=names)


def _doubt(text: str, candidates: Sequence[Area]) -> Text:
    if not candidates:
        return _("I find no place called “{name}”. Its postcode works as well.", name=text.strip()[:60])
    names = ", ".join(name_of(area) for area in candidates[:_SUGGESTED])
    return _("I find no place called “{name}”. Is it {names}?", name=text.strip()[:60], names=names)
