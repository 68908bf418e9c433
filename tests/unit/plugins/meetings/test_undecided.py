"""When who decides is asked again which date it shall be."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from plugins.meetings.polls.undecided import ask_again_at

PARIS = ZoneInfo("Europe/Paris")


def at(text: str) -> datetime:
    return datetime.strptime(f"2026-12-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("closed", "first_date", "now", "asked"),
    [
        ("04 18:00", "15 14:00", "04 18:00", "06 09:00"),
        ("04 18:00", "15 14:00", "06 09:00", "13 09:00"),
        ("04 18:00", "15 14:00", "13 09:00", None),
        ("04 18:00", "07 14:00", "04 18:00", "05 09:00"),
        ("04 18:00", "05 14:00", "04 18:00", None),
    ],
)
def test_two_mornings_are_left_to_decide(closed, first_date, now, asked):
    found = ask_again_at(at(closed), at(first_date), at(now), PARIS)
    assert found == (at(asked) if asked else None)
