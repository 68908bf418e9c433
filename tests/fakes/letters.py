"""Letters for tests: who programs them, when, and those that went."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.plugin import Plugin
from plugins.digest import plugin as digest
from tests.fakes.bot import Scene, author

JEANNE = author("jeanne", administers_community=True)
SATURDAY = datetime(2026, 11, 21, 9, tzinfo=UTC)
SCHEDULED = "/lettre programmer chaque lundi à 9h"


def own_digest() -> Plugin:
    """Return the plugin of letters, for one bot alone."""
    return replace(digest, timers=dict(digest.timers), errands=dict(digest.errands))


def letters(stage: Scene, place: str = "loire") -> list[str]:
    """Return the letters that went to a channel, the oldest first, late ones with the words that say so."""
    return [text for text in stage.platform.texts(place) if "**Lettre n°" in text]
