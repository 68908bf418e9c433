"""Hours of the day: `9h30`, `neuf heures et demie`, `midi et quart`, `3pm`, `half past nine`, `14h-16h`."""

from __future__ import annotations

from dataclasses import replace

from bot.language.messages import Message, _
from bot.language.moments import troubles
from bot.language.moments.scan import Scan
from bot.language.moments.values import Clock, Trouble
from bot.language.moments.words import is_infinitive, may_be_plural

Found = tuple[Clock | Trouble, int]
_FARTHEST_OFFSET = 14 * 60
EARLIEST_SURE = 7
"""`at 7` is in the morning for everybody; `at 3` is not."""


def point(scan: Scan, at: int) -> Found | None:
    """Return the single hour that starts at that place."""
    found = _named(scan, at) or _english(scan, at) or _numeric(scan, at) or _bare(scan, at)
    if found is None:
        return None
    value, place = found
    if scan.has(place, "sharp"):
        place += 1
    if isinstance(value, Trouble):
        return value, place
    if scan.glued(place) and (scan.text(place) == "z" or scan.sign(place, "+") or _is_iso(scan, at)):
        return _with_offset(scan, at, value, place)
    return _with_part(scan, value, place)


def _is_iso(scan: Scan, at: int) -> bool:
    """Return whether the hour that starts there follows a date written `2027-03-15T`."""
    return scan.text(at - 1) == "t" and scan.glued(at)


def _with_offset(scan: Scan, at: int, value: Clock, place: int) -> Found:
    """Read the `Z` or `+01:00` of an ISO 8601 instant; an hour alone has no offset."""
    if scan.sign(place, ".") and scan.digits(place + 1) and scan.glued(place + 1):
        place += 2
    dated = _is_iso(scan, at) or (scan.digits(at - 1) and scan.sign(at - 2, "-") and scan.glued(at - 1))
    if scan.text(place) == "z" and dated:
        return replace(value, offset=0), place + 1
    hours, sign = scan.digits(place + 1), -1 if scan.sign(place, "-") else 1
    if not dated or not scan.sign(place, "+-") or len(hours) not in (2, 4):
        return Trouble(
            "ambiguous", _("Give the hour in your own time zone, without an offset: “9:00”.")
        ), place + 1
    end, minutes = place + 2, hours[2:]
    if scan.sign(end, ":") and scan.glued(end + 1) and len(scan.digits(end + 1)) == 2:
        end, minutes = end + 2, scan.digits(end + 1)
    offset = 60 * int(hours[:2]) + int(minutes or 0)
    if offset > _FARTHEST_OFFSET or int(minutes or 0) > 59:
        return _no_such_hour(scan.quote(at, end)), end
    return replace(value, offset=sign * offset), end


def _with_part(scan: Scan, value: Clock, place: int) -> Found:
    """Read `8h du soir`, `8h le matin`, `at 8 in the evening`."""
    part = scan.name(place, "morning_of")
    end = place + 1
    if part is None and scan.has(place, "the") and scan.language == "fr":
        part, end = scan.name(place + 1, "part"), place + 2
    if part is None or part == "noon":
        return value, place
    placed = in_part(value, part)
    return placed if isinstance(placed, Trouble) else replace(placed, midnight=False), end


def in_part(value: Clock, part: str) -> Clock | Trouble:
    """Return the hour as it is meant in a part of the day: eight in the evening is 20:00."""
    hour = value.hour
    if (part in ("evening", "night") and 5 <= hour <= 11 and not (part == "night" and hour < 8)) or (
        part == "afternoon" and 1 <= hour <= 7
    ):
        hour += 12
    allowed = {
        "morning": range(13), "noon": range(11, 15), "afternoon": range(12, 20),
        "evening": (*range(16, 25), 0), "night": (*range(20, 25), *range(7)),
    }[part]  # fmt: skip
    if hour not in allowed:
        reason = _(
            "{hour}:00 does not go with that part of the day. Write for instance “tomorrow 18:00”.",
            hour=value.hour,
        )
        return Trouble("impossible", reason)
    end = in_part(value.end, part) if value.end else None
    if isinstance(end, Trouble):
        end = value.end
    return replace(value, hour=hour, doubtful=False, end=end)


def _named(scan: Scan, at: int) -> Found | None:
    if not scan.has(at, "noon", "midnight"):
        return None
    if scan.plain(at + 1) and (scan.words[at + 1].gap == "-" or _is_name(scan, at)):
        return None
    if names_a_thing(scan, at):
        return None
    midnight = scan.has(at, "midnight")
    found = _minutes(scan, 0 if midnight else 12, at + 1)
    value, place = found
    if isinstance(value, Clock):
        value = replace(value, midnight=midnight)
    return value, place


def names_a_thing(scan: Scan, at: int) -> bool:
    """Return whether an article and a complement make a name of the word: `le midi des aidants`."""
    if scan.language != "fr" or not (scan.has(at - 1, "the") or scan.number(at - 1) == 1):
        return False
    if scan.text(at + 1) not in ("des", "du", "de la", "de l"):
        return False
    return scan.plain(at + 2) and not is_infinitive(scan.text(at + 2))


def _is_name(scan: Scan, at: int) -> bool:
    """Return whether two capitals make a name of the word and the next one: `Midi Pyrénées`."""
    return at > 0 and scan.words[at].capital and scan.words[at + 1].capital


def _english(scan: Scan, at: int) -> Found | None:
    """Read `half past nine`, `a quarter to ten`, `ten past nine`, `20 minutes to noon`."""
    if scan.language != "en":
        return None
    place = scan.skip(at, "a")
    minutes = _spoken_minutes(scan, place)
    if minutes is None:
        return None
    place += 2 if scan.sense(place + 1, "unit") == "minute" else 1
    hour = scan.number(place + 1)
    named = hour is None and scan.has(place + 1, "noon", "midnight")
    if named:
        hour = 12 if scan.has(place + 1, "noon") else 24
    if hour is None or not (named or 1 <= hour <= 12) or scan.name(place + 2, "unit"):
        return None
    if scan.has(place, "past"):
        return _meridiem(scan, Clock(hour % 24, minutes, doubtful=hour < EARLIEST_SURE), place + 2)
    figures = scan.digits(place - 1) and minutes <= 12 and minutes < hour
    if not scan.has(place, "to") or figures:
        return None
    return _meridiem(scan, Clock(hour - 1, 60 - minutes, doubtful=hour < EARLIEST_SURE), place + 2)


def _spoken_minutes(scan: Scan, at: int) -> int | None:
    if scan.has(at, "half"):
        return 30
    if scan.has(at, "quarter"):
        return 15
    number = scan.number(at)
    return number if number is not None and 0 < number < 60 and _counts_minutes(scan, at, number) else None


def _counts_minutes(scan: Scan, at: int, number: int) -> bool:
    """Return whether `ten past` or `17 minutes past` is spoken time, and `17 to 19` is not."""
    return scan.sense(at + 1, "unit") == "minute" or (number % 5 == 0 and not scan.has(at - 1, "span_start"))


def _numeric(scan: Scan, at: int) -> Found | None:
    hour = scan.number(at)
    if hour is None or (scan.sign(at - 1, "/:") and scan.glued(at) and not _ends_a_range(scan, at)):
        return None
    if scan.sign(at + 1, ":.") and scan.glued(at + 1):
        return _with_colon(scan, at, hour)
    if scan.has(at + 1, "hour"):
        return _with_hour_mark(scan, at, hour)
    if scan.has(at + 1, "meridiem") and _reads_meridiem(scan, at, hour):
        return _meridiem(scan, Clock(hour), at + 1) if hour <= 24 else None
    if scan.has(at + 1, "morning_of") and hour <= 12:
        return Clock(hour), at + 1
    if scan.has(at + 1, "oclock"):
        return _meridiem(scan, Clock(hour, doubtful=hour < EARLIEST_SURE), at + 2) if 0 < hour <= 12 else None
    return None


def _reads_meridiem(scan: Scan, at: int, hour: int) -> bool:
    """Return whether `9 pm` is an hour; in French, where `am` may be anything, only glued or beside a day."""
    if scan.language == "fr":
        beside_a_day = scan.timely(at - 1) or (scan.text(at + 1) == "pm" and scan.timely(at + 2))
        return bool(scan.digits(at)) and (scan.glued(at + 1) or beside_a_day)
    return bool(scan.digits(at)) or hour <= 12


def _ends_a_range(scan: Scan, at: int) -> bool:
    """Return whether what stands before the sign is an hour (`14h00/16h00`), or no figures at all."""
    hour = scan.has(at - 3, "hour") or scan.sign(at - 3, ":")
    return scan.number(at - 2) is None or (hour and scan.sign(at - 1, "/"))


def _with_colon(scan: Scan, at: int, hour: int) -> Found | None:
    minutes = scan.digits(at + 2)
    if len(minutes) != 2 or not scan.glued(at + 2) or not scan.digits(at):
        return None
    place = at + 3
    second = 0
    if scan.sign(at + 1, "."):
        dated = len(scan.digits(at - 1)) == 4 or scan.has(at - 1, "day", "weekday", "month")
        introduced = dated or scan.has(at - 1, "at_strict") or scan.has(place, "meridiem")
        if not introduced or scan.sign(place, ".€%") or scan.has(place, "street"):
            return None
    elif scan.sign(place, ":") and scan.glued(place) and len(scan.digits(place + 1)) == 2:
        second, place = int(scan.digits(place + 1)), place + 2
    if scan.has(place, "hour"):
        place += 1
    return _meridiem(scan, _clock(hour, int(minutes), second), place)


def _with_hour_mark(scan: Scan, at: int, hour: int) -> Found | None:
    if scan.sign(at + 2, "/") and scan.number(at + 3) is not None and not scan.has(at + 4, "hour"):
        return None
    introduced = scan.has(at - 1, "at", "since", "the", "number") or scan.timely(at - 1)
    if (
        not introduced
        and scan.has(at + 2, "of")
        and scan.plain(at + 3)
        and not is_infinitive(scan.text(at + 3))
    ):
        return None
    if hour >= 24 and not (introduced or (at == 0 and scan.glued(at + 1))):
        return None
    value, place = _minutes(scan, hour, at + 2)
    unclear = 1 <= hour < EARLIEST_SURE and place == at + 2 and scan.language == "fr"
    unclear = unclear and (scan.plain(at - 1) or scan.text(at - 1) == "pour")
    if unclear and isinstance(value, Clock):
        return replace(value, doubtful=True), place
    return value, place


def _minutes(scan: Scan, hour: int, place: int) -> Found:
    """Read what follows the hour: `30`, `et demie`, `moins le quart`, `vingt`."""
    after = place
    if scan.has(after, "and"):
        after += 1
        if scan.has(after, "half"):
            return _clock(hour, 30), after + 1
        after = after + 1 if scan.number(after) == 1 and scan.has(after + 1, "quarter") else after
        if scan.has(after, "quarter"):
            return _clock(hour, 15), after + 1
        return _clock(hour, 0), place
    if scan.has(after, "minus"):
        after = scan.skip(after + 1, "the")
        if scan.has(after, "quarter"):
            return _clock(hour - 1, 45), after + 1
        less = scan.number(after)
        if less is not None and 0 < less < 60:
            return _clock(hour - 1, 60 - less), after + 1 + (scan.sense(after + 1, "unit") == "minute")
        return _clock(hour, 0), place
    if scan.number(after) == 3 and scan.has(after + 1, "quarter"):
        return _clock(hour, 45), after + 2
    return _written_minutes(scan, hour, place)


def _written_minutes(scan: Scan, hour: int, place: int) -> Found:
    minutes = scan.number(place)
    if minutes is None or scan.name(place + 1, "unit") not in (None, "minute"):
        return _clock(hour, 0), place
    if not scan.glued(place) and (scan.has(place + 1, "hour", "times") or _starts_figures(scan, place + 1)):
        return _clock(hour, 0), place
    digits = scan.digits(place)
    end = place + 1 + (scan.sense(place + 1, "unit") == "minute")
    if scan.glued(place):
        return _clock(hour, minutes), end
    if minutes > 59 or (digits and len(digits) != 2) or scan.has(end, "month", "month_abbr", "street"):
        return _clock(hour, 0), place
    if scan.plain(end) and end == place + 1:
        return _minutes_or_count(scan, hour, minutes, place)
    return _clock(hour, minutes), end


def _starts_figures(scan: Scan, at: int) -> bool:
    """Return whether a sign makes a date, a share or a price of the number before it: `9h 10/12`."""
    return scan.sign(at, "%€") or (scan.sign(at, "/:") and scan.glued(at) and bool(scan.digits(at + 1)))


def _minutes_or_count(scan: Scan, hour: int, minutes: int, place: int) -> Found:
    """Read the number between an hour and a word: `9h 30 réunion`, but `9h 30 personnes`."""
    plural = may_be_plural(scan.text(place + 1), scan.language)
    spaced = not (scan.digits(place) and scan.glued(place - 1))
    if minutes % 5 == 0 and minutes >= 10 and not plural:
        return _clock(hour, minutes), place + 1
    if minutes < 10 or not spaced:
        return _clock(hour, 0), place
    return troubles.vague(scan.quote(place - 2, place + 2)), place + 1


def _bare(scan: Scan, at: int) -> Found | None:
    """Read `at 9`, `at nine thirty`, `8 tonight`, `demain à 9`: only the place says that it is an hour."""
    hour = scan.number(at)
    if hour is None or hour > 24 or (len(scan.digits(at)) == 2 and hour < 10):
        return None
    doubtful = hour < EARLIEST_SURE
    if hour <= 12 and scan.has(at + 1, "tonight"):
        return Clock(hour % 24, doubtful=doubtful), at + 1
    minutes = (
        _in_letters(scan, at + 1) if scan.language == "en" and not scan.digits(at) and hour <= 12 else None
    )
    introduced = scan.has(at - 1, "at_strict")
    if minutes is not None and (introduced or scan.timely(at - 1) or scan.timely(at + 2)):
        return _meridiem(scan, Clock(hour % 24, minutes, doubtful=doubtful), at + 2)
    if not introduced or not _ends_an_hour(scan, at + 1):
        return None
    if scan.language == "fr" and not (follows_a_day(scan, at - 1) and scan.digits(at)):
        return None
    if (
        scan.language == "en"
        and scan.plain(at + 1)
        and scan.words[at + 1].capital
        and not scan.timely(at - 2)
    ):
        return None
    return Clock(hour % 24, doubtful=doubtful), at + 1


def follows_a_day(scan: Scan, at: int) -> bool:
    """Return whether a day ends there: `demain`, `22/11`, `22 nov.`, the `12` of `le 12`."""
    last = at - 2 if scan.sign(at - 1, ".") else at - 1
    if scan.timely(last) or scan.has(last, "month_abbr", "weekday_abbr"):
        return True
    if not scan.has(last, "digits", "digital"):
        return False
    return scan.has(last - 1, "the", "weekday", "weekday_abbr", "month") or scan.sign(last - 1, "/")


def _in_letters(scan: Scan, at: int) -> int | None:
    """Return the minutes of `nine thirty`, both in letters."""
    minutes = None if scan.digits(at) else scan.number(at)
    return minutes if minutes is not None and 10 <= minutes < 60 and not scan.plain(at + 1) else None


def _ends_an_hour(scan: Scan, at: int) -> bool:
    """Return whether what follows a bare number leaves it an hour: nothing counted, nothing glued."""
    after = scan.words[at] if at < len(scan.words) else None
    if after is not None and after.gap == "" and after.kind != "sign":
        return False
    if scan.plain(at) and (scan.text(at) in ("st", "rue") or may_be_plural(scan.text(at), scan.language)):
        return False
    if scan.sign(at, "/%€-.:,") and scan.glued(at + 1):
        return False
    return scan.has(at, "day") or not scan.has(
        at, "unit", "street", "times", "month", "ordinal", "weekday", "half", "number"
    )


def _meridiem(scan: Scan, value: Clock | Trouble, place: int) -> Found:
    half = scan.name(place, "meridiem")
    if isinstance(value, Trouble) or half is None:
        return value, place
    place += 1
    if scan.sign(place, ".") and scan.text(place - 1) in ("a m", "p m"):
        place += 1
    if not 1 <= value.hour <= 12:
        return _no_such_hour(f"{value.hour} {half}"), place
    return replace(value, hour=value.hour % 12 + (12 if half == "pm" else 0), doubtful=False), place


def _clock(hour: int, minute: int, second: int = 0) -> Clock | Trouble:
    if hour < 0:
        hour += 24
    if hour > 24 or minute > 59 or second > 59 or (hour == 24 and minute):
        return _no_such_hour(troubles.hour_of_day(hour, minute))
    return Clock(hour, minute, second)


def _no_such_hour(hour: str | Message) -> Trouble:
    reason = _(
        "{hour} does not exist: hours go from 0:00 to 23:59. Write for instance “tomorrow 9:30”.", hour=hour
    )
    return Trouble("impossible", reason)
