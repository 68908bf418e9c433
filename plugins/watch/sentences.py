"""Plain sentences with a link: `regarde https://… c'est bien pour les seniors`."""

from __future__ import annotations

import re

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.plugin import Context
from plugins.watch import saying, sharing, taking, words
from plugins.watch.arguments import links_of, said_of_link, without_links
from plugins.watch.declaration import plugin
from plugins.watch.models import LONGEST_NOTE

SURELY, PERHAPS = 0.9, 0.6
_ASKED = re.compile(
    r"\b(?:part+ag(?:e[srz]?|er|eons|ez)|dif+us(?:e[srz]?|er)|post(?:e[srz]?|er)|relai(?:e[srz]?)|relayer"
    r"|ve[il]{2,3}e|share|post)\b"
)
"""What surely asks to share a link, in a folded text."""
_COMMAND = re.compile(r"(?:veille|watch)\b")
"""How a command begins, which may be another one than sharing: `veille suivre https://…`."""


def claims(text: str) -> float:
    """Return how surely a sentence is about a link to share: it has one."""
    if not links_of(text):
        return 0
    said = fold(without_links(text))
    return SURELY if _ASKED.search(said) and not _COMMAND.match(said) else PERHAPS


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Share the link of a sentence: where it was written, or in a DM where the person says."""
    link, *others = links_of(text)
    tags, said = said_of_link(text)
    note = saying.after_lead(said)
    wish = taking.wish_of(link, tags, words.shortened(note, LONGEST_NOTE))
    return await sharing.share_first(ctx, wish, others)
