"""The plugin and its root word; what it answers to is declared beside each handler."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("network", title=_("Network and settings"), always_on=True)

maillage = plugin.group(
    "maillage", english="maillage", summary=_("Help, my settings for the network, and your preferences")
)
