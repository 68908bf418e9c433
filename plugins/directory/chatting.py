"""Plain sentences in a DM about oneself: `je sais faire de la retouche photo`, `supprime ma fiche`.

What reads them is loaded with the first.
"""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.plugin import Context
from plugins.directory.commands import say
from plugins.directory.declaration import plugin


def claims(text: str) -> float:
    """Return how surely a sentence is for the card of who writes it; see `plugins.directory.claiming`."""
    from plugins.directory import claiming

    return claiming.claims(text)


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Show what the sentence adds to the person's card, or do with it what it says."""
    from plugins.directory.orders import is_order, obey

    return await obey(ctx, text) if is_order(text) else await say(ctx, text)
