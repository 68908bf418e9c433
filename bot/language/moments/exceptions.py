"""What a repetition leaves out, keeps or moves: `sauf le dimanche`, `sinon le lendemain`."""

from __future__ import annotations

from bot.language.moments import troubles
from bot.language.moments.clock_ranges import clock
from bot.language.moments.days import day
from bot.language.moments.every import dated, weekday_list
from bot.language.moments.scan import Scan
from bot.language.moments.values import HOLIDAYS, Read

_WEEKEND = (5, 6)
_WEEK, _WORKING_WEEK = 7, 5
_LONGEST_CONDITION = 6
_FOLLOWING = frozenset(("suivant", "apres", "d apres", "following", "after", "prochain"))
_NEXT_DAYS = frozenset(
    ("le lendemain", "lendemain", "le jour suivant", "jour suivant", "the next day", "the day after",
     "the following day")
)  # fmt: skip
_NOT = frozenset(("non", "pas", "not"))
_INCLUDED = frozenset(("compris", "inclus", "comptes", "included", "counted"))
_EXCLUDED = frozenset(("exclus", "exclu", "excluded"))
_PERIODS = frozenset(
    ("vacances", "ponts", "pont", "conges", "school", "ete", "noel", "summer", "term", "half term")
)


def exception(scan: Scan, at: int) -> Read | None:
    """Read `sauf jours fériés`, `sauf le dimanche`; refuse every other exception about time."""
    if scan.has(at, "holidays"):
        return _counted(scan, at + 1)
    if scan.has(at, "even"):
        place = scan.skip(at + 1, "the", "les", "on", "de")
        return ("even", (), place + 1) if scan.has(place, "holidays") else None
    if not scan.has(at, "except"):
        return None
    found: list[int] = []
    end, place = at, at + 1
    while (more := _days(scan, place)) is not None:
        found += more[0]
        end = more[1]
        place = end + 1 if scan.sign(end, ",/+&") else end
        place = scan.skip(place, "and", "or")
        place = scan.skip(place, "except")
        if place == end:
            return "except", tuple(found), end
    refused = _refused(scan, place, sure=not found)
    if refused is not None:
        return "trouble", troubles.not_left_out(scan.quote(at, refused)), refused
    return ("except", tuple(found), end) if found else None


def _counted(scan: Scan, at: int) -> Read | None:
    """Read what follows `jours fériés`: `exclus`, `non comptés`, `compris`."""
    without = scan.text(at) in _NOT
    place = at + 1 if without else at
    if scan.text(place) in _EXCLUDED or (without and scan.text(place) in _INCLUDED):
        return "except", (HOLIDAYS,), place + 1
    return ("even", (), place + 1) if scan.text(place) in _INCLUDED else None


def _days(scan: Scan, at: int) -> tuple[tuple[int, ...], int] | None:
    """Return the days that can be left out, weekdays and public holidays, and the place after."""
    place = _after_articles(scan, at)
    if scan.has(place, "holidays"):
        return (HOLIDAYS,), place + 1
    if scan.has(place, "weekend"):
        return _WEEKEND, place + 1
    weekdays, end = weekday_list(scan, place)
    if not weekdays or scan.has(end, "next", "in_eight") or dated(scan, end):
        return None
    return weekdays, end


def _refused(scan: Scan, at: int, *, sure: bool) -> int | None:
    """Return the place after what cannot be left out (`en août`, `vacances scolaires`), or None.

    After other exceptions (not `sure`) a day or an hour may be that of the repetition itself.
    """
    place = scan.skip(scan.skip(_after_articles(scan, at), "en", "in", "for"), "the", "les")
    found = (day(scan, place) or clock(scan, place)) if sure else None
    if found is not None:
        return found[1]
    named = scan.text(place) in _PERIODS or scan.has(place, "month")
    if not named and not (sure and scan.has(place, "part", "working")):
        return None
    return place + 2 if scan.text(place + 1) in ("scolaires", "holidays") else place + 1


def _after_articles(scan: Scan, at: int) -> int:
    return scan.skip(at, "the", "les", "on", "de")


def instead(scan: Scan, at: int) -> Read | None:
    """Read `ou le jour ouvré suivant`, `sinon le lendemain`: the weekdays on which it may come then."""
    if not scan.has(at, "or"):
        return None
    place = scan.skip(scan.skip(at + 1, "or"), "the")
    announced = scan.has(place, "next") or scan.value(place, "ordinal") == 1 or scan.text(place) in _FOLLOWING
    place = place + 1 if announced else place
    span = scan.value(place, "working")
    end = place + 1
    if span is None and scan.text(place) in _NEXT_DAYS:
        announced, span = True, _WORKING_WEEK if scan.text(end).startswith("ouvre") else _WEEK
        end = end + 1 if span == _WORKING_WEEK else end
    if span is None:
        return None
    if scan.text(end) == "qui" and scan.text(end + 1).startswith("sui"):
        announced, end = True, end + 2
    elif scan.text(end) in _FOLLOWING:
        announced, end = True, end + 1
    return ("instead", tuple(range(span)), _after_condition(scan, end)) if announced else None


def _after_condition(scan: Scan, at: int) -> int:
    """Return the place after `si c’est férié`, or the same place."""
    if scan.text(at) not in ("si", "if"):
        return at
    found = (place + 1 for place in range(at + 1, at + _LONGEST_CONDITION) if scan.has(place, "holidays"))
    return next(found, at)
