"""Areas: a commune, an EPCI, a département or a region, by its INSEE or SIREN code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """What an area is, from the smallest to the largest."""

    COMMUNE = "commune"
    EPCI = "epci"
    DEPARTEMENT = "departement"
    REGION = "region"

    __hash__ = str.__hash__  # that of enumerations is written in Python, and areas are looked up all the time


@dataclass(frozen=True, slots=True)
class Area:
    """An area: `code` is INSEE's, or the SIREN of an EPCI. Its text, as in files, is `level:code`."""

    level: Level
    code: str

    def __str__(self) -> str:
        return f"{self.level.value}:{self.code}"

    @classmethod
    def parse(cls, text: str) -> Area:
        """Return the area of a text such as `epci:200065886`; whether it exists is not looked at.

        Raises:
            ValueError: it is not written so.
        """
        level, colon, code = text.strip().partition(":")
        if not colon or not code.strip():
            raise ValueError(text)
        return cls(Level(level.strip().lower()), code.strip().upper())
