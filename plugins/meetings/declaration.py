"""The plugin's declaration and its words: what its handlers register with."""

from __future__ import annotations

from bot.language.messages import _
from bot.plugin import Plugin

plugin = Plugin("meetings", title=_("Meetings and polls"))

meetings = plugin.group(
    "rencontre",
    english="meeting",
    aliases=("rencontres", "réunion", "réunions", "meetings"),
    summary=_("Choose a date together, meet, and know what people thought of it"),
    order=(
        *("prochaines", "proposer", "voter", "dates", "relancer", "clore", "fixer", "série"),
        *("présences", "ordre-du-jour", "modifier"),
        *("annuler", "accueil", "compte-rendu", "bilan", "calendrier", "réglages", "modèles", "export"),
    ),
)
