"""The plugin's declaration and its word: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("reminders", title=_("Reminders"))

reminders = plugin.group(
    "rappel",
    english="remind",
    aliases=("rappels", "reminder", "reminders"),
    summary=_("Do not forget: for yourself, this channel or a colleague"),
)
