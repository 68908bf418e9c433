"""What the bot says on Mattermost before anybody is known: in the language of the network."""

from __future__ import annotations

from datetime import timedelta

from bot.language.messages import Markup, Message, _

FORM_KEPT_FOR = timedelta(days=7)
"""How long a dialog may stay open before it is filled in."""

EXPIRED_FORM = _("This form was open for too long, so nothing was done. Please open it again.")
NOT_OPENED = _("I could not open the form. Please try once more.")
LATER = _("This takes a moment. I answer you in a message as soon as I can.")
UNKNOWN = _("I could not check your account, so nothing was done. Please try again in a moment.")
NOT_OURS = _("I do not work in this team, so nothing was done. Whoever installed me can add it.")

REVOKED = _(
    "the server does not accept my token any more; `maillage mattermost install` makes a new one, then I "
    "have to be restarted"
)


def shut_out(username: str) -> Message:
    """Return what to say in a channel that is hidden from the bot, of that user name."""
    return _(
        "I am not in this channel: what I write for everyone does not arrive here. {command} adds me.",
        command=Markup(f"`/invite @{username}`"),
    )
