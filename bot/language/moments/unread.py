"""What stands beside a moment and looks like a day or an hour that no rule read: to drop it is an error.

`32/01 9h`, `15 12 à 14h`, `lundy 9h`, `à onze demain`, `matin et soir`: the words are refused, never kept as
content while the moment is guessed without them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.language.messages import _
from bot.language.moments import troubles
from bot.language.moments.calendar import next_date
from bot.language.moments.durations import counts
from bot.language.moments.leads import after_connectors, lead_in
from bot.language.moments.lexicon import resembles
from bot.language.moments.loose_ends import MOST_GLUE
from bot.language.moments.parity import stray_parity
from bot.language.moments.scan import Scan
from bot.language.moments.values import Clock, Cluster, Days, Part, Repeat, Slot, Trouble, Value
from bot.language.moments.words import is_infinitive, moves

_DATED: tuple[Slot, ...] = ("day", "days", "offset", "repeat", "start", "until")
_HOURS, _MINUTES = 24, 60
_FEWEST_MINUTES = 10
_LAST_DAY, _LAST_MONTH, _LAST_WEEK = 31, 12, 53
_NOT_DATES = frozenset(("24/7", "24/24", "7/7", "50/50"))


def unread(scan: Scan, chosen: Sequence[Cluster], slots: Mapping[Slot, Value]) -> Trouble | None:
    """Return the refusal of what looks like a part of the moment and was not read, or None."""
    refused = _moved(scan, chosen) or (None if "repeat" in slots else _several_hours(scan, chosen))
    if refused is not None:
        return refused
    part = slots.get("part")
    dated = any(slot in slots for slot in _DATED) or (isinstance(part, Part) and part.today)
    for cluster in chosen:
        if "loose" in cluster.slots and (scan.value(cluster.first + 1, "ordinal") or 0) > _LAST_DAY:
            return troubles.no_such_date(scan.quote(cluster.first, cluster.first + 2))
        if (
            "repeat" in cluster.slots
            and (stray := stray_parity(scan, cluster.first, cluster.last)) is not None
        ):
            return stray
        found = _second_part(scan, cluster, slots) or (None if "clock" in slots else _hour(scan, cluster))
        if found is None:
            found = _beside(scan, cluster, dated=dated)
        if found is not None:
            return found
    return None if dated else _opening(scan)


def bare_date(scan: Scan) -> Trouble | None:
    """Return the refusal of a text that is only `3/3`, which may be a date or a share."""
    start = _after_lead(scan)
    if not _figures(scan, start, "/") or start + 3 != len(scan.words):
        return None
    maybe = _doubtful_date(scan, start)
    return maybe if maybe.code == "ambiguous" else None


def _after_lead(scan: Scan) -> int:
    end = lead_in(scan, 0)
    return after_connectors(scan, end) if end else 0


def _opening(scan: Scan) -> Trouble | None:
    """Refuse the `3/4` that opens a text whose moment is an hour alone."""
    start = _after_lead(scan)
    return _doubtful_date(scan, start) if _figures(scan, start, "/") else None


def _beside(scan: Scan, cluster: Cluster, *, dated: bool) -> Trouble | None:
    """Refuse figures and misspelt days right before or after a cluster."""
    before, after = cluster.first, cluster.last
    for _step in range(MOST_GLUE):
        if not (scan.has(before - 1, "glue") or scan.sign(before - 1, ",")) or scan.number(before - 1):
            break
        before -= 1
    for _step in range(MOST_GLUE):
        if not (scan.has(after, "glue") or scan.sign(after, ",")) or scan.number(after):
            break
        after += 1
    for start in (before - 2, after):
        if "repeat" in cluster.slots and start >= 0 and _uncountable(scan, start):
            return troubles.unsupported(scan.quote(start, start + 2))
    if dated:
        alone = scan.has(after - 1, "digits", "digital") and set(cluster.slots) == {"day"}
        return _misspelt(scan, after) if alone and after == cluster.last else None
    for start in (before - 3, after):
        signs = "/" if scan.plain(start - 1) else "/.-"
        if start >= 0 and _figures(scan, start, signs):
            return _doubtful_date(scan, start)
    return (
        _misspelt(scan, before - 1)
        or _misspelt(scan, before - 2)
        or _misspelt(scan, after)
        or _two_numbers(scan, before - 2)
        or _impossible_number(scan, before - 1)
        or _impossible_number(scan, after)
        or _week(scan, before - 2)
    )


def _uncountable(scan: Scan, at: int) -> bool:
    """Return whether `3x` stands there, or `1000000 fois`, whose number is too long to be one."""
    return scan.text(at).isdecimal() and (
        (scan.number(at) is None and scan.has(at + 1, "times"))
        or (scan.text(at + 1) == "x" and scan.glued(at + 1))
    )


def _figures(scan: Scan, at: int, signs: str) -> bool:
    """Return whether `3/3`, `3.3` or `32/01` stands there by itself."""
    first, last = scan.digits(at), scan.digits(at + 2)
    if not first or not last or not scan.sign(at + 1, signs) or max(len(first), len(last)) > 2:
        return False
    if not (scan.glued(at + 1) and scan.glued(at + 2)) or f"{first}/{last}" in _NOT_DATES:
        return False
    if (at > 0 and scan.glued(at)) or (scan.sign(at + 3, signs + ":%") and scan.glued(at + 3)):
        return False
    return not (scan.has(at + 3, "unit", "street", "times") and not scan.digits(at + 3))


def _doubtful_date(scan: Scan, at: int) -> Trouble:
    day, month = int(scan.digits(at)), int(scan.digits(at + 2))
    words = scan.quote(at, at + 3)
    possible = 1 <= month <= _LAST_MONTH and 1 <= day <= _LAST_DAY
    if not possible or next_date(day, month, scan.now.date()) is None:
        return troubles.no_such_date(words)
    return Trouble(
        "ambiguous",
        _("“{words}”: is that a date? Then write “on the {day}/{month}”.", words=words, day=day, month=month),
    )


def _two_numbers(scan: Scan, at: int) -> Trouble | None:
    """Refuse the `15 12` of `15 12 à 14h`."""
    day, month = scan.digits(at), scan.digits(at + 1)
    if at < 0 or not day or not month or scan.has(at - 1, "number") or max(len(day), len(month)) > 2:
        return None
    if not 1 <= int(day) <= _LAST_DAY or not 1 <= int(month) <= _LAST_MONTH:
        return None
    return troubles.vague(scan.quote(at, at + 2))


def _impossible_number(scan: Scan, at: int) -> Trouble | None:
    """Refuse the `le 45` of `payer le 45 à 9h`."""
    number = scan.value(at, "ordinal") if scan.has(at, "digital") else scan.number(at)
    figures = len(scan.digits(at)) in (1, 2) or scan.has(at, "digital")
    if number is None or not figures or 1 <= number <= _LAST_DAY or counts(scan, at + 1):
        return None
    if not scan.has(at - 1, "the") and not scan.text(at - 1).endswith("the"):
        return None
    return troubles.no_such_date(scan.quote(at, at + 1))


def _week(scan: Scan, at: int) -> Trouble | None:
    """Refuse the `S50` of `S50 9h`."""
    number = scan.number(at + 1)
    if scan.text(at) != "s" or not scan.glued(at + 1) or number is None or not 1 <= number <= _LAST_WEEK:
        return None
    return troubles.unsupported(scan.quote(at, at + 2))


def _misspelt(scan: Scan, at: int) -> Trouble | None:
    """Refuse a word one slip away from a weekday, or from a month when a number stands before it."""
    if not scan.plain(at):
        return None
    numbered = at > 0 and scan.has(at - 1, "digits", "digital")
    followed = bool(scan.digits(at + 1)) and not scan.has(at + 2, "hour", "meridiem")
    if not resembles(scan.text(at), numbered=numbered or followed):
        return None
    return troubles.vague(scan.quote(at - 1 if numbered else at, at + 1))


def _hour(scan: Scan, cluster: Cluster) -> Trouble | None:
    """Refuse the `0930` of `demain 0930`, the `à onze` of `à onze demain`."""
    after = cluster.last
    digits = scan.digits(after)
    clocked = len(digits) in (3, 4) and int(digits[:-2]) < _HOURS and int(digits[-2:]) < _MINUTES
    if clocked and not counts(scan, after + 1):
        return troubles.vague(scan.quote(after, after + 1))
    if digits and _stands_alone(scan, after):
        return troubles.vague(scan.quote(after, after + 1))
    end = _split_hour(scan, after)
    if end > after:
        return troubles.vague(scan.quote(after, end))
    before = cluster.first - 1
    number = scan.number(before)
    if before < 0 or number is None or number > _HOURS:
        return None
    if before == _after_lead(scan):
        return troubles.vague(scan.quote(before, before + 1))
    free = not scan.glued(before) and not scan.has(before - 2, "number")
    if free and scan.has(before - 1, "at_strict", "approx"):
        return troubles.vague(scan.quote(before - 1, before + 1))
    return None


def _split_hour(scan: Scan, at: int) -> int:
    """Return the place after `9 30`, `9,30`, `9-5`, `at ten thirty`, or the same place."""
    start = scan.skip(at, "at_strict")
    number = scan.number(start)
    if number is None or number > _HOURS:
        return at
    second = start + 2 if scan.sign(start + 1, ":,.-") and scan.glued(start + 1) else start + 1
    more = scan.number(second)
    if more is None or more >= _MINUTES or bool(scan.digits(start)) != bool(scan.digits(second)):
        return at
    glued = second == start + 2 and scan.glued(second)
    if counts(scan, second + 1) or not (glued or (second == start + 1 and more >= _FEWEST_MINUTES)):
        return at
    return second + 1


def _stands_alone(scan: Scan, at: int) -> bool:
    """Return whether a number counts nothing: `14` in `demain 14`, `demain 14, appeler`."""
    number = scan.number(at)
    if number is None or number > _HOURS or scan.glued(at + 1):
        return False
    if at + 1 >= len(scan.words) or scan.sign(at + 1, ",:"):
        return True
    return scan.plain(at + 1) and is_infinitive(scan.text(at + 1))


def _second_part(scan: Scan, cluster: Cluster, slots: Mapping[Slot, Value]) -> Trouble | None:
    """Refuse the `et soir` of `tous les jours matin et soir`."""
    at = cluster.last
    if not ("part" in slots or "repeat" in slots or "clock" in slots):
        return None
    if not (scan.has(at, "and", "or") or scan.sign(at, ",/+&")):
        return None
    end = scan.skip(at + 1, "the", "les")
    part = scan.has(end, "part", "parts", "noon", "midnight") and not scan.plain(end + 1)
    hour = "clock" in slots and not scan.sign(at, ",/") and _stands_alone(scan, end)
    if not part and not hour:
        return None
    words = scan.quote(cluster.first, end + 1)
    return Trouble(
        "ambiguous",
        _("“{words}” is more than one time. Write one reminder for each: “every morning 9:00”.", words=words),
    )


def _several_hours(scan: Scan, chosen: Sequence[Cluster]) -> Trouble | None:
    """Refuse `demain 9h et 14h`: only what recurs has several hours."""
    for cluster in chosen:
        for atom in cluster.atoms:
            if isinstance(atom.value, Clock) and atom.value.more:
                return troubles.several_times(scan.quote(atom.first, atom.last))
    return None


def _moved(scan: Scan, chosen: Sequence[Cluster]) -> Trouble | None:
    """Refuse `décaler le rdv de 14h à 16h demain`: the hours may be those of what is moved."""
    for cluster in chosen:
        for atom in cluster.atoms:
            ranges = isinstance(atom.value, Days | Repeat) or (
                isinstance(atom.value, Clock) and atom.value.end
            )
            by = atom.slot == "clock" and scan.has(atom.first - 1, "de")
            if by and moves(scan.text(atom.first - 2), "de"):
                return troubles.vague(scan.quote(atom.first - 2, atom.last))
            if not ranges or not scan.has(atom.first, "span_start", "from"):
                continue
            if any(moves(scan.text(at), scan.text(at + 1)) for at in range(atom.first)):
                return Trouble(
                    "ambiguous",
                    _(
                        "“{words}”: is that when to remind you, or what is to be moved? "
                        "Write the moment first: “tomorrow 9:00: move the meeting”.",
                        words=scan.quote(atom.first, atom.last),
                    ),
                )
    return None
