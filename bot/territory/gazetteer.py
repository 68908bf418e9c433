"""What each territory is; the facts and their sources stand in `territories.csv`, read at first need."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.language.folding import slug

_DATA = Path(__file__).with_name("territories.csv")
_SPELLED_OUT = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True, slots=True)
class Region:
    """A region, by its INSEE code, which is no département's: region 75 is not Paris."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Territory:
    """A département, or an overseas collectivity, which belongs to no region.

    `code` is INSEE's ("01", "2A", "974"), `name` is French, `zone` is an IANA time zone.
    """

    code: str
    name: str
    region: Region | None
    zone: str


@cache
def territories() -> tuple[Territory, ...]:
    """Return all of them in the official order, where 2A and 2B follow 19."""
    import csv

    with _DATA.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        return tuple(
            Territory(
                row["code"],
                row["name"],
                Region(row["region_code"], row["region"]) if row["region_code"] else None,
                row["zone"],
            )
            for row in rows
        )


def by_code(code: str) -> Territory | None:
    """Return the territory of a code, in either case and with or without its leading zero.

    >>> by_code("2a").name
    'Corse-du-Sud'
    """
    return _by_code().get(code.strip().upper().zfill(2))


def zone_of(code: str) -> ZoneInfo | None:
    """Return the time zone of the territory that has this code."""
    territory = by_code(code)
    return ZoneInfo(territory.zone) if territory else None


def words_of(text: str) -> list[str]:
    """Return the words under which names are compared: folded, with *saint* spelled out.

    >>> words_of("Côte-d’Or"), words_of("St-Martin (978)")
    (['cote', 'd', 'or'], ['saint', 'martin', '978'])
    """
    return [_SPELLED_OUT.get(word, word) for word in slug(text).split("-") if word]


def with_elision(words: list[str]) -> list[str]:
    """Return the words of a name as people run them together where an apostrophe was.

    >>> with_elision(["val", "d", "oise"])
    ['val', 'doise']
    """
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] == "d":
            joined[-1] += word
        else:
            joined.append(word)
    return joined


@cache
def _by_code() -> dict[str, Territory]:
    return {territory.code: territory for territory in territories()}
