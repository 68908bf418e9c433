"""Plain sentences in a DM about oneself: `je sais faire de la retouche photo`, `supprime ma fiche`.

What reads them is loaded with the first.
"""

from __future__ import annotations

from bot.chat.messages import Button, Reply
from bot.language.messages import _
from bot.plugin import Context, Suggestion
from plugins.directory.commands import say
from plugins.directory.declaration import plugin
from plugins.directory.discretion import discreet
from plugins.directory.finding import LONGEST


def claims(text: str) -> float:
    """Return how surely a sentence is for the card of who writes it; see `plugins.directory.claiming`."""
    from plugins.directory import claiming

    return claiming.claims(text)


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Show what the sentence adds to the person's card, or do with it what it says."""
    from plugins.directory.orders import is_order, obey

    return await obey(ctx, text) if is_order(text) else await say(ctx, text)


@plugin.suggestion
async def suggest(ctx: Context, text: str) -> Suggestion:
    """Offer to look for colleagues, by the very words if nothing in them says who somebody is."""
    said = (await discreet(ctx, text) or "")[:LONGEST]
    look = Button(_("Search the directory"), "look-for", {"text": said})
    return Suggestion(
        _("Find colleagues: `/directory search photo editing near Roanne`"), (look,) if said else ()
    )
