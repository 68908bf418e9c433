"""The plugin's declaration and its word: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("directory", title=_("Directory"))

directory = plugin.group(
    "annuaire",
    english="directory",
    aliases=("fiches",),
    summary=_("Who can do what, where: find colleagues, and let them find you"),
)
