"""What is typed for a series: `chaque 1er mardi du mois 14h-16h ; Réunion de réseau ; lieu … ; 12 places`.

Its parts stand in any order, each after a semicolon; the rhythm alone is enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.language.folding import fold
from bot.language.messages import Text, _
from bot.language.moments import Reading, Understood, read, read_duration
from bot.language.moments.names import MONTHS
from bot.language.moments.plans import Plan
from bot.plugin.finding import Misread
from plugins.meetings.gatherings.appointment import NO_VOTE
from plugins.meetings.polls.parts import PARTS
from plugins.meetings.polls.proposal import (
    LONGEST_TITLE,
    Faulty,
    Typed,
    check_where,
    read_seats,
    split,
    too_long,
)
from plugins.meetings.polls.slots import WHOLE_DAY
from plugins.meetings.series import besides
from plugins.meetings.series.dates import every_other_month
from plugins.meetings.series.rhythm import EXCEPT, NO_RHYTHM, Rhythm, read_rhythm

_NO_TITLE = "?"
"""What is split behind a title is sure to be none itself."""
_MONTH = 27
_USUAL_DAYS = ((_MONTH, 14), (13, 7), (6, 3))
"""How many days before, by how many days are between two meetings at least."""
MOST_DAYS = 90
_ALTERNATES = re.compile(
    r"(?:(?:un|1) mois sur (?:deux|2),? )?(?:(?:en|in) )?"
    r"(?:alternance|alternant|alterne\w*|alternat\w+|turns?)\b.{0,40}"
    r"|(?:un|1|one|every other) (?:mois|month).{0,30}\b(?:lettre|letter)\b.{0,30}"
)
_IN_TURN = re.compile(
    r"[, ]*\b(?:(?:en )?alternance avec|(?:in turns?|alternating) with) (?:la |notre |the |our )?"
    r"(?:lettre|letter)\b",
    re.IGNORECASE,
)
"""How it is said behind a rhythm, with nothing between."""
_NOT_ALTERNATING = re.compile(r"(?:sans|plus d'|pas d'|no|without)\s?(?:alternan\w*|alternat\w*).*")
_EVERY_OTHER = re.compile(
    r"(?:tous les deux mois|tous les 2 mois|(?:un|1) mois sur (?:deux|2)|every other month|bimestrielle?)"
)
_ANNOUNCED = re.compile(
    r"(?:annonc\w+|announced?|invit\w+)(?: (?:a|par|the|each|chaque fois))*[ :]+"
    r"(?:(?P<eve>(?:la )?veille|(?:the )?day)(?= before|$)|(?P<long>.+?))"
    r"(?: (?:avant|a l'avance|d'avance|before|ahead|in advance))?"
)
_OFF = re.compile(r"(?:sauf|hors|hormis|excepte|except|but not)\b.*", re.DOTALL)
_LENGTH = re.compile(r"(?:duree|pendant|durant|length|for)\b ?:? ?(?:de |d'|of )?(?P<long>.+)")
_LASTING = re.compile(r"[, ]*\bdur[ée]e\b\s*:?\s*(?:de |d['’])?(?=\d|une?\b|deux\b|trois\b)", re.IGNORECASE)
"""How long each is, behind a rhythm."""
_IN_BRACKETS = re.compile(
    r" *\((?:dur[ée]e ?:? ?|pendant )?(?P<long>\d{1,2} ?(?:h(?:eures?|ours?)?(?: ?\d\d)?|min(?:utes?)?)"
    r"|une (?:demi-)?heure|(?:deux|trois) heures)\)",
    re.IGNORECASE,
)
"""How long each is, wherever it stands: `le 1er mardi à 14 h, sauf jours fériés (2 heures)`."""
_HOLIDAYS = re.compile(
    r"(?:(?:meme|y compris|aussi) )?(?:les )?(?:jours? )?feries?(?: compris| inclus)?"
    r"|(?:(?:even on|including) )?(?:public|bank) holidays(?: included)?"
)
_UNTIL_MONTH = re.compile(
    rf"\b(?P<until>jusqu['’ ]?(?:en|à|a)|until|till) (?P<month>(?:{'|'.join(MONTHS)}|août|décembre|février)\b"
    r"(?! ?\d{1,2}\b))",
    re.IGNORECASE,
)
_TITLE = re.compile(r"(?:titre|title|sujet|nom|intitulé)(?:\s*:\s*|\s+)(?=\S)")


@dataclass(slots=True)
class TypedSeries:
    """What was typed for each field of a series, as it was typed; the rhythm with what it leaves out.

    `alternates` is None where nothing was said of the letter.
    """

    title: str = ""
    rhythm: str = ""
    length: str = ""
    off: list[str] = field(default_factory=list)
    where: str = ""
    link: str = ""
    seats: str = ""
    announced: str = ""
    closes: str = ""
    alternates: bool | None = None
    unread: str = ""

    def values(self) -> dict[str, str]:
        """Return it as the values of a form's fields."""
        return {
            "title": self.title,
            "rhythm": " ; ".join([part for part in (self.rhythm, self.length, *self.off) if part]),
            "where": "\n".join(part for part in (self.where, self.link) if part),
            "seats": self.seats,
            "more": " ; ".join(self._more()),
        }

    def _more(self) -> list[str]:
        more = [f"annoncée {self.announced} avant"] if self.announced else []
        return [*more, "en alternance avec la lettre"] if self.alternates else more


@dataclass(frozen=True, slots=True)
class Described:
    """A series as it was described; what is None was not said, and nothing is known of the words `unread`."""

    title: str
    rhythm: Rhythm
    where: str = ""
    link: str = ""
    seats: int | None = None
    announced_days: int = 14
    alternates: bool = False
    unread: str = ""


def split_series(text: str, reading: Reading) -> TypedSeries:
    """Return what each part of a line is for."""
    typed = TypedSeries()
    text = _UNTIL_MONTH.sub(_month_included, text)
    if (long := _IN_BRACKETS.search(text)) is not None and read_duration(long["long"], reading.language):
        text, typed.length = f"{text[: long.start()]}{text[long.end() :]}", f"pendant {long['long']}"
    without = _IN_TURN.sub("", text)
    typed.alternates = True if without != text else None
    others = [part for part in PARTS.split(without.strip()) if part and not take(typed, part, reading)]
    if not typed.rhythm and others:
        _take_apart(typed, others, reading)
    if others and not typed.title:
        others[0], beside = besides.title_apart(others[0])
        others += beside
    typed.rhythm, beside = besides.apart(typed.rhythm, reading)
    others += [part for part in beside if not take(typed, part, reading)]
    _take_others(typed, split(" ; ".join(others), reading, title=_NO_TITLE))
    return typed


def _month_included(said: re.Match[str]) -> str:
    """Return `jusqu’en juin` as what it means of a series: the month is the last one with a meeting."""
    is_french = said["until"].lower().startswith("j")
    return f"jusqu’à fin {said['month']}" if is_french else f"until the end of {said['month']}"


def of_form(title: str, rhythm: str, where: str, seats: str, more: str, reading: Reading) -> TypedSeries:
    """Return what the fields of a form say."""
    typed = split_series(f"{rhythm} ; {more}", reading)
    typed.title = " ".join(title.split()) or typed.title
    there = Typed.of_form("", "", "", where, seats)
    typed.where, typed.link, typed.seats = there.where, there.link, seats.strip()
    return typed


def take(typed: TypedSeries, part: str, reading: Reading) -> bool:
    """Take a part that only series have; return whether it is one."""
    said = fold(part).strip(" .!")
    titled = _TITLE.match(part.lower())
    if titled is not None and not typed.title:
        typed.title = part[titled.end() :]
    elif _NOT_ALTERNATING.fullmatch(said):
        typed.alternates = False
    elif (days := _announced(said, reading)) != "":
        typed.announced = days
    elif _EVERY_OTHER.fullmatch(said) and typed.rhythm:
        typed.rhythm = f"{typed.rhythm} {part}"
    elif (long := _LENGTH.fullmatch(said)) is not None and read_duration(long["long"], reading.language):
        typed.length = f"pendant {long['long']}"
    elif WHOLE_DAY.fullmatch(said) and typed.rhythm:
        typed.rhythm = f"{typed.rhythm} {part}"
    elif _OFF.fullmatch(said) or _HOLIDAYS.fullmatch(said):
        typed.off.append(part)
    elif not typed.rhythm and _recurs(part, reading):
        typed.rhythm = part
    elif _ALTERNATES.fullmatch(said):
        typed.alternates = True
    else:
        return False
    return True


def _announced(said: str, reading: Reading) -> str:
    """Return how long before meetings are announced as a part says it, empty if it says something else."""
    found = _ANNOUNCED.fullmatch(said)
    if found is None:
        return ""
    if found["eve"]:
        return "1 jour" if reading.language == "fr" else "1 day"
    long: str = found["long"]
    return long if read_duration(long, reading.language) else ""


def _recurs(part: str, reading: Reading) -> bool:
    """Return whether a part begins with a rhythm, or with one that cannot be."""
    found = read(part, replace(reading, recurring=True))
    first = next(iter(found.pieces), None)
    if first is None or first.kind != "time" or first.start > 0:
        return False
    return not isinstance(found, Understood) or found.rrule is not None or not found.rest


def _take_apart(typed: TypedSeries, others: list[str], reading: Reading) -> None:
    """Take the rhythm that stands behind a title with nothing between: `Réunion chaque mardi 14h`."""
    for place, part in enumerate(others):
        found = read(part, replace(reading, recurring=True))
        start = next((piece.start for piece in found.pieces if piece.kind == "time"), 0)
        if start:
            typed.rhythm = part[start:]
            others[place] = part[:start].rstrip(" ,:–—-(")
            return


def _take_others(typed: TypedSeries, given: Typed) -> None:
    """Take what any meeting has: what it is about, where it is, how many seats there are."""
    for part in [part for part in given.dates if not given.where and besides.is_venue(part)][:1]:
        given.where = part
        given.dates.remove(part)
    if not typed.title and given.dates:
        first, *given.dates = given.dates
        typed.title = besides.named(first)
    if given.dates and not given.where:
        given.where, *given.dates = given.dates
    typed.unread = ", ".join(given.dates)
    typed.where, typed.link, typed.seats = given.where, given.link, given.seats
    typed.closes = given.closes


def check(typed: TypedSeries, reading: Reading) -> Described:
    """Return the series that was typed.

    Raises:
        Faulty: some fields cannot be as they are.
    """
    wrong: dict[str, Text] = {}
    rhythm: Rhythm | None = None
    seats: int | None = None
    days: int | None = None
    try:
        rhythm = rhythm_of(typed, reading)
    except Misread as problem:
        wrong["rhythm"] = problem.text
    try:
        seats = read_seats(typed.seats)
    except Misread as problem:
        wrong["seats"] = problem.text
    try:
        if typed.announced:
            days = read_days(typed.announced, reading)
    except Misread as problem:
        wrong["more"] = problem.text
    if typed.closes:
        wrong.setdefault("more", NO_VOTE)
    title = typed.title or (rhythm.rest if rhythm is not None else "")
    unread = [typed.unread, rhythm.rest if rhythm is not None and typed.title else ""]
    if len(title) > LONGEST_TITLE:
        wrong["title"] = too_long(LONGEST_TITLE)
    wrong |= check_where(typed.where, typed.link)
    if wrong or rhythm is None:
        raise Faulty(wrong)
    days = days or usual_days(rhythm.plan)
    return Described(
        title,
        rhythm,
        typed.where,
        typed.link,
        seats,
        days,
        bool(typed.alternates),
        ", ".join(one for one in unread if one),
    )


def rhythm_of(typed: TypedSeries, reading: Reading, *, needs_hour: bool = True) -> Rhythm:
    """Return the rhythm that was typed, with what it leaves out, every other month if it alternates.

    Raises:
        Misread: there is none, or one that cannot be.
    """
    if not typed.rhythm:
        raise Misread(NO_RHYTHM)
    rhythm_said = _LASTING.sub(" pendant ", typed.rhythm)
    exception = EXCEPT.search(fold(rhythm_said)) if len(fold(rhythm_said)) == len(rhythm_said) else None
    until = exception.start() if exception is not None else len(rhythm_said)
    line = " ".join([rhythm_said[:until], typed.length, rhythm_said[until:], *typed.off])
    rhythm = read_rhythm(line, reading, needs_hour=needs_hour)
    return replace(rhythm, plan=every_other_month(rhythm.plan)) if typed.alternates else rhythm


def usual_days(plan: Plan) -> int:
    """Return how many days before meetings are announced where nobody said it: the fewer, the more often."""
    coming = plan.coming(plan.first - timedelta(seconds=1), 2)
    apart = (coming[-1] - coming[0]).days if len(coming) > 1 else _MONTH
    return next((days for least, days in _USUAL_DAYS if apart >= least), 1)


def read_days(text: str, reading: Reading) -> int:
    """Return how many days before meetings are announced.

    Raises:
        Misread: it is no number of days.
    """
    long = read_duration(text, reading.language)
    if long is None or not 1 <= long.days <= MOST_DAYS:
        raise Misread(
            _("How many days before are meetings announced? From 1 to {most}: “10 days”.", most=MOST_DAYS)
        )
    return long.days
