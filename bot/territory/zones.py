"""Finding a time zone from what a person types: a territory, a town of the IANA names, or an IANA name."""

from __future__ import annotations

from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.language.folding import fold, nearest, slug
from bot.territory.gazetteer import territories
from bot.territory.search import named, search

_AREAS = frozenset(
    ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
)
"""The geographic areas of the IANA names; what stands outside them is there for old programs only."""
_MAINLAND = frozenset(("france", "france-metropolitaine", "hexagone", "metropole"))
_LONGEST_QUERY = 80


def find_zone(text: str) -> ZoneInfo | None:
    """Return the time zone that `text` says in full, None if it says none.

    >>> find_zone("La Réunion").key, find_zone("new york").key, find_zone("europe/paris").key
    ('Indian/Reunion', 'America/New_York', 'Europe/Paris')
    """
    if len(text) > _LONGEST_QUERY:
        return None
    if slug(text) in _MAINLAND:
        return ZoneInfo("Europe/Paris")
    key = _by_key().get(_spelled(text))
    if key is None and (territory := named(text)):
        key = territory.zone
    key = key or _by_town().get(_spelled(text))
    return ZoneInfo(key) if key else None


def nearest_zones(text: str, limit: int = 3) -> list[str]:
    """Return at most `limit` names for `find_zone` that `text` may be a slip for, the likeliest first."""
    if len(text) > _LONGEST_QUERY:
        return []
    towns = {key: key.rpartition("/")[2].replace("_", " ") for key in _by_key().values()}
    close = nearest(text, [*(territory.name for territory in territories()), *towns.values()], limit)
    found = [*close, *(territory.name for territory in search(text, limit))]
    return list({fold(name): name for name in reversed(found)}.values())[::-1][:limit]


def _spelled(text: str) -> str:
    return fold(text).replace("_", " ").replace("-", " ")


@cache
def _by_key() -> dict[str, str]:
    keys = (key for key in available_timezones() if key.partition("/")[0] in _AREAS)
    return {"utc": "UTC", **{_spelled(key): key for key in sorted(keys)}}


@cache
def _by_town() -> dict[str, str]:
    """Return the zones by their town alone; of two names of one zone, the shorter, which is better known."""
    keys = sorted(_by_key().values(), key=len, reverse=True)
    return {_spelled(key.rpartition("/")[2]): key for key in keys}
