"""French public holidays by territory: Alsace-Moselle has two more, each overseas territory its own."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

_SUBDIVISIONS = {
    "57": "57", "67": "6AE", "68": "6AE", "971": "971", "972": "972", "973": "973", "974": "974",
    "975": "PM", "976": "976", "977": "BL", "978": "MF", "984": "TF", "986": "WF", "987": "PF", "988": "NC",
}  # fmt: skip
"""Territories whose holidays differ, by their INSEE code, in the notation of the `holidays` library."""


def is_public_holiday(day: date, territory: str | None) -> bool:
    """Return whether a day is a public holiday in a territory (`None`: metropolitan France)."""
    return day in _holidays(_SUBDIVISIONS.get(territory or ""), day.year)


@lru_cache(maxsize=64)
def _holidays(subdivision: str | None, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays("FR", subdiv=subdivision, years=year))
