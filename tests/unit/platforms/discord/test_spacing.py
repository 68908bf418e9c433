"""How fast DMs are opened."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.discord.spacing import BURST, EVERY, Spacing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0, 5)), max_size=60))
def test_no_more_are_opened_than_is_fair(asked):
    spacing, now, opened = Spacing(), NOW, []
    for user, pause in asked:
        now += timedelta(seconds=pause)
        if spacing.wait(str(user), now) == 0:
            opened.append(now)
    for index, first in enumerate(opened):
        for count, later in enumerate(opened[index:], 1):
            assert count <= BURST + 1 + (later - first) / EVERY


@given(st.integers(1, 40))
def test_whoever_comes_back_when_told_to_is_not_sent_away_again(people):
    spacing = Spacing()
    waits = [spacing.wait(str(user), NOW) for user in range(people)]
    assert waits[:BURST] == [0.0] * min(people, BURST)
    assert waits == sorted(waits)
    for user, wait in enumerate(waits):
        if wait:
            assert spacing.wait(str(user), NOW + timedelta(seconds=wait)) == 0


def test_a_turn_that_nobody_takes_is_forgotten():
    spacing = Spacing()
    for user in range(BURST + 1):
        spacing.wait(str(user), NOW)
    later = NOW + timedelta(hours=2)
    assert [spacing.wait(f"new {user}", later) for user in range(BURST)] == [0.0] * BURST
