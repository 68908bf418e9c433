"""Which expressions belong together, and which of several is the moment that the text is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.language.moments.days import within_week
from bot.language.moments.loose_ends import MOST_GLUE, loose_end
from bot.language.moments.recurrence import both, with_day
from bot.language.moments.scan import Scan
from bot.language.moments.several import listed
from bot.language.moments.values import (
    Atom,
    Clock,
    Cluster,
    Day,
    Except,
    Length,
    Part,
    Repeat,
    Slot,
    Trouble,
    Value,
)

_DAYISH: tuple[Slot, ...] = ("day", "days", "offset", "repeat")
_WEAK: frozenset[Slot] = frozenset(("count", "except", "months", "even", "instead", "span", "loose"))
"""Expressions that are about time only beside another one: `3 fois`, `pendant 2 heures`."""
_OF_REPETITIONS: frozenset[Slot] = frozenset(("count", "months", "even", "instead"))
_DAYLIKE_TROUBLES = frozenset(("past", "ambiguous", "soft", "deadline"))
_MARKERS = frozenset(("de", "d", "que", "qu", "pour", "to", "that", "about", ":"))


def clusters(scan: Scan, atoms: list[Atom]) -> list[Cluster]:
    """Return the expressions grouped with their neighbours, as far as they go together."""
    found: list[Cluster] = []
    for atom in atoms:
        last = found[-1] if found else None
        if (
            last is not None
            and _adjacent(scan, last.last, atom.first)
            and not _is_another_week(scan, last, atom)
        ):
            if join(last, atom):
                continue
            rest = _released(scan, last, atom)
            if rest is not None:
                found[-1:] = rest
                continue
        fresh = Cluster(atom.first, atom.first)
        join(fresh, atom)
        found.append(fresh)
    return found


def _is_another_week(scan: Scan, cluster: Cluster, atom: Atom) -> bool:
    """Return whether a week completes the noun before it, and not the weekday after it."""
    day, other = cluster.slots.get("day"), atom.value
    return (
        isinstance(day, Day)
        and isinstance(other, Day)
        and (day.kind, other.kind) == ("week", "weekday")
        and _complements(scan, cluster)
    )


def _released(scan: Scan, cluster: Cluster, atom: Atom) -> list[Cluster] | None:
    """Split `réunion de 2h demain à 14h` anew: the hour that completes the noun is not that of the day."""
    if (
        atom.slot != "clock"
        or len(cluster.atoms) != 2
        or cluster.atoms[0].slot != "clock"
        or not _complements(scan, cluster)
    ):
        return None
    noun, day = cluster.atoms
    first, second = Cluster(noun.first, noun.first), Cluster(day.first, day.first)
    join(first, noun)
    return [first, second] if join(second, day) and join(second, atom) else None


def _adjacent(scan: Scan, end: int, start: int) -> bool:
    if not 0 <= start - end <= MOST_GLUE:
        return False
    return all(scan.has(at, "glue") or scan.sign(at, ",-(:.)") for at in range(end, start))


def join(cluster: Cluster, atom: Atom) -> bool:
    """Add an expression to a cluster, or return False and change nothing if they clash."""
    merged = merge(cluster.slots, {atom.slot: atom.value})
    if merged is None:
        return False
    cluster.slots = merged
    cluster.atoms.append(atom)
    cluster.first, cluster.last = min(cluster.first, atom.first), max(cluster.last, atom.last)
    return True


def merge(one: Mapping[Slot, Value], other: Mapping[Slot, Value]) -> dict[Slot, Value] | None:
    """Return what two groups of expressions say together, or None if they clash."""
    merged = dict(one)
    for slot, value in other.items():
        if slot in merged:
            combined = _combined(slot, merged[slot], value)
            if combined is None:
                return None
            merged[slot] = combined
        else:
            merged[slot] = value
    return merged if _agree(merged) else None


def _combined(slot: Slot, one: Value, other: Value) -> Value:
    if slot == "day" and isinstance(one, Day) and isinstance(other, Day):
        return _combined_days(one, other) or _combined_days(other, one)
    if slot == "part" and isinstance(one, Part) and isinstance(other, Part) and one.name == other.name:
        return replace(one, today=one.today or other.today)
    if slot == "repeat" and isinstance(one, Repeat) and isinstance(other, Repeat):
        return both(one, other)
    if isinstance(one, Except) and isinstance(other, Except):
        return one | other
    return None


def _combined_days(one: Day, other: Day) -> Day | None:
    if one.kind == "weekday" and other.kind == "week":
        return within_week(one, other)
    if one.kind == "monthday" and other.kind == "month" and one.monthday is not None:
        try:
            return Day("fixed", other.date.replace(day=one.monthday))
        except ValueError:
            return None
    return None


def _agree(slots: dict[Slot, Value]) -> bool:
    dayish = [slot for slot in _DAYISH if slot in slots]
    trouble, part, offset = slots.get("trouble"), slots.get("part"), slots.get("offset")
    if isinstance(trouble, Trouble) and trouble.code in _DAYLIKE_TROUBLES and dayish:
        return False
    if isinstance(part, Part) and part.today and (dayish or "start" in slots):
        return False
    if not _OF_REPETITIONS.isdisjoint(slots) and "repeat" not in slots and len(slots) > 1:
        return False
    if isinstance(offset, Length):
        return (
            len(dayish) == 1
            and "start" not in slots
            and (offset.is_calendar or not ("clock" in slots or part))
        )
    return _days_agree(slots, dayish)


def _days_agree(slots: dict[Slot, Value], dayish: list[Slot]) -> bool:
    repeat, day, part = slots.get("repeat"), slots.get("day"), slots.get("part")
    if isinstance(repeat, Repeat):
        if repeat.part is not None and part is not None:
            return False
        if isinstance(day, Day):
            return with_day(repeat, day) is not None and "days" not in slots
        return True
    return len(dayish) <= 1 and not ("start" in slots and dayish)


@dataclass(slots=True)
class Choice:
    """The clusters that say the moment, or the two that cannot both be meant.

    `several` are repetitions that are meant together, each with its hour.
    """

    chosen: list[Cluster]
    slots: dict[Slot, Value]
    rivals: tuple[Cluster, Cluster] | None = None
    loose_end: int | None = None
    several: tuple[dict[Slot, Value], ...] = ()


def choose(scan: Scan, found: list[Cluster], lead: int) -> Choice | None:
    """Return the moment that a text is about, or None if there is no time in it.

    `lead` is the place after a lead-in such as `rappelle-moi`. Several expressions are one moment when they
    complete each other (`demain … à 9h`); one that completes a noun (`la réunion de mardi`) is content when
    another governs; otherwise two of them are rivals, and nobody picks.
    """
    strong = [
        cluster
        for cluster in found
        if not _WEAK.issuperset(cluster.slots) and not _is_bare_part(scan, cluster)
    ]
    if not strong:
        return None
    weak = [cluster for cluster in found if _WEAK.issuperset(cluster.slots)]
    free = [cluster for cluster in strong if not _complements(scan, cluster)]
    bound = [cluster for cluster in strong if _complements(scan, cluster)]
    if not free:
        free, bound = bound, []
    together = listed(scan, free, weak) if not bound else None
    if together is not None:
        chosen, each = together
        loose = loose_end(scan, chosen, each[0], found)
        return Choice(chosen, each[0], loose_end=loose, several=each)
    main, rivals = _govern(scan, free, lead)
    if rivals is not None:
        return Choice(main.chosen, main.slots, rivals)
    rival = next((other for other in bound if _unsettled(scan, main, other, lead)), None)
    if rival is not None:
        return Choice(main.chosen, main.slots, (main.chosen[0], rival))
    for cluster in weak:
        main, rival = _with_weak(scan, main, cluster, lead)
        if rival is not None:
            return Choice(main.chosen, main.slots, (main.chosen[0], rival))
    main.loose_end = loose_end(scan, main.chosen, main.slots, found)
    return main


def _with_weak(scan: Scan, main: Choice, cluster: Cluster, lead: int) -> tuple[Choice, Cluster | None]:
    """Add `10 fois` or `pendant 2h` to the moment beside it; return a `le 1er …` that may be its day."""
    if "loose" in cluster.slots:
        dated = any(slot in main.slots for slot in (*_DAYISH, "start"))
        return main, None if dated or not _anchored(scan, cluster, lead) else cluster
    merged = merge(main.slots, cluster.slots)
    near = any(
        _adjacent(scan, one.last, cluster.first) or _adjacent(scan, cluster.last, one.first)
        for one in main.chosen
    )
    moves = "instead" in cluster.slots
    if moves and near and (merged is None or "repeat" not in merged):
        return main, cluster
    if merged is None or not (set(cluster.slots) == {"span"} or ("repeat" in merged and (near or moves))):
        return main, None
    return Choice([*main.chosen, cluster], merged), None


def _is_bare_part(scan: Scan, cluster: Cluster) -> bool:
    """Return whether a cluster is only `matin` or `soir`, without a word that makes it a time."""
    if set(cluster.slots) != {"part"}:
        return False
    atom = cluster.atoms[0]
    part = cluster.slots["part"]
    return (
        atom.last - atom.first == 1
        and isinstance(part, Part)
        and not part.today
        and not scan.has(atom.first, "end_abbr")
    )


def _complements(scan: Scan, cluster: Cluster) -> bool:
    """Return whether a cluster completes a noun: `la réunion de mardi`, `Tuesday's meeting`."""
    first = cluster.atoms[0]
    if (isinstance(first.value, Clock) and first.value.end is not None) or first.slot in (
        "days",
        "repeat",
        "until",
        "start",
    ):
        return False
    if scan.language == "en":
        if scan.text(cluster.last) == "s" and scan.words[cluster.last].gap == "'":
            return True
        article = cluster.first if scan.text(cluster.first) == "the" else cluster.first - 1
        if (
            scan.text(article) in ("the", "my", "our", "your", "their")
            and scan.plain(cluster.last)
            and not scan.has(article + 1, "ordinal", "number")
        ) or (
            scan.text(article) in ("the", "my", "our") and scan.plain(cluster.last) and first.slot == "clock"
        ):
            return True
    before = cluster.first - 1
    while before > 0 and scan.has(before, "the", "this") and not scan.has(before, "de"):
        before -= 1
    if not scan.has(before, "de"):
        return False
    noun = scan.words[before - 1] if before > 0 else None
    return noun is not None and noun.kind in ("word", "number", "opaque") and not scan.timely(before - 1)


def _govern(scan: Scan, free: list[Cluster], lead: int) -> tuple[Choice, tuple[Cluster, Cluster] | None]:
    """Merge the free clusters into one moment, or return two that clash."""
    troubled = [cluster for cluster in free if _is_trouble(cluster)]
    sound = [cluster for cluster in free if not _is_trouble(cluster)]
    if not sound:
        return Choice(troubled[:1], troubled[0].slots), None
    main = Choice(sound[:1], sound[0].slots)
    structured = _structured(scan, sound[0], lead)
    for cluster in sound[1:]:
        merged = merge(main.slots, cluster.slots)
        if merged is not None and not _is_far_end(scan, main, cluster):
            main = Choice([*main.chosen, cluster], merged)
        elif not structured or scan.has(cluster.first - 1, "also"):
            return main, (main.chosen[0], cluster)
    for cluster in troubled:
        outcome = _weigh_trouble(scan, main, cluster, lead)
        if outcome == "rival":
            return main, (main.chosen[0], cluster)
        if outcome == "trouble":
            return Choice([cluster], cluster.slots), None
    return main, None


def _is_far_end(scan: Scan, main: Choice, cluster: Cluster) -> bool:
    """Return whether a `jusqu'au 18` stands too far from a day to end it."""
    if "repeat" in main.slots or "repeat" in cluster.slots:
        return False
    nearest = main.chosen[-1]
    return "until" in {*main.slots, *cluster.slots} and not _adjacent(scan, nearest.last, cluster.first)


def _is_trouble(cluster: Cluster) -> bool:
    return "trouble" in cluster.slots


def _weigh_trouble(scan: Scan, main: Choice, cluster: Cluster, lead: int) -> str:
    """Return what a doubtful expression beside a sound one is: content, trouble, or a rival."""
    trouble = cluster.slots["trouble"]
    code = trouble.code if isinstance(trouble, Trouble) else ""
    nearest = main.chosen[0]
    adjacent = _adjacent(scan, nearest.last, cluster.first) or _adjacent(scan, cluster.last, nearest.first)
    dated = any(slot in main.slots for slot in (*_DAYISH, "start")) or _is_today(main)
    if code in ("impossible", "unsupported"):
        return "trouble"
    if code == "deadline":
        return "content" if not adjacent and _anchored(scan, nearest, lead) and dated else "rival"
    if code == "soft":
        return "trouble" if adjacent and "clock" not in main.slots else "content"
    if code == "ambiguous" and adjacent:
        return "trouble"
    return "content" if dated else "trouble"


def _is_today(main: Choice) -> bool:
    part = main.slots.get("part")
    return isinstance(part, Part) and part.today


def _unsettled(scan: Scan, main: Choice, bound: Cluster, lead: int) -> bool:
    """Return whether a noun's complement might as well be the rest of the moment.

    `demain, réunion de 14h` says 14:00 only if it completes `demain`; `demain 9h, réunion de mardi` does not.
    """
    if _is_trouble(bound) or (len(main.chosen) == 1 and _structured(scan, main.chosen[0], lead)):
        return False
    return merge(main.slots, bound.slots) is not None


def _anchored(scan: Scan, cluster: Cluster, lead: int) -> bool:
    """Return whether a cluster opens the text, or follows its lead-in."""
    return _adjacent(scan, lead, cluster.first) if cluster.first >= lead else cluster.first == 0


def _structured(scan: Scan, cluster: Cluster, lead: int) -> bool:
    """Return whether the text is of the form `rappelle-moi WHEN de WHAT`, or `WHEN : WHAT`."""
    return _anchored(scan, cluster, lead) and scan.text(cluster.last) in _MARKERS
