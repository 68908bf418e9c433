"""The engine measured on needs as counsellors type them: below these floors, something got worse.

docs/quality.md tells the figures.
"""

import pytest

from tests.unit.plugins.referral.needs_asked import PARTS, shares

FLOORS = {
    "best": 0.91,
    "three": 0.97,
    "best, misspelt": 0.88,
    "three, misspelt": 0.95,
    "several": 0.75,
    "talk": 0.95,
    "vague": 0.92,
    "danger": 1.0,
    "number": 0.93,
    "calm": 0.995,
}
LOWER = {
    "told": {"best": 0.78, "best, misspelt": 0.84, "several": 0.65, "danger": 0.97},
    "held": {"several": 0.70, "number": 0.90},
    "fresh": {"talk": 0.83},
    "hard": {"best": 0.86, "three": 0.94, "calm": 0.98},
}


@pytest.mark.parametrize("part", PARTS)
def test_no_measure_falls_below_its_floor(part: str) -> None:
    measured = shares(part)
    floors = FLOORS | LOWER.get(part, {})
    assert measured.keys() == floors.keys()
    assert {name: share for name, share in measured.items() if share < floors[name]} == {}
