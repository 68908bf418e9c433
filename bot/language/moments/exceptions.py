"""What a repetition leaves out, keeps or moves: `sauf le dimanche`, `sinon le lendemain`, `ou la veille`."""

from __future__ import annotations

from bot.language.moments import troubles
from bot.language.moments.clock_ranges import clock
from bot.language.moments.days import day
from bot.language.moments.every import dated, weekday_list
from bot.language.moments.scan import Scan
from bot.language.moments.values import HOLIDAYS, Instead, Read

_WEEKEND = (5, 6)
_WEEK, _WORKING_WEEK = 7, 5
_LONGEST_CONDITION = 8
_CONDITIONS = frozenset(("si", "s", "if", "quand", "lorsque", "when", "en cas"))
_FOLLOWING = ("sui", "follow", "apres", "after")
_PRECEDING = ("prec", "avant", "before", "previous", "prior")
"""How the words begin that say to which side a day moves: `suivant`, `qui suit`, `précédent`, `d’avant`."""
_BETWEEN = frozenset(("qui", "juste", "just", "d"))
"""What may stand between a day and such a word."""
_NEIGHBOURS = {
    **dict.fromkeys(
        ("le lendemain", "lendemain", "le jour suivant", "jour suivant", "the next day", "the day after",
         "the following day"), 1,
    ),
    **dict.fromkeys(("la veille", "veille", "the day before", "the night before", "the eve"), -1),
}  # fmt: skip
"""The days that say their side themselves: 1 is the next one, -1 the one before."""
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
    """Read `ou le jour ouvré suivant`, `sinon le lendemain`, `ou le jour ouvré précédent`, `ou la veille`."""
    if not scan.has(at, "or"):
        return None
    place = scan.skip(scan.skip(at + 1, "or"), "the")
    rank = scan.value(place, "ordinal")
    side = 1 if rank == 1 else _side(scan, place)
    place = place + 1 if side or rank == -1 else place
    nearby = _NEIGHBOURS.get(scan.text(place), 0)
    if nearby:
        span = _WORKING_WEEK if scan.text(place + 1).startswith("ouvre") else _WEEK
        end = place + 2 if span == _WORKING_WEEK else place + 1
    else:
        span = scan.value(place, "working") or (_WEEK if scan.sense(place, "unit") == "day" else 0)
        end = place + 1
    after = end + 1 if scan.text(end) in _BETWEEN else end
    later = _side(scan, after)
    side, end = (later, after + 1) if later else (nearby or side, end)
    if span and not side and scan.has(end - 1, "working"):
        return "trouble", troubles.next_or_previous(scan.quote(at, end)), end
    if not span or not side:
        return None
    moved = Instead(tuple(range(span)), before=side < 0)
    return "instead", moved, _after_condition(scan, end, weekends=span < _WEEK)


def _side(scan: Scan, at: int) -> int:
    """Return 1 for a word that says the next one, -1 for one that says the one before, else 0."""
    text = scan.text(at)
    if text.startswith(_FOLLOWING) or scan.has(at, "next"):
        return 1
    return -1 if text.startswith(_PRECEDING) else 0


def _after_condition(scan: Scan, at: int, *, weekends: bool) -> int:
    """Return the place after `si c’est férié`, `en cas de week-end ou de jour férié`, or the same place."""
    if scan.text(at) not in _CONDITIONS and f"{scan.text(at)} {scan.text(at + 1)}" not in _CONDITIONS:
        return at
    end = at
    for place in range(at + 1, at + _LONGEST_CONDITION):
        if scan.sign(place, ",;:."):
            break
        if scan.has(place, "holidays") or (weekends and scan.has(place, "weekend")):
            end = place + 1
    return end
