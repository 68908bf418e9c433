"""What is typed for an option: an instant, a time zone, a language."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import ConfigurationError
from bot.language.messages import LANGUAGES, Language, Markup, _


def instant(text: str, zone: ZoneInfo) -> datetime:
    """Return the instant of an ISO 8601 text; without an offset it is in `zone`.

    Raises:
        ConfigurationError: it is none.
    """
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise ConfigurationError(
            _(
                "“{text}” is not an instant; one like {example} is expected.",
                text=text,
                example=Markup("2026-11-21T10:00"),
            )
        ) from None
    return found if found.tzinfo else found.replace(tzinfo=zone)


def zone(text: str) -> ZoneInfo:
    """Return the time zone of that name, an IANA name or a place that has one.

    Raises:
        ConfigurationError: there is none.
    """
    from bot.territory import find_zone, nearest_zones

    found = find_zone(text)
    if found is None:
        close = nearest_zones(text) or ["Europe/Paris", "Indian/Reunion"]
        raise ConfigurationError(
            _(
                "“{text}” is not a time zone that I know; one such as {close} is expected.",
                text=text,
                close=Markup(", ".join(close)),
            )
        )
    return found


def language(text: str) -> Language:
    """Return the language of that code.

    Raises:
        ConfigurationError: it is none of ours.
    """
    for known in LANGUAGES:
        if text.lower() == known:
            return known
    raise ConfigurationError(
        _(
            "“{text}” is not a language that I speak; fr or en is expected.",
            text=text,
        )
    )
