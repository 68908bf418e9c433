"""What went wrong with a request to Discord, as the courier hears it."""

from types import SimpleNamespace

import aiohttp
import discord
import pytest

from bot.chat.delivery import (
    NotInPlaceError,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.language.messages import in_english
from bot.platforms.discord.failures import LONGEST_WAIT, SHORTEST_WAIT, for_courier, is_gone


def answered(status, code=None, text="Of Discord's", kind=discord.HTTPException, **headers):
    """Return what discord.py raises; without a code, the answer is somebody else's page."""
    response = SimpleNamespace(status=status, reason="Because", headers=headers)
    return kind(response, "<html>nginx</html>" if code is None else {"code": code, "message": text})


def heard(error, *, repeatable=False):
    return for_courier(error, repeatable=repeatable)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (404, 10003),
        (404, 10013),
        (403, 50001),
        (403, 50013),
        (403, 50007),
        (400, 50035),
        (400, 50006),
        (413, 40005),
    ],
)
def test_what_discord_refuses_in_its_own_words_can_never_work(status, code):
    refusal = heard(answered(status, code))
    assert isinstance(refusal, SendRefusedError)
    assert isinstance(refusal, NotInPlaceError) == (code in {10003, 50001})
    assert str(refusal) == f"HTTP {status} {code} Of Discord's"


def test_people_hear_why_where_there_are_words_for_it():
    assert "no direct messages" in in_english(heard(answered(403, 50007)).text)
    assert heard(answered(400, 50035)).text is None


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_page_of_a_proxy_refuses_nothing(status):
    failure = heard(answered(status))
    assert type(failure) is SendFailedError
    assert "nginx" not in str(failure)


def test_a_token_that_is_refused_says_nothing_of_the_message():
    assert type(heard(answered(401, 40001))) is SendFailedError
    assert type(heard(answered(401, 0))) is SendFailedError


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_an_error_of_discord_may_have_come_after_the_message_was_taken(status):
    error = answered(status, 0, kind=discord.DiscordServerError)
    assert isinstance(heard(error), SendUnclearError)
    assert type(heard(error, repeatable=True)) is SendFailedError


@pytest.mark.parametrize(
    ("error", "seconds"),
    [
        (discord.RateLimited(42.5), 42.5),
        (discord.RateLimited(0.1), SHORTEST_WAIT),
        (discord.RateLimited(1e9), LONGEST_WAIT),
        (answered(429, **{"Retry-After": "120"}), 120),
        (answered(429), 300),
        (answered(429, **{"Retry-After": "Mon, 23 Nov 2026 09:00:00 GMT"}), 300),
        (answered(403, 40003), 300),
    ],
)
def test_whoever_is_asked_to_wait_waits(error, seconds):
    limited = heard(error)
    assert isinstance(limited, RateLimitedError)
    assert limited.after == seconds


CONNECTION = SimpleNamespace(host="discord.com", port=443, ssl=True)


@pytest.mark.parametrize(
    "error",
    [aiohttp.ClientConnectorError(CONNECTION, OSError(111, "refused")), RuntimeError("Session is closed")],
)
def test_what_was_never_sent_was_not_taken(error):
    assert type(heard(error)) is SendFailedError


@pytest.mark.parametrize(
    "error", [aiohttp.ServerDisconnectedError(), ConnectionResetError(104, "reset"), TimeoutError()]
)
def test_a_connection_that_is_lost_may_have_brought_the_message(error):
    assert isinstance(heard(error), SendUnclearError)
    assert type(heard(error, repeatable=True)) is SendFailedError


def test_a_fault_of_our_own_stays_what_it_is():
    fault = KeyError("x")
    assert heard(fault) is fault


def test_only_what_discord_does_not_know_is_gone():
    assert is_gone(answered(404, 10008, kind=discord.NotFound))
    assert is_gone(answered(404, 10003, kind=discord.NotFound))
    assert not is_gone(answered(404, kind=discord.NotFound))
    assert not is_gone(answered(403, 50013, kind=discord.Forbidden))
