"""Several dates in one breath, as people write them: what each of them leaves to the others to say."""

from __future__ import annotations

import re
from datetime import date

from bot.language.folding import fold
from bot.language.moments.names import MONTHS, WEEKDAYS

_DAYS, _MONTHS = "|".join(WEEKDAYS), "|".join(sorted(MONTHS, key=len, reverse=True))
_OR = re.compile(
    rf"\s*(?:,|\||(?<=\s)/(?=\s)|/(?=(?:{_DAYS})\b)|&|\bou bien\b|\bou\b|\bor\b|\bet\b"
    rf"|\band\b|\bpuis\b|\bthen\b)\s*",
    re.IGNORECASE,
)
_NEXT_DAY = re.compile(
    rf"(?:(?<=\dh)|(?<=\d\d)|(?<=[ap]m)|(?<=heures))\s+(?=(?:(?:le|the)\s+)?(?:{_DAYS})\b)", re.IGNORECASE
)
"""Between an hour and the next weekday: `mardi 8 14h jeudi 10 10h`."""
_BETWEEN = re.compile(r"\b(?:entre|between)\b", re.IGNORECASE)
_DAY = rf"(?:(?:le|les|the) )?(?:(?:{_DAYS}) )?\d{{1,2}}(?:er|e)?"
_BARE_DAY = re.compile(_DAY)
_THE = re.compile(r"^(?:les |the |le )?(?=\d)|^les (?=\w)", re.IGNORECASE)
_NUMBER_OF_DAY = re.compile(
    r"^(?:le |the )?(?P<day>\d{1,2})(?:er)?(?=$|\s*,|\s+(?:à|a|de|at|from)\s|\s+\d{1,2}\s*[h:])",
    re.IGNORECASE,
)
_WITH_MONTH = re.compile(rf"{_DAY}(?P<month> (?:{_MONTHS})\b|/\d{{1,2}}\b)")
_HOUR = r"(?:midi|noon|\d{1,2}\s*(?:h\s*\d{0,2}|:\d\d|heures?|am|pm)?)"
_HOURS = re.compile(rf"(?:(?:de|a|from|at)\s+)?{_HOUR}(?:\s*(?:-|–|\ba\b|\bto\b)\s*{_HOUR})?")
_SAYS_HOUR = re.compile(r"\d\s*(?:h|:|am\b|pm\b)|midi|noon")
_PART_OF_DAY = re.compile(
    r"(?:(?:le|la|en|au|l'|dans (?:la |l')|the|in the) ?)?(?:(?:fin|debut|milieu) (?:de |d'|du )(?:la |l')?)?"
    r"(?:matin(?:ee)?|apres[- ]midi|aprem|soir(?:ee)?|journee|morning|afternoon|evening)"
)
_LASTS = re.compile(
    r"[,(\s]+(?:(?:dur[ée]e|duration|dure|lasting|pdt|sur|over)\s*(?:de\s+)?:?\s*|(?<=\())"
    r"(\d{1,2}\s*(?:h(?:eures?)?\s*\d{0,2}|min(?:utes?)?))\)?(?=\s|$|,)",
    re.IGNORECASE,
)
_SHORT_RANGE = re.compile(r"(?<![\dhH/.:-])(?<![hH] )(\d{1,2})\s*[-–]\s*(?=\d{1,2}\s*h)")
_SHORT_ENGLISH_RANGE = re.compile(r"(?<![\d/.:-])(\d{1,2})\s*[-–]\s*(\d{1,2})\s*([ap]m)\b", re.IGNORECASE)
_NOON = re.compile(r"(\d\s*[ap]m\s*(?:[-–]|to)\s*)noon\b", re.IGNORECASE)
_COLON_BEFORE_HOUR = re.compile(
    rf"((?:\d(?:er|e|th|st|nd|rd)?|\b(?:{_DAYS})|\b(?:{_MONTHS})\.?|[éû]\w+\.?))\s*:\s+"
    r"(?=(?:de |à |a |from |at |entre |vers |d[èe]s )?\d{1,2}\s*(?:h|:\d\d|[ap]m\b)"
    r"|(?:le |en |l[’'])?(?:matin|apr[èe]s|midi|soir|journ|morning|afternoon|evening|noon))",
    re.IGNORECASE,
)
"""In “mardi 24 : 9h” it does not stand between hours and minutes."""
_DOTTED_HOUR = re.compile(r"(?<![\d./])([01]?\d|2[0-3])\.(1[3-9]|[2-5]\d|00)(?![\d./])")
"""“14.30” is no day of a month."""
_ENGLISH_DAYS = {
    short: name
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    for short in (name[:3].casefold(), name[:4].casefold(), name[:5].casefold())
}
_SHORT_DAY = re.compile(rf"\b({'|'.join(_ENGLISH_DAYS)})\b\.?(?=,? +\d)", re.IGNORECASE)
"""“Tue 8 Dec” is as good in French but for its first word."""
_LONGEST = 400
"""Nobody writes a date that is longer: it is looked at no further."""
_SLASHED_DAYS = re.compile(
    rf"\b\d{{1,2}}(?:/\d{{1,2}})+(?= +(?:{_MONTHS}|d[ée]c|f[ée]v|ao[ûu]t))", re.IGNORECASE
)
_SIGNS = re.compile(r"^[^\w(]+")
"""Before a date stands at most a sign that leads the eye: 📅, 👉."""
_PLURAL = re.compile(rf"\b({_DAYS})s(?=\s+\d)", re.IGNORECASE)
_COMMA_BEFORE_HOUR = re.compile(
    rf"\b((?:{_DAYS})\s+\d{{1,2}}(?:er)?(?:\s+\w{{3,9}}\.?)?)\s*,\s*(?=(?:de |à |a )?\d{{1,2}}\s*[h:])",
    re.IGNORECASE,
)


def tidied(text: str) -> str:
    """Return a date as it is read, where people write it shorter.

    >>> tidied("mercredi 9 14-16h"), tidied("mardi 8, 14h30"), tidied("mardi 14h, durée : 1h30")
    ('mercredi 9 14h-16h', 'mardi 8 14h30', 'mardi 14h pendant 1h30')
    >>> tidied("mardi 14h (2h)")
    'mardi 14h pendant 2h'
    >>> tidied("mardi 24 : 9h"), tidied("mardi 14h30-16h"), tidied("les mardis 1er et 8 à 14.30")
    ('mardi 24 9h', 'mardi 14h30-16h', 'les mardi 1er et 8 à 14h30')
    >>> tidied("Dec 1 2-4pm"), tidied("10am-noon")
    ('Dec 1 2pm-4pm', '10am-12pm')
    """
    if len(text) > _LONGEST:
        return text
    text = _SLASHED_DAYS.sub(lambda days: days[0].replace("/", ", "), _SIGNS.sub("", text))
    text = _COMMA_BEFORE_HOUR.sub(r"\1 ", _COLON_BEFORE_HOUR.sub(r"\1 ", _PLURAL.sub(r"\1", text)))
    text = _SHORT_DAY.sub(lambda short: _ENGLISH_DAYS[short[1].casefold()], text)
    text = _DOTTED_HOUR.sub(r"\1h\2", _NOON.sub(r"\g<1>12pm", text))
    text = _SHORT_ENGLISH_RANGE.sub(r"\1\3-\2\3", text)
    return _LASTS.sub(r" pendant \1", _SHORT_RANGE.sub(r"\1h-", text))


def told_apart(text: str) -> list[str]:
    """Return the dates of a text with “or”, “and” or commas between them, each with the month of its next.

    >>> told_apart("le 8, 9 et 10 décembre à 14h")
    ['le 8 decembre', 'le 9 decembre', '10 décembre à 14h']
    >>> told_apart("entre le 8 et le 10 décembre")
    ['entre le 8 et le 10 décembre']
    >>> told_apart("mardi 8 14h-16h jeudi 10 10h30")
    ['mardi 8 14h-16h', 'jeudi 10 10h30']
    >>> told_apart("mardi 14h" + " " * 5000 + "ou jeudi 10h")
    ['mardi 14h', 'jeudi 10h']
    """
    text = " ".join(text.split())  # each long run of blanks would be looked at from each of its blanks
    if _BETWEEN.search(text):
        return [text]
    cut = [part for part in _OR.split(text) if part]
    if len(cut) == 1:
        cut = _NEXT_DAY.split(text)
    parts: list[str] = []
    month = ""
    for part in reversed(cut):
        folded = fold(part)
        if (named := _WITH_MONTH.match(folded)) is not None:
            month = named["month"]
        elif _BARE_DAY.fullmatch(folded):
            day = _THE.sub("le ", part) if part[0].isdigit() or _THE.match(part) else part
            parts.append(f"{day}{month}")
            continue
        parts.append(part)
    return parts[::-1]


def is_hour(part: str) -> bool:
    """Return whether a part says an hour and no day: `16h`, `de 14h à 16h`, `l’après-midi`."""
    folded = fold(part)
    if _PART_OF_DAY.fullmatch(folded):
        return True
    return _HOURS.fullmatch(folded) is not None and _SAYS_HOUR.search(folded) is not None


def in_month_of(text: str, day: date) -> str:
    """Return what somebody says of another day, with the month of one where only its number is said.

    >>> in_month_of("9 à 15h", date(2026, 12, 8)), in_month_of("9h", date(2026, 12, 8))
    ('9/12/2026 à 15h', '9h')
    """
    return _NUMBER_OF_DAY.sub(rf"\g<day>/{day:%m/%Y}", text.strip(), count=1)
