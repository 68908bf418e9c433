"""Inviting the bot: the permissions that it needs, each with its reason, and the link that asks for them.

Bits are those of https://docs.discord.com/developers/topics/permissions, and titles those of Discord's own
pages in each language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from bot.language.messages import Message, _, pgettext

SCOPES = ("bot", "applications.commands")
"""To be in a guild, and to have commands there: topics/oauth2#shared-resources-oauth2-scopes."""


@dataclass(frozen=True, slots=True)
class Need:
    """A permission: its bit, how Discord calls it, and what the bot does with it."""

    bit: int
    title: Message
    why: Message


VIEW_CHANNEL = Need(
    1 << 10,
    pgettext("permission", "View Channels"),
    _("to see the channels where it works, and who asks it something there"),
)
SEND_MESSAGES = Need(
    1 << 11, pgettext("permission", "Send Messages"), _("to post reminders and other messages")
)
IN_CHANNELS = (
    VIEW_CHANNEL,
    SEND_MESSAGES,
    Need(
        1 << 38,
        pgettext("permission", "Send Messages in Threads"),
        _("to answer in a thread where it is asked"),
    ),
    Need(1 << 14, pgettext("permission", "Embed Links"), _("to show what is behind a link")),
    Need(1 << 15, pgettext("permission", "Attach Files"), _("to post files, such as a calendar")),
    Need(
        1 << 16,
        pgettext("permission", "Read Message History"),
        _("to look, after a failure, whether a message was posted, so that it is not posted twice"),
    ),
    Need(
        1 << 6,
        pgettext("permission", "Add Reactions"),
        _("to show by a sign that it took in what somebody wrote"),
    ),
)
"""What it needs in the channels where it is to work."""
IN_GUILDS = (
    Need(
        1 << 44,
        pgettext("permission", "Create Events"),
        _("to put the meetings that are decided among the events of the guild"),
    ),
)
"""What it needs in the guild as a whole."""
NEEDS = (*IN_CHANNELS, *IN_GUILDS)


def bits_of(needs: Iterable[Need]) -> int:
    """Return permissions as one number."""
    return sum(need.bit for need in needs)


def invitation(application: str, url: str = "https://discord.com") -> str:
    """Return the link by which somebody who manages a guild adds the bot to it, or changes what it may."""
    query = urlencode({"client_id": application, "scope": " ".join(SCOPES), "permissions": bits_of(NEEDS)})
    return f"{url.rstrip('/')}/oauth2/authorize?{query}"
