"""The guard against bans: it counts refusals, and has the bot pause long before Discord would have it."""

import pytest

from bot.platforms.discord.guarding import BANNED_AT, PAUSE_AT, RESUME_AT, WINDOW, Guard

DISCORD = {"Via": "1.1 google"}


class Post:
    """A guard whose time is told."""

    def __init__(self) -> None:
        self.now = 0.0
        self.refusals: list[int] = []
        self.pauses = self.unauthorised = 0
        self.guard = Guard(
            lambda: self.now,
            on_refusal=self.refusals.append,
            on_pause=self._pause,
            on_unauthorised=self._unauthorised,
        )

    def _pause(self) -> None:
        self.pauses += 1

    def _unauthorised(self) -> None:
        self.unauthorised += 1

    def refuse(self, times: int, status: int = 403, *, every: float = 0.0, **headers: str) -> None:
        for _time in range(times):
            self.guard.note(status, {**DISCORD, **headers}, is_of_token=True)
            self.now += every


@pytest.fixture
def post():
    return Post()


def test_what_is_answered_well_is_no_refusal(post):
    for status in (200, 204, 304, 400, 404, 500):
        post.guard.note(status, DISCORD, is_of_token=True)
    assert (post.refusals, post.guard.wait()) == ([], None)


def test_many_refusals_make_one_pause_long_before_a_ban(post):
    post.refuse(PAUSE_AT - 1)
    assert post.guard.wait() is None
    post.refuse(100)
    assert post.guard.wait() == WINDOW
    assert post.pauses == 1
    assert PAUSE_AT < BANNED_AT / 2


def test_a_pause_ends_as_the_refusals_leave_the_window(post):
    post.refuse(PAUSE_AT, every=0.1)  # the last after 200 s
    wait = post.guard.wait()
    assert wait is not None
    post.now += wait - 1
    assert post.guard.wait() is not None
    post.now += 7
    assert post.guard.wait() is None
    assert RESUME_AT < PAUSE_AT


def test_refusals_spread_over_a_long_time_make_no_pause(post):
    post.refuse(3 * PAUSE_AT, every=WINDOW / PAUSE_AT * 1.1)
    assert (post.pauses, post.guard.wait()) == (0, None)


def test_a_limit_that_others_share_does_not_count(post):
    post.refuse(2 * PAUSE_AT, 429, **{"X-RateLimit-Scope": "shared"})
    assert post.guard.wait() is None


def test_a_page_of_discords_front_is_a_ban_that_is_waited_out(post):
    post.guard.note(429, {"Retry-After": "42"}, is_of_token=True)
    assert post.guard.is_banned
    assert post.guard.wait() == 42
    post.now += 43
    assert (post.guard.wait(), post.guard.is_banned) == (None, False)


def test_a_ban_without_an_end_lasts_for_the_window_and_one_without_reason_an_hour_at_most(post):
    post.guard.note(429, {}, is_of_token=True)
    assert post.guard.wait() == WINDOW
    post.guard.note(429, {"Retry-After": "86400"}, is_of_token=True)
    assert post.guard.wait() == 3600
    assert post.pauses == 1


def test_a_refused_token_is_told_but_not_that_of_an_interaction(post):
    post.guard.note(401, DISCORD, is_of_token=False)
    assert post.unauthorised == 0
    post.guard.note(401, DISCORD, is_of_token=True)
    assert post.unauthorised == 1
