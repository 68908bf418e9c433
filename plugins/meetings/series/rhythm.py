"""The rhythm of a series, as it is typed: `chaque 1er mardi 14h-16h, sauf en août et le 24 décembre`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.language.folding import fold
from bot.language.messages import Message, Text, _
from bot.language.moments import Reading, Refused, Understood, next_occurrence, read
from bot.language.moments.names import MONTHS
from bot.language.moments.plans import Plan, is_too_frequent, plan_of
from bot.plugin.days_off import Away, days_off
from bot.plugin.finding import Misread
from plugins.meetings.polls.slots import WHOLE_DAY
from plugins.meetings.series.dates import Off, Terms

SHORTEST_GAP = timedelta(hours=20)
"""A series comes once a day at most."""
_LONGEST_WAIT = timedelta(days=5 * 366)
"""What comes only after that never comes, for people."""
_MOST_OFF = 30
NO_RHYTHM = _(
    "When does it come, again and again? For example “every 1st Tuesday of the month 14:00-16:00”, “every "
    "other Thursday 10:00” or “every 1st Tuesday of the month 14:00-16:00 except August”."
)
_NO_HOUR = _("At what hour? For example “{words} 14:00-16:00”, or “{words} all day”.")
_ONE_DATE = _(
    "This is one date, and a series comes again and again: “every 1st Tuesday of the month 14:00-16:00”. For "
    "one meeting: `/meeting fix`."
)
_TOO_OFTEN = _("That is too often for meetings: once a day at most.")
_NEVER = _("This rhythm ends before it begins: there would be no meeting.")
_ALWAYS_A_HOLIDAY = _(
    "That is always a public holiday, and nobody meets then. If people do all the same, add “even on public "
    "holidays”."
)
_NOT_LEFT_OUT = _(
    "I do not know when “{words}” is. What is left out are days, months and public holidays: “except 24 "
    "December”, “except from 20 December to 4 January”, “except August”, “except public holidays”."
)
EXCEPT = re.compile(
    r"[,(]?\s*\b(?:sauf|hors|hormis|excepte|a l'exception|except|but not)\b"
    r"(?: (?:(?:pour|for|du|de)\b|d'))?\s*"
)
"""What leads to the days that a rhythm leaves out."""
_ON_HOLIDAYS = re.compile(
    r"[ ,;(]*\b(?:(?:même|meme|y compris|aussi) (?:les )?(?:jours? )?f[ée]ri[ée]s?"
    r"|(?:jours? )?f[ée]ri[ée]s? (?:compris|inclus)|(?:even on|including) (?:public|bank) holidays"
    r"|(?:public|bank) holidays included)\b\)?",
    re.IGNORECASE,
)
_ITEMS = re.compile(r"\s*(?:,|\bni\b|\band\b|\bet\b|\bor\b|\bsauf\b)\s*")
_NUMBER_ALONE = re.compile(r"(?:le |the )?\d{1,2}(?:er)?")
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b(?: \d{{4}})?")
_HOUR = re.compile(
    r"(?:\d|\b[a-z-]+) ?heures?\b|\d ?(?:h\b|h\d|:\d|am\b|pm\b)|\bo'?clock\b"
    r"|\b(?:midi|minuit|noon|midnight)\b"
    r"|\b(?:matins?|matinees?|apres-midis?|soirs?|soirees?|mornings?|afternoons?|evenings?)\b"
)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A rhythm that was typed: when it comes, how long each is, what it leaves out, what is to be said.

    One that `has_hour` False is to keep the hour that there was.
    """

    plan: Plan
    minutes: int | None = None
    all_day: bool = False
    off: tuple[Off, ...] = ()
    note: Message | None = None
    rest: str = ""
    has_hour: bool = True

    def terms(self, since: datetime) -> Terms:
        """Return the rhythm as what holds from an instant on."""
        return Terms(self.plan, since, self.minutes, self.all_day)


def read_rhythm(text: str, reading: Reading, *, needs_hour: bool = True) -> Rhythm:
    """Return the rhythm that a text says; what it says besides is its `rest`.

    Raises:
        Misread: it says none, or one that cannot be.
    """
    without = _ON_HOLIDAYS.sub("", text)
    comes_on_holidays = without != text
    main, off = _without_days_off(without, reading)
    found = _recurring(main, reading)
    said = found.rest.strip(" ,:–—-()")
    is_whole = WHOLE_DAY.fullmatch(fold(said)) is not None
    plan = _plan(found, reading, comes_on_holidays=comes_on_holidays)
    if is_whole:
        plan = replace(plan, wall=plan.wall.replace(hour=0, minute=0))
    if is_too_frequent(plan, SHORTEST_GAP):
        raise Misread(_TOO_OFTEN)
    has_hour = is_whole or _HOUR.search(fold(main)) is not None
    if needs_hour and not has_hour:
        raise Misread(_said(_NO_HOUR, main.strip(" ,;")))
    first = plan.coming(reading.now, 1)
    if not first or first[0] - reading.now > _LONGEST_WAIT:
        always_off = plan.skip_holidays and replace(plan, skip_holidays=False).coming(reading.now, 1)
        raise Misread(_ALWAYS_A_HOLIDAY if always_off else _NEVER)
    minutes = None if is_whole else minutes_of(found, reading)
    return Rhythm(plan, minutes, is_whole, tuple(off), found.note, "" if is_whole else said, has_hour)


def _plan(found: Understood, reading: Reading, *, comes_on_holidays: bool) -> Plan:
    """Return the plan of a rhythm: nobody meets on public holidays, unless that is wanted."""
    plan = plan_of(found, reading.zone, reading.territory)
    if comes_on_holidays:
        return plan
    plan = replace(plan, skip_holidays=True, territory=reading.territory)
    first = next_occurrence(plan.series, plan.first - timedelta(seconds=1))
    return plan if first is None else replace(plan, wall=first.astimezone(plan.zone).replace(tzinfo=None))


def _recurring(text: str, reading: Reading) -> Understood:
    found = read(text, replace(reading, recurring=True))
    if isinstance(found, Refused):
        raise Misread(NO_RHYTHM if found.code == "none" else found.reason)
    if found.rrule is None:
        raise Misread(_ONE_DATE)
    return found


def minutes_of(found: Understood, reading: Reading) -> int | None:
    """Return how long each meeting is on the wall clock."""
    if found.end is None:
        return None
    start, end = (at.astimezone(reading.zone).replace(tzinfo=None) for at in (found.at, found.end))
    return int((end - start).total_seconds() // 60)


def _without_days_off(text: str, reading: Reading) -> tuple[str, list[Off]]:
    """Return a rhythm without the days that it leaves out once, and those.

    What it leaves out each time, a month, a weekday or public holidays, stays: it is part of its rule.
    """
    said = " ".join(text.split())
    said = said if len(fold(said)) == len(said) else fold(said)
    exception = EXCEPT.search(fold(said))
    if exception is None:
        return text, []
    main, left_out = said[: exception.start()], said[exception.end() :]
    if not isinstance(read(main, replace(reading, recurring=True)), Understood):
        return text, []
    is_english = re.search(r"except\b|but not", fold(exception[0])) is not None
    lead, both = ("except", " and ") if is_english else ("sauf", " et ")
    kept: list[str] = []
    off: list[Off] = []
    for item in _items(left_out):
        with_it = read(f"{main} {lead} {item}", replace(reading, recurring=True))
        if isinstance(with_it, Understood) and not with_it.rest:
            kept.append(item)
        else:
            off.append(read_off(item, reading))
    rule = f"{main} {lead} {both.join(kept)}" if kept else main
    return rule, off[:_MOST_OFF]


def _items(left_out: str) -> list[str]:
    """Return the several days of `le 24 et le 31 décembre`, each with its month."""
    items = [item for item in _ITEMS.split(left_out.strip(" ).")) if item]
    for place in range(len(items) - 2, -1, -1):
        month = _MONTH.search(fold(items[place + 1]))
        if month is not None and _NUMBER_ALONE.fullmatch(fold(items[place])):
            items[place] = f"{items[place]} {month[0]}"
    return items


def read_off(text: str, reading: Reading) -> Off:
    """Return the days that a series leaves out once: a day, days, a week or a month.

    Raises:
        Misread: the text names none.
    """
    away: Away | None = days_off(text, reading)
    if away is None:
        raise Misread(_said(_NOT_LEFT_OUT, text.strip()))
    return Off(away.start or reading.now.astimezone(UTC), away.back)


def _said(message: Message, words: str) -> Text:
    return replace(message, values={"words": words[:80]})
