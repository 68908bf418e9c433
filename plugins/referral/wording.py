"""Words that several parts of referral say: names, quotes, and the masks of what is taken out of a need."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from bot.chat.people import Member
from bot.language.catalogue import Words
from bot.language.messages import Text, _, escape
from bot.plugin import WordLists, WorkContext
from bot.territory import Area
from plugins.referral.answers import Answer

if TYPE_CHECKING:  # what reads needs is loaded with the first need
    from bot.territory.mentioning import Mention
    from plugins.referral.details import Kind
    from plugins.referral.lexicon import Lexicon
    from plugins.referral.redacting import Redacted

LONGEST = 1000
"""How long a need may be that others are to read, in characters."""
_GLANCE = 120


def named(member: Member | None) -> Text:
    """Return a member's name as plain text, calling nobody's attention."""
    return escape(f"@{member.username}") if member else _("somebody who left")


def listed(names: Sequence[Text], words: Words) -> Text:
    """Return names as a list in a sentence."""
    *first, last = names
    if not first:
        return last
    return _("{names} and {last}", names=words.join(first, ", "), last=last)


def on_one_line(text: str) -> str:
    """Return a text on one line, without spare spaces."""
    return " ".join(text.split())


def at_a_glance(text: str) -> str:
    """Return the beginning of a text on one line, cut between two words if it is long."""
    line = on_one_line(text)
    return line if len(line) <= _GLANCE else f"{line[:_GLANCE].rsplit(' ', 1)[0]}…"


def lexicon_for(ctx: WorkContext) -> Lexicon:
    """Return the lexicon, with what the network adds to it."""
    from plugins.referral.lexicon import lexicon_of

    return lexicon_of(ctx.service(WordLists).find("needs"))


async def read(ctx: WorkContext, text: str, *, was_asked: bool = False) -> Answer:
    """Return where a need leads; who `was_asked` already is asked nothing more.

    The lexicon is read when it is first needed, and the communes likewise: that takes a moment, so it is done
    beside the others, who are served meanwhile.
    """

    def refer_it() -> Answer:
        from plugins.referral.engine import refer

        return refer(text, lexicon_for(ctx), was_asked=was_asked)

    return await asyncio.to_thread(refer_it)


async def places_in(text: str, near: Sequence[Area]) -> Sequence[Mention]:
    """Return the places that a text names."""
    from bot.territory.mentioning import mentions

    return await asyncio.to_thread(mentions, text, near)


async def redacted(ctx: WorkContext, text: str, *, spared: Collection[Kind] = ()) -> Redacted:
    """Return a text without what it says of people, as the network's language masks it."""
    words = ctx.words_for(None)

    def redact_it() -> Redacted:
        from bot.territory.mentioning import mentions
        from plugins.referral.redacting import MASKS, redact

        return redact(
            text.strip(),
            {kind: str(words(mask)) for kind, mask in MASKS.items()},
            kept=lexicon_for(ctx).vocabulary,
            places=lambda found: [(place.start, place.end) for place in mentions(found)],
            spared=spared,
        )

    return await asyncio.to_thread(redact_it)
