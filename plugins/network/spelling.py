"""Settings in plain words."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.dates import spell_time
from bot.language.messages import Language, Markup, Message, Text, _, pgettext
from bot.territory import by_code
from plugins.network.fields import territory_label

LANGUAGE_NAMES: dict[str, Markup] = {"fr": Markup("français"), "en": Markup("English")}
"""Each language in its own words, so that whoever reads no other one finds it."""


def zone_in_words(zone: ZoneInfo, now: datetime, words: Words) -> Message:
    """Return a time zone with the time that it is there now, by which people check that it is theirs."""
    there = spell_time(now.astimezone(zone).time(), words.language)
    return _("{zone} (it is {time} there now)", zone=Markup(f"`{zone.key}`"), time=there)


def language_in_words(language: Language) -> Markup:
    """Return the name of a language in that language."""
    return LANGUAGE_NAMES[language]


def territory_in_words(code: str | None) -> Text:
    """Return a territory as people read it: its name and its code."""
    territory = by_code(code) if code is not None else None
    return Markup(territory_label(territory)) if territory is not None else pgettext("territory", "none")
