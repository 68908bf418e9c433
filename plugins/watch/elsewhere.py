"""Sharing from a DM in a channel that is named: `veille https://… dans loire-42`."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.chat.places import Place
from bot.language.messages import _
from bot.plugin import Context, Refusal
from bot.store.people import place_named
from plugins.watch import register
from plugins.watch.taking import Wish

_LEAD = r"(?:dans|sur|in|to)\s+(?:(?:le\s+canal|le\s+salon|the\s+channel)\s+)?[#~]?(?P<name>[\w.-]*\w)"
_FIRST = re.compile(rf"^{_LEAD}(?:\s*[:,–]\s*|\s+|$)", re.IGNORECASE)
_LAST = re.compile(rf"(?:^|[\s,]+){_LEAD}\s*[.!]?$", re.IGNORECASE)


async def channel_named(ctx: Context, wish: Wish) -> tuple[Place | None, Wish]:
    """Return the channel that a note begins or ends with, and the wish without it; None if it names none.

    Which channels a person may post in, chats do not say: those where they brought links are theirs.

    Raises:
        Refusal: all that they say is a channel in which they are not known to be.
    """
    for form in (_FIRST, _LAST):
        match = form.search(wish.note)
        if match is None:
            continue
        place = await place_named(ctx.session, ctx.network.id, match["name"], "")
        if place is not None and await register.brought_there(ctx.session, ctx.member.id, place.id):
            rest = f"{wish.note[: match.start()]} {wish.note[match.end() :]}".strip()
            return place, replace(wish, note=rest)
        if match[0] == wish.note:
            raise Refusal(
                "not_heard_there",
                _(
                    "I do not know you in a channel called “{name}”: write `/watch` and the link there. From "
                    "then on you can share there from here, too.",
                    name=match["name"],
                ),
            )
    return None, wish
