"""What the bot says of its connection to Discord, to those who look after it."""

from __future__ import annotations

import math

from bot.language.messages import Markup, Message, _, ngettext

REVOKED = _(
    "Discord does not accept my token, which was reset, or is mistyped. `maillage discord install` takes the "
    "new one, then I have to be restarted"
)
PAUSED = _(
    "Discord refused many of my requests, so I pause before it bans this address; what waits is sent "
    "afterwards"
)
BANNED = _(
    "Discord lets nothing through from this address for the moment, for too many requests came from it; I "
    "wait, and what waits is sent afterwards"
)
RECONNECT = _("Discord asked me to connect again")
SILENT = _("nothing came from Discord any more")
INVALIDATED = _("Discord does not know my session any more")
ENDED = _("the connection was cut")

_MESSAGE_CONTENT = (Markup("`Message Content Intent`"), Markup("`message_content`"))
_MEMBERS = (Markup("`Server Members Intent`"), Markup("`members`"))
_REFUSED = _(
    "Discord refuses what {setting} in the configuration asks for: switch on {intent} on my page of the "
    "Developer Portal, under “Bot”, or take {setting} out of the configuration and restart me. I try again "
    "every five minutes"
)
_REFUSED_BOTH = _(
    "Discord refuses what {settings} in the configuration ask for: switch on {intents} on my page of the "
    "Developer Portal, under “Bot”, or take them out of the configuration and restart me. I try again every "
    "five minutes"
)


def refused_intents(*, message_content: bool, members: bool) -> Message:
    """Return what to say where Discord refuses the intents that the configuration asks for."""
    if message_content and members:
        intents = Markup(f"{_MESSAGE_CONTENT[0]}, {_MEMBERS[0]}")
        return _REFUSED_BOTH(intents=intents, settings=Markup(f"{_MESSAGE_CONTENT[1]}, {_MEMBERS[1]}"))
    intent, setting = _MEMBERS if members else _MESSAGE_CONTENT
    return _REFUSED(intent=intent, setting=setting)


def no_session_before(wait: float) -> Message:
    """Return what to say while no new session may begin, `wait` being in seconds."""
    return ngettext(
        "Discord allows only so many new sessions a day: I wait {count} minute before the next one",
        "Discord allows only so many new sessions a day: I wait {count} minutes before the next one",
        max(math.ceil(wait / 60), 1),
    )


def as_said(reason: str) -> Markup:
    """Return what Discord or the network said, as it was said."""
    return Markup(f"`{reason.replace('`', '')[:200]}`")


OUTSIDE = _("the person is in no guild of the network any more")
"""Why nothing is sent to somebody, for those who look after the bot."""
