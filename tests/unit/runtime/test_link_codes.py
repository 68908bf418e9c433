"""Wrong codes are counted by account, for a while, and no more of them than there is room for."""

from datetime import timedelta

import pytest

from bot.errors import Refusal
from bot.runtime import link_codes
from bot.runtime.link_codes import MOST_WRONG, VALID_FOR, WrongEntries
from tests.fakes.bot import START


def mistaken(wrong: WrongEntries, name: str) -> None:
    """Have an account enter as many wrong codes as it may."""
    for _time in range(MOST_WRONG):
        wrong.check(("fake", name), START)
        wrong.add(("fake", name), START)


def test_after_too_many_wrong_codes_an_account_has_to_wait_and_no_other():
    wrong = WrongEntries()
    mistaken(wrong, "eve")
    with pytest.raises(Refusal) as refused:
        wrong.check(("fake", "eve"), START + VALID_FOR - timedelta(seconds=1))
    assert refused.value.code == "too_many_codes"
    wrong.check(("fake", "maud"), START)
    wrong.check(("fake", "eve"), START + VALID_FOR)


def test_those_who_were_wrong_last_are_remembered_and_no_more_than_there_is_room_for(monkeypatch):
    monkeypatch.setattr(link_codes, "_REMEMBERED", 2)
    wrong = WrongEntries()
    for name in ("eve", "mallory", "oscar"):
        mistaken(wrong, name)
    wrong.check(("fake", "eve"), START)
    for name in ("mallory", "oscar"):
        with pytest.raises(Refusal):
            wrong.check(("fake", name), START)
