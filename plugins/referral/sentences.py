"""Plain sentences in a DM, or that mention the bot: a need, if the engine recognises one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.chat.messages import Reply
from bot.language.folding import fold
from bot.language.messages import _
from bot.plugin import Context, Suggestion, WordLists
from plugins.referral.asking import Offer
from plugins.referral.declaration import plugin
from plugins.referral.needs import answer_need

if TYPE_CHECKING:
    from plugins.referral.lexicon import Lexicon

DANGER, WANTED, NAMED, VAGUE = 0.93, 0.5, 0.3, 0.2
"""How surely a sentence is a need: in danger; asked for; named without a verb that asks; or too vague to say.

What asks for a reminder is claimed for that with 0.95, and a moment with something to do with 0.4: so
“tomorrow 9:00 call the CAF” is a reminder, and “who can help tomorrow with a vehicle registration” is not.
"""

_ASKS = re.compile(
    r"\?|\b(?:qui|ou|quel(?:le)?s?|comment|vers qui|aide[rsz]?|besoin|cherche(?:nt)?|voudrait|veut|souhaite|"
    r"aimerait|n'arrive|arrive (?:pas|plus)|perdu|bloque|mon usager|"
    r"une? (?:dame|monsieur|personne|jeune|usagere?|famille|couple)|"
    r"who|where|how|help|needs?|wants?|looking for|lost|a (?:lady|man|woman|person))\b"
)
"""What tells that somebody needs something, in a folded text."""


def claims(text: str, lists: WordLists | None = None) -> float:
    """Return how surely a sentence is a need, by the words of the network's own `lists` too.

    One that asks for nothing, and has no word of any need, is none: its author is told what can be asked.
    """
    from plugins.referral.engine import refer
    from plugins.referral.lexicon import lexicon_of

    lexicon = lexicon_of(lists.find("needs") if lists is not None else None)
    answer = refer(text, lexicon)
    if answer.urgent:
        return DANGER
    if answer.off_topic:
        return 0
    asks = _ASKS.search(fold(text)) is not None
    if answer.clarify is not None:
        return VAGUE if asks or _has_word_of_need(text, lexicon) else 0
    return WANTED if asks else NAMED


def _has_word_of_need(text: str, lexicon: Lexicon) -> bool:
    keys = {one.key.removeprefix("-") for one in lexicon.reader.read(text).keys}
    return not keys.isdisjoint(lexicon.generic) or any(map(lexicon.phrases.knows, keys))


@plugin.sentence_by_lists(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Answer the need that a sentence tells."""
    return await answer_need(ctx, text)


@plugin.suggestion
async def suggest(ctx: Context, text: str) -> Suggestion:
    """Offer to say where a need leads, or to ask colleagues with the very words, which are redacted."""
    ask = await Offer().offer(ctx, text)
    return Suggestion(
        _("Know where to send somebody: `/who-can help with a vehicle registration`"),
        (ask,) if ask is not None else (),
    )
