"""Words of time beside a moment that no rule could read: to drop one would be a silent error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.language.moments.durations import counts
from bot.language.moments.scan import Scan
from bot.language.moments.values import Cluster, Slot, Value

MOST_GLUE = 4
"""Words such as `à`, `le`, `pour` that may stand between two expressions of one moment."""
_FEWEST_MINUTES = 10
_MOST_HOURS = 24
_FIGURES_OF_A_TIME = (3, 4)
_STRONG = (
    "weekday", "weekdays", "day", "noon", "midnight", "every", "until", "except", "next", "since",
    "holidays",
    "before", "after",
)  # fmt: skip


def loose_end(
    scan: Scan, chosen: Sequence[Cluster], slots: Mapping[Slot, Value], found: Sequence[Cluster]
) -> int | None:
    """Return a word of time beside the moment that no rule could read, or None.

    `tous les mardis jusqu'au Nouvel An chinois`: to drop the end that was said would be a silent error.
    """
    read = {place for cluster in found for place in range(cluster.first, cluster.last)}
    recurs = "repeat" in slots
    for cluster in chosen:
        if "clock" not in slots and _announces_hour(scan, cluster.last):
            return cluster.last + 1
        following = scan.skip(cluster.last, "of", "de", "en")
        if scan.language == "fr" and following not in read and scan.has(following, "month"):
            return following
        leading = cluster.first - 2 if scan.sign(cluster.first - 1, ",") else cluster.first - 1
        if recurs and leading >= 0 and leading not in read and scan.has(leading, "month"):
            return leading
        for step, edge in ((1, cluster.last), (-1, cluster.first - 1)):
            place = edge
            while (
                abs(place - edge) < MOST_GLUE
                and place not in read
                and scan.has(place, "glue")
                and not scan.has(place, *_STRONG)
            ):
                place += step
            if place not in read and (
                _is_strong(scan, place) or scan.has(edge, "or") or (recurs and _bounds(scan, place))
            ):
                return place
    return None


def _announces_hour(scan: Scan, at: int) -> bool:
    """Return whether `vers 9`, `à dix` or `à 0930` after a day can hardly be anything but an hour."""
    number = scan.number(at + 1)
    if number is None or not scan.has(at, "at_strict", "approx") or counts(scan, at + 2):
        return False
    return number <= _MOST_HOURS or len(scan.digits(at + 1)) in _FIGURES_OF_A_TIME


def _bounds(scan: Scan, at: int) -> bool:
    """Return whether a word beside a repetition ends or limits it: `jusqu'aux vacances`, `pour 3 mois`."""
    if scan.number(at) is not None:
        return scan.has(at + 1, "unit", "times") or scan.glued(at)
    if scan.has(at, "from") and scan.language == "fr":
        return True
    return scan.has(at, "until", "except", "once") or (scan.has(at, "for") and scan.text(at) != "for")


def _is_strong(scan: Scan, at: int) -> bool:
    """Return whether a word is about time wherever it stands beside a moment."""
    number = scan.number(at)
    if number is not None and not scan.digits(at):
        counts_more = scan.plain(at + 1) or scan.has(at + 1, "street", "unit")
        return scan.has(at - 1, "number", "hour") and (number >= _FEWEST_MINUTES or not counts_more)
    if scan.has(at, "half", "quarter") and scan.has(at - 1, "and"):
        return True
    if scan.has(at, "ordinal") and scan.has(at - 1, "and"):
        return not scan.plain(at + 1)
    if not scan.has(at, *_STRONG):
        return False
    if scan.has(at, "weekday", "day", "weekdays", "noon", "midnight", "holidays"):
        return not (scan.has(at, "noon") and scan.words[at].capital)
    following = scan.skip(at + 1, "the", "de", "les")
    return scan.timely(following) or scan.has(following, "unit", "calendar", "number", "holidays")
