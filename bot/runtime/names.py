"""Names as they are kept: no longer than their columns, and what a platform says of a zone if it is one."""

from __future__ import annotations

from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.chat.people import Author
from bot.chat.places import Location
from bot.language.folding import fold

LONGEST_NAME = 200
LONGEST_USERNAME = 128


def that_fit(author: Author, location: Location) -> tuple[Author, Location]:
    """Return both with names no longer than they are kept."""
    return replace(author, username=author.username[:LONGEST_USERNAME]), location_that_fits(location)


def location_that_fits(location: Location) -> Location:
    """Return the location with names no longer than they are kept."""
    community_name = location.community_name
    return replace(
        location,
        name=location.name[:LONGEST_NAME],
        community_name=community_name[:LONGEST_NAME] if community_name else None,
    )


def folded_name(username: str) -> str:
    """Return a user name under which people find it, whatever its case and accents."""
    return fold(username)[:LONGEST_USERNAME]


def known_zone(name: str | None) -> str | None:
    """Return the zone that a platform gives for a person, if it is one of the IANA database."""
    if not name:
        return None
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
