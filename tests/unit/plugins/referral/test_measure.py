"""The engine measured on needs as counsellors type them: below these floors, something got worse.

docs/quality.md tells the figures.
"""

import pytest

from tests.unit.plugins.referral.needs_asked import HALVES, shares

FLOORS = {
    "best": 0.90,
    "three": 0.97,
    "best, misspelt": 0.88,
    "three, misspelt": 0.95,
    "several": 0.75,
    "talk": 0.93,
    "vague": 0.92,
    "danger": 0.98,
    "number": 0.93,
    "calm": 0.995,
}


@pytest.mark.parametrize("half", HALVES)
def test_no_measure_falls_below_its_floor(half: str) -> None:
    measured = shares(half)
    assert measured.keys() == FLOORS.keys()
    assert {name: share for name, share in measured.items() if share < FLOORS[name]} == {}
