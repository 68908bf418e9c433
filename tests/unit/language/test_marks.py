"""Instants in rendered texts: marks for the platforms that show each reader their own zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.marks import MARK, spelled, timestamp
from bot.language.messages import Instant, _

AT = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
WORDS = Words("en", ZoneInfo("Europe/Paris"))


def test_an_instant_in_a_message_is_a_mark_with_its_words():
    text = WORDS(_("When: {at}.", at=Instant(AT)))
    assert text == f"When: {timestamp(AT, 'Tuesday 24 November 2026 at 09:30')}."
    assert spelled(text) == "When: Tuesday 24 November 2026 at 09:30."


def test_a_day_is_the_same_day_for_everybody():
    assert WORDS(_("When: {at}.", at=Instant(AT, all_day=True))) == "When: Tuesday 24 November 2026."


def test_instants_before_1970_and_texts_without_any_are_spelled_too():
    assert spelled(timestamp(datetime(1960, 1, 1, tzinfo=UTC), "long ago")) == "long ago"
    assert spelled("**no** instant") == "**no** instant"
    assert MARK.startswith("\ue000")
