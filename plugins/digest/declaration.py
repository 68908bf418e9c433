"""The plugin's declaration and its word: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("digest", title=_("Letters"))

letters = plugin.group(
    "lettre",
    english="letter",
    aliases=("lettres", "letters", "digest"),
    summary=_("The letter of a channel: what happened since the last one, at a chosen rhythm"),
)
