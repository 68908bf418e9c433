"""What partners offer to somebody whose sentence was not understood."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Context, Suggestion
from plugins.partners.declaration import plugin


@plugin.suggestion
async def suggest(_ctx: Context, _text: str) -> Suggestion:
    """Offer to find a service around."""
    return Suggestion(_("Find a service around: `/partner France Services near Roanne`"))
