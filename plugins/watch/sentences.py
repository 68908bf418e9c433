"""Plain sentences with a link: `regarde https://… c'est bien pour les seniors`."""

from __future__ import annotations

import re

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.language.shortening import in_one_line
from bot.plugin import Context
from plugins.watch import sharing, taking, wishing
from plugins.watch.arguments import links_of, said_of_link, without_links
from plugins.watch.declaration import plugin
from plugins.watch.models import LONGEST_NOTE

SURELY, PERHAPS = 0.9, 0.6
_COMMAND = re.compile(r"(?:veille|watch)\b")
"""How a command begins, which may be another one than sharing: `veille suivre https://…`."""


def claims(text: str) -> float:
    """Return how surely a sentence is about a link to share: it has one."""
    if not links_of(text):
        return 0
    from plugins.watch import saying

    said = without_links(text)
    return SURELY if saying.asks_to_share(said) and not _COMMAND.match(fold(said)) else PERHAPS


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Share the first link of a sentence: where it was written, or in a DM where the person says.

    Where it may wish something else, they are asked: nobody is to find a post that they did not ask for.
    """
    from plugins.watch import saying

    link, *others = links_of(text)
    tags, said = said_of_link(text)
    is_other = saying.may_wish_otherwise(said)
    note = saying.beyond_wish(said) if is_other else saying.note_of_sentence(said)
    wish = taking.wish_of(link, tags, in_one_line(note, LONGEST_NOTE))
    if is_other:
        return await wishing.ask(ctx, wish, others)
    return await sharing.share_first(ctx, wish, others)
