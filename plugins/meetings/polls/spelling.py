"""How the dates and answers of a poll are told: whole in a post, short where there is little room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.language.catalogue import Words
from bot.language.dates import spell, spell_range
from bot.language.messages import Markup, Text, _, escape
from plugins.meetings.gatherings.spelling import with_clocks
from plugins.meetings.models import OptionRow, PollRow
from plugins.meetings.polls.ranking import Answer

_SHORT_DAYS = {
    "fr": ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}

_ANSWERS: dict[Answer, Text] = {
    Answer.YES: _("yes"),
    Answer.IF_NEED_BE: _("if need be"),
    Answer.NO: _("no"),
}


def spell_answer(answer: Answer) -> Text:
    """Return what somebody said of a date."""
    return _ANSWERS[answer]


def spell_option(option: OptionRow, zone: ZoneInfo, words: Words) -> Markup:
    """Return an option as it is read: a date with its weekday, on the clocks of the reader.

    Whose clocks these are is said where they are not those of the poll, `zone`. A whole day is the same day
    everywhere: it stands on the clocks of the poll.
    """
    if option.starts_at is None:
        return escape(option.label)
    said = _spell_date(
        option.starts_at, option.ends_at, words, zone if option.all_day else words.zone, option
    )
    if not option.all_day:
        said = with_clocks(said, option.starts_at, zone, words)
    return Markup(f"{said} ({escape(option.label)})") if option.label else said


def spell_closing(at: datetime, poll: PollRow, words: Words) -> Markup:
    """Return when a vote ends, on the clocks of the reader, which are named where the poll's are others."""
    said = spell(at.astimezone(words.zone), words.language)
    return with_clocks(said, at, ZoneInfo(poll.zone), words)


def _spell_date(
    start: datetime, end: datetime | None, words: Words, zone: ZoneInfo, option: OptionRow
) -> Markup:
    first = start.astimezone(zone)
    last = end.astimezone(zone) if end is not None else None
    if option.all_day:
        return spell_range(first, last or first, words.language, all_day=True)
    return spell(first, words.language) if last is None else spell_range(first, last, words.language)


def spell_short(option: OptionRow, zone: ZoneInfo, words: Words) -> Markup:
    """Return an option where a label has room for 24 bytes: `mar. 24/11 14h-16h`."""
    if option.starts_at is None:
        return escape(option.label)
    start = option.starts_at.astimezone(zone if option.all_day else words.zone)
    weekday = _SHORT_DAYS[words.language][start.weekday()]
    return Markup(f"{weekday} {_short_date(option, zone, words, '%d/%m')}")


def spell_shortly(options: Sequence[OptionRow], zone: ZoneInfo, words: Words) -> dict[int, Markup]:
    """Return options by their ids where a label has room for 24 bytes, no two of them alike.

    Those of one day of two years, or of an hour that a day has twice, say their year, or their number in the
    post, in the place of the weekday.
    """
    dates = {one.id: _short_date(one, zone, words, "%d/%m") for one in options if one.starts_at is not None}
    years = {one.id: _short_date(one, zone, words, "%d/%m/%y") for one in options if one.id in dates}
    found: dict[int, Markup] = {}
    for number, option in enumerate(options, start=1):
        found[option.id] = spell_short(option, zone, words)
        if option.id not in dates or _times(dates[option.id], dates) == 1:
            continue
        is_alone = _times(years[option.id], years) == 1
        said = years[option.id] if is_alone else f"{number}. {dates[option.id]}"
        found[option.id] = Markup(said)
    return found


def _times(said: str, labels: Mapping[int, str]) -> int:
    return list(labels.values()).count(said)


def _short_date(option: OptionRow, zone: ZoneInfo, words: Words, day: str) -> str:
    """Return a date without its weekday, the day as a format says: `24/11 14h-16h`, `07/12-11/12`."""
    clock = zone if option.all_day else words.zone
    if option.starts_at is None:
        return ""
    start, end = (at.astimezone(clock) for at in (option.starts_at, option.ends_at or option.starts_at))
    if option.all_day:
        return start.strftime(day) + (f"-{end:%d/%m}" if start.date() != end.date() else "")
    hours = _hour(start, words) if option.ends_at is None else f"{_hour(start, words)}-{_hour(end, words)}"
    return f"{start.strftime(day)} {hours}"


def _hour(at: datetime, words: Words) -> str:
    if words.language == "en":
        return f"{at:%H:%M}"
    return f"{at.hour}h{at:%M}" if at.minute else f"{at.hour}h"
