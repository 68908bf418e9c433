"""Plain sentences in a DM by which somebody says what they can do: `je sais faire de la retouche photo`."""

from __future__ import annotations

from bot.chat.messages import Reply
from bot.plugin import Context
from plugins.directory.aligned import align
from plugins.directory.commands import say
from plugins.directory.cues import Part, cues, meant_words, right_words
from plugins.directory.declaration import plugin
from plugins.directory.sentences import LONGEST, is_about_oneself

SURELY = 0.8
_OPENING = 25
"""A sentence that is for a card says so in its first letters."""


def claims(text: str) -> float:
    """Return how surely a sentence is for the card of who writes it."""
    if not is_about_oneself(text):
        return 0
    found = cues(align(text[:LONGEST], meant_words(), right_words()).folded)
    is_skill = bool(found) and found[0].part in (Part.SKILL, Part.SPECIALITY, Part.LANGUAGE)
    return SURELY if is_skill and found[0].start < _OPENING else 0


@plugin.sentence(claims)
async def understand(ctx: Context, text: str) -> Reply:
    """Show what the sentence adds to the person's card."""
    return await say(ctx, text)
