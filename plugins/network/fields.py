"""What people type in the forms: a time zone, a territory, an hour of the day."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import time
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

from bot.chat import FieldKind
from bot.language.folding import fold
from bot.language.messages import Language, _
from bot.language.moments import Reading
from bot.plugin.arguments import RestArgument
from bot.plugin.finding import Found, Misread
from bot.territory import Territory, find_zone, named, nearest_zones, search, territories

NO_HOUR = "none"
"""What stands for "no quiet hours"."""


class _WholeField(ABC):
    """A value that fills a field by itself; it is never looked for in a longer text."""

    def find(self, text: str, reading: Reading) -> Found | None:
        value = self.read(text, reading)
        return Found(value, text, "")

    @abstractmethod
    def read(self, text: str, reading: Reading) -> object:
        """Return the value that the whole text stands for."""


@dataclass(frozen=True, slots=True)
class ZoneArgument(_WholeField):
    """A time zone: a territory, a town, or an IANA name."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> ZoneInfo:
        """Return the zone that the text names."""
        zone = find_zone(text)
        if zone is not None:
            return zone
        close = nearest_zones(text)
        if close:
            raise Misread(
                _(
                    "I do not know the time zone “{typed}”. Is it {names}?",
                    typed=text[:80],
                    names=", ".join(close),
                )
            )
        raise Misread(
            _(
                "I do not know the time zone “{typed}”. Give a town or a territory, such as Paris or "
                "La Réunion.",
                typed=text[:80],
            )
        )


@dataclass(frozen=True, slots=True)
class TerritoryArgument(_WholeField):
    """A département or an overseas collectivity, by its name or its code."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> Territory:
        """Return the territory that the text names."""
        territory = named(text)
        if territory is not None:
            return territory
        close = [territory_label(found) for found in search(text, limit=3)]
        if close:
            raise Misread(
                _(
                    "I do not know the territory “{typed}”. Is it {names}?",
                    typed=text[:80],
                    names=", ".join(close),
                )
            )
        raise Misread(
            _(
                "I do not know the territory “{typed}”. Give the name or the number of a département, "
                "such as Loire or 42.",
                typed=text[:80],
            )
        )


_HOUR = re.compile(
    r"(?P<hour>\d{1,2})(?: ?[:h.] ?(?P<minute>\d{2})?| ?heures?)?(?: ?mn)?(?: ?(?P<half>[ap])\.?m\.?)?"
)
_HOURS_BY_NAME = {"midi": "12:00", "noon": "12:00", "minuit": "00:00", "midnight": "00:00"}
_NO_HOUR = frozenset(("aucun", "aucune", "jamais", "non", "none", "no", "never", "-"))


@dataclass(frozen=True, slots=True)
class HourArgument(_WholeField):
    """An hour of the day, or a word such as "none"."""

    kind: FieldKind = FieldKind.TEXT

    def read(self, text: str, _reading: Reading) -> str:
        """Return the hour as `HH:MM`, or `NO_HOUR`."""
        typed = fold(text)
        if typed in _NO_HOUR:
            return NO_HOUR
        hour = _HOURS_BY_NAME.get(typed) or _hour(typed)
        if hour is None:
            raise Misread(_("An hour is expected, such as 20:00 or 8:30, or “none”."))
        return hour


def _hour(typed: str) -> str | None:
    """Return the hour that a folded text says, as `HH:MM`; 24:00 is midnight."""
    said = _HOUR.fullmatch(typed)
    if said is None:
        return None
    hour, minute = int(said["hour"]), int(said["minute"] or 0)
    if said["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if said["half"] == "p" else 0)
    if (hour, minute) == (24, 0):
        hour = 0
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def territory_label(territory: Territory) -> str:
    """Return a territory as people read it, and as `named` understands it: "Loire (42)"."""
    return f"{territory.name} ({territory.code})"


def hour_label(hour: time, language: Language) -> str:
    """Return an hour as people type it: "20h", "8h30"; "20:00" in English."""
    if language == "en":
        return f"{hour:%H:%M}"
    return f"{hour.hour}h{hour:%M}" if hour.minute else f"{hour.hour}h"


def zone_label(zone: ZoneInfo) -> str:
    """Return a time zone as people read it and `find_zone` understands it: "La Réunion", "Paris".

    It is the only territory that has this zone, else the town of its IANA name, else this name itself.
    """
    lands = [territory.name for territory in territories() if territory.zone == zone.key]
    name = lands[0] if len(lands) == 1 else zone.key.rpartition("/")[2].replace("_", " ")
    return name if find_zone(name) == zone else zone.key


Line: TypeAlias = Annotated[str, RestArgument(FieldKind.TEXT)]
Zone: TypeAlias = Annotated[ZoneInfo | None, ZoneArgument()]
Land: TypeAlias = Annotated[Territory | None, TerritoryArgument()]
Hour: TypeAlias = Annotated[str, HourArgument()]
