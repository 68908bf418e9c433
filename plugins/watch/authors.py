"""Who shared what somebody looks for: `liens de paul`, `de @paul impôts`."""

from __future__ import annotations

import re

from sqlalchemy import select

from bot.chat.people import Member
from bot.language.messages import _, escape
from bot.plugin import Context, Refusal
from bot.store.people import member_named
from bot.store.tables import PlaceRow

_MENTIONED = re.compile(
    r"(?:(?<!\S)(?:(?:les |des |the )?(?:liens?|links?) )?(?:partag[ée]+s? |shared )?(?:de|par|from|by)\s+)?"
    r"(?<![\w@])@(?P<name>\w[\w.-]*\w)",
    re.IGNORECASE,
)
_LED_IN = re.compile(
    r"^(?:(?:les |des |tous les |the )?(?:liens?|links?) (?:partag[ée]+s? |shared )?(?:de|from|by|par)"
    r"|partag[ée]+s? par|shared by|par|by)\s+(?P<name>\w[\w.-]*\w)(?=[\s,?!]|$)",
    re.IGNORECASE,
)
"""What leads to a name without its sign: it may as well be a subject, `liens de qualité`."""


async def author_in(ctx: Context, text: str) -> tuple[Member | None, str]:
    """Return whose links a text asks for, if anybody's, and the words that are left.

    Raises:
        Refusal: it mentions somebody whom the network does not know.
    """
    mentioned = _MENTIONED.search(text)
    match = mentioned or _LED_IN.match(text.lstrip())
    if match is None:
        return None, text
    platform = await ctx.session.scalar(select(PlaceRow.platform).where(PlaceRow.id == ctx.place.id))
    member = await member_named(ctx.session, ctx.network.id, match["name"], platform or "")
    if member is None and mentioned is not None:
        raise Refusal(
            "unknown_member", _("I know nobody here by the name “@{name}”.", name=escape(match["name"][:50]))
        )
    if member is None:
        return None, text
    typed = text if mentioned is not None else text.lstrip()
    return member, f"{typed[: match.start()].strip()} {typed[match.end() :].strip(' ,')}".strip()
