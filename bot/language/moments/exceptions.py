"""What a repetition leaves out, keeps or moves: `sauf le dimanche`, `sinon le lendemain`, `ou la veille`."""

from __future__ import annotations

from bot.language.moments import troubles
from bot.language.moments.clock_ranges import clock
from bot.language.moments.days import day
from bot.language.moments.every import dated, weekday_list
from bot.language.moments.monthly import months_between, season
from bot.language.moments.scan import Scan
from bot.language.moments.values import Except, Instead, Read

_WEEKEND = (5, 6)
_MOST_MONTHS = 6
"""What leaves out more months than that is said by those in which it comes."""
_FIGURES_OF_A_YEAR = 4
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
    """Read `sauf jours fériés`, `sauf le dimanche`, `hors juillet et août`; refuse all else about time."""
    if scan.has(at, "holidays"):
        return _counted(scan, at + 1)
    if scan.has(at, "even"):
        place = scan.skip(at + 1, "the", "les", "on", "de")
        return ("even", None, place + 1) if scan.has(place, "holidays") else None
    if not scan.has(at, "except"):
        return None
    found: Except | None = None
    end, place = at, at + 1
    while (more := _days(scan, place) or _month(scan, place)) is not None:
        found = more[0] if found is None else found | more[0]
        end = more[1]
        place = end + 1 if scan.sign(end, ",/+&-") else end
        place = scan.skip(place, "and", "or")
        place = scan.skip(place, "except")
        if place == end and not _is_hyphened(scan, end):
            break
    refused = _refused(scan, place, sure=found is None) if place > end else None
    if refused is None and found is not None and len(found.months) > _MOST_MONTHS:
        refused = end
    if refused is not None:
        return "trouble", troubles.not_left_out(scan.quote(at, refused)), refused
    return ("except", found, end) if found is not None else None


def _counted(scan: Scan, at: int) -> Read | None:
    """Read what follows `jours fériés`: `exclus`, `non comptés`, `compris`."""
    without = scan.text(at) in _NOT
    place = at + 1 if without else at
    if scan.text(place) in _EXCLUDED or (without and scan.text(place) in _INCLUDED):
        return "except", Except(holidays=True), place + 1
    return ("even", None, place + 1) if scan.text(place) in _INCLUDED else None


def _days(scan: Scan, at: int) -> tuple[Except, int] | None:
    """Return the days that can be left out, weekdays and public holidays, and the place after."""
    place = _after_articles(scan, at)
    if scan.has(place, "holidays"):
        return Except(holidays=True), place + 1
    if scan.has(place, "weekend"):
        return Except(_WEEKEND), place + 1
    weekdays, end = weekday_list(scan, place)
    if not weekdays or scan.has(end, "next", "in_eight") or dated(scan, end):
        return None
    return Except(weekdays), end


def only_in_months(scan: Scan, at: int) -> Read | None:
    """Read `de septembre à juin`, beside what recurs: the other months are left out, if they are few."""
    months = season(scan, at)
    if months is None:
        return None
    kept, end = months
    others = tuple(month for month in range(1, 13) if month not in kept)
    if len(others) > _MOST_MONTHS:
        return "trouble", troubles.not_left_out(scan.quote(at, end)), end
    return "months", Except(months=others), end


def _month(scan: Scan, at: int) -> tuple[Except, int] | None:
    """Return the months that can be left out each year, and the place after: `en août`, `mai à août`."""
    several = months_between(scan, _after_articles(scan, at))
    if several is not None:
        return Except(months=several[0]), several[1]
    place = scan.skip(_after_articles(scan, at), "en", "in", "for", "span_end")
    place = scan.skip(place, "the", "les")
    if scan.name(place, "calendar") == "month" and scan.has(place + 1, "de", "of"):
        place += 2
    month = scan.value(place, "month")
    if month is None or _is_year(scan, place + 1):
        return None
    return Except(months=(month,)), place + 1


def _is_hyphened(scan: Scan, at: int) -> bool:
    """Return whether a month is tied to the one before it: `juillet-août`."""
    return at < len(scan.words) and scan.words[at].gap == "-" and scan.has(at, "month")


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
    is_longer = scan.text(place + 1) in ("scolaires", "holidays") or _is_year(scan, place + 1)
    return place + 2 if is_longer else place + 1


def _is_year(scan: Scan, at: int) -> bool:
    return scan.text(at).isdecimal() and len(scan.text(at)) == _FIGURES_OF_A_YEAR


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
