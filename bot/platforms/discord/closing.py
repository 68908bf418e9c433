"""Closing: what Discord means by the code with which it closes a connection, in plain words.

The codes are those of https://docs.discord.com/developers/topics/opcodes-and-status-codes, “Gateway Close
Event Codes”.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.language.messages import Message, Text, _
from bot.platforms.discord import wording

TOKEN, SHARDING, INTENTS = 4004, 4011, 4014
FOR_GOOD = frozenset({TOKEN, 4010, SHARDING, 4012, 4013, INTENTS})
"""After these Discord wants no further attempt like the one before."""

_FAULT = _(
    "Discord did not understand what I sent (code {code}): a fault of mine, which a newer version may mend"
)
_REASONS: Mapping[int, Message] = {
    4000: _("Discord met an error of its own (code {code})"),
    4001: _FAULT,
    4002: _FAULT,
    4003: _FAULT,
    4005: _FAULT,
    4007: _("Discord could not take up where the connection was lost (code {code})"),
    4008: _("I asked too much of Discord in too short a time (code {code})"),
    4009: _("the session lay idle for too long (code {code})"),
    4010: _FAULT,
    SHARDING: _(
        "I am in so many servers that Discord wants several connections (code {code}): I ask it how many"
    ),
    4012: _("Discord does not serve this version of me any more (code {code}): please install a newer one"),
    4013: _FAULT,
}
_OTHER = _("Discord closed the connection (code {code})")


def reason_of(code: int | None, *, message_content: bool = False, members: bool = False) -> Text:
    """Return why a connection was closed, None standing for a connection that broke off without a code.

    `message_content` and `members` say which optional intents were asked for.
    """
    if code is None or code == 1006:  # RFC 6455, 7.4.1: no close frame came
        return wording.ENDED
    if code == TOKEN:
        return wording.REVOKED
    if code == INTENTS:
        return wording.refused_intents(message_content=message_content, members=members)
    return _REASONS.get(code, _OTHER)(code=code)
