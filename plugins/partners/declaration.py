"""The plugin's declaration and its word: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("partners", title=_("Partners"))

partners = plugin.group(
    "partenaire",
    english="partner",
    aliases=("partenaires", "partners"),
    summary=_("Find the services around, and keep their cards true"),
)
