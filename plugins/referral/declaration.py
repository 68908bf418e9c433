"""The plugin's declaration and its word: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("referral", title=_("Who can help"))

who_can = plugin.group(
    "quipeut",
    english="who-can",
    aliases=("qui-peut", "quipeux", "qui-peux", "whocan"),
    summary=_("Find who can help with a need: services, partners, colleagues"),
)
