"""What went wrong with a request to Discord, in the words of the courier.

https://docs.discord.com/developers/topics/opcodes-and-status-codes#json. A refusal counts only in Discord's
own words: a page of the network before it, or of a proxy, says nothing about the request.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import aiohttp
import discord

from bot.chat.delivery import (
    NotInPlaceError,
    RateLimitedError,
    SendFailedError,
    SendRefusedError,
    SendUnclearError,
)
from bot.language.messages import Message, _

SHORTEST_WAIT = 1.0
LONGEST_WAIT = 3600.0
DMS_TOO_FAST = 40003
"""Too many DMs were opened in too short a time. How long to wait is told nowhere."""
_UNKNOWN = frozenset({10003, 10008})
"""A channel or a message that is not there."""
_AWAY = frozenset({10003, 50001})
"""A channel that is not there, or that the bot cannot see."""
_WAIT_FOR_DMS = 300.0
_WHY: Mapping[int, Message] = {
    10003: _("the channel is gone"),
    10004: _("I am not in that guild any more"),
    10008: _("the message is gone"),
    10013: _("there is no such account any more"),
    40005: _("the files are too big"),
    50001: _("I cannot see the channel"),
    50007: _("the person accepts no direct messages from me"),
    50013: _("I lack a permission there, and `maillage discord check` names it"),
    160002: _("I may not read earlier messages there, which a reply needs"),
}
"""Why Discord refuses a message, by its own codes, for those who look after the bot."""
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.InvalidURL)
_CLOSED = "Session is closed"


class _Answer(Protocol):
    """What both HTTP libraries that discord.py uses tell of an answer."""

    @property
    def headers(self) -> Mapping[str, str]: ...


def for_courier(error: Exception, *, repeatable: bool) -> Exception:
    """Return what an error of discord.py, or of its HTTP client, means to the courier.

    What is `repeatable` does no harm when it is done twice. An error that is no failed request comes back as
    it is. The reasons never quote a request, whose header holds the token.
    """
    match error:
        case discord.RateLimited():
            return RateLimitedError(_bounded(error.retry_after))
        case discord.HTTPException():
            return _of_answer(error, repeatable=repeatable)
        case _ if isinstance(error, _NEVER_SENT) or (
            isinstance(error, RuntimeError) and _CLOSED in str(error)
        ):
            return SendFailedError(f"Discord is not reached: {type(error).__name__}")
        case aiohttp.ClientError() | OSError() | TimeoutError():
            reason = f"Discord gave no answer: {type(error).__name__}"
            return SendFailedError(reason) if repeatable else SendUnclearError(reason)
        case _:
            return error


def is_gone(error: Exception) -> bool:
    """Return whether Discord knows no such message any more, or no such channel."""
    return isinstance(error, discord.NotFound) and error.code in _UNKNOWN


def _of_answer(error: discord.HTTPException, *, repeatable: bool) -> Exception:
    reason = _reason(error)
    if error.status == 429:
        return RateLimitedError(_asked_wait(error.response))
    if error.code == DMS_TOO_FAST:
        return RateLimitedError(_WAIT_FOR_DMS)
    if error.status == 413 or (error.code and 400 <= error.status < 500 and error.status != 401):
        refusal = NotInPlaceError if error.code in _AWAY else SendRefusedError
        return refusal(reason, _WHY.get(error.code))
    if error.status >= 500 and not repeatable:
        return SendUnclearError(reason)
    return SendFailedError(reason)


def _reason(error: discord.HTTPException) -> str:
    if not error.code:
        return f"HTTP {error.status}, not in Discord's words"
    first, *_details = error.text.splitlines() or [""]
    return f"HTTP {error.status} {error.code} {first}".rstrip()


def _asked_wait(answer: _Answer) -> float:
    try:
        return _bounded(float(answer.headers.get("Retry-After", "")))
    except ValueError:
        return _WAIT_FOR_DMS


def _bounded(seconds: float) -> float:
    return min(max(seconds, SHORTEST_WAIT), LONGEST_WAIT)
