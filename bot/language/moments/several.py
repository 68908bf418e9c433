"""Several repetitions that make one rhythm: `lundi à 9h et jeudi à 14h`, each with its days and its hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from itertools import pairwise

from bot.language.moments.repetition import Outcome
from bot.language.moments.scan import Scan
from bot.language.moments.values import Clock, Cluster, Day, Repeat, Slot, Value

Slots = dict[Slot, Value]
_OF_ONE: frozenset[Slot] = frozenset(("repeat", "day", "clock", "part"))
_OF_ALL: frozenset[Slot] = frozenset(("except", "months", "even", "start", "until"))
"""What each repetition says of its days, and what is said of all of them at once."""
_FEWEST = 2


def listed(
    scan: Scan, free: Sequence[Cluster], weak: Sequence[Cluster]
) -> tuple[list[Cluster], tuple[Slots, ...]] | None:
    """Return the clusters of several repetitions, and what each of them says; None if they are no such list.

    They stand side by side, where something that recurs is expected: elsewhere one rule has to do. What else
    is said of one (`sauf jours fériés`) is said of all.
    """
    if not scan.recurring:
        return None
    days = [cluster for cluster in free if not _OF_ALL.issuperset(cluster.slots)]
    bounds = [*(cluster for cluster in free if cluster not in days), *weak]
    if len(days) < _FEWEST or not all(_are_side_by_side(scan, *both) for both in pairwise(days)):
        return None
    each: list[Slots] = []
    shared: Slots = {}
    for cluster in (*days, *bounds):
        said = cluster.slots if cluster in bounds else _as_repetition(cluster.slots)
        if said is None or not (_OF_ONE | _OF_ALL).issuperset(said):
            return None
        if any(shared.setdefault(slot, said[slot]) != said[slot] for slot in _OF_ALL.intersection(said)):
            return None
        if cluster in days:
            each.append({slot: said[slot] for slot in _OF_ONE.intersection(said)})
    whole = Cluster(days[0].first, days[-1].last, [atom for cluster in days for atom in cluster.atoms])
    return [whole, *bounds], tuple({**slots, **shared} for slots in each)


def _are_side_by_side(scan: Scan, one: Cluster, other: Cluster) -> bool:
    """Return whether nothing but `et`, a comma or the like stands between two clusters."""
    between = range(one.last, other.first)
    joins = [at for at in between if scan.has(at, "and", "also") or scan.sign(at, ",;/+&")]
    is_choice = any(scan.has(at, "or") for at in between)
    others = all(at in joins or scan.has(at, "the", "les", "on") for at in between)
    return others and not is_choice


def _as_repetition(slots: Mapping[Slot, Value]) -> Slots | None:
    """Return what recurs each day, week or month at an hour.

    None for what is counted, or skips weeks or months: two of those need not fall in the same ones.
    """
    said = dict(slots)
    day = said.get("day")
    if "repeat" not in said and isinstance(day, Day) and (recurring := _each(day)) is not None:
        del said["day"]
        said["repeat"] = recurring
    repeat, hour = said.get("repeat"), said.get("clock")
    if not isinstance(repeat, Repeat) or repeat.frequency not in ("DAILY", "WEEKLY", "MONTHLY"):
        return None
    if repeat.interval > 1 or repeat.times or repeat.within or (isinstance(hour, Clock) and hour.end):
        return None
    return said if hour is not None or "part" in said or repeat.part is not None else None


def _each(day: Day) -> Repeat | None:
    """Return what a day is each week or month, where several are listed: `lundi`, `le 15`."""
    if day.kind == "weekday" and day.weekday is not None:
        return Repeat("WEEKLY", weekdays=(day.weekday,))
    if day.kind == "monthday" and day.monthday is not None:
        return Repeat("MONTHLY", monthdays=(day.monthday,))
    return None


def by_the_hour(slots: Mapping[Slot, Value]) -> tuple[Slots, ...]:
    """Return a repetition of several hours with other minutes as one of each: `à 9h et 17h30`; else none.

    What ends after so many times counts them together, and is no such one.
    """
    repeat, hour = slots.get("repeat"), slots.get("clock")
    if not isinstance(repeat, Repeat) or not isinstance(hour, Clock) or "count" in slots:
        return ()
    hours = (hour, *hour.more)
    if len({(one.minute, one.second) for one in hours}) == 1 or repeat.frequency in ("HOURLY", "MINUTELY"):
        return ()
    if repeat.times == len(hours) and repeat.frequency == "DAILY":
        repeat = replace(repeat, times=0)
    return tuple({**slots, "repeat": repeat, "clock": replace(one, more=())} for one in hours)


def together(found: Sequence[Outcome]) -> Outcome | None:
    """Return several series as one that has the rule of each, with its hour; None if they cannot be one.

    Public holidays are left out of all or of none. What has to be said is said of the first that comes.
    """
    if len({one.skip_holidays for one in found}) > 1:
        return None
    first = min(found, key=lambda one: one.at.astimezone(UTC))
    notes = [one.note for one in (first, *found) if one.note is not None]
    rules = dict.fromkeys(_with_hour(one) for one in found)
    return replace(first, rrule="\n".join(rules), note=notes[0] if notes else None)


def _with_hour(found: Outcome) -> str:
    """Return the rule of a series with the hour at which it comes."""
    rule = found.rrule or ""
    hour = "" if "BYHOUR=" in rule else f";BYHOUR={found.at.hour}"
    return f"{rule}{hour}" if "BYMINUTE=" in rule else f"{rule}{hour};BYMINUTE={found.at.minute}"
