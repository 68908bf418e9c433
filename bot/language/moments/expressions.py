"""All the expressions of time in a text, in their order: the rules of the grammar, tried at each word."""

from __future__ import annotations

from collections.abc import Callable

from bot.language.moments import troubles
from bot.language.moments.clock_ranges import clock
from bot.language.moments.clock_times import names_a_thing
from bot.language.moments.dates import month_date, numeric_date
from bot.language.moments.day_ranges import day_range
from bot.language.moments.days import day, month_day
from bot.language.moments.durations import duration, hours_and_minutes
from bot.language.moments.exceptions import exception, instead, only_in_months
from bot.language.moments.limits import limit
from bot.language.moments.recurrence import counts_times, repeat
from bot.language.moments.scan import Scan
from bot.language.moments.values import Atom, Length, Part, PartName, Read, Trouble

_HOURS: dict[PartName, int] = {"morning": 9, "noon": 12, "afternoon": 14, "evening": 18, "night": 22}
_EDGES: dict[tuple[str, PartName], int] = {
    ("end", "morning"): 11, ("end", "afternoon"): 17, ("start", "afternoon"): 14, ("start", "morning"): 9,
    ("start", "evening"): 18, ("middle", "afternoon"): 15, ("middle", "morning"): 10,
}  # fmt: skip
_END_OF_DAY = 18
_MOST_TIMES = 1000

_MOST_TIMES_IN_A_TEXT = 40
_MOST_TRIES = 400
"""Ten pages of ordinary text need fewer; beyond, a text is refused rather than read for a long time."""

_CONNECTORS = frozenset(
    (
        "the", "de", "of", "span_start", "span_end", "glue", "in", "en", "at", "at_strict", "les", "on", "a",
        "by", "for", "from", "and", "to", "also", "approx", "in_eight", "between", "since", "each_of",
    )
)  # fmt: skip
_MOST_CONNECTORS = 4
_MOST_LISTED = 12
_MOST_HEDGES = 3

Rule = Callable[[Scan, int], Read | None]


def expressions(scan: Scan) -> list[Atom] | None:
    """Return the expressions of time, which never overlap; None if there are far too many."""
    found: list[Atom] = []
    at = tries = 0
    while at < len(scan.words):
        rules = _rules_at(scan, at)
        tries += bool(rules)
        read = _first(rules, scan, at)
        if read is None or read[2] <= at:
            at += 1
        else:
            slot, value, end = read
            found.append(Atom("trouble" if isinstance(value, Trouble) else slot, value, at, end))
            at = end
        if len(found) > _MOST_TIMES_IN_A_TEXT or tries > _MOST_TRIES:
            return None
    return found


def _first(rules: tuple[Rule, ...], scan: Scan, at: int) -> Read | None:
    for rule in rules:
        read = rule(scan, at)
        if read is not None:
            return read
    return None


def _rules_at(scan: Scan, at: int) -> tuple[Rule, ...]:
    """Return the rules that may start at that place: none for an ordinary word."""
    senses = scan.words[at].senses
    if not senses or ("number" in senses and _counts_something_else(scan, at)):
        return ()
    if not _CONNECTORS.isdisjoint(senses) and _leads_nowhere(scan, at):
        return ()
    roles = tuple(senses)
    rules = _starting.get(roles)
    if rules is None:
        rules = _starting[roles] = tuple(rule for rule, starts in _RULES if not starts.isdisjoint(roles))
    return rules


def _leads_nowhere(scan: Scan, at: int) -> bool:
    """Return whether connectors (`de la …`) stand before an ordinary word, or go on and on."""
    for place in range(at, at + _MOST_CONNECTORS):
        senses = scan.senses(place)
        if not _CONNECTORS.issuperset(senses):
            return False
        if not senses:
            return True
    return True


def _counts_something_else(scan: Scan, at: int) -> bool:
    """Return whether a number is clearly none of time: before an ordinary word, or within `1/2/3/4`."""
    if scan.sign(at - 1, "/-.:+") and scan.glued(at) and scan.glued(at - 1) and scan.has(at - 2, "number"):
        return True
    if counts_times(scan, at):
        return False
    if at + 1 < len(scan.words) and (not scan.words[at + 1].senses or scan.digits(at + 1)):
        return not scan.has(at - 1, "at_strict")
    return False


def _repeat(scan: Scan, at: int) -> Read | None:
    found = repeat(scan, at)
    return ("repeat", *found) if found else None


def _clock(scan: Scan, at: int) -> Read | None:
    found = clock(scan, at + 1 if scan.has(at, "approx") else at)
    return ("clock", *found) if found else None


def _day(scan: Scan, at: int) -> Read | None:
    listed = _listed_dates(scan, at)
    if listed is not None:
        return listed
    found = day(scan, at)
    return ("day", *found) if found else None


def _listed_dates(scan: Scan, at: int) -> Read | None:
    """Refuse `les 7 et 8 décembre`, which are two days."""
    place = at
    while place < at + _MOST_LISTED and scan.has(place, "number", "ordinal"):
        if not (scan.has(place + 1, "and", "or") or scan.sign(place + 1, ",")):
            break
        place += 2
    if place == at:
        return None
    last = month_date(scan, place)
    return ("trouble", troubles.which_day(scan.quote(at, last[1])), last[1]) if last else None


def _ago(scan: Scan, at: int) -> Read | None:
    """Read `il y a 2 jours`, `2 days ago`, `hier`."""
    if scan.has(at, "ago"):
        found = duration(scan, at + 1)
        return ("trouble", troubles.gone(scan.quote(at, found[1])), found[1]) if found else None
    if scan.has(at, "bygone"):
        return "trouble", troubles.gone(scan.quote(at, at + 1)), at + 1
    if scan.number(at) is None and not scan.has(at, "a", "number_noun", "half_hour", "quarter", "half"):
        return None
    found = duration(scan, at)
    if found is None:
        return None
    if scan.has(found[1], "ago_after"):
        return "trouble", troubles.gone(scan.quote(at, found[1] + 1)), found[1] + 1
    if scan.language == "en" and scan.has(found[1], "hence") and found[0].months + found[0].seconds:
        return "offset", found[0], found[1] + 1
    relative = scan.text(found[1]) in ("plus tard", "later") or scan.has(found[1], "before", "after")
    clocked = scan.has(found[1] - 1, "hour", "number") and (scan.has(at - 1, "at") or scan.timely(at - 1))
    if relative and not clocked and not (found[0].is_calendar and day(scan, at)):
        noun = scan.skip(found[1] + 1, "the")
        said = noun + 1 if scan.plain(noun) else found[1] + 1
        return "trouble", troubles.vague(scan.quote(at, said)), found[1] + 1
    return None


def _offset(scan: Scan, at: int) -> Read | None:
    """Read `dans 1h30`, `d'ici 20 min`, `within two days`, `sous huitaine`."""
    if not scan.has(at, "in", "by"):
        return None
    place = at + 1
    while place < at + _MOST_HEDGES and scan.has(place, "hedge"):
        place += 1
    amount = scan.skip(place, "bound")
    found = (hours_and_minutes(scan, amount) or duration(scan, amount)) if scan.has(at, "in") else None
    if found is None:
        return _soon(scan, at)
    if scan.has(place, "bound"):
        return "trouble", troubles.vague(scan.quote(at, found[1])), found[1]
    return "offset", found[0], scan.skip(found[1], "hence") if scan.text(found[1]) != "apres" else found[1]


def _soon(scan: Scan, at: int) -> Read | None:
    """Read `d'ici lundi`, whose bound is the moment; refuse `dans quelques jours` and `in March`."""
    place = scan.skip(at + 1, "the")
    if scan.has(place, "month") and not scan.has(place + 1, "number"):
        end = place + 2 if len(scan.digits(place + 1)) == 4 else place + 1
        return "trouble", troubles.which_day(scan.quote(at, end)), end
    if not scan.has(at, "by"):
        return None
    announced = scan.text(at).endswith((" le", " au")) or place > at + 1
    found = numeric_date(scan, place, sure=announced) or day(scan, place) or day(scan, place - 1)
    if found is None and announced:
        found = month_day(scan, place, alone=True)
    return ("day", *found) if found else None


def _span(scan: Scan, at: int) -> Read | None:
    """Read `pendant 3 mois`, `for two hours`."""
    place = scan.skip(at + 1, "les")
    if scan.number(place) is not None and scan.has(place + 1, "next"):
        return "trouble", troubles.unsupported(scan.quote(at, place + 3)), place + 3
    found = duration(scan, place)
    if found is None or not (scan.has(at, "for") or _lasts(scan, at, *found)):
        return None
    return "span", *found


def _lasts(scan: Scan, at: int, length: Length, end: int) -> bool:
    """Return whether `pour 2h` lengthens the hour before it, `pour 3 mois` the repetition."""
    if scan.plain(end) or scan.has(end, "of", "number"):
        return False
    if length.is_calendar:
        return scan.timely(at - 1) or bool(scan.digits(at - 1) and scan.timely(at - 2))
    return scan.has(at - 1, "hour") or bool(scan.digits(at - 1) and scan.has(at - 2, "hour"))


def _day_range(scan: Scan, at: int) -> Read | None:
    found = day_range(scan, at)
    return ("days", *found) if found else None


def _edge_of_day(scan: Scan, at: int) -> Read | None:
    """Read `en fin de journée`, `fin d'après-midi`, `end of the day`, `EOD`."""
    if scan.sense(at, "end_abbr") == "day":
        return "part", Part("evening", _END_OF_DAY), at + 1
    which = scan.name(at, "edge")
    if which is None:
        return None
    place = scan.skip(scan.skip(at + 1, "of", "de"), "the", "this")
    if which == "end" and scan.text(place) in ("journee", "day"):
        return "part", Part("evening", _END_OF_DAY), place + 1
    name = scan.name(place, "part")
    for known in _HOURS:
        if known == name and (which, known) in _EDGES:
            return "part", Part(known, _EDGES[which, known], today=scan.has(place - 1, "this")), place + 1
    return None


def _part(scan: Scan, at: int) -> Read | None:
    """Read a part of the day; a bare one counts only beside a day, which the clusters decide."""
    if scan.has(at, "tonight"):
        return "part", Part("evening", _HOURS["evening"], today=True), at + 1
    today = scan.has(at, "this") and scan.text(at) in ("ce", "cet", "cette", "this")
    place = at + 1 if today else at
    if (
        not today
        and scan.language == "fr"
        and scan.has(place, "in", "en")
        and scan.text(place) in ("dans", "en")
    ):
        place += 1
    place = scan.skip(place, "the") if not today else place
    if scan.text(at) == "in" and scan.has(at + 1, "the"):
        place = at + 2
    name = scan.name(place, "part") or (scan.name(place, "parts") if place == at else None)
    if name is None and scan.language == "en":
        name = scan.name(place, "morning_of")
    noun = scan.text(place) in ("soiree", "matinee") and place == at
    if names_a_thing(scan, place):
        return None
    if noun and (scan.has(place + 1, "de") or scan.plain(place + 1)):
        return None
    for known, hour in _HOURS.items():
        if known != name:
            continue
        if place > at and not today and scan.plain(place + 1) and scan.words[place + 1].gap == "-":
            return None
        habit = scan.language == "fr" and scan.has(at, "the")
        return "part", Part(known, hour, today=today, habit=habit), place + 1
    return None


def _count(scan: Scan, at: int) -> Read | None:
    """Read `10 fois`, which ends a repetition."""
    count = 2 if scan.has(at, "twice") else 1 if scan.has(at, "once") else scan.number(at)
    place = at + 1
    if count is None or not (scan.has(at, "twice") or scan.has(place, "times")):
        return None
    if scan.has(at, "twice"):
        place -= 1
    if not 1 <= count <= _MOST_TIMES:
        return "trouble", troubles.unsupported(scan.quote(at, place + 1)), place + 1
    return "count", count, place + 1


def _unclear(scan: Scan, at: int) -> Read | None:
    """Read what is about time but names none: `bientôt`, `en mars`."""
    if scan.has(at, "vague"):
        return (
            "trouble",
            Trouble(
                "soft" if scan.has(at, "soft") else "ambiguous", troubles.vague(scan.quote(at, at + 1)).reason
            ),
            at + 1,
        )
    place = scan.skip(scan.skip(at, "en"), "at") if scan.language == "fr" else at
    if scan.has(at, "en") and scan.has(place, "month") and place == at + 1:
        end = place + 2 if len(scan.digits(place + 1)) == 4 else place + 1
        return "trouble", troubles.which_day(scan.quote(at, end)), end
    if scan.has(at, "month") and len(scan.digits(at + 1)) == 4 and scan.digits(at + 1).startswith("2"):
        return "trouble", troubles.which_day(scan.quote(at, at + 2)), at + 2
    return None


def _rank_of_something(scan: Scan, at: int) -> Read | None:
    """Mark `le 1er atelier`, which may be a date after all when nothing else says the day."""
    if scan.has(at, "the") and scan.has(at + 1, "ordinal") and scan.has(at + 1, "digital"):
        return "loose", None, at + 2
    return None


_LENGTHS = frozenset(("number", "a", "number_noun", "half_hour", "quarter", "half", "couple"))
_DATES = frozenset(("the", "ordinal", "weekday", "weekday_abbr", "month", "month_abbr", "edge"))
_RULES: tuple[tuple[Rule, frozenset[str]], ...] = (
    (only_in_months, frozenset(("de", "from", "span_start"))),
    (limit, frozenset(("until", "from", "since", "before", "after", "until_from"))),
    (_ago, _LENGTHS | {"ago", "bygone"}),
    (
        _repeat,
        _DATES
        | {
            "every", "every_other", "number", "once", "twice", "les", "on", "de", "from", "span_start",
            "weekdays", "in_week", "working", "week_days", "weeks", "parity", "periodic", "vague",
        },
    ),
    (_day_range, _DATES | {"span_start", "from", "number"}),
    (_offset, frozenset(("in", "by"))),
    (_span, frozenset(("for", "length"))),
    (_edge_of_day, frozenset(("edge", "end_abbr"))),
    (_clock, frozenset(("approx", "span_start", "noon", "midnight", "number", "a", "half", "quarter"))),
    (
        _day,
        _DATES | _LENGTHS | {"day", "this", "next", "last", "calendar", "end_abbr", "holiday", "vague"},
    ),
    (_part, frozenset(("tonight", "this", "in", "en", "the", "part", "parts", "morning_of"))),
    (_count, frozenset(("number", "once", "twice"))),
    (exception, frozenset(("except", "even", "holidays"))),
    (instead, frozenset(("or",))),
    (_unclear, frozenset(("vague", "en", "month"))),
    (_rank_of_something, frozenset(("the",))),
)  # fmt: skip
"""The rules in their order, each with the roles of the words that it may start with."""
_starting: dict[tuple[str, ...], tuple[Rule, ...]] = {}
