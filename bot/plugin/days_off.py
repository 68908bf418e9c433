"""Days on which something does not come, as people type them: `du 20 décembre au 4 janvier`, `en août`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from bot.language.folding import fold
from bot.language.messages import Message
from bot.language.moments import Reading, Understood, read, read_duration
from bot.language.moments.calendar import add_months, last_of_month
from bot.language.moments.names import MONTHS, WEEKDAYS
from bot.plugin.absences import BackArgument
from bot.plugin.finding import Found, Misread

_INTRODUCES_END = re.compile(r"jus(?:qu|k)|until\b|till\b|pendant\b|pour\b|durant\b|for\b")
"""How the end of a pause begins, in a folded text."""
_UNTIL = re.compile(r"jus(?:qu|k)|until\b|till\b")
_LEADS_TO_DAYS = re.compile(r"^(?:(?:pendant|pour|durant|for|during|in|en|toute?|all) )+")
_ARTICLE = re.compile(r"^(?:le|la|les|the) ")
_BETWEEN = re.compile(r"(?:entre|between) (?:le )?(?P<first>.+) (?:et|and) (?:le )?(?P<last>.+)")
_NEXT_MONTH = re.compile(r"mois prochain|next month")
_WEEK = re.compile(r"(?:cette )?semaine(?: prochaine| pro)?|(?:this|next) week")
_MONTH = re.compile(r"(?:mois d(?:e |'))?(?P<name>[a-z]+)(?P<year> (?:19|20)\d\d)?")
_TWO_MONTHS = re.compile(
    r"(?:de |d'|entre |from |between )?(?P<first>[a-z]+) ?"
    r"(?: et | a | au |-|/| and | to )(?:en )?(?P<last>[a-z]+)"
)
_FROM_A_DAY = re.compile(
    r"(?:(?P<before>.+?) )?"
    r"(?:a (?:partir|compter) (?:du |de |d')?|des (?:le )?|depuis (?:le )?|from (?:the )?)(?P<first>.+?)"
    r"(?: (?:jusqu'?(?:au|a|en) |until )(?P<until>.+)| (?:pour|pendant|durant|for) (?P<after>.+))?"
)
_WEEK_OF = re.compile(r"semaine du (?P<day>.+)|week of (?:the )?(?P<english>.+)")
_NAMED_MONTH = rf"(?:{'|'.join(MONTHS)})\b"
_ONE_DAY = re.compile(
    rf"(?:next )?(?:{'|'.join(WEEKDAYS)})(?: prochain)?"
    rf"|(?:(?:{'|'.join(WEEKDAYS)}) )?\d{{1,2}}(?:er)?"
    rf"(?: {_NAMED_MONTH}(?: \d{{4}})?|/\d{{1,2}}(?:/\d{{2,4}})?)"
)
_OF_A_MONTH = re.compile(rf"\b{_NAMED_MONTH}|\d/\d")
_OF_A_YEAR = re.compile(r"\b\d{4}\b|/\d{1,2}/\d")
_HOUR = re.compile(r"\d ?(?:h\b|h\d|:|am\b|pm\b)|\bmidi\b|\bminuit\b|\bnoon\b")


@dataclass(frozen=True, slots=True)
class Away:
    """From when something does not come (at once where it is None), and from when it does again; in UTC."""

    back: datetime
    start: datetime | None = None


def find_away(text: str, reading: Reading, otherwise: Message) -> Found | None:
    """Return when something does not come (`Away`), as the whole text says it; None if there is no text.

    Raises:
        Misread: the text says nothing of that, and is answered `otherwise`.
    """
    if not text.strip():
        return None
    away = days_off(text, reading)
    if away is not None and away.back > reading.now:
        return Found(away, text.strip(), "")
    if not _INTRODUCES_END.match(fold(text)) and read_duration(text.strip(), reading.language) is None:
        raise Misread(otherwise, raw=text.strip(), rest="")
    found = BackArgument().find(text, reading)
    return Found(Away(found.value), found.raw, found.rest) if found is not None else None


def days_off(text: str, reading: Reading) -> Away | None:
    """Return the days from the first to the last of which a text names both, or a week, or a month."""
    said = fold(text).replace("’", "'").strip(" .!")
    if _UNTIL.match(said):
        return None
    said = _ARTICLE.sub("", _LEADS_TO_DAYS.sub("", said))
    between = _BETWEEN.fullmatch(said)
    if between is not None:
        said = f"du {between['first']} au {between['last']}"
    if _WEEK.fullmatch(said):
        back = BackArgument().read(said, reading)
        return Away(back, back - timedelta(days=7))
    forms = (_months, _week_of, _for_so_long, _from_to)
    return next((found for form in forms if (found := form(said, reading)) is not None), None)


def _months(said: str, reading: Reading) -> Away | None:
    """Return a month, or two of them with those between: `juillet et août`, `de novembre à janvier`."""
    both = _TWO_MONTHS.fullmatch(said)
    if both is None:
        return _month(said, reading)
    first = _month(both["first"], reading)
    if first is None or first.start is None or MONTHS.get(both["last"]) is None:
        return None
    begins = first.start.astimezone(reading.zone).date().replace(day=1)
    back = add_months(begins, (MONTHS[both["last"]] - begins.month) % 12 + 1)
    return _off(begins, back - timedelta(days=1), said, reading)


def _for_so_long(said: str, reading: Reading) -> Away | None:
    """Return so long from a day on: `à partir du 20 décembre pour 2 semaines`, `2 semaines dès lundi`."""
    parts = _FROM_A_DAY.fullmatch(said)
    if parts is None:
        return None
    last = parts["until"]
    if last is not None:
        return _from_to(f"du {parts['first']} au {last}", reading)
    long = read_duration(parts["before"] or parts["after"] or "", reading.language)
    day = _day(parts["first"], reading)
    if long is None or day is None:
        return None
    return _off(day, day + timedelta(days=max(1, long.days) - 1), said, reading)


def _week_of(said: str, reading: Reading) -> Away | None:
    """Return the week in which a day is: `semaine du 21 décembre`."""
    week = _WEEK_OF.fullmatch(said)
    day = _day(week["day"] or week["english"], reading) if week is not None else None
    if day is None:
        return None
    day = _begun(day, day + timedelta(days=6), said, reading)[0]
    monday = day - timedelta(days=day.weekday())
    return Away(_midnight(monday + timedelta(days=7), reading), _midnight(monday, reading))


def _day(said: str, reading: Reading) -> date | None:
    """Return the one day to come that somebody means by `lundi`, `20 décembre` or `20`."""
    for form in ("{}", "le {}"):
        found = read(form.format(said), reading)
        if isinstance(found, Understood) and not found.rest and found.rrule is None and found.end is None:
            return found.at.astimezone(reading.zone).date()
    return None


def _month(said: str, reading: Reading) -> Away | None:
    """Return the month of that name that is now, or comes next."""
    today = reading.now.astimezone(reading.zone).date()
    named = _MONTH.fullmatch(said)
    if _NEXT_MONTH.fullmatch(said):
        first = last_of_month(today.year, today.month) + timedelta(days=1)
    elif named is not None:
        found = read(f"1 {named['name']}{named['year'] or ''}", reading)
        if not isinstance(found, Understood) or found.rest or found.rrule is not None:
            return None
        first = found.at.astimezone(reading.zone).date()
        if first.month == today.month and not named["year"]:
            first = today.replace(day=1)
    else:
        return None
    last = last_of_month(first.year, first.month)
    return Away(_midnight(last + timedelta(days=1), reading), _midnight(first, reading))


def _from_to(said: str, reading: Reading) -> Away | None:
    """Return the days of a range, or one day alone; neither is said with an hour."""
    found = read(said, reading)
    if not isinstance(found, Understood) or found.rest or found.rrule is not None or _HOUR.search(said):
        return None
    if not found.all_day if found.end is not None else _ONE_DAY.fullmatch(said) is None:
        return None
    first, last = (at.astimezone(reading.zone).date() for at in (found.at, found.end or found.at))
    return _off(first, last, said, reading)


def _off(first: date, last: date, said: str, reading: Reading) -> Away:
    first, last = _begun(first, last, said, reading)
    return Away(_midnight(last + timedelta(days=1), reading), _midnight(first, reading))


def _begun(first: date, last: date, said: str, reading: Reading) -> tuple[date, date]:
    """Return days to come as they were a year before, or a month, where today is one of those.

    `du 16 novembre au 4 décembre`, said on the 20th, is no pause of next year.
    """
    today = reading.now.astimezone(reading.zone).date()
    back = 12 if _OF_A_MONTH.search(said) else 1
    begun = add_months(first, -back), add_months(last, -back)
    return begun if begun[0] < today <= begun[1] and not _OF_A_YEAR.search(said) else (first, last)


def _midnight(day: date, reading: Reading) -> datetime:
    return datetime.combine(day, time(), reading.zone).astimezone(UTC)
