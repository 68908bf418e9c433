"""What a card says of a partner, tidied and within bounds."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

from plugins.partners import vocabulary
from plugins.partners.kinds import kinds

LONGEST_NAME = 200
LONGEST_LINE = 300
LONGEST_HOURS = 1_000
LONGEST_TEXT = 4_000
MOST_VALUES = 40
"""More values than so many in one field say nothing to anybody."""

_LENGTHS = {
    "name": LONGEST_NAME,
    "summary": LONGEST_TEXT,
    "hours": LONGEST_HOURS,
    "postcode": 10,
    "town": 100,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a card says: `kinds`, `themes` and `publics` are codes of data.inclusion.

    `services`, `support`, `costs` and `access` are values of the national standard. `commune` is an INSEE
    code, `town` what the source wrote; `areas` are the areas served, as `level:code`, () where nobody said.
    `hours` are in OpenStreetMap's format, as they were written.
    """

    name: str
    kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    summary: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    commune: str | None = None
    areas: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    websites: tuple[str, ...] = ()
    hours: str = ""
    accessibility: str = ""
    booking: str = ""
    support: tuple[str, ...] = ()
    costs: tuple[str, ...] = ()
    access: tuple[str, ...] = ()


FIELDS = tuple(field.name for field in fields(Content))


def tidy(content: Content) -> Content:
    """Return the content without spare spaces, doubles or codes that nobody knows, and within bounds."""
    tidied: dict[str, Any] = {}
    for name in FIELDS:
        value = getattr(content, name)
        if isinstance(value, tuple):
            lines = (_line(str(item), LONGEST_LINE) for item in value)
            tidied[name] = tuple(dict.fromkeys(line for line in lines if line))[:MOST_VALUES]
        elif isinstance(value, str):
            tidied[name] = _line(value, _LENGTHS.get(name, LONGEST_LINE))
    known = {
        "kinds": kinds(), "themes": vocabulary.themes(), "services": vocabulary.SERVICES,
        "publics": vocabulary.PUBLICS, "support": vocabulary.SUPPORT, "costs": vocabulary.COSTS,
        "access": vocabulary.ACCESS,
    }  # fmt: skip
    for name, codes in known.items():
        tidied[name] = tuple(code for code in tidied[name] if code in codes)
    for name in ("accessibility", "booking"):
        tidied[name] = tidied[name] if is_address(tidied[name]) else ""
    tidied["websites"] = tuple(one for one in tidied["websites"] if is_address(one))
    return replace(content, **tidied)


def is_address(text: str) -> bool:
    """Return whether a text is a web address that may stand on a card."""
    return text.startswith(("https://", "http://")) and not any(sign in text for sign in " <>\"'`\\|")


def _line(text: str, longest: int) -> str:
    line = " ".join(text.replace("\0", "").split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"
