"""Even and odd weeks: `semaines paires`, `semaine impaire`, `even weeks`, counted as in ISO 8601.

No interval says them: week 53 and the week 1 that follows it are both odd, so that one week in two does not
stay even.
"""

from __future__ import annotations

from bot.language.moments import troubles
from bot.language.moments.scan import Scan
from bot.language.moments.values import Trouble

EVEN = tuple(range(2, 53, 2))
ODD = tuple(range(1, 54, 2))
_NAMED = {"even": EVEN, "odd": ODD}
_FRENCH = {
    "pair": EVEN, "paire": EVEN, "pairs": EVEN, "paires": EVEN,
    "impair": ODD, "impaire": ODD, "impairs": ODD, "impaires": ODD,
}  # fmt: skip
_MOST_BETWEEN = 2
"""Signs and words between two things of a list."""


def week_numbers(scan: Scan, at: int) -> tuple[tuple[int, ...], int] | None:
    """Return the numbers of the weeks that `semaines paires` or `even weeks` are, and the place after."""
    named = scan.name(at, "parity")
    if named is not None:
        return _NAMED[named], at + 1
    if not scan.has(at, "weeks", "in_week"):
        return None
    place = at + 2 if scan.sign(at + 1, ".") else at + 1
    found = _FRENCH.get(scan.text(place))
    return (found, place + 1) if found else None


def other_parity(scan: Scan, at: int) -> tuple[Trouble, int] | None:
    """Refuse `jours pairs`, `odd months`: only weeks are counted so."""
    if scan.text(at) in _NAMED or (scan.has(at, "unit", "parts") and scan.text(at + 1) in _FRENCH):
        return troubles.only_weeks(scan.quote(at, at + 2)), at + 2
    return None


def stray_parity(scan: Scan, first: int, last: int) -> Trouble | None:
    """Refuse the word right beside what recurs that says even or odd, and of no week: `chaque lundi pair`."""
    start, end = first - 1, last
    while end < last + _MOST_BETWEEN and (scan.sign(end, "(,/&+") or scan.has(end, "and", "or")):
        end += 1
    for at in (start, end):
        if scan.plain(at) and scan.text(at) in _FRENCH:
            return troubles.only_weeks(scan.quote(min(at, first), max(at + 1, last)))
    return None
