"""The plugin's declaration and its word: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("watch", title=_("Shared watch"))

watch = plugin.group(
    "veille",
    english="watch",
    summary=_("Share a link, find it again, and keep what is useful"),
)
