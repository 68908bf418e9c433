"""The plugin's declaration: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("welcome", title=_("Welcome"))
