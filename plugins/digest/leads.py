"""How long before a letter goes its draft comes: `la veille à 18h`, `2 jours avant à 9h`, `3 heures avant`.

It is kept as a text: `1 18:00` is the evening before, on the wall clock of the letter; `-180` is three hours
before; `w4 14:00` the last Friday before; nothing is no draft.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.dates import spell_duration, spell_time
from bot.language.folding import fold
from bot.language.messages import Language, Text, _, ngettext
from bot.language.moments import Reading, Understood, read, read_duration
from bot.language.moments.names import WEEKDAYS
from bot.language.moments.plans import Plan

USUAL = "1 18:00"
"""The evening before, at 18:00."""
_ON = "w"
"""Before a weekday, from 0 for Monday: `w4 14:00` is the Friday before."""
_WEEKDAY_NAMES = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
NONE = ""
"""No draft: the letter goes as it is composed."""

_LONGEST_TEXT = 80
"""Characters; nobody needs more words for it."""
_EARLIEST_DAYS = 14
_SHORTEST, _LONGEST = timedelta(minutes=15), timedelta(days=_EARLIEST_DAYS)
_A_DAY, _AN_HOUR = timedelta(days=1), timedelta(hours=1)
_NEVER = frozenset(
    (
        "",
        "aucun",
        "aucune",
        "jamais",
        "sans",
        "non",
        "aucun brouillon",
        "pas de brouillon",
        "none",
        "never",
        "no",
        "no draft",
    )
)
_EVE = r"(?:(?:l')?avant[ -]veille|la veille|veille|the day before|the evening before|the eve|eve)"
_BEFORE_IT = r"(?:avant|plus tot|before|earlier|d'avant|precedente?|qui precede)"
_DAYS = r"(?P<days>(?:[\w' ]+ )?(?:\d+ ?)?(?:jours?|j|days?|semaines?|weeks?|quinzaine|fortnight))"
_WEEKDAY = rf"(?:le |the |on )?(?P<weekday>{'|'.join(WEEKDAYS)})"
_PART = r"(?P<part>(?:au |le |in the )?(?:soir|matin|midi|evening|morning|noon))"
_THE_LETTER = re.compile(r" (?:la lettre|le depart|son depart|l'envoi|son envoi|the letter|it goes|it)$")
"""Before what: nothing else is meant."""
_AT = re.compile(r"^(?:at|around|by|a|vers)\b ?")
_HOUR_ALONE = re.compile(r"(?:[01]?\d|2[0-3]) ?(?:h(?:eures?|ours?)?)?(?: ?[0-5]\d)?")
_DAY = re.compile(
    rf"(?:(?P<eve>{_EVE})|(?P<same>le (?:jour|matin|soir) meme|the same (?:day|morning|evening))"
    rf"|{_WEEKDAY}(?: {_BEFORE_IT})?|j ?- ?(?P<count>\d{{1,2}})|{_DAYS}(?: {_BEFORE_IT})?)(?: {_PART})?"
)
_BEFORE = re.compile(rf"^(?P<long>.+?) ?{_BEFORE_IT}?$")
_EVENING = 18
_PARTS = {"matin": 9, "morning": 9, "midi": 12, "noon": 12, "soir": _EVENING, "evening": _EVENING}
_SOME_DAY = datetime(2026, 1, 5, tzinfo=UTC)
"""A day on which hours are read: any one would do."""


def read_lead(text: str, language: Language) -> str | None:
    """Return the lead that somebody typed, None if it cannot be understood.

    `à 8h` alone is that hour of the day before.

    >>> read_lead("la veille à 18h", "fr"), read_lead("3 heures avant", "fr"), read_lead("aucun", "fr")
    ('1 18:00', '-180', '')
    """
    if len(text) > _LONGEST_TEXT:
        return None
    folded = _THE_LETTER.sub("", fold(text).strip(" ."))
    if folded in _NEVER:
        return NONE
    if _AT.match(folded) and (at := _hour(folded, language)) is not None:
        return f"1 {at:%H:%M}"
    folded = _AT.sub("", folded)
    for day, clock in _parted(folded):
        match = _DAY.fullmatch(_THE_LETTER.sub("", day))
        if match is not None:
            return _of_day(match, clock, language)
    if _HOUR_ALONE.fullmatch(folded):  # `8h` may be so long before the letter as well: it is not guessed
        return None
    before = _BEFORE.fullmatch(folded)
    duration = read_duration(before["long"], language) if before else None
    if duration is None or not _SHORTEST <= duration <= _LONGEST:
        return None
    if duration >= _A_DAY and duration % _AN_HOUR:
        return None
    return f"-{int(duration.total_seconds() // 60)}"


def _parted(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text as a day and an hour of it, which stands behind it or before; first with no hour."""
    yield text, ""
    words = text.replace(",", " ").split()
    for cut in range(len(words) - 1, 0, -1):
        yield " ".join(words[:cut]), " ".join(words[cut:])
    for cut in range(1, len(words)):
        yield " ".join(words[cut:]), " ".join(words[:cut])


def _of_day(match: re.Match[str], clock: str, language: Language) -> str | None:
    at = _clock(match, clock, language)
    if at is None:
        return None
    if match["weekday"]:
        return f"{_ON}{WEEKDAYS[match['weekday']]} {at:%H:%M}"
    days = 0
    if match["eve"]:
        days = 2 if "avant" in match["eve"] else 1
    elif match["count"]:
        days = int(match["count"])
    elif match["days"]:
        duration = read_duration(match["days"], language)
        if duration is None or duration < _A_DAY or duration % _A_DAY:
            return None
        days = duration.days
    return f"{days} {at:%H:%M}" if days <= _EARLIEST_DAYS else None


def _clock(match: re.Match[str], said: str, language: Language) -> time | None:
    """Return at which hour of its day the draft comes, None if there is no such hour.

    Of the day of the letter itself it has to be said.
    """
    if said:
        return _hour(said, language)
    words = f"{match['same'] or ''} {match['part'] or ''}".split()
    for word, hour in _PARTS.items():
        if word in words:
            return time(hour)
    return None if match["same"] else time(_EVENING)


def _hour(said: str, language: Language) -> time | None:
    """Return the hour that is all that a text says."""
    hour = _AT.sub("", said)
    whole = f"{hour}h" if hour.isdecimal() else hour
    found = read(whole, Reading(_SOME_DAY, ZoneInfo("UTC"), language))
    if not isinstance(found, Understood) or found.rest or found.rrule or found.at - _SOME_DAY > _A_DAY:
        return None
    return found.at.time()


def draft_at(lead: str, at: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the draft of a letter that goes at an instant is shown; None for no draft."""
    if lead == NONE:
        return None
    days, _space, clock = lead.partition(" ")
    if not clock:
        return at - timedelta(minutes=-int(days))
    local = at.astimezone(zone)
    earlier = (local.weekday() - int(days[1:])) % 7 if days.startswith(_ON) else int(days)
    shown = _shown(local, earlier, clock, zone)
    if days.startswith(_ON) and shown >= at:  # of the same weekday, it is that of the week before
        shown = _shown(local, earlier + 7, clock, zone)
    return shown if shown < at else None


def _shown(at: datetime, days: int, clock: str, zone: ZoneInfo) -> datetime:
    day = at.date() - timedelta(days=days)
    return Plan(datetime.combine(day, time.fromisoformat(clock)), zone).first


def is_before(lead: str, letters: Iterable[datetime], zone: ZoneInfo) -> bool:
    """Return whether the draft comes before each of these letters, if there is one at all."""
    return lead == NONE or all(draft_at(lead, at, zone) is not None for at in letters)


def spell_lead(lead: str, words: Words) -> Text:
    """Return when the draft is shown, as people say it and as `read_lead` reads it."""
    if lead == NONE:
        return _("no draft")
    days, _space, clock = lead.partition(" ")
    if not clock and -int(days) >= _A_DAY // timedelta(minutes=1):
        return ngettext("{count} hour before", "{count} hours before", -int(days) // 60)
    if not clock:
        return _("{duration} before", duration=spell_duration(timedelta(minutes=-int(days)), words.language))
    at = spell_time(time.fromisoformat(clock), words.language)
    if days.startswith(_ON):
        return _("the {weekday} before at {time}", weekday=_WEEKDAY_NAMES[int(days[1:])], time=at)
    if days == "0":
        return _("the same day at {time}", time=at)
    if days == "1":
        return _("the day before at {time}", time=at)
    return ngettext("{count} day before at {time}", "{count} days before at {time}", int(days), time=at)
