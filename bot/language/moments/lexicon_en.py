"""The English words of time: the same roles as in French."""

from __future__ import annotations

from collections.abc import Mapping

Terms = Mapping[str, Mapping[str, object]]


def _all(phrases: str, value: object = True) -> dict[str, object]:
    return dict.fromkeys((phrase.strip() for phrase in phrases.split("|")), value)


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

NUMBERS: Mapping[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15,
    "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30,
    "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100,
}  # fmt: skip
ORDINALS: Mapping[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14,
    "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19,
    "twentieth": 20, "twenty first": 21, "twenty second": 22, "twenty third": 23, "twenty fourth": 24,
    "twenty fifth": 25, "twenty sixth": 26, "twenty seventh": 27, "twenty eighth": 28, "twenty ninth": 29,
    "thirtieth": 30, "thirty first": 31, "last": -1,
    "second to last": -2, "second last": -2, "next to last": -2, "last but one": -2, "penultimate": -2,
}  # fmt: skip
SUFFIXES = frozenset(("st", "nd", "rd", "th"))
SPACED_SUFFIXES: frozenset[str] = frozenset()

TERMS: Terms = {
    "weekday": {name: number for number, name in enumerate(_WEEKDAYS)},
    "weekdays": {f"{name}s": number for number, name in enumerate(_WEEKDAYS)},
    "weekday_abbr": {
        "mon": 0,
        "tue": 1,
        "tues": 1,
        "wed": 2,
        "weds": 2,
        "thu": 3,
        "thur": 3,
        "thurs": 3,
        "fri": 4,
        "sat": 5,
        "sun": 6,
    },
    "month": {name: number for number, name in enumerate(_MONTHS, 1)},
    "month_abbr": {
        "jan": 1,
        "feb": 2,
        "mar": 3,
        "apr": 4,
        "jun": 6,
        "jul": 7,
        "aug": 8,
        "sep": 9,
        "sept": 9,
        "oct": 10,
        "nov": 11,
        "dec": 12,
    },
    "unit": {
        **_all("seconds|second|sec|secs", "second"),
        **_all("minute|minutes|min|mins|mn", "minute"),
        **_all("hour|hours|h|hr|hrs", "hour"),
        **_all("day|days|d", "day"),
        **_all("week|weeks|wk|wks", "week"),
        **_all("month|months|mo|mos", "month"),
        **_all("year|years|yr|yrs", "year"),
        **_all("quarter|quarters", "quarter"),
        **_all("half year|half years|semester|semesters", "half-year"),
        **_all("fortnight|fortnights", "fortnight"),
    },
    "parity": {
        **_all("even week|even weeks|even numbered week|even numbered weeks", "even"),
        **_all("odd week|odd weeks|odd numbered week|odd numbered weeks", "odd"),
    },
    "second_letter": _all("s"),
    "hour": _all("h"),
    "oclock": _all("o clock|oclock"),
    "meridiem": {
        **_all("am|a m", "am"),
        **_all("pm|p m", "pm"),
    },
    "calendar": {
        **_all("week|wk", "week"),
        **_all("month", "month"),
        **_all("year", "year"),
        **_all("weekend|week end", "weekend"),
    },
    "part": {
        **_all("morning|morn", "morning"),
        **_all("afternoon|arvo", "afternoon"),
        **_all("evening|eve", "evening"),
        **_all("night", "night"),
    },
    "parts": {
        **_all("mornings", "morning"),
        **_all("afternoons", "afternoon"),
        **_all("evenings", "evening"),
    },
    "noon": _all("noon|midday|lunchtime"),
    "midnight": _all("midnight"),
    "day": {
        **_all("today|this day", 0),
        **_all("tomorrow|tmrw|tmr|tomorow|tommorow|tommorrow|2moro|tmw", 1),
        **_all("the day after tomorrow|day after tomorrow|overmorrow", 2),
    },
    "tonight": _all("tonight|tonite"),
    "every": _all("every|each|every single"),
    "every_other": _all("every other|every second|each other"),
    "each_of": _all("every|each|of every|of each|per|a"),
    "each_the": _all("of every|of each|every|each"),
    "next": _all("next|the next|coming|this coming|the coming|upcoming"),
    "this": _all("this"),
    "last": _all("last|past|previous"),
    "in": _all("in|within|in about|in around|in the next"),
    "by": _all("by|no later than"),
    "for": _all("for|during"),
    "until": _all("until|till|til|through|up to|up until"),
    "from": _all(
        "starting|starting from|starting on|from|beginning|as of|as from|beginning on|from the|starting the"
    ),
    "de": _all("of"),
    "span_start": _all("from|between"),
    "span_end": _all("to|till|until|and|til|through"),
    "between": _all("between"),
    "and": _all("and"),
    "or": _all("or|or else"),
    "also": _all("and|then|and then|or|or else|and also"),
    "at": _all("at|around|about|by|on|at about|at around|for"),
    "at_strict": _all("at|at about|at around"),
    "approx": _all("around|about|at about|at around"),
    "the": _all("the|on the"),
    "on": _all("on|on the"),
    "of": _all("of|of the|in|in the"),
    "half": _all("half"),
    "quarter": _all("quarter|quarters"),
    "a": _all("a|an"),
    "past": _all("past|after"),
    "to": _all("to|before|till"),
    "sharp": _all("sharp|on the dot|exactly|precisely"),
    "times": _all("times"),
    "twice": _all("twice"),
    "except": _all("except|excluding|but not|except on|apart from|except for|not on"),
    "even": _all("even|even on|including"),
    "holidays": _all("public holidays|bank holidays|holidays|public holiday|bank holiday|holiday"),
    "working": {
        **_all(
            "working day|working days|business day|business days|workday|workdays|work day|"
            "work days|weekday except",
            5,
        ),
        **_all("monday to saturday working day|monday to saturday working days", 6),
    },
    "week_days": _all("weekday|weekdays|week day|week days"),
    "in_week": _all("on weekdays|weekdays|during the week"),
    "weekend": _all("weekend|weekends|week end|week ends"),
    "periodic": {
        **_all("daily", "day"),
        **_all("weekly", "week"),
        **_all("monthly", "month"),
        **_all("yearly|annually", "year"),
        **_all("fortnightly|biweekly", "fortnight"),
        **_all("hourly", "hour"),
        **_all("quarterly", "quarter"),
        **_all("half yearly|semiannually|semi annually", "half-year"),
        **_all("biennially", "two years"),
        **_all("twice daily", "twice a day"),
        **_all("twice weekly", "twice a week"),
        **_all("twice monthly|semimonthly|semi monthly", "twice a month"),
        **_all("bimonthly|bi monthly", "unclear months"),
        **_all("biannually|bi annually", "unclear years"),
    },
    "edge": {
        **_all("start|beginning|the start|the beginning|at the start|at the beginning|early", "start"),
        **_all("mid|middle|the middle", "middle"),
        **_all("end|the end|at the end|eo", "end"),
    },
    "mi": _all("mid"),
    "end_abbr": {**_all("eom", "month"), **_all("eod|end of play|cob|end of business", "day")},
    "hence": _all("from now|from today|hence"),
    "from_day": {**_all("from now|from today", 0), **_all("from tomorrow", 1)},
    "hedge": _all("about|around|roughly|approximately|just|max|maybe|another"),
    "bound": _all("less than|more than|under|over|at most|at least"),
    "vague": _all(
        "at the same time|same time|"
        "soon|later|asap|as soon as possible|one day|one of these days|someday|some day|sometime|some time|"
        "right away|immediately|right now|now|the day before|the next day|"
        "the following day|the day after|shortly|"
        "in a while|in a bit|in a moment|later on|sooner or later|whenever|eventually|"
        "in the future|in due course|"
        "the eve|the night before|a few days|in a few|in a few days|in a few minutes|"
        "in a few hours|in a few weeks|"
        "in a few months|in several|in some|from time to time|now and then|sometimes|often|"
        "occasionally|regularly|"
        "once in a while|these days|another day|another time|when you can|when possible|next time|early|late|"
        "the other day|the week after|the following week|this summer|this winter|next summer|next winter|"
        "next spring|next autumn|next fall|this spring|this autumn|this fall|later today|later this week|"
        "later this month|in no time|at some point|at the earliest|as early as possible|first thing"
    ),
    "soft": _all(
        "one day|right away|immediately|now|right now|early|late|often|sometimes|regularly|occasionally|"
        "some time|the eve|in the future|these days|whenever|when possible|when you can|next time|asap|"
        "as soon as possible|soon|later|shortly|eventually|later on|sometime|"
        "from time to time|another time|another day"
    ),
    "bygone": _all(
        "yesterday|the day before yesterday|day before yesterday|last night|"
        "yesterday evening|yesterday morning"
    ),
    "ago_after": _all("ago|earlier"),
    "before": _all("before|prior to|ahead of"),
    "after": _all("after|past|later than"),
    "until_from": _all("since"),
    "holiday": {
        **_all("christmas|christmas day|xmas", "christmas"),
        **_all("christmas eve", "christmas eve"),
        **_all("new year s day|new year", "new year"),
        **_all("new year s eve", "new year's eve"),
        **_all("easter monday", "easter monday"),
        **_all("easter|easter sunday", "easter"),
        **_all("good friday", "good friday"),
        **_all("ascension day|ascension thursday", "ascension"),
        **_all("whit monday", "pentecost monday"),
        **_all("pentecost|whit sunday", "pentecost"),
        **_all("labour day|labor day", "labour day"),
        **_all("bastille day", "national day"),
        **_all("assumption day", "assumption"),
        **_all("all saints day|all saints", "all saints"),
        **_all("armistice day", "armistice"),
        **_all("valentine s day|valentines day", "valentine"),
    },
    "iso": _all("t|z"),
    "name": _all("at the latest|shrove tuesday|black friday|ash wednesday|cyber monday"),
    "once": _all("once"),
    "half_hour": _all("half hour"),
    "couple": _all("couple|couple of"),
    "morning_of": _all("in the morning", "morning")
    | _all("in the evening|at night", "evening")
    | _all("in the afternoon", "afternoon"),
    "glue": _all("at|on|the|of|for|in|by|from|around|about|and|this|to"),
    "street": _all("street|avenue|road|euros|euro|km|kg|people|pages|points|%|€"),
}

DISTINCTIVE = frozenset(
    (
        *_WEEKDAYS, *(f"{name}s" for name in _WEEKDAYS),
        *(name for name in _MONTHS if name not in ("may", "march")),
        "today", "tomorrow", "tonight", "noon", "midnight", "every", "each", "day", "days", "week", "weeks",
        "month", "months", "year", "years", "hour", "hours", "next", "am", "pm", "daily", "weekly",
        "monthly", "yearly", "morning", "afternoon", "evening", "weekday", "weekdays", "yesterday",
        "clock", "fortnight", "fortnightly", "quarterly", "twice", "until", "tmrw", "march", "half", "past",
        "quarter", "in", "at", "within", "eod", "eom",
    )
)  # fmt: skip

TYPOS = (
    "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
    "february", "september", "october", "november", "december",
)  # fmt: skip
NOT_TYPOS = frozenset(("mondays", "fridays", "sundays", "sundae", "monda"))
