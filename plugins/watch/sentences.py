"""Plain sentences with a link: `regarde https://… c'est bien pour les seniors`."""

from __future__ import annotations

import re

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.plugin import Context
from plugins.watch import sharing, taking, words
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
_LEAD = re.compile(
    r"^(?:(?:salut|bonjour|coucou|hello|hi)\b[ ,!]*)?"
    r"(?:(?:tu peux|peux[- ]tu|pourrais[- ]tu|can you|please|stp|svp)\s+)?"
    r"(?:regarde[sz]?|part+age[srz]?|dif+use[srz]?|poste[srz]?|share|post|look(?: at)?|voici|voil[àa]"
    r"|[àa] voir|lien|link)\b"
    r"(?:[- ](?:moi|nous|le|la|les|ce lien|cet article|cette page|ça|ca|un lien|this|this link))*[ ,:!–-]*",
    re.IGNORECASE,
)
"""How people begin before a link, which says nothing of it."""
_TAIL = re.compile(
    r"(?<![ ,])[ ,]*+\b(?:stp|svp|s['’ ]il (?:te|vous) pla[iî]t|merci|please|thanks)\b[ !.]*$", re.IGNORECASE
)
"""How people end."""


def claims(text: str) -> float:
    """Return how surely a sentence is about a link to share: it has one."""
    if not links_of(text):
        return 0
    said = fold(without_links(text))
    return SURELY if _ASKED.search(said) and not _COMMAND.match(said) else PERHAPS


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Share the link of a sentence: where it was written, or in a DM where the person says."""
    link = links_of(text)[0]
    tags, said = said_of_link(text)
    note = _TAIL.sub("", _LEAD.sub("", said, count=1)).strip(" ,:–-")
    wish = taking.wish_of(link, tags, words.shortened(note, LONGEST_NOTE))
    return await sharing.share(ctx, wish)
